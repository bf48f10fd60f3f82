// What a tile offers beside its star while a hand is over it, or it has the focus: one pair of buttons for all of them.

import { within } from "../common/elements.js";

const LEAST = 84; // pixels of a tile's width that they need

export class TileTools {
  #id = "";

  /** @param {Part} root
   * @param {Part} list the tiles' */
  constructor(root, list) {
    this.tools = root.querySelector(".tile-tools"); // none in the trash
    for (const kind of ["pointermove", "focusin"]) {
      list.addEventListener(kind, (event) => this.goTo(/** @type {Heard} */ (event).target.closest(".tile")));
    }
  }

  /** @param {Part | null} tile */
  goTo(tile) {
    const { tools } = this;
    if (!tools || !tile || tile.contains(tools)) return;
    const hasPicture = tile.dataset.state === "done" && tile.querySelector("img") !== null;
    tools.hidden = !hasPicture || tile.offsetWidth < LEAST;
    if (tools.hidden) return;
    this.#id = tile.dataset.id;
    within(tools, "[data-testid=more]").value = this.#id;
    const link = tools.querySelector("a");
    if (link) link.setAttribute("href", `/paintings/${this.#id}/download`);
    within(tile, ".tile-cell").append(tools);
  }

  /** Whether a click was meant for them; what it was meant for is done.
   * @param {Part} target */
  took(target) {
    if (!this.tools?.contains(target)) return false;
    if (target.closest("[data-testid=save]"))
      htmx.ajax("POST", `/paintings/${this.#id}/save`, { source: "#tile-save", target: "#toasts", swap: "none" });
    return true;
  }
}
