// Dialogs and messages that leave by themselves.

import { byId, within } from "../common/elements.js";
import { lightboxScript } from "./lightbox.js";

// What may mean that somebody has come to a message, or has left it.
const TOUCHED = ["mouseenter", "mouseleave", "focusin", "focusout"];

document.addEventListener("alpine:init", () => {
  // Stays while somebody is at it, or cannot see it; after that it has all of its time again.
  Alpine.data("toast", () => ({
    timer: 0,
    gone: new AbortController(),
    init() {
      const { signal } = this.gone;
      const weigh = () => setTimeout(() => this.weigh()); // as things are when it is over
      for (const name of TOUCHED) this.$root.addEventListener(name, weigh, { signal });
      document.addEventListener("visibilitychange", weigh, { signal });
      this.weigh();
    },
    weigh() {
      const isHeld = document.hidden || this.$root.matches(":hover, :focus-within");
      clearTimeout(this.timer);
      if (!isHeld) this.timer = setTimeout(() => this.leave(), Number(this.$root.dataset.seconds) * 1000);
    },
    leave() {
      setTimeout(() => this.$root.remove(), 50);
    },
    destroy() {
      clearTimeout(this.timer);
      this.gone.abort();
    },
  }));

  // What opens over the page, with the script that comes with the first of that kind.
  Alpine.data("late", () => ({
    async init() {
      const { content } = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (within(this.$root, "template")));
      await lightboxScript();
      const opened = /** @type {Element} */ (content.firstElementChild);
      byId("alerts").before(opened);
      htmx.process(opened);
      this.$root.remove();
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
    // Not before the browser has taken the form.
    leaveSoon() {
      setTimeout(() => this.leave(), 0);
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
