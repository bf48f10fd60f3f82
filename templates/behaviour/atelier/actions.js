// The set of actions on a painting: by its buttons, which stand in rows and in the menu, and by keys wherever one is.

import { byId, paintingOf } from "../common/elements.js";
import { showLarge } from "./lightbox.js";
import { closeMenu, fillMenu, inTurn, openMenu } from "./menu.js";
import { hasControl, isMac } from "./surroundings.js";

/** Handles of the buttons that a key stands for; the first one that is there is pressed.
 * @type {Partial<Record<string, string[]>>} */
const PLAIN = {
  f: ["favourite"],
  e: ["edit"],
  a: ["again", "retry"],
  b: ["album-last"],
  c: ["compare"],
  k: ["keep"],
  i: ["details-open"],
};
/** @type {Partial<Record<string, string[]>>} */
const SHIFTED = { b: ["album-add"] };

/** @param {KeyboardEvent} event
 * @returns {string[] | undefined} */
export function handlesFor(event) {
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (key === "Delete" || (isMac && key === "Backspace")) return ["delete"];
  if (hasControl(event) && !altKey && !shiftKey) {
    if (key.toLowerCase() === "s") return ["save", "save-as"];
    return key.toLowerCase() === "c" && !String(getSelection()) ? ["copy"] : undefined;
  }
  if (altKey || ctrlKey || metaKey) return undefined;
  return (shiftKey ? SHIFTED : PLAIN)[key.toLowerCase()];
}

/** Do with a painting what one of these buttons does: of a row that is on the page, else of the menu, which has all.
 * @param {string} id
 * @param {string[]} handles */
export async function act(id, handles) {
  if (id.startsWith("order-")) return actOnAll(id, handles);
  if (handles.includes("album-last")) return putIntoLastAlbum(id);
  if (handles.includes("keep")) return keepBestOf(id);
  await pressAnywhere(id, handles);
}

/** With all of an order, whose buttons are named so; what there is for one alone does nothing.
 * @param {string} id
 * @param {string[]} handles */
async function actOnAll(id, handles) {
  const isForAlbum = handles.some((handle) => handle.startsWith("album-"));
  const shared = handles.filter((handle) => handle === "retry"); // it stands with what is said of them
  await pressAnywhere(id, isForAlbum ? ["album-add"] : [...handles.map((handle) => `order-${handle}`), ...shared]);
}

/** @param {string} id */
async function keepBestOf(id) {
  const order = document.getElementById(`painting-${id}`)?.closest(".order");
  if (order?.querySelector(".order-actions")) await pressAnywhere(order.id, ["order-keep"]);
}

/** @param {string} id
 * @param {string[]} handles */
async function pressAnywhere(id, handles) {
  if (pressIn(id, handles)) return;
  await fillMenu(id);
  pressIn(id, handles);
}

/** What a key is meant for: the painting or the order's head with the focus, else the one below the pointer.
 * @returns {string | undefined} */
export function paintingMeant() {
  const active = document.activeElement;
  const isNowhere = !active || active === document.body || active.id === "main";
  const focused = subjectOf(active);
  return focused ?? (isNowhere ? subjectOf(document.querySelector(":is(.painting, .order-head):hover")) : undefined);
}

/** The painting's id, or that of the order whose head it is in.
 * @param {Element | null} element
 * @returns {string | undefined} */
export const subjectOf = (element) =>
  paintingOf(element)?.dataset.id ??
  element?.closest?.(".order-head")?.querySelector(".order-actions")?.dataset.actionsOf;

/** @param {string} id
 * @param {string[]} handles */
function pressIn(id, handles) {
  const rows = [...document.querySelectorAll(`[data-actions-of="${id}"]`)].map((row) => row.closest("#menu") ?? row);
  for (const handle of handles) {
    for (const row of rows) {
      const button = row.querySelector(`[data-testid="${handle}"]`);
      if (!button) continue;
      button.click();
      return true;
    }
  }
  return false;
}

/** @param {string} id */
function putIntoLastAlbum(id) {
  const how = { source: "#menu", target: "#toasts", swap: "none" };
  return inTurn(() => htmx.ajax("POST", `/paintings/${id}/album`, how));
}

