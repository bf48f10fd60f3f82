// Two to four pictures over the whole window, looked at together.

import { byId, press, within } from "../common/elements.js";
import { say } from "../every_page.js";
import { Stage } from "../zoom/stage.js";
import { Choices } from "./choices.js";
import { hands } from "./hands.js";
import { isForOthers, plainKey, silenceOthers } from "./over.js";
import { Split } from "./split.js";

const MARGIN = 8; // pixels around each picture
const FEWEST = 2;
const MOST = 4; // pictures at a time
const BLINK = 700; // milliseconds for which each is seen

Alpine.data("comparison", () => {
  /** @type {Stage} */
  let stage;
  /** @type {Split} */
  let split;
  /** @type {Choices} */
  let choices;
  /** @type {() => void} */
  let giveBack;
  const before = /** @type {HTMLElement | null} */ (document.activeElement);

  return {
    ...hands(() => ({ stage, split })),
    mode: "beside",
    seen: 0,
    count: 0,
    isOpen: false,
    blinking: /** @type {ReturnType<typeof setInterval> | undefined} */ (undefined),

    init() {
      const ground = within(this.$root, ".compare-stage");
      stage = new Stage(ground, { changed: () => this.drawn() }, MARGIN);
      split = new Split(ground, within(ground, "[role=slider]"));
      choices = new Choices(within(this.$root, ".compare-choices"));
      giveBack = silenceOthers(this.$root);
      this.counted();
      this.$nextTick(() => stage.whole());
    },
    destroy() {
      clearInterval(this.blinking);
      stage.close();
    },
    leave() {
      this.$root.remove();
      giveBack();
      if (before?.isConnected) before.focus({ preventScroll: true });
    },
    // The one that was kept is what there is to see now, where it was before.
    /** @param {HtmxEvent} event */
    kept({ detail: { ctx } }) {
      if (ctx.sourceElement?.dataset.testid === "compare-keep" && ctx.response?.raw?.ok) this.leave();
    },

    // -- which are compared --
    /** @returns {string[]} */
    get ids() {
      return stage.layers.map((layer) => layer.dataset.id);
    },
    /** @returns {boolean} */
    get areTwo() {
      return this.count === 2;
    },
    /** @returns {boolean} */
    get areMore() {
      return !this.areTwo;
    },
    /** At once, unlike what `x-show` does: that waits for a frame, and a window that nobody sees draws none.
     * @returns {boolean} */
    get isClosed() {
      return !this.isOpen;
    },
    isChoosing() {
      return String(this.isOpen);
    },
    toggleChoices() {
      if (this.isOpen) return this.closeChoices();
      this.isOpen = true;
      choices.fill();
      this.$nextTick(() => choices.enter());
    },
    /** @returns {void} */
    closeChoices() {
      this.isOpen = false;
      choices.leave();
      this.$root.focus({ preventScroll: true });
    },
    /** @param {Heard<MouseEvent>} event */
    chosen(event) {
      const button = event.target.closest("button");
      if (!button) return;
      const { ids } = this;
      if (ids.includes(button.value)) this.compareInstead(ids.filter((id) => id !== button.value));
      else this.compareInstead([...ids, button.value]);
    },
    takeOut() {
      const gone = this.$el.value;
      this.compareInstead(this.ids.filter((id) => id !== gone));
    },
    /** @param {string[]} ids
     * @returns {void} */
    compareInstead(ids) {
      if (ids.length < FEWEST) return say(this.$root.dataset.least);
      if (ids.length > MOST) return say(this.$root.dataset.most);
      const how = { source: "#compare-coming", target: "#toasts", swap: "none", values: { ids: ids.join(",") } };
      htmx.ajax("POST", "/library/compare/anew", how);
    },
    // Pictures that stay are not drawn again.
    adopt() {
      const coming = [...byId("compare-coming").children];
      if (!coming.length) return;
      const there = new Map(stage.layers.map((layer) => [layer.dataset.id, layer]));
      const end = within(this.$root, ".split");
      for (const fresh of /** @type {Part[]} */ (coming)) {
        const layer = there.get(fresh.dataset.id) ?? fresh;
        there.delete(fresh.dataset.id);
        within(layer, ".compare-letter").textContent = within(fresh, ".compare-letter").textContent;
        end.before(layer);
      }
      for (const gone of there.values()) gone.remove();
      byId("compare-coming").replaceChildren();
      this.counted();
      this.turnTo(this.mode === "over" && !this.areTwo ? "beside" : this.mode);
    },
    counted() {
      const { ids } = this;
      this.count = ids.length;
      this.$root.dataset.count = stage.element.dataset.count = String(ids.length);
      within(this.$root, "#compare-ids").value = ids.join(",");
      choices.mark(ids);
      if (document.activeElement === document.body) this.$root.focus({ preventScroll: true });
    },
    /** @param {Heard<KeyboardEvent>} event */
    along(event) {
      if (!choices.along(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    /** @param {Heard<WheelEvent>} event */
    turned(event) {
      if (event.deltaX || event.ctrlKey) return;
      event.preventDefault();
      within(this.$root, ".compare-choices").scrollLeft += event.deltaY;
    },

    // -- ways of comparing --
    choose() {
      this.turnTo(this.$el.value);
    },
    /** @param {string} mode */
    turnTo(mode) {
      if (mode === "over" && !this.areTwo) return;
      this.mode = mode;
      clearInterval(this.blinking);
      this.see(0);
      if (mode === "blink") this.blinking = setInterval(() => this.see(this.seen + 1), BLINK);
      this.$nextTick(() => stage.draw());
    },
    isChosen() {
      return String(this.$el.value === this.mode);
    },
    /** @param {number} number of the one that is seen while they blink */
    see(number) {
      const { layers } = stage;
      this.seen = number % layers.length;
      for (const [at, layer] of layers.entries()) layer.dataset.seen = String(at === this.seen);
    },
    // By hand instead of by the clock.
    step() {
      if (this.mode !== "blink") return;
      clearInterval(this.blinking);
      this.see(this.seen + 1);
    },

    // -- keys --
    /** @param {Heard<KeyboardEvent>} event */
    keys(event) {
      const work = isForOthers(event) ? undefined : this.workOf(plainKey(event), event.target, event.repeat);
      if (!work) return;
      event.preventDefault();
      work();
    },
    /** The one the focus is in, else the last.
     * @param {Part} target
     * @returns {Part | null} */
    sideOf(target) {
      return target.closest(".compare-side") ?? this.$root.querySelector(".compare-side:last-child");
    },
    /** @param {string} key
     * @param {Part} target
     * @param {boolean} isHeld and so comes again and again
     * @returns {(() => void) | undefined} */
    workOf(key, target, isHeld) {
      /** @type {Partial<Record<string, () => void>>} */
      const works = {
        Escape: () => (this.isOpen ? this.closeChoices() : this.leave()),
        a: isHeld ? undefined : () => this.toggleChoices(),
        x: isHeld ? undefined : () => press(this.sideOf(target), "compare-take-out"),
        s: () => this.turnTo("beside"),
        d: () => this.turnTo("over"),
        b: () => this.turnTo("blink"),
        " ": target.closest("button") ? undefined : () => this.step(),
      };
      return works[key] ?? stage.workOf(key);
    },
  };
});
