// The queue's bar: unfolding it, and moving what waits by key or by dragging.

import { hasLeft } from "./drag.js";

document.addEventListener("alpine:init", () => {
  // The bar is drawn anew with every change, so what its user has opened is kept here.
  const line = { open: false, top: 0, dragged: "" };
  Alpine.data("queueBar", () => ({
    open: line.open,
    init() { this.$nextTick(() => { if (this.list) this.list.scrollTop = line.top; }); },
    get list() { return this.$root.querySelector(".line"); },
    isOpen() { return String(this.open); },
    // What waits for the network need not wait for its next try.
    online() { fetch("/queue/online", { method: "POST" }); },
    toggle() { this.open = line.open = !this.open; },
    scrolled() { line.top = this.$el.scrollTop; },
    moveByKey(event) {
      const to = event.altKey && { ArrowUp: "up", ArrowDown: "down", Home: "front" }[event.key];
      if (!to) return;
      event.preventDefault();
      event.target.closest("li").querySelector(`[data-testid="move-${to}"]`).click();
    },
    dragStarted(event) {
      line.dragged = this.$el.dataset.id;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    },
    draggedOver(event) {
      if (!line.dragged) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
      this.$el.classList.toggle("drop-after", this.isLower(event));
      this.$el.classList.toggle("drop-before", !this.isLower(event));
    },
    isLower(event) {
      const { top, height } = this.$el.getBoundingClientRect();
      return event.clientY > top + height / 2;
    },
    dragLeft(event) { if (hasLeft(this.$el, event)) this.unmark(); },
    unmark() { this.$el.classList.remove("drop-after", "drop-before"); },
    droppedOn(event) {
      if (!line.dragged) return;
      event.preventDefault();
      const before = this.isLower(event) ? this.$el.nextElementSibling : this.$el;
      htmx.ajax("POST", `/paintings/${line.dragged}/move`, { source: "#queue", swap: "none", values: { to: before?.dataset.id ?? "end" } });
      this.unmark();
    },
    dragEnded() { line.dragged = ""; },
    // One that is taken away while it is dragged has no end of its own.
    destroy() {
      if (line.dragged) window.dispatchEvent(new Event("dragend"));
    },
  }));
});
