// The key that undoes: what the message that came last offers; else the last deletion, wherever one is, also when its
// message has gone, and after a new start.

import { hasControl } from "./surroundings.js";

const TYPING = "textarea, [contenteditable], input:not([type=range], [type=checkbox], [type=radio])";
/** What is open over the page and has an undo of its own, or none; a picture shown large is no dialog. */
const OVER = "dialog[open]";

document.addEventListener("alpine:init", () => {
  Alpine.data("undoLast", () => ({
    /** @param {Heard<KeyboardEvent>} event */
    pressed(event) {
      if (!isUndo(event) || event.defaultPrevented) return;
      if (document.querySelector(OVER)) return;
      const offered = [...document.querySelectorAll("#toasts [data-undoes]")].at(-1);
      const undoes = offered?.dataset.undoes ?? "deletion";
      if (event.target.matches?.(TYPING) && !(undoes === "form" && isUntouched(event.target))) return;
      event.preventDefault();
      if (undoes === "deletion") this.$root.click();
      else offered?.click();
    },
  }));
});

/** Whether the prompt is still the one that has just come, of which the browser itself has nothing to undo.
 * @param {Part} field */
const isUntouched = ({ id, value, defaultValue }) => id === "prompt" && value === defaultValue;

/** @param {KeyboardEvent} event */
const isUndo = (event) => hasControl(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
