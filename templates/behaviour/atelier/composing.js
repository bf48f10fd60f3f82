// While somebody composes (the sound of a Chinese word in Latin letters, say), keys and half-written words belong to the
// input method. Nothing else on the page hears of them; of the text it hears once, when that is there.

/** @type {EventTarget | null} */
let composedIn = null;

// A field that was replaced or left meanwhile does not always say how it ended.
export const isComposing = () =>
  composedIn instanceof Node && composedIn.isConnected && composedIn === document.activeElement;

// Before everybody else, for these are the first listeners of the window.
/** @template {Event} Kind
 * @param {string} name
 * @param {(event: Kind) => void} listener */
const hear = (name, listener) =>
  addEventListener(name, /** @type {(event: Event) => void} */ (listener), { capture: true });

hear("compositionstart", ({ target }) => {
  composedIn = target;
});
hear("compositionend", ({ target }) => {
  composedIn = null;
  // Firefox tells of the text after this, Chromium and WebKit told of it before, when nobody was to hear.
  target?.dispatchEvent(new Event("input", { bubbles: true }));
});
hear("input", (/** @type {InputEvent} */ event) => {
  if (event.isComposing || (isComposing() && event.target === composedIn)) event.stopImmediatePropagation();
});

// The key that ends it comes after the end in WebKit, and is known by its number alone.
const OF_INPUT_METHOD = 229;
/** @param {KeyboardEvent} event */
const ofInputMethod = (event) => event.isComposing || event.keyCode === OF_INPUT_METHOD;
hear("keydown", (/** @type {KeyboardEvent} */ event) => {
  if (!ofInputMethod(event)) return;
  event.stopImmediatePropagation();
  // Nor does the engine close a dialog, empty a search or send a form for it. The input method has had it by now.
  if (event.key === "Escape" || event.key === "Enter") event.preventDefault();
});
hear("keyup", (/** @type {KeyboardEvent} */ event) => {
  if (ofInputMethod(event)) event.stopImmediatePropagation();
});
