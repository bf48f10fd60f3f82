// Styles: cards to choose from, the chip of the one that the prompt wears, and a file of them to be taken in.

import { byId, within } from "../common/elements.js";
import { sendFile } from "./reader.js";
import { inStyle, isChinese } from "./texts.js";

const NONE = { style: "", name: "", english: "", chinese: "", avoided: "", preview: "" };

/** The text as it is sent: in the style that the form has on. As server/prompts/applied_style.py.
 * @param {string} text */
export function styled(text) {
  const field = /** @type {Part | null} */ (document.getElementById("style"));
  if (!field?.value || !text.trim()) return text;
  return inStyle(isChinese(text) ? field.dataset.chinese : field.dataset.english, text);
}

document.addEventListener("alpine:init", () => {
  Alpine.data("appliedStyle", () => ({
    key: "",
    name: "",
    preview: "",
    prompt: "",
    init() {
      this.read();
      this.prompt = byId("prompt").value;
    },
    read() {
      const { value, dataset } = this.$refs.style;
      Object.assign(this, { key: value, name: dataset.name, preview: dataset.preview });
    },
    get isApplied() {
      return Boolean(this.key);
    },
    get sent() {
      return this.key && this.prompt.trim() ? styled(this.prompt) : "";
    },
    /** @param {{ detail: typeof NONE }} event */
    chosen({ detail: { style, ...told } }) {
      this.$refs.style.value = style;
      Object.assign(this.$refs.style.dataset, told);
      this.read();
      // Whoever counts, keeps or unfolds the prompt does so anew.
      byId("prompt").dispatchEvent(new Event("input", { bubbles: true }));
    },
    takeOff() {
      this.chosen({ detail: NONE });
      byId("style-open").focus();
    },
    /** @param {Heard} event */
    changed({ target }) {
      if (target.id === "prompt") this.prompt = target.value;
    },
  }));

  Alpine.data("styles", () => ({
    findsNothing: false,
    isEditing: false,
    worn: "",
    init() {
      this.worn = byId("style").value;
      this.$root.showModal();
      if (this.$root.dataset.changed) this.$refs.own.scrollIntoView();
    },
    isWorn() {
      return String(this.$el.dataset.style === this.worn);
    },
    // Chosen once more, a style is taken off.
    use() {
      const { style, name, english, chinese, avoided, preview } = this.$el.dataset;
      const detail = style === this.worn ? NONE : { style, name, english, chinese, avoided, preview };
      this.leave();
      dispatchEvent(new CustomEvent("styled", { detail }));
      byId("prompt").focus();
    },

    // -- finding --
    search() {
      const wanted = this.$el.value.trim().toLowerCase();
      let found = 0;
      for (const item of this.$root.querySelectorAll("li[data-words]")) {
        item.hidden = !item.dataset.words.toLowerCase().includes(wanted);
        found += Number(!item.hidden);
      }
      this.findsNothing = !found;
    },
    // Others close the dialog by themselves; WebKit's fields for a search take every Escape.
    escaped() {
      if (!this.$el.value) this.leave();
    },
    /** @param {KeyboardEvent} event */
    keys(event) {
      const from = /** @type {Part} */ (event.target);
      if (!from.matches(".style-card, [type=search]")) return;
      const cards = [...this.$root.querySelectorAll("li:not([hidden]) .style-card")];
      const next = from.matches(".style-card")
        ? neighbour(cards, cards.indexOf(from), event.key)
        : firstBelow(cards, event.key);
      if (!next) return;
      event.preventDefault();
      next.focus();
    },

    // -- one's own --
    begin() {
      this.write("", "");
      this.$refs.called.focus();
    },
    edit() {
      const { name, text } = this.$el.dataset;
      this.write(name, text);
      this.$refs.text.focus();
    },
    /** @param {string} name
     * @param {string} text */
    write(name, text) {
      const { replaces, called, text: area } = this.$refs;
      this.isEditing = true;
      replaces.value = called.value = name;
      area.value = text;
      within(this.$root, ".style-editor").style.display = ""; // now, for a field that cannot be seen takes no focus
    },
    stopEditing() {
      this.isEditing = false;
      within(this.$root, '[data-testid="style-new"]').focus();
    },

    // -- import and export --
    choose() {
      this.closeMenu();
      this.$refs.file.click();
    },
    send() {
      if (this.$refs.file.files.length) htmx.trigger(this.$refs.file, "file");
    },
    /** @param {HtmxEvent} event */
    attach({ detail: { ctx } }) {
      sendFile(ctx, this.$refs.file.files[0]);
    },
    /** @param {FocusEvent} event */
    leaveMenu({ relatedTarget }) {
      if (relatedTarget && !this.$refs.menu.contains(/** @type {Node} */ (relatedTarget))) this.closeMenu();
    },
    closeMenu() {
      this.$refs.menu.open = false;
    },

    leave() {
      this.$root.close();
    },
    remove() {
      this.$root.remove();
    },
  }));
});

/** @param {Part[]} cards
 * @param {string} key */
const firstBelow = (cards, key) => (key === "ArrowDown" || key === "Enter" ? cards[0] : undefined);

/** The card that an arrow leads to. Up and down keep the column.
 * @param {Part[]} cards
 * @param {number} at
 * @param {string} key */
function neighbour(cards, at, key) {
  if (key === "Home") return cards[0];
  if (key === "End") return cards.at(-1);
  if (key === "ArrowLeft") return cards[at - 1];
  if (key === "ArrowRight") return cards[at + 1];
  if (key !== "ArrowUp" && key !== "ArrowDown") return undefined;
  const here = cards[at].getBoundingClientRect();
  const ahead = key === "ArrowDown" ? cards.slice(at + 1) : cards.slice(0, at).reverse();
  const others = ahead
    .map((card) => ({ card, box: card.getBoundingClientRect() }))
    .filter(({ box }) => box.top !== here.top);
  const row = others.filter(({ box }) => box.top === others[0].box.top);
  return row.sort((one, other) => Math.abs(one.box.left - here.left) - Math.abs(other.box.left - here.left))[0]?.card;
}
