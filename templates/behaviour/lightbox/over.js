// What lies over the whole page: all below it is out of reach, but what is said and asked stands above it.

import { targetOf, typesText } from "../common/elements.js";
import { isMenuOpen } from "../every_page.js";

const STAYS = "#alerts, #toasts, #dialogs, #menu, #announcer, dialog, script, template";

/** Keep everything else from being used; the answer ends it.
 * @param {HTMLElement} root */
export function silenceOthers(root) {
  const others = /** @type {HTMLElement[]} */ ([...document.body.children]).filter(
    (other) => other !== root && !other.matches(STAYS) && !other.inert,
  );
  for (const other of others) other.inert = true;
  root.focus({ preventScroll: true });
  return () => {
    for (const other of others) other.inert = false;
  };
}

/** Whether a key is meant for something that is open above, or being typed in.
 * @param {KeyboardEvent} event
 * @param {string} above what else may be */
export const isForOthers = (event, above = "dialog[open]") =>
  isMenuOpen() || document.querySelector(above) !== null || typesText(targetOf(event));

/** A key as tables of keys have it, whatever its case; none where it goes with others, which mean something else.
 * @param {KeyboardEvent} event */
export function plainKey({ key, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey) return "";
  return key.length === 1 ? key.toLowerCase() : key;
}
