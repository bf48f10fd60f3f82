// Pictures that are dragged: out of the library, one as it is, several as an archive where the engine can; and onto a
// place of the library itself.

import { giveAway, givesWhatIsShown, isWhole, say } from "../every_page.js";

const LONGEST = 4000; // characters of a selection in an address
const OURS = "application/x-atelier-paintings"; // what only this page takes

/** The paintings under way, as a selection; empty while nothing of ours is dragged. */
let carried = "";

/** @param {Dragged} event
 * @param {import("./selection.js").Selection} selection
 * @param {DOMStringMap} words the page's */
export function dragOut(event, selection, { archive = "", dragOne = "", dragMany = "" }) {
  const { file, name = "" } = event.target.dataset ?? {};
  if (!file) return;
  const id = Number(event.target.closest(".tile")?.dataset.id);
  const areSeveral = selection.size > 1 && selection.has(id);
  if (!areSeveral && !isWhole(event.target)) return event.preventDefault();
  carry(event, areSeveral ? selection.text : String(id));
  if (!areSeveral) giveAway(event, name, file);
  else if (givesWhatIsShown) keepInside(event, dragOne);
  else if (selection.text.length > LONGEST) keepInside(event, dragMany);
  else giveAway(event, archive, `/library/originals?ids=${selection.text}`);
}

/** @param {Dragged} event
 * @param {string} ids */
function carry(event, ids) {
  carried = ids;
  event.target.addEventListener(
    "dragend",
    () => {
      carried = "";
    },
    { once: true },
  );
}

/** They can be dropped onto places of the library; whoever lets go of them elsewhere is told why nothing came of it.
 * @param {Dragged} event
 * @param {string} why */
function keepInside(event, why) {
  event.dataTransfer.items.clear(); // among them the picture under the hand, which other programs would take
  event.dataTransfer.effectAllowed = "copy";
  event.dataTransfer.setData(OURS, carried);
  event.target.addEventListener(
    "dragend",
    (ended) => {
      if (/** @type {Dragged} */ (ended).dataTransfer.dropEffect === "none") say(why);
    },
    { once: true },
  );
}

document.addEventListener("alpine:init", () => {
  // Where pictures can be dropped: an album takes them up, and favourites do.
  Alpine.data("places", () => ({
    /** @param {Event} event
     * @returns {Part | null} */
    place(event) {
      const { target } = /** @type {Heard} */ (event);
      return carried ? target.closest("[data-album], [data-favourites]") : null;
    },
    /** @param {Dragged} event */
    over(event) {
      const place = this.place(event);
      this.light(place);
      if (!place) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    },
    /** @param {Event} event */
    left(event) {
      if (!this.place(event)) this.light(null);
    },
    /** @param {Dragged} event */
    dropped(event) {
      const place = this.place(event);
      this.light(null);
      if (!place) return;
      event.preventDefault();
      event.stopPropagation();
      const { album } = place.dataset;
      const path = album ? `/library/albums/${album}/add` : "/library/favourite";
      const values = album ? { ids: carried } : { ids: carried, on: 1 };
      htmx.ajax("POST", path, { source: "#places", target: "#toasts", swap: "none", values });
    },
    /** @param {Part | null} place */
    light(place) {
      for (const lit of this.$root.querySelectorAll(".takes")) if (lit !== place) lit.classList.remove("takes");
      place?.classList.add("takes");
    },
    opened() {
      if (this.$el.open) this.$el.querySelector("input")?.focus();
    },
  }));
});
