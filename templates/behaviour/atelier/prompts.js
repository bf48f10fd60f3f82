// Styles to choose from, and a file of them to be taken in.

import { sendFile } from "./reader.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("prompts", () => ({
    init() {
      this.$root.showModal();
    },
    edit() {
      const { name, text } = this.$el.dataset;
      const { editor, replaces, called, text: area } = this.$refs;
      editor.open = true;
      replaces.value = called.value = name;
      area.value = text;
      area.focus();
    },
    choose() {
      this.$refs.file.click();
    },
    send() {
      if (this.$refs.file.files.length) htmx.trigger(this.$refs.file, "file");
    },
    /** @param {HtmxEvent} event */
    attach({ detail: { ctx } }) {
      sendFile(ctx, this.$refs.file.files[0]);
    },
    // Others close the dialog by themselves; WebKit's fields for a search take every Escape.
    escaped() {
      if (!this.$el.value) this.leave();
    },
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
