// What unfolds over the library, and the form for a new album in it.

import { within } from "../common/elements.js";
import { refreshPlaces } from "./places.js";

document.addEventListener("alpine:init", () => {
  // A name that was refused can be mended.
  Alpine.data("newAlbum", () => ({
    /** @param {HtmxEvent} event */
    made({ detail: { ctx } }) {
      if (!ctx.response?.raw?.ok) return;
      this.$root.reset();
      if (!document.getElementById("library")) refreshPlaces("place=comparisons"); // where nothing else does
    },
  }));

  // A tick that is neither there nor missing, which no attribute says.
  Alpine.data("partly", () => ({
    init() {
      this.$root.indeterminate = true;
    },
  }));

  Alpine.data("popover", () => ({
    /** @param {Event} event */
    close(event) {
      if (event.type === "keydown" && this.$root.open) {
        event.stopPropagation();
        within(this.$root, "summary").focus();
      }
      this.$root.open = false;
    },
  }));
});
