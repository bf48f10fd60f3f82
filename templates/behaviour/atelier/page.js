// The whole page: shortcuts, the connection to the server, focus across swaps.

import { byId, paintingOf, typesText, within } from "../common/elements.js";
import { act, handlesFor, paintingMeant } from "./actions.js";
import { seen } from "./gallery.js";
import { hasControl } from "./surroundings.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("atelier", () => ({
    lost: false,
    focus: /** @type {Focus | null} */ (null),
    failures: 0,
    pictureCame: "", // the id of the card

    /** @param {Heard<KeyboardEvent>} event */
    shortcut(event) {
      if (hasControl(event) && event.key === "Enter") return this.submit(event);
      if (document.querySelector("dialog[open]") || typesText(event.target)) return;
      if (event.key === "?") this.openShortcuts();
      else if (!document.querySelector(".lightbox")) this.actOnPainting(event); // it has keys of its own
    },
    /** @param {KeyboardEvent} event */
    actOnPainting(event) {
      const handles = handlesFor(event);
      const id = handles && paintingMeant();
      if (!id) return;
      event.preventDefault();
      act(id, handles);
    },
    /** @param {Heard} event */
    submit(event) {
      const form = document.getElementById("create");
      if (!form || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      form.requestSubmit();
    },
    openShortcuts() {
      this.$refs.shortcuts.showModal();
    },
    /** @param {Heard} event */
    closeOutside(event) {
      if (event.target === this.$refs.shortcuts) this.$refs.shortcuts.close();
    },

    // What is told after a new picture waits until that is seen.
    /** @param {CustomEvent<{ message: { data: string }, waitUntil(seen: Promise<unknown>): void }>} event */
    pictureFirst({ detail: { message, waitUntil } }) {
      if (this.pictureCame)
        waitUntil(seen(document.querySelector(`#${this.pictureCame} [data-testid=painting-image]`)));
      const isPicture = /<img data-testid="painting-image" src="[^"]+"\s+loading="eager"/.test(message.data);
      this.pictureCame = (isPicture && message.data.match(/id="(painting-\d+)"/)?.[1]) || "";
    },

    // One broken stream mends itself unseen; a server that stays away is said.
    streamLost() {
      this.lost = ++this.failures > 1;
    },
    streamFound() {
      this.failures = 0;
      this.lost = false;
    },
    // A stream that was never there does not mend itself: only those that broke are opened again by the extension.
    /** @param {HtmxEvent} event */
    unanswered({ detail: { ctx } }) {
      if (!ctx || ctx.response) return;
      this.lost = true;
      const source = ctx.sourceElement;
      if (source.hasAttribute("hx-sse:connect")) setTimeout(() => htmx.trigger(source, "again"), 2000);
    },
    answered() {
      if (!this.failures) this.lost = false;
    },

    // What is replaced while it has the focus keeps it; where it is gone, its card or the next one has it, until what
    // had it comes with the card's buttons.
    rememberFocus() {
      const active = document.activeElement ?? document.body;
      const painting = paintingOf(active);
      const coming = active === painting && painting?.querySelector(".actions:empty") ? this.focus?.id : "";
      if (active === document.body) {
        this.focus = null;
        return;
      }
      this.focus = {
        id: coming || active.id,
        painting: painting?.id,
        next: painting ? nextTo(painting)?.id : undefined,
      };
    },
    restoreFocus() {
      if (!this.focus) return;
      const { id, painting, next } = this.focus;
      const active = document.activeElement ?? document.body;
      const again = [id, painting, next].map((each) => (each ? document.getElementById(each) : null)).find(Boolean);
      if (active === document.body) (again ?? byId("main")).focus({ preventScroll: true });
      else if (active.id === painting && again !== active) again?.focus({ preventScroll: true });
    },
  }));

  Alpine.data("themeSwitch", () => ({
    theme: "",
    init() {
      this.theme = this.$root.dataset.value;
    },
    choose() {
      this.theme = this.$el.value;
      if (this.theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = this.theme;
      within(document, "meta[name=color-scheme]").content = this.theme === "system" ? "light dark" : this.theme;
    },
    isChosen() {
      return String(this.$el.value === this.theme);
    },
  }));
});

/** The painting after this one; of the last one, the one before.
 * @param {Part} painting */
function nextTo(painting) {
  const all = [...document.querySelectorAll(".painting")];
  const at = all.indexOf(painting);
  return all[at + 1] ?? all[at - 1];
}
