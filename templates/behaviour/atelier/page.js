// The whole page: shortcuts, the connection to the server, focus across swaps.

import { paintingOf, press, typesText } from "../common/elements.js";
import { seen } from "./gallery.js";
import { isMac } from "./surroundings.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("atelier", () => ({
    lost: false,
    focus: null,
    failures: 0,
    pictureCame: false,

    shortcut(event) {
      const withControl = isMac ? event.metaKey : event.ctrlKey;
      if (withControl && event.key === "Enter") return this.submit(event);
      if (document.querySelector("dialog[open], .pswp--open")) return;
      if (event.key === "?" && !typesText(event.target)) return this.openShortcuts();
      const painting = paintingOf(document.activeElement);
      if (!painting || typesText(event.target)) return;
      if (withControl && event.key === "s") this.act(event, painting, "save-as");
      else if (withControl && event.key === "c" && !String(getSelection())) this.act(event, painting, "copy");
      else if (event.key === "Delete" || (isMac && event.key === "Backspace")) this.act(event, painting, "delete");
    },
    act(event, painting, handle) {
      event.preventDefault();
      press(painting, handle);
    },
    submit(event) {
      const form = document.getElementById("create");
      if (!form || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      form.requestSubmit();
    },
    openShortcuts() { this.$refs.shortcuts.showModal(); },
    closeOutside(event) { if (event.target === this.$refs.shortcuts) this.$refs.shortcuts.close(); },

    // What is told after a new picture waits until that is seen.
    pictureFirst({ detail: { message, waitUntil } }) {
      if (this.pictureCame) waitUntil(seen(document.querySelector(".painting:first-child [data-testid=painting-image]")));
      this.pictureCame = /<img data-testid="painting-image" src="[^"]+"\s+loading="eager"/.test(message.data);
    },

    // One broken stream mends itself unseen; a server that stays away is said.
    streamLost() { this.lost = ++this.failures > 1; },
    streamFound() { this.failures = 0; this.lost = false; },
    // A stream that was never there does not mend itself: only those that broke are opened again by the extension.
    unanswered({ detail: { ctx } }) {
      if (!ctx || ctx.response) return;
      this.lost = true;
      const source = ctx.sourceElement;
      if (source.hasAttribute("hx-sse:connect")) setTimeout(() => htmx.trigger(source, "again"), 2000);
    },
    answered() { if (!this.failures) this.lost = false; },

    // What is replaced while it has the focus keeps it; where it is gone, its card or the next one has it, until what
    // had it comes with the card's buttons.
    rememberFocus() {
      const active = document.activeElement;
      const painting = paintingOf(active);
      const coming = active === painting && painting?.querySelector(".actions:empty") ? this.focus?.id : "";
      this.focus = active !== document.body && { id: coming || active.id, painting: painting?.id, next: painting?.nextElementSibling?.id };
    },
    restoreFocus() {
      if (!this.focus) return;
      const { id, painting, next } = this.focus;
      const active = document.activeElement ?? document.body;
      const again = [id, painting, next].map((each) => each && document.getElementById(each)).find(Boolean);
      if (active === document.body) (again ?? document.getElementById("main")).focus({ preventScroll: true });
      else if (active.id === painting && again !== active) again.focus({ preventScroll: true });
    },
  }));

  Alpine.data("themeSwitch", () => ({
    theme: "",
    init() { this.theme = this.$root.dataset.value; },
    choose() {
      this.theme = this.$el.value;
      if (this.theme === "system") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = this.theme;
      document.querySelector("meta[name=color-scheme]").content = this.theme === "system" ? "light dark" : this.theme;
    },
    isChosen() { return String(this.$el.value === this.theme); },
  }));
});
