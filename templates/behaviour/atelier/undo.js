// The key that undoes the last deletion, wherever one is: also when its message has gone, and after a new start.

import { hasControl } from "./surroundings.js";

const TYPING = "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
/** What is open over the page and has an undo of its own, or none; a picture shown large is no dialog. */
const OVER = "dialog[open]";

document.addEventListener("alpine:init", () => {
  Alpine.data("undoLast", () => ({
    /** @param {Heard<KeyboardEvent>} event */
    pressed(event) {
      if (!isUndo(event) || event.defaultPrevented) return;
      if (event.target.matches?.(TYPING) || document.querySelector(OVER)) return;
      event.preventDefault();
      this.$root.click();
    },
  }));
});

/** @param {KeyboardEvent} event */
const isUndo = (event) => hasControl(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
