// Dragging: what comes from outside and where it has left, and pictures that are dragged out.

import { showInstead } from "./shown.js";

/** @param {DragEvent} event */
export const bringsFiles = ({ dataTransfer }) => [...(dataTransfer?.types ?? [])].includes("Files");

/** @type {EventTarget | null} */
let entered = null; // by what is being dragged, last
addEventListener(
  "dragenter",
  ({ target }) => {
    entered = target;
  },
  { capture: true },
);

/** Whether a `dragleave` heard by this element means the element itself, and not one part of it for the sake of another.
 * WebKit names no `relatedTarget` (https://bugs.webkit.org/show_bug.cgi?id=66547), but every engine says what is entered
 * before it says what is left.
 * @param {Node} element
 * @param {Event} event */
export const hasLeft = (element, { target }) =>
  target === entered || !element.contains(/** @type {Node | null} */ (entered));

// Chromium and its relatives load what is told them as `DownloadURL` when a picture is dropped elsewhere. For WebKit any
// data of the page's own means that nothing of the picture is wanted. Qt's engine names no brands; its name has "Chrome/".
const isChromium =
  navigator.userAgentData?.brands?.some(({ brand }) => brand === "Chromium") || /\bChrome\//.test(navigator.userAgent);
// Where there is no other way to the whole picture, the one that is shown is given away: so does the window's engine.
export const givesWhatIsShown = document.body.dataset.native === "true" || !isChromium;

let held = ""; // the file whose picture is under the hand
for (const over of ["pointerup", "dragend"]) {
  addEventListener(
    over,
    () => {
      held = "";
    },
    { capture: true },
  );
}

/** Whether it was pressed and is not let go of yet: it stays whole meanwhile, also where it is drawn anew.
 * @param {Part} image */
export const isHeld = ({ dataset }) => held !== "" && dataset.file === held;

/** What is shown becomes the whole picture when it is pressed, which is before a drag begins.
 * @param {Heard<PointerEvent>} event */
export function showWhole({ target, button }) {
  if (button || !target.dataset?.file || !givesWhatIsShown) return;
  held = target.dataset.file;
  if (!isWhole(target)) showInstead(target, "/picture");
}

/** Whether a drag of this picture gives away the picture, and not what stands for it.
 * @param {Part} image */
export const isWhole = (image) => !givesWhatIsShown || !image.src.includes("/thumbnail");

/** @param {Dragged} event
 * @param {string} name of the file
 * @param {string} address */
export function giveAway({ dataTransfer }, name, address) {
  dataTransfer.effectAllowed = "copy";
  if (isChromium)
    dataTransfer.setData("DownloadURL", `application/octet-stream:${name}:${new URL(address, location.href)}`);
}
