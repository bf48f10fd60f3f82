// Pictures and texts for the clipboard. In the window the program itself copies pictures.

import { byId } from "../common/elements.js";
import { say } from "./dialogs.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("copyImage", () => ({
    async copy() {
      const { done, refused } = this.$root.dataset;
      try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng(this.$root.value) })]);
        say(done);
      } catch {
        say(refused);
      }
    },
  }));

  // The text is said on the button, or is that of the element whose id is the button's value.
  Alpine.data("copyText", () => ({
    async copy() {
      const { done, refused, text = byId(this.$root.value).textContent } = this.$root.dataset;
      say(text && (await copied(text)) ? done : refused);
    },
  }));
});

/** @param {string} url */
async function asPng(url) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const pen = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}

/** Some windows refuse pages the clipboard; a selected text can be copied in all of them.
 * @param {string} text */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedSelected(text);
  }
}

/** @param {string} text */
function copiedSelected(text) {
  const focused = /** @type {Part | null} */ (document.activeElement);
  const field = Object.assign(document.createElement("textarea"), { className: "sr-only", value: text });
  (document.querySelector("dialog[open]") ?? document.body).append(field); // an open dialog lets nothing else be selected
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused?.focus();
  return done;
}
