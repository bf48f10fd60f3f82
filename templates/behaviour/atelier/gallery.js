// The paintings: neighbours by arrow keys, the actions as a menu on a right click; the seconds they take, and how a
// picture arrives.

import { byId, paintingOf, within } from "../common/elements.js";
import { subjectOf } from "./actions.js";
import { giveAway, isWhole, showWhole } from "./drag.js";
import { openLightboxFrom } from "./lightbox.js";
import { closeMenu, openMenuAt } from "./menu.js";
import { followOrders } from "./orders.js";
import { write } from "./prompt_field.js";
import { hasControl, reducedMotion } from "./surroundings.js";

/** How many paintings on a key leads.
 * @type {Partial<Record<string, number>>} */
const STEPS = { ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity };
/** Where to in the window.
 * @type {Partial<Record<string, 1 | -1>>} */
const ROWS = { ArrowDown: 1, ArrowUp: -1 };
const LONGEST = 100; // milliseconds that the rest waits for a picture
const expected = new Image(); // the picture that is being painted
/** @param {Part | null} image */
export const seen = (image) =>
  Promise.race([image?.decode().catch(() => {}), new Promise((resolve) => setTimeout(resolve, LONGEST))]);

/** The painting a key leads to; itself where there is no further one, none for other keys.
 * @param {Part} painting
 * @param {string} key */
function neighbour(painting, key) {
  const all = [...byId("paintings").querySelectorAll(".painting")];
  const by = STEPS[key];
  if (by !== undefined) return all[Math.min(all.length - 1, Math.max(0, all.indexOf(painting) + by))];
  const down = ROWS[key];
  return down && (nearestInRow(painting, all, down) ?? painting);
}

/** The one straight above or below, or as near to that as there is one in the next row.
 * @param {Part} painting
 * @param {Part[]} all
 * @param {1 | -1} down */
function nearestInRow(painting, all, down) {
  const { left, right, top, bottom } = painting.getBoundingClientRect();
  const [centre, middle] = [(left + right) / 2, (top + bottom) / 2];
  const apart = (/** @type {Part} */ other) => {
    const box = other.getBoundingClientRect();
    const below = down * ((box.top + box.bottom) / 2 - middle);
    const isBeyond = down > 0 ? box.top >= bottom - 1 : box.bottom <= top + 1;
    return isBeyond ? 3 * below + Math.abs((box.left + box.right) / 2 - centre) : Infinity;
  };
  const [next] = all.map((other) => ({ other, far: apart(other) })).sort((one, two) => one.far - two.far);
  return next && next.far < Infinity ? next.other : undefined;
}

document.addEventListener("alpine:init", () => {
  Alpine.data("gallery", () => ({
    init() {
      openLightboxFrom(within(this.$root, "#paintings"));
      followOrders(within(this.$root, "#paintings"));
    },
    useExample() {
      write(byId("prompt"), this.$el.value);
      byId("prompt").focus();
    },
    /** @param {Heard<KeyboardEvent>} event */
    keys(event) {
      const painting = paintingOf(event.target);
      const next = painting && neighbour(painting, event.key);
      if (next) this.move(event, next);
      else if (event.key === "Enter" && !hasControl(event) && event.target === painting)
        painting.querySelector(".open")?.click();
    },
    /** @param {Event} event
     * @param {Part} next */
    move(event, next) {
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest", behavior: reducedMotion.matches ? "auto" : "smooth" });
    },
    /** @param {Heard<MouseEvent>} event */
    menu(event) {
      const painting = paintingOf(event.target);
      const subject = subjectOf(event.target);
      if (!subject) return;
      painting?.focus({ preventScroll: true });
      openMenuAt(subject, event, painting ?? event.target.closest(".order-head")?.querySelector("[aria-haspopup]"));
    },
    /** @param {Heard<PointerEvent>} event */
    pressed(event) {
      showWhole(event);
    },
    /** @param {Dragged} event */
    drag(event) {
      const { file, name } = event.target.dataset ?? {};
      if (!file) return;
      if (!isWhole(event.target)) return event.preventDefault();
      giveAway(event, name, file);
    },
    scrolled() {
      closeMenu();
    },
  }));

  Alpine.data("elapsed", () => ({
    seconds: 0,
    timer: 0,
    init() {
      const begun = performance.now() - Number(this.$root.dataset.since) * 1000;
      const tick = () => {
        this.seconds = Math.max(0, Math.floor((performance.now() - begun) / 1000));
      };
      tick();
      this.timer = setInterval(tick, 250);
    },
    get text() {
      return this.$root.dataset.pattern.replace("{n}", String(this.seconds));
    },
    destroy() {
      clearInterval(this.timer);
    },
  }));

  // The newest picture is asked for while it is painted: the answer comes when it is kept. One at a time, since a browser
  // has six connections; and not before the page is loaded, which would wait for it.
  Alpine.data("expected", () => ({
    init() {
      const expect = () => {
        expected.src = this.$root.dataset.picture;
        expected.decode().catch(() => {});
      };
      if (document.readyState === "complete") expect();
      else addEventListener("load", expect, { once: true });
    },
  }));

  // A finished picture fades in once, when it can be drawn whole.
  Alpine.data("fadeIn", () => ({
    init() {
      const image = this.$root;
      image.classList.add("arriving");
      image
        .decode()
        .catch(() => {})
        .then(() => image.classList.remove("arriving"));
    },
  }));
});
