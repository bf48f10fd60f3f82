// Help with prompts: what the text in the field was made from, and the way back to it.

import { byId, within } from "../common/elements.js";
import { write } from "./prompt_field.js";
import { begun } from "./start.js";
import { styled } from "./styles.js";
import { hasVariables, keptOf, looksForeign, meantAsWritten, tokensOf, withoutRemark } from "./texts.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("typed", () => ({
    text: "",
    before: "",
    init() {
      this.text = this.$refs.typed.value;
      this.before = byId("prompt").value;
    },
    /** @param {{ detail: string }} event */
    rewritten({ detail }) {
      this.text = this.$refs.typed.value = detail;
      this.before = "";
    },
    // A field that is emptied, or written over as a whole, begins anew.
    /** @param {Heard} event */
    changed({ target }) {
      if (target.id !== "prompt") return;
      if (this.before && keptOf(this.before, target.value) < this.before.length / 4) this.rewritten({ detail: "" });
      this.before = target.value;
    },
    undo() {
      const prompt = byId("prompt");
      write(prompt, this.text);
      prompt.focus();
    },
  }));

  // Only a prompt that has them asks the server what comes out of its variables.
  Alpine.data("variables", () => ({
    hasVariables: false,
    isMine: false, // what is wrong stands in the prompt itself, and not in its style or a list
    isElsewhere: false,
    init() {
      begun.then(() => this.look(styled(byId("prompt").value)));
    },
    /** @param {Heard} event */
    changed({ target }) {
      if (target.id === "prompt") this.look(styled(target.value));
    },
    choose() {
      this.$refs.unfold.value = this.$el.value;
      this.look(styled(byId("prompt").value));
    },
    /** @param {string} text */
    look(text) {
      this.hasVariables = hasVariables(text);
      if (!this.hasVariables) {
        Object.assign(this, { paintings: 0, hasProblem: false });
        return;
      }
      const form = byId("unfold");
      form.elements.prompt.value = text;
      form.elements.unfold.value = this.$refs.unfold.value;
      htmx.trigger(form, "changed");
    },
    shown() {
      this.paintings = Number(this.$root.querySelector("[data-paintings]")?.dataset.paintings ?? 0);
      this.hasProblem = Boolean(this.$root.querySelector("[data-pieces]"));
      this.isMine = this.pieces.some((piece) => byId("prompt").value.includes(piece));
      this.isElsewhere = !this.isMine;
    },
    /** @returns {string[]} */
    get pieces() {
      return JSON.parse(this.$root.querySelector("[data-pieces]")?.dataset.pieces ?? "[]");
    },
    asWritten() {
      this.rewrite(meantAsWritten);
    },
    leaveOut() {
      this.rewrite(withoutRemark);
    },
    /** @param {(text: string, piece: string) => string} change */
    rewrite(change) {
      const prompt = byId("prompt");
      write(prompt, [...new Set(this.pieces)].reduce(change, prompt.value), within(document, "#typed input").value);
      prompt.focus();
    },
  }));

  // A helper is asked about the prompt; what it will take stands on its button.
  Alpine.data("writing", () => ({
    prompt: "",
    isBusyWith: "",
    translation: "",
    init() {
      this.translation = this.$root.dataset.translation;
      this.prompt = byId("prompt").value;
    },
    /** @param {Heard} event */
    changed({ target }) {
      if (target.id === "prompt") this.prompt = target.value;
    },
    get isEmpty() {
      return !this.prompt.trim();
    },
    isBusy() {
      return String(this.isBusyWith === this.$el.value);
    },
    get neurons() {
      const { base, rate } = /** @type {Part} */ (this.$el.closest("[data-rate]")).dataset;
      return Number(base) + Number(rate) * tokensOf(this.prompt.trim());
    },
    // With what it takes, once there is something to work on.
    get told() {
      const { name } = this.$el.dataset;
      return this.cost && this.prompt.trim() ? `${name} · ${this.cost}` : name;
    },
    get cost() {
      return this.$root.dataset.demo ? "" : this.$root.dataset.about.replace("{n}", this.neurons.toFixed(1));
    },
    get addedCost() {
      return this.cost && ` · ${this.cost}`;
    },
    get isForeign() {
      return this.profile.english === true && looksForeign(this.prompt);
    },
    get offers() {
      return this.translation === "offer" && this.isForeign;
    },
    get willTranslate() {
      return this.translation === "always" && this.isForeign;
    },
    ask() {
      const form = byId("help");
      form.elements.prompt.value = this.prompt;
      form.elements.typed.value = within(document, "#typed input").value;
      form.elements.task.value = this.$el.value;
      form.elements.model.value = byId("model").value;
      htmx.trigger(form, "help");
    },
    /** @param {HtmxEvent} event */
    begun({ detail: { ctx } }) {
      if (ctx?.sourceElement?.id === "help") this.isBusyWith = ctx.sourceElement.elements.task.value;
    },
    /** @param {HtmxEvent} event */
    ended({ detail: { ctx } }) {
      if (ctx?.sourceElement?.id === "help") this.isBusyWith = "";
    },
    decide() {
      const form = byId("translation");
      this.translation = form.elements.translation.value = this.$el.value;
      htmx.trigger(form, "decided");
      byId("prompt").focus();
    },
  }));

  // Two texts beside each other; the one that was made can be changed before it is used.
  Alpine.data("beside", () => ({
    init() {
      this.$root.showModal();
    },
    edit() {
      const { written } = this.$refs;
      written.readOnly = false;
      written.focus();
      written.setSelectionRange(written.value.length, written.value.length);
    },
    use() {
      const prompt = document.getElementById("prompt");
      const text = this.$refs.written.value.trim();
      const { typed } = this.$root.dataset;
      // What a helper made of the prompt is undone beside it; what a picture gave may take another one's place.
      if (prompt && (typed || !prompt.value.trim())) {
        write(prompt, text, typed);
        this.$root.close();
        prompt.focus();
      } else {
        this.$refs.prompt.value = text;
        htmx.trigger(this.$refs.form, "use");
        this.$root.close();
      }
    },
    leave() {
      this.$root.close();
    },
    // Not before a new try has been asked for from here.
    remove() {
      setTimeout(() => this.$root.remove(), 0);
    },
  }));
});
