// Choosing a model from cards, which stand for the options of the list `#model` inside the form `create`.

import { byId, within } from "../common/elements.js";
import { carriedOver, priceOf, shareOf } from "../common/numbers.js";
import { hasControl } from "./surroundings.js";

const PAUSE = 700; // milliseconds after which typing begins a new word

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

document.addEventListener("alpine:init", () => {
  let typed = "";
  let swallowed = false; // the space bar, by what was done with it
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let typing;

  Alpine.data("modelPicker", () => ({
    open: false,
    active: "", // the id of the model that the keys have gone to

    get cards() {
      return [...byId("model-cards").querySelectorAll(".model-card")];
    },
    get list() {
      return byId("model-list");
    },
    isOpen() {
      return String(this.open);
    },
    get activeCard() {
      return this.open && this.active ? this.cards.find((card) => card.dataset.id === this.active)?.id : null;
    },
    isChosen() {
      return String(this.cardOf(this.$el) === this.model);
    },
    isActive() {
      return String(this.open && this.cardOf(this.$el) === this.active);
    },
    /** @param {Part} element */
    cardOf(element) {
      return /** @type {Part} */ (element.closest(".model-card")).dataset.id;
    },
    // Of one picture with the settings as they would be after choosing it.
    get price() {
      const { share, free, unknown, ofDay } = byId("model-cards").dataset;
      const profile = profileOf(this.cardOf(this.$el));
      if (!profile?.price) return "";
      if (profile.price.known === false) return unknown;
      const { steps, width, height, guidance } = this;
      const now = carriedOver({ steps, width, height, guidance }, this.profile, profile);
      const pictures = profile.input === "references" ? this.references : 0;
      const neurons = priceOf(profile.price, { ...now, pictures });
      return neurons ? share.replace("{share}", shareOf(neurons / Number(ofDay))) : free;
    },

    /** @param {Event & { newState: string }} event */
    toggled({ newState }) {
      if (!this.open) this.active = this.model;
      this.open = newState === "open";
      if (this.open) this.place();
    },
    // Beside the form, where there is room for it.
    place() {
      const { list } = this;
      const { right, left } = /** @type {Part} */ (this.$root.closest(".panel")).getBoundingClientRect();
      const { top } = byId("model-open").getBoundingClientRect();
      const beside = right + 12 + list.offsetWidth < innerWidth;
      list.style.left = `${beside ? right + 12 : Math.max(8, Math.min(left, innerWidth - list.offsetWidth - 8))}px`;
      list.style.top = `${Math.max(8, Math.min(top, innerHeight - list.offsetHeight - 8))}px`;
      this.reveal();
    },
    reveal() {
      this.$nextTick(() => this.list.querySelector('[data-active="true"]')?.scrollIntoView({ block: "nearest" }));
    },
    pick() {
      this.choose(this.cardOf(this.$el));
    },
    // A pointer that rests is not meant, although the list moves below it.
    /** @param {PointerEvent} event */
    point({ movementX, movementY }) {
      if (movementX || movementY) this.active = this.cardOf(this.$el);
    },
    /** @param {string} id */
    choose(id) {
      const select = byId("model");
      if (select.value !== id) {
        select.value = id;
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      typed = this.isShown ? "" : typed;
      if (this.isShown) this.list.hidePopover();
    },
    // At once, where the event that tells of it comes later.
    get isShown() {
      return this.list.matches(":popover-open");
    },
    show() {
      typed = "";
      this.list.showPopover();
      this.open = true;
      this.active = this.model;
    },

    /** @param {Heard<KeyboardEvent>} event */
    keys(event) {
      if (event.target.id !== "model-open" || hasControl(event) || event.altKey) return;
      const isDone = this.goes(event) || this.settles(event) || this.finds(event);
      if (isDone) event.preventDefault();
      swallowed = isDone && event.key === " ";
    },
    // Firefox presses a button when the space bar is let go of.
    /** @param {KeyboardEvent} event */
    released(event) {
      if (swallowed && event.key === " ") event.preventDefault();
    },
    /** @param {KeyboardEvent} event */
    goes({ key }) {
      const by = STEPS[key];
      if (by === undefined) return false;
      if (!this.isShown) {
        if (Number.isFinite(by)) this.show();
        return Number.isFinite(by);
      }
      const ids = this.cards.map((card) => card.dataset.id);
      const at = Math.min(ids.length - 1, Math.max(0, ids.indexOf(this.active) + by));
      this.go(ids[at]);
      return true;
    },
    /** @param {KeyboardEvent} event */
    settles({ key }) {
      if (!this.isShown || (key !== "Enter" && key !== "Tab" && (key !== " " || typed))) return false;
      this.choose(this.active);
      return key !== "Tab";
    },
    // As in a list of the system's own: what is typed finds the next name that begins so.
    /** @param {KeyboardEvent} event */
    finds({ key }) {
      if (key.length !== 1 || (key === " " && !typed)) return false;
      clearTimeout(typing);
      typing = setTimeout(() => {
        typed = "";
      }, PAUSE);
      typed += key.toLowerCase();
      const found = nextNamed(typed, this.isShown ? this.active : this.model);
      if (found && this.isShown) this.go(found);
      else if (found) this.choose(found);
      return true;
    },
    /** @param {string} id */
    go(id) {
      this.active = id;
      this.reveal();
    },
  }));
});

/** The first model after this one whose name begins with what was typed; the same letter again leads to the next one.
 * @param {string} typed
 * @param {string} from the id of a model */
function nextNamed(typed, from) {
  const options = [.../** @type {HTMLOptionsCollection} */ (byId("model").options)];
  const letters = new Set(typed).size === 1 ? typed[0] : typed;
  const at = options.findIndex((option) => option.value === from);
  const skip = letters.length === 1 ? 1 : 0; // a longer word may still mean where one is
  const turned = [...options.slice(at + skip), ...options.slice(0, at + skip)];
  return turned.find((option) => option.text.toLowerCase().startsWith(letters))?.value;
}

/** @type {Map<string, { text: string, profile: Profile }>} */
const profiles = new Map();

/** What the list's option says of a model, taken apart once.
 * @param {string} id
 * @returns {Profile | undefined} */
function profileOf(id) {
  const text = within(byId("model"), `option[value="${CSS.escape(id)}"]`)?.dataset.profile;
  if (!text) return undefined;
  if (profiles.get(id)?.text !== text) profiles.set(id, { text, profile: JSON.parse(text) });
  return profiles.get(id)?.profile;
}
