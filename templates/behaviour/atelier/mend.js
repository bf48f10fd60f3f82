// Taking the user to what an error is about.

import { within } from "../common/elements.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("mend", () => ({
    // Where there is no form, as in the library, there is nothing to be taken to.
    init() {
      if (!document.getElementById("create")) this.$root.hidden = true;
    },
    soon() {
      this.$nextTick(() => this.mend());
    },
    mend() {
      const form = document.getElementById("create");
      if (!form) return;
      const { how, part, limit } = this.$root.dataset;
      const field = shownPart(form, part) ?? form;
      if (field === form) {
        form.tabIndex = -1;
        form.focus({ preventScroll: true });
      } else leadTo(field, part);
      if (how === "shorten") selectSurplus(field, Number(limit ?? limitOf(form)));
      else if (field !== form) begin(field, how);
    },
  }));

  // Stands for a control that is elsewhere on the page.
  Alpine.data("stands", () => ({
    get other() {
      return document.getElementById(this.$root.dataset.for);
    },
    init() {
      if (!this.other) this.$root.hidden = true;
    },
    press() {
      this.other?.click();
    },
  }));
});

/** A part of the form, where it is seen.
 * @param {Part} form
 * @param {string} name */
function shownPart(form, name) {
  const part = document.getElementById(name);
  const fold = part?.closest("details");
  if (fold && form.contains(fold)) fold.open = true;
  return part && form.contains(part) && part.checkVisibility() ? part : null;
}

/** The focus to a part of the form, which is seen with what is said about it. In a low window the button to paint covers
 * the form's lower edge.
 * @param {Part} field
 * @param {string} part its name */
function leadTo(field, part) {
  const place = field.tabIndex < 0 ? (field.querySelector("button") ?? field) : field;
  place.focus({ preventScroll: true });
  const said = document.getElementById(`${part}-error`);
  (said?.textContent.trim() ? said : field).scrollIntoView({ block: "center" });
}

/** What one would do there first.
 * @param {Part} field
 * @param {string} how */
function begin(field, how) {
  if (how === "reword") field.setSelectionRange(field.value.length, field.value.length);
  if (how === "model") field.click(); // it shows the cards
}

/** Characters that the model chosen takes.
 * @param {Part} form */
function limitOf(form) {
  return JSON.parse(within(form, "#model option:checked").dataset.profile).limit;
}

/** Select what is beyond the limit, in characters as the server counts them: without the blanks around the text.
 * @param {Part} field
 * @param {number} limit */
function selectSurplus(field, limit) {
  const blanks = field.value.length - field.value.trimStart().length;
  const kept = [...field.value.trim()].slice(0, limit).join("").length;
  const end = field.value.trimEnd().length;
  field.setSelectionRange(Math.min(end, blanks + kept), end);
  // A browser shows where the caret is when it gets there by typing only.
  field.scrollTop = field.scrollHeight;
}
