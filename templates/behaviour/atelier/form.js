// The form on the left. What it shows while one types, slides or chooses a model needs no server.

import { fillSlider, within } from "../common/elements.js";
import { carriedOver, grouped, isFixed, nearest, priceOf } from "../common/numbers.js";
import { beginDraft } from "./drafts.js";
import { write } from "./prompt_field.js";
import { styled } from "./styles.js";

document.addEventListener("alpine:init", () => {
  let isUnfolded = false; // kept while the form is drawn anew

  Alpine.data("create", () => ({
    length: 0,
    steps: 0,
    count: 0,
    width: 0,
    height: 0,
    guidance: 0,
    seed: "",
    negative: "",
    references: 0,
    model: "",
    modelName: "",
    profile: /** @type {Profile} */ ({}),
    option: /** @type {Told} */ ({}),
    hasProblem: false, // with what the prompt leaves open
    paintings: 0, // of all combinations of a prompt, where those are wanted
    position: -1,

    init() {
      const { steps, count, width, height, guidance, seed } = this.$root.dataset;
      Object.assign(this, {
        steps: Number(steps),
        count: Number(count),
        width: Number(width),
        height: Number(height),
        guidance: Number(guidance),
        seed,
      });
      this.readModel();
      this.negative = within(this.$root, "#negative-prompt").value.trim();
      within(this.$root, ".more-settings").open ||= isUnfolded;
      this.measure();
      this.fillSliders();
      this.drawOutline();
      beginDraft();
    },
    get field() {
      return within(this.$root, "#prompt");
    },
    get counter() {
      return within(this.$root, "#count");
    },
    get ordered() {
      return this.paintings || this.count;
    },

    // -- the model --
    readModel() {
      const [option] = within(this.$root, "#model").selectedOptions;
      this.model = option.value;
      this.modelName = option.textContent;
      this.option = /** @type {Told} */ ({ ...option.dataset });
      this.profile = JSON.parse(this.option.profile);
    },
    // The account's list has come, and other options with it: what was chosen stays, unless it is something else now.
    relisted() {
      const select = within(this.$root, "#model");
      const { profile } = this.option;
      select.value = this.model;
      if (!select.value) select.selectedIndex = 0;
      if (select.value === this.model && select.selectedOptions[0].dataset.profile === profile) this.readModel();
      else this.chooseModel();
    },
    chooseModel() {
      const before = this.profile;
      this.readModel();
      const { steps, guidance, width, height } = this;
      const now = carriedOver({ steps, guidance, width, height }, before, this.profile);
      this.setSlider("steps", now.steps);
      this.setSlider("guidance", now.guidance);
      this.setSize(now.width, now.height);
      this.fillSliders();
    },
    /** @param {"steps" | "guidance"} name
     * @param {number} value */
    setSlider(name, value) {
      const range = this.profile[name];
      if (!range) return;
      this[name] = value;
      Object.assign(within(this.$root, `#${name}`), { min: range.min, max: range.max, step: range.step, value });
    },
    get licence() {
      return this.option.licence;
    },
    get maker() {
      return this.option.maker;
    },
    get remark() {
      return this.option.remark;
    },
    get seedRemark() {
      return this.option.seedRemark;
    },
    get lacksSeedRemark() {
      return !this.option.seedRemark;
    },
    get lacksNegative() {
      return !this.profile.negative;
    },
    get lacksPictures() {
      return this.profile.input !== "references";
    },
    /** @param {CustomEvent} event */
    referred({ detail }) {
      this.references = detail;
    },
    get lacksSize() {
      return !this.profile.width || isFixed(this.profile.width);
    },
    get lacksGuidance() {
      return !this.profile.guidance;
    },
    get lacksSeed() {
      return !this.profile.seed;
    },
    get hasFixedSteps() {
      return !this.profile.steps || isFixed(this.profile.steps);
    },
    get fewestSteps() {
      return this.profile.steps?.min;
    },
    get mostSteps() {
      return this.profile.steps?.max;
    },
    get shownLimit() {
      return grouped(this.profile.limit ?? 0);
    },

    // -- size --
    get shownSize() {
      return `${this.width} × ${this.height}`;
    },
    get sides() {
      return ["width", "height"].map((name) => within(this.$root, `#${name}`));
    },
    chooseShape() {
      const [across, down] = this.$el.value.split(":").map(Number);
      const { width, height } = this.profile;
      const area = width.default * height.default;
      const wished = Math.sqrt((area * across) / down);
      this.setSize(wished, (wished * down) / across);
    },
    isShape() {
      const [across, down] = this.$el.value.split(":").map(Number);
      return String(Math.abs(this.width / this.height / (across / down) - 1) < 0.02);
    },
    swapSides() {
      this.setSize(this.height, this.width);
    },
    sized() {
      const [width, height] = this.sides.map((side) => Number(side.value));
      if (width > 0 && height > 0) Object.assign(this, { width, height });
      this.drawOutline();
    },
    fitSize() {
      this.setSize(this.width, this.height);
    },
    /** @param {number} width
     * @param {number} height */
    setSize(width, height) {
      this.width = nearest(this.profile.width, width);
      this.height = nearest(this.profile.height, height);
      const [across, down] = this.sides;
      Object.assign(across, { min: this.profile.width.min, max: this.profile.width.max, value: this.width });
      Object.assign(down, { min: this.profile.height.min, max: this.profile.height.max, value: this.height });
      this.drawOutline();
    },
    drawOutline() {
      const largest = Math.max(this.width, this.height);
      const { style } = this.$refs.outline;
      style.width = `${(100 * this.width) / largest}%`;
      style.height = `${(100 * this.height) / largest}%`;
    },

    // -- more settings --
    get lacksMore() {
      return this.hasFixedSteps && this.lacksGuidance && this.lacksSeed && this.lacksNegative;
    },
    // What is not as the model has it by itself.
    get moreSaid() {
      const { steps, guidance } = this.profile;
      const { dataset } = this.$el;
      return [
        !this.hasFixedSteps && this.steps !== steps?.default && `${dataset.steps} ${this.steps}`,
        guidance && this.guidance !== guidance.default && `${dataset.guidance} ${this.guidance}`,
        !this.lacksSeed && this.seed && `${dataset.seed} ${this.seed}`,
        !this.lacksNegative && this.negative && dataset.negative,
      ]
        .filter(Boolean)
        .join(" · ");
    },
    folded() {
      isUnfolded = within(this.$root, ".more-settings").open;
    },
    negated() {
      this.negative = this.$el.value.trim();
    },
    // -- seed and guidance --
    get isSeedFree() {
      return !this.seed;
    },
    get isSeedHeld() {
      return Boolean(this.seed);
    },
    seeded() {
      this.seed = this.$el.value.trim();
    },
    throwDice() {
      this.setSeed(String(crypto.getRandomValues(new Uint32Array(1))[0]));
    },
    releaseSeed() {
      this.setSeed("");
    },
    /** @param {string} seed */
    setSeed(seed) {
      this.seed = seed;
      within(this.$root, "#seed").value = seed;
    },
    guided() {
      this.guidance = Number(this.$el.value);
      fillSlider(this.$el);
    },
    fillSliders() {
      for (const slider of this.$root.querySelectorAll("input[type=range]")) fillSlider(slider);
    },

    // Neurons of one painting, for whoever shows what an order costs.
    get each() {
      const { width, height, steps } = this;
      const pictures = this.lacksPictures ? 0 : this.references;
      return this.profile.price ? priceOf(this.profile.price, { width, height, steps, pictures }) : 0;
    },
    get shownLength() {
      return grouped(this.length);
    },
    get isOver() {
      return String(this.length > this.profile.limit);
    },

    // What was wrong is being mended: the server says it again if it is not.
    corrected() {
      for (const field of this.$root.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
      for (const error of this.$root.querySelectorAll(".field-error")) error.textContent = "";
    },
    typed() {
      this.position = -1;
      this.measure();
    },
    measure() {
      const field = this.field;
      this.length = [...styled(field.value).trim()].length;
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + 2}px`;
    },
    stepped() {
      this.steps = Number(this.$el.value);
      fillSlider(this.$el);
    },
    fewer() {
      this.setCount(this.count - 1);
    },
    more() {
      this.setCount(this.count + 1);
    },
    counted() {
      if (this.counter.validity.valid) this.count = Number(this.counter.value);
    },
    /** @param {number} value */
    setCount(value) {
      this.count = Math.min(Number(this.counter.max), Math.max(1, value));
      this.counter.value = String(this.count);
    },

    // Arrow up in the empty field brings the last prompts, as in a terminal.
    /** @param {Heard} event */
    earlier(event) {
      this.recall(event, 1);
    },
    /** @param {Heard} event */
    later(event) {
      if (this.position >= 0) this.recall(event, -1);
    },
    /** @param {Event} event
     * @param {number} by */
    recall(event, by) {
      if (this.position < 0 && this.field.value) return;
      const prompts = [...document.querySelectorAll("#recent-prompts li")];
      const position = Math.min(prompts.length - 1, Math.max(-1, this.position + by));
      if (position === this.position) return;
      event.preventDefault();
      write(this.field, position < 0 ? "" : prompts[position].textContent);
      this.position = position;
    },
  }));
});