document.addEventListener("alpine:init", () => {
  Alpine.data("more", () => ({
    /** @param {Heard<MouseEvent>} event */
    open(event) {
      event.stopPropagation(); // or the menu would take it for a click elsewhere
      openMenu(this.$root.value, this.$root.getBoundingClientRect(), this.$root);
    },
  }));

  // Of what is shown large; else in the library beside it, in the studio with it.
  Alpine.data("detailsOpener", () => ({
    open() {
      const toggle = document.querySelector('[data-testid="lightbox-info"], [data-testid="details-toggle"]');
      if (!toggle) showLarge(this.$root.value, { details: true });
      else if (toggle.getAttribute("aria-pressed") !== "true") toggle.click();
    },
  }));

  // Shines at once, and says later whether it was allowed to.
  Alpine.data("favourite", () => ({
    wanted: false,
    get shines() {
      return this.$root.getAttribute("aria-pressed") === "true";
    },
    /** @param {boolean} on */
    shine(on) {
      this.$root.setAttribute("aria-pressed", String(on));
    },
    toggle() {
      this.wanted = !this.shines;
      this.shine(this.wanted);
      htmx.ajax("POST", `/paintings/${this.$root.value}/favourite`, {
        source: `#${this.$root.id}`,
        target: "#toasts",
        swap: "none",
        values: { on: this.wanted ? "1" : "0" },
      });
    },
    /** @param {CustomEvent<{ on: string[], off: string[] }>} event */
    heard({ detail: { on, off } }) {
      if (on.includes(this.$root.value)) this.shine(true);
      if (off.includes(this.$root.value)) this.shine(false);
    },
    /** @param {HtmxEvent} event */
    answered({ detail: { ctx } }) {
      if (!ctx?.response?.raw?.ok) this.shine(!this.wanted);
    },
  }));

  // All of an order together.
  Alpine.data("favouriteAll", () => ({
    /** @param {boolean} on */
    shine(on) {
      this.$root.setAttribute("aria-pressed", String(on));
    },
    toggle() {
      const on = this.$root.getAttribute("aria-pressed") !== "true";
      this.shine(on);
      htmx.ajax("POST", "/library/favourite", {
        source: `#${this.$root.id}`,
        target: "#toasts",
        swap: "none",
        values: { ids: this.$root.value, on: on ? "1" : "0" },
      });
    },
    // After the stars of its pictures, which hear of it too.
    heard() {
      this.$nextTick(() => this.shine(this.areAll()));
    },
    areAll() {
      const stars = this.$root.value.split(",").map((id) => document.getElementById(`favourite-${id}`));
      return stars.every((star) => star?.getAttribute("aria-pressed") === "true");
    },
    /** @param {HtmxEvent} event */
    answered({ detail: { ctx } }) {
      if (!ctx?.response?.raw?.ok) this.shine(this.areAll());
    },
  }));

  Alpine.data("favouritesTold", () => ({
    init() {
      const { on, off } = this.$root.dataset;
      const detail = { on: on.split(","), off: off.split(",") };
      window.dispatchEvent(new CustomEvent("favourites", { detail }));
    },
  }));

  // The menu itself; what is done in it closes it.
  Alpine.data("actionMenu", () => ({
    /** @param {Heard<MouseEvent>} event */
    chosen(event) {
      if (event.target.closest(".action")) closeMenu();
    },
    /** @param {Heard} event */
    clickedElsewhere(event) {
      if (!byId("menu").contains(event.target)) closeMenu();
    },
    close() {
      closeMenu();
    },
    /** @param {Heard<KeyboardEvent>} event */
    keys(event) {
      const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
      if (event.key === "Escape" || event.key === "Tab") closeMenu({ giveBack: true });
      else if (step) this.move(step);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    /** @param {number} step */
    move(step) {
      const all = [...byId("menu").querySelectorAll(".action")];
      const at = all.indexOf(/** @type {Part} */ (document.activeElement));
      const next = Number.isFinite(step) ? (at + step + all.length) % all.length : step < 0 ? 0 : all.length - 1;
      all[next]?.focus();
    },
  }));
});
