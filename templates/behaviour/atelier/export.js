// How pictures are given away: the names of the files, their form and quality.

import { within } from "../common/elements.js";

document.addEventListener("alpine:init", () => {
  // A pattern for file names, and the words that can be put into it.
  /** @param {Part} root
   * @param {string} word */
  const insertInto = (root, word) => {
    const field = within(root, "[name=pattern]");
    field.setRangeText(word, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  Alpine.data("pattern", () => ({
    insert() {
      insertInto(this.$root, this.$el.value);
    },
  }));

  Alpine.data("exporting", () => ({
    form: "",
    quality: 0,
    init() {
      this.form = within(this.$root, "[name=format]:checked").value;
      this.quality = Number(within(this.$root, "[name=quality]").value);
      this.fill();
      this.$root.showModal();
    },
    get isLossless() {
      return !this.isLossy;
    },
    get isLossy() {
      return this.form === "jpeg" || this.form === "webp";
    },
    choose() {
      this.form = this.$el.value;
    },
    slide() {
      this.quality = Number(this.$el.value);
      this.fill();
    },
    fill() {
      within(this.$root, "[name=quality]").style.setProperty("--share", String((this.quality - 1) / 99));
    },
    insert() {
      insertInto(this.$root, this.$el.value);
    },
    // Not before the browser has taken the form.
    leaveSoon() {
      setTimeout(() => this.leave(), 0);
    },
    leave() {
      this.$root.close();
    },
    // Later than what was typed last is asked about, which would find its place gone.
    remove() {
      setTimeout(() => this.$root.remove(), 400);
    },
  }));
});
