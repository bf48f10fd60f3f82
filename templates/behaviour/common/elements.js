// Elements, as several parts of the page look at them.

/** One that is always there.
 * @param {string} id */
export const byId = (id) => /** @type {Part} */ (document.getElementById(id));

/** The first of these inside of another element, where there always is one.
 * @param {ParentNode} root
 * @param {string} selector */
export const within = (root, selector) => /** @type {Part} */ (root.querySelector(selector));

/** What the page's body tells all scripts. */
export const toldByBody = () => /** @type {Told} */ (document.body.dataset);

/** What an event of the page happens to.
 * @param {Event} event */
export const targetOf = (event) => /** @type {Part} */ (event.target);

/** What is filled in, as names and values.
 * @param {HTMLElement} form
 * @returns {[name: string, value: string][]} */
export function fieldsOf(form) {
  const data = new FormData(/** @type {HTMLFormElement} */ (form));
  return /** @type {[string, string][]} */ ([...data]);
}

/** @param {Part | null} element */
export const typesText = (element) =>
  element?.matches?.("input:not([type=range]), textarea, select, [contenteditable]") ?? false;

/** @param {Element | null} element
 * @returns {Part | null} */
export const paintingOf = (element) => element?.closest?.(".painting") ?? null;

/** Press what has this handle (`data-testid`).
 * @param {Element | null} place
 * @param {string} handle */
export const press = (place, handle) => place?.querySelector(`[data-testid="${handle}"]`)?.click();

/** The part of its track that a slider has left behind has another colour.
 * @param {Part} slider */
export function fillSlider({ style, value, min, max }) {
  style.setProperty("--share", String((Number(value) - Number(min)) / (Number(max) - Number(min))));
}
