// Earlier prompts and styles of one's own, as a list.

document.addEventListener("alpine:init", () => {
  Alpine.data("prompts", () => ({
    init() {
      this.$root.showModal();
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
