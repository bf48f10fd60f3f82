// What a browser would ask and say in windows of its own, asked and said by the page: questions before something is done
// (`hx-confirm`), and what is wrong with a field.

import { byId, targetOf } from "../common/elements.js";

document.addEventListener("htmx:confirm", (/** @type {any} */ event) => {
  event.preventDefault();
  const { ctx, issueRequest, dropRequest } = event.detail;
  ask(ctx.confirm, labelOf(ctx.sourceElement)).then((isAgreed) => (isAgreed ? issueRequest() : dropRequest()));
});

/** What the button that agrees says: what will be done.
 * @param {Part} source */
const labelOf = (source) => source.dataset.doing || source.textContent?.trim() || byId("question-yes").dataset.usual;

/** @param {string} text
 * @param {string} label */
function ask(text, label) {
  const question = /** @type {HTMLDialogElement} */ (/** @type {unknown} */ (byId("question")));
  const [yes, no] = [byId("question-yes"), byId("question-no")];
  byId("question-text").textContent = text;
  yes.textContent = label;
  question.returnValue = "";
  yes.onclick = () => question.close("yes");
  no.onclick = () => question.close("");
  question.showModal();
  return new Promise((resolve) => {
    question.addEventListener("close", () => resolve(question.returnValue === "yes"), { once: true });
  });
}

addEventListener(
  "invalid",
  (event) => {
    event.preventDefault();
    const field = targetOf(event);
    const isFirst = !field.closest("form")?.querySelector(".field-error[data-of-page]");
    complain(field);
    if (isFirst) field.focus();
  },
  { capture: true },
);

/** @param {Part} field */
function complain(field) {
  content(field);
  const said = document.createElement("p");
  Object.assign(said, { className: "field-error", id: `wrong-${field.name}`, textContent: messageFor(field) });
  said.dataset.ofPage = "";
  said.setAttribute("role", "alert");
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", said.id);
  const row = /** @type {HTMLElement} */ (field.parentElement);
  const isInRow =
    getComputedStyle(row).display.includes("flex") && !getComputedStyle(row).flexDirection.includes("column");
  (isInRow ? row : field).after(said);
}

/** @param {Part} field */
function messageFor({ validity, min, max }) {
  const { missing, range, other } = byId("validity").dataset;
  if (validity.valueMissing) return missing;
  if (min !== undefined && min !== "" && max) return range.replace("{min}", min).replace("{max}", max);
  return other;
}

/** What was said of it is taken back.
 * @param {Part} field */
function content(field) {
  const id = field.getAttribute?.("aria-errormessage");
  if (!id) return;
  document.getElementById(id)?.remove();
  field.removeAttribute("aria-errormessage");
  field.removeAttribute("aria-invalid");
}

addEventListener("input", (event) => content(targetOf(event)), { capture: true });
