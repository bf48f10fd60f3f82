// The field for the prompt, written into by others than its user.

/** Put text into the prompt field as if it were typed, so that counting and keeping the draft happen as usual.
 * `typed` is what the text was made from, where it is not somebody's own words.
 * @param {Part} field
 * @param {string} text */
export function write(field, text, typed = "") {
  dispatchEvent(new CustomEvent("rewritten", { detail: typed === text ? "" : typed }));
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.setSelectionRange(text.length, text.length);
}
