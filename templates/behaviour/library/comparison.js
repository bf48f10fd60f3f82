// Two pictures side by side, or one over the other.

document.addEventListener("alpine:init", () => {
  Alpine.data("comparison", () => ({
    mode: "beside",
    init() {
      this.$root.showModal();
    },
    choose() {
      this.mode = this.$el.value;
    },
    get isBeside() {
      return String(this.mode === "beside");
    },
    get isOver() {
      return String(this.mode === "over");
    },
    slide() {
      this.$root.style.setProperty("--shown", `${this.$el.value}%`);
    },
    leave() {
      this.$root.close();
    },
    remove() {
      this.$root.remove();
    },
  }));
});
