// Two to four pictures over the whole window, looked at together.

import { within } from "../common/elements.js";
import { Stage } from "../zoom/stage.js";
import { hands } from "./hands.js";
import { isForOthers, plainKey, silenceOthers } from "./over.js";
import { Split } from "./split.js";

const MARGIN = 8; // pixels around each picture
const BLINK = 700; // milliseconds for which each is seen

Alpine.data("comparison", () => {
  /** @type {Stage} */
  let stage;
  /** @type {Split} */
  let split;
  /** @type {() => void} */
  let giveBack;
  const before = /** @type {HTMLElement | null} */ (document.activeElement);

  return {
    ...hands(() => ({ stage, split })),
    mode: "beside",
    seen: 0,
    blinking: /** @type {ReturnType<typeof setInterval> | undefined} */ (undefined),

    init() {
      const ground = within(this.$root, ".compare-stage");
      stage = new Stage(ground, { changed: () => this.drawn() }, MARGIN);
      split = new Split(ground, within(ground, "[role=slider]"));
      giveBack = silenceOthers(this.$root);
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

    // -- ways of comparing --
    choose() {
      this.turnTo(this.$el.value);
    },
    /** @param {string} mode */
    turnTo(mode) {
      if (!this.$root.querySelector(`[value="${mode}"]`)) return;
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
      const work = isForOthers(event) ? undefined : this.workOf(plainKey(event), event.target);
      if (!work) return;
      event.preventDefault();
      work();
    },
    /** @param {string} key
     * @param {Part} target
     * @returns {(() => void) | undefined} */
    workOf(key, target) {
      /** @type {Partial<Record<string, () => void>>} */
      const works = {
        Escape: () => this.leave(),
        s: () => this.turnTo("beside"),
        d: () => this.turnTo("over"),
        b: () => this.turnTo("blink"),
        " ": target.closest("button") ? undefined : () => this.step(),
      };
      return works[key] ?? stage.workOf(key);
    },
  };
});
