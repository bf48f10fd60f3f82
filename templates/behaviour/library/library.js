// The library at work: its parts, and what they tell each other.

import { fillSlider, within } from "../common/elements.js";
import { grouped } from "../common/numbers.js";
import { keep } from "../every_page.js";
import { showAlone, showFrom } from "./alone.js";
import { Delay } from "./delay.js";
import { Details } from "./details.js";
import { Finder } from "./finder.js";
import { Grid } from "./grid.js";
import { Keyboard } from "./keyboard.js";
import { ActionMenu } from "./menu.js";
import { refreshPlaces } from "./places.js";
import { Selecting } from "./selecting.js";
import { Selection } from "./selection.js";
import { TileTools } from "./tile_tools.js";
import { TimeLine } from "./time_line.js";

const SETTLE = 90; // milliseconds of rest before what is scrolled past is asked for
const PULSE = 200; // milliseconds that several changes become one in

export class Library {
  selection = new Selection();
  #pulse = new Delay();
  #sizing = new Delay();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #settling;

  /** @param {Part} root
   * @param {LibraryView} view what the page shows of it */
  constructor(root, view) {
    this.root = root;
    this.view = view;
    this.menu = new ActionMenu(root);
    this.finder = new Finder(root, (address) => this.find(address));
    this.keyboard = new Keyboard(this);
    this.details = new Details(view, this.selection);
    this.grid = new Grid(root, () => this.arrived());
    this.tools = new TileTools(root, this.grid.list);
    this.timeLine = new TimeLine(within(root, ".time-line"), this.grid);
    this.selecting = new Selecting(this.grid, this.selection, () => this.selected());
  }

  /** All but where things stand, which is known when what stands beside them has been shown or hidden. */
  begin() {
    this.view.total = this.grid.total;
    this.view.narrowed = Boolean(this.grid.address);
    this.view.filters = this.finder.count;
    this.finder.mark();
    fillSlider(within(this.root, ".tile-size"));
    const changes = { childList: true, characterData: true, subtree: true };
    within(this.root, ".selection-bar").addEventListener("click", (event) => this.actedOn(event), { capture: true });
    new MutationObserver(() => this.pulsed()).observe(within(this.root, "#library-pulse"), changes);
  }

  // -- what is shown --
  arrived() {
    if (!this.selecting) return; // the grid tells of its first tiles while it is made
    this.view.total = this.grid.total;
    this.timeLine.draw();
    this.view.allFavourite = this.selecting.areAllFavourite;
    this.selecting.mark();
  }

  /** While one scrolls too, though not for all that flies past. */
  scrolled() {
    this.timeLine.scrolled();
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.grid.show();
    }, SETTLE);
  }

  /** Larger or smaller where the hand points, as with the slider.
   * @param {WheelEvent} event */
  zoomed(event) {
    event.preventDefault();
    const slider = within(this.root, ".tile-size");
    const side = Number(slider.value) * Math.exp(-event.deltaY / (event.deltaMode ? 12 : 480));
    slider.value = String(Math.round(side / Number(slider.step)) * Number(slider.step));
    fillSlider(slider);
    this.grid.resize(Number(slider.value), event.clientY - this.grid.frame.getBoundingClientRect().top);
    this.#sizing.start(SETTLE, () => keep("/preferences", { tile: slider.value }));
  }

  pulsed() {
    this.#pulse.start(PULSE, () => this.refresh());
  }

  async refresh() {
    await this.grid.renew();
    await this.selecting.dropWhatIsGone();
    refreshPlaces(this.grid.address);
    this.details.tellAgain();
  }

  /** @param {string} address */
  find(address) {
    if (address === this.grid.address) return;
    this.view.narrowed = Boolean(address);
    this.view.filters = this.finder.count;
    history.replaceState(null, "", address ? `/library?${address}` : "/library");
    this.selection.startOver();
    this.selected();
    this.grid.reset(address);
  }

  // -- what is selected --
  selected() {
    this.view.selected = this.selection.size;
    this.view.selectedIds = this.selection.text;
    this.view.allFavourite = this.selecting.areAllFavourite;
    this.arrived();
    this.details.tellSoon();
  }

  /** What is done with a selection that is asked for yet is done when it is known. To select nothing is something else.
   * @param {Event} event */
  actedOn(event) {
    const { target } = /** @type {Heard} */ (event);
    if (!this.selecting.isWaiting || target.closest("[data-testid=select-none]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.selecting.settled.then(() => target.click());
  }

  toggleDetails() {
    this.view.detailsOpen = !this.view.detailsOpen;
    this.selected();
  }

  /** A favourite from now on, or no longer; the mark on its tile does not wait for the answer.
   * @param {Part} star a tile's */
  favour(star) {
    const on = star.getAttribute("aria-pressed") !== "true";
    const { id = "" } = star.closest(".tile")?.dataset ?? {};
    star.setAttribute("aria-pressed", String(on));
    htmx.ajax("POST", "/library/favourite", {
      source: `#tile-${id}`,
      swap: "none",
      values: { ids: id, on: on ? 1 : 0 },
    });
  }

  /** All that are selected are favourites from now on; or no longer, where all of them were. */
  favourSelected() {
    const on = !this.selecting.areAllFavourite;
    this.selecting.star(on);
    this.view.allFavourite = on;
    const values = { ids: this.selection.text, on: on ? 1 : 0 };
    htmx.ajax("POST", "/library/favourite", { source: "#selected-favourite", swap: "none", values });
  }

  /** What was deleted here is not waited for to be gone.
   * @param {HtmxEvent} event */
  deleted({ detail: { ctx } }) {
    if (ctx.response?.raw?.ok) this.selecting.selectNone();
  }

  /** @param {number} id */
  toRelative(id) {
    if (!this.selecting.selectById(id)) this.details.tellOfStranger();
  }

  // -- one picture alone --
  /** From this place on.
   * @param {number} index */
  openAt = (index) => showFrom(this.grid, index, (last) => this.selecting.goTo(last));

  /** The one that is selected; `shown` is its picture in the details.
   * @param {Part} shown */
  openSelected(shown) {
    const [id] = this.selection.ids;
    const tile = document.getElementById(`tile-${id}`);
    if (tile) this.openAt(Number(tile.dataset.index));
    else if (this.selection.size !== 1) this.openAt(this.selection.current);
    else showAlone(shown, String(id), document.querySelector("#details .prompt")?.textContent ?? undefined);
  }

  // -- words --
  get foundText() {
    const { one = "", found = "" } = this.root.dataset;
    return this.view.total === 1 ? one : found.replace("{n}", grouped(this.view.total));
  }

  get selectedText() {
    return this.root.dataset.selected?.replace("{n}", grouped(this.view.selected));
  }
}
