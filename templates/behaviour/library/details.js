// What is told of the one painting that is selected.

import { Delay } from "./delay.js";

const REST = 60; // milliseconds for which the selection stays before it is told of
const WIDE = 992; // pixels of a window in which they have a place of their own
const ROOMY = 1200; // pixels of one in which they are open from the beginning

export class Details {
  #telling = new Delay();

  /** @param {LibraryView} view
   * @param {import("./selection.js").Selection} selection */
  constructor(view, selection) {
    this.view = view;
    this.selection = selection;
    view.detailsOpen = innerWidth > ROOMY;
  }

  get areOfOne() {
    return this.view.detailsOpen && this.view.selected === 1;
  }

  // On a wide screen they stay in their place: the grid must not move below a hand that clicks twice.
  get areShown() {
    return this.view.detailsOpen && (this.view.selected === 1 || innerWidth > WIDE);
  }

  tellSoon() {
    if (this.areOfOne) this.#telling.start(REST, () => this.tell());
  }

  /** Once more, unless somebody is at work in them. */
  tellAgain() {
    if (this.areOfOne && !document.querySelector("#details :focus")) this.tell();
  }

  tell() {
    const [id] = this.selection.ids;
    if (!id) return undefined;
    return htmx.ajax("GET", `/library/details/${id}`, { source: "#details", target: "#details", swap: "innerHTML" });
  }

  /** Told of at once, with the focus on its picture. */
  tellOfStranger() {
    this.#telling.start(0, async () => {
      await this.tell();
      document.querySelector("#details .details-picture")?.focus();
    });
  }
}
