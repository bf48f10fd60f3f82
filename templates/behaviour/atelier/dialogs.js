// Dialogs and messages that leave by themselves.

import { byId } from "../common/elements.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("toast", () => ({
    timer: 0,
    init() {
      this.timer = setTimeout(() => this.leave(), Number(this.$root.dataset.seconds) * 1000);
    },
    leave() {
      setTimeout(() => this.$root.remove(), 50);
    },
    destroy() {
      clearTimeout(this.timer);
    },
  }));

  Alpine.data("pressed", () => ({
    init() {
      this.$nextTick(() => this.$root.click());
    },
    leave() {
      setTimeout(() => this.$root.remove(), 0);
    },
  }));

  Alpine.data("dismissible", () => ({
    dismiss() {
      this.$root.remove();
    },
  }));

  Alpine.data("modal", () => ({
    init() {
      this.$root.showModal();
    },
    leave() {
      this.$root.close();
    },
    remove() {
      this.$root.remove();
    },
  }));
});

/** @param {string} message */
export function say(message) {
  const toast = document.createElement("div");
  toast.className = "toast-item";
  toast.textContent = message;
  byId("toasts").append(toast);
  setTimeout(() => toast.remove(), 4000);
}
