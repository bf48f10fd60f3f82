// The queue's bar: unfolding it, and moving what waits by key or by dragging.

import { press, within } from "../common/elements.js";
import { hasLeft } from "./drag.js";

/** @type {Partial<Record<string, string>>} */
const MOVES = { ArrowUp: "up", ArrowDown: "down", Home: "front" };

document.addEventListener("alpine:init", () => {
  // The bar is drawn anew with every change, so what its user has opened is kept here.
  const line = { open: false, top: 0, dragged: "" };
  Alpine.data("queueBar", () => ({
    open: line.open,
    init() {
      this.$nextTick(() => {
        if (this.list) this.list.scrollTop = line.top;
      });
    },
    get list() {
      return within(this.$root, ".line");
    },
    isOpen() {
      return String(this.open);
    },
    // What waits for the network need not wait for its next try.
    online() {
      fetch("/queue/online", { method: "POST" });
    },
    toggle() {
      this.open = line.open = !this.open;
    },
    scrolled() {
      line.top = this.$el.scrollTop;
    },
    /** @param {Heard<KeyboardEvent>} event */
    moveByKey(event) {
      const to = event.altKey && MOVES[event.key];
      if (!to) return;
      event.preventDefault();
      press(event.target.closest("li"), `move-${to}`);
    },
    /** @param {Dragged} event */
    dragStarted(event) {
      line.dragged = this.$el.dataset.id;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    },
    /** @param {Dragged} event */
    draggedOver(event) {
      if (!line.dragged) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      this.$el.classList.toggle("drop-after", this.isLower(event));
      this.$el.classList.toggle("drop-before", !this.isLower(event));
    },
    /** @param {Heard<MouseEvent>} event */
    isLower(event) {
      const { top, height } = this.$el.getBoundingClientRect();
      return event.clientY > top + height / 2;
    },
    /** @param {Dragged} event */
    dragLeft(event) {
      if (hasLeft(this.$el, event)) this.unmark();
    },
    unmark() {
      this.$el.classList.remove("drop-after", "drop-before");
    },
    /** @param {Heard<MouseEvent>} event */
    droppedOn(event) {
      if (!line.dragged) return;
      event.preventDefault();
      const before = this.isLower(event) ? /** @type {Part | null} */ (this.$el.nextElementSibling) : this.$el;
      htmx.ajax("POST", `/paintings/${line.dragged}/move`, {
        source: "#queue",
        swap: "none",
        values: { to: before?.dataset.id ?? "end" },
      });
      this.unmark();
    },
    dragEnded() {
      line.dragged = "";
    },
    // One that is taken away while it is dragged has no end of its own.
    destroy() {
      if (line.dragged) window.dispatchEvent(new Event("dragend"));
    },
  }));
});
