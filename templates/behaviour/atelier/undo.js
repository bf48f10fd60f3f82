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
      if (!isUndo(event) || event.defaultPrevented || document.querySelector(OVER)) return;
      const offered = lastOffered();
      if (isForField(event.target, offered)) return;
      event.preventDefault();
      (offered ?? this.$root).click();
    },
  }));
});

/** What the message that came last would undo; a deletion is undone without one, too. */
function lastOffered() {
  const offered = [...document.querySelectorAll("#toasts [data-undoes]")].at(-1);
  return offered?.dataset.undoes === "deletion" ? undefined : offered;
}

/** Whether one is typing; but of a prompt that has just come the browser itself has nothing to undo.
 * @param {Part} target
 * @param {Part | undefined} offered */
function isForField(target, offered) {
  if (!target.matches?.(TYPING)) return false;
  const hasJustCome = target.id === "prompt" && target.value === target.defaultValue;
  return !(hasJustCome && offered?.dataset.undoes === "form");
}

/** @param {KeyboardEvent} event */
const isUndo = (event) => hasControl(event) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "z";
