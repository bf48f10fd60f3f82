// What is told of what is selected: all of one painting, of several what they have in common.

import { within } from "../common/elements.js";
import { Delay } from "./delay.js";

const LONGEST = 4000; // characters of a selection in an address
const REST = 60; // milliseconds for which the selection stays before it is told of
const WIDE = 992; // pixels of a window in which they have a place of their own; in others they are a sheet
const ROOMY = 1200; // pixels of one in which they are open from the beginning

export class Details {
  #telling = new Delay();

  /** @param {LibraryView} view
   * @param {import("./selection.js").Selection} selection */
  constructor(view, selection) {
    this.view = view;
    this.selection = selection;
    this.panel = /** @type {Part} */ (document.getElementById("details"));
    view.isWide = innerWidth > WIDE;
    view.detailsOpen = innerWidth > ROOMY;
  }

  get areTold() {
    return this.view.detailsOpen && this.view.selected > 0;
  }

  // On a wide screen they stay in their place: the grid must not move below a hand that clicks twice.
  get areShown() {
    return this.view.detailsOpen && (this.view.selected > 0 || this.view.isWide);
  }

  get areSheet() {
    return this.areShown && !this.view.isWide;
  }

  /** The window is as wide as that now. A sheet over the pictures is opened by hand alone. */
  fit() {
    const isWide = innerWidth > WIDE;
    if (this.view.isWide && !isWide) this.view.detailsOpen = false;
    if (!this.view.isWide && innerWidth > ROOMY) this.view.detailsOpen = true;
    this.view.isWide = isWide;
    this.tellSoon();
  }

  tellSoon() {
    if (this.areTold) this.#telling.start(REST, () => this.tell());
    else if (!this.view.selected) this.#telling.start(0, () => this.empty());
  }

  /** Once more, for something has changed. */
  tellAgain() {
    if (this.areTold) this.tell();
  }

  async tell() {
    const { ids, text } = this.selection;
    if (ids.length) await this.#ask(ids, text);
    if (!this.selection.size) this.empty(); // what was selected may have gone while the answer was on its way
  }

  /** @param {number[]} ids
   * @param {string} text of the selection */
  #ask(ids, text) {
    const how = { source: "#details", target: "#details", swap: this.#swapFor(text) };
    if (ids.length === 1) return htmx.ajax("GET", `/library/details/${ids[0]}`, how);
    const method = text.length < LONGEST ? "GET" : "POST";
    return htmx.ajax(method, "/library/selected", { ...how, values: { ids: text } });
  }

  /** The same ones are brought up to date where they stand: with the focus, and as far as they are scrolled.
   * @param {string} text of the selection */
  #swapFor(text) {
    const { id, ids } = this.panel.querySelector(".details-body")?.dataset ?? {};
    return (id ?? ids) === text ? "innerMorph" : "innerHTML";
  }

  /** Of nothing there is nothing to tell. */
  empty() {
    if (!this.panel.querySelector(".details-body")) return;
    const nothing = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (within(document, "#no-details")));
    this.panel.replaceChildren(nothing.content.cloneNode(true));
  }

  /** Told of at once, with the focus on its picture. */
  tellOfStranger() {
    this.#telling.start(0, async () => {
      await this.tell();
      document.querySelector("#details .details-picture")?.focus();
    });
  }
}
