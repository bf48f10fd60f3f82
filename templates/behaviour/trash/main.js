// The trash: choosing several pictures, keys, and drawing it anew when something has changed.

import { within } from "../common/elements.js";
import { grouped } from "../common/numbers.js";
import { hasControl, isMac } from "../every_page.js";
import { Delay } from "../library/delay.js";
import { refreshPlaces } from "../library/places.js";
import { Chosen } from "./chosen.js";
import { nextTo } from "./neighbours.js";

const PULSE = 200; // milliseconds that several changes become one in

/** @param {number} count of the pictures that were shown */
function refresh(count) {
  const path = `/trash/anew?count=${count}`;
  htmx.ajax("GET", path, { source: "#trash-body", target: "#trash-body", swap: "innerHTML" });
  refreshPlaces("show=trash");
}

document.addEventListener("alpine:init", () => {
  Alpine.data("trash", () => {
    const pulse = new Delay();
    /** @type {Chosen} */
    let chosen;
    /** @type {Part} */
    let root; // and not `this.$root`, which is that of whichever component a button is in

    return {
      selected: 0,
      ids: "",

      init() {
        root = this.$root;
        chosen = new Chosen(root);
        const changes = { childList: true, characterData: true, subtree: true };
        const heard = () => pulse.start(PULSE, () => refresh(chosen.checks.length));
        new MutationObserver(heard).observe(within(root, "#library-pulse"), changes);
      },
      get selectedText() {
        return root.dataset.selected?.replace("{n}", grouped(this.selected));
      },

      tell() {
        chosen.show();
        this.selected = chosen.size;
        this.ids = chosen.text;
      },
      drawn() {
        chosen.dropGone();
        this.tell();
      },
      /** @param {Heard} event */
      marked({ target }) {
        chosen.set(target, target.checked);
        this.tell();
      },
      /** With a key held down; without one the page's own label does it.
       * @param {Heard<MouseEvent>} event */
      clicked(event) {
        const check = event.target.closest(".trash-picture")?.querySelector(".trash-check");
        if (!check || event.target === check || !(event.shiftKey || hasControl(event))) return;
        event.preventDefault();
        if (event.shiftKey) chosen.upTo(check);
        else chosen.set(check, !check.checked);
        check.focus();
        this.tell();
      },
      /** @param {Heard} event */
      opened(event) {
        if (event.target.closest(".trash-picture")) this.look(event.target);
      },
      selectNone() {
        chosen.none();
        this.tell();
      },
      selectAll() {
        chosen.all();
        this.tell();
      },

      // -- keys --
      /** @param {Heard<KeyboardEvent>} event */
      keys(event) {
        const work = this.keyed(event) ?? this.keyedOnPicture(event);
        if (!work) return;
        event.preventDefault();
        event.stopPropagation();
        work();
      },
      /** @param {Heard<KeyboardEvent>} event
       * @returns {(() => void) | undefined} */
      keyed(event) {
        const { key, target } = event;
        if (key === "Escape" && this.selected) return () => this.selectNone();
        if (hasControl(event) && key === "a") return () => this.selectAll();
        return key === "Delete" || (isMac && key === "Backspace") ? () => this.erase(target) : undefined;
      },
      /** @param {Heard<KeyboardEvent>} event
       * @returns {(() => void) | undefined} */
      keyedOnPicture({ key, target }) {
        if (!target.matches(".trash-check")) return undefined;
        if (key === "Enter") return () => this.look(target);
        const next = nextTo(target, chosen.checks, key);
        return next && (() => next.focus());
      },
      /** @param {Part} target */
      erase(target) {
        if (this.selected) within(root, "#erase-chosen").click();
        else target.closest(".trash-item")?.querySelector("[data-testid=erase]")?.click();
      },
      /** @param {Part} target */
      look(target) {
        target.closest(".trash-item")?.querySelector("[data-testid=trash-look]")?.click();
      },
    };
  });
});
