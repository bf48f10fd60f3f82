// What is wished for: the search, the filters, the order.

import { fieldsOf, within } from "../common/elements.js";
import { isComposing } from "../every_page.js";
import { Delay } from "./delay.js";

const REST = 160; // milliseconds without a change, after which is looked
const FILTERS = ".filters select, .filters input[type=date]";

export class Finder {
  #looking = new Delay();

  /** @param {Part} root
   * @param {(address: string) => void} found told of a wish that may be another */
  constructor(root, found) {
    this.root = root;
    this.found = found;
  }

  get filters() {
    return [...this.root.querySelectorAll(FILTERS)];
  }

  /** How many narrow the list down. */
  get count() {
    return this.filters.filter(({ name, value }) => value && name !== "show").length;
  }

  /** The wish as an address has it. */
  get address() {
    const given = [...fieldsOf(within(this.root, ".finder"))].filter(([name, value]) => value && name !== "");
    return String(new URLSearchParams(/** @type {[string, string][]} */ (given)));
  }

  changed() {
    for (const day of this.root.querySelectorAll(".filters input[type=date]")) {
      day.dataset.empty = String(!day.value && !day.validity.badInput);
    }
    this.#looking.start(REST, () => {
      if (!isComposing()) this.found(this.address); // its end is heard of as well
    });
  }

  clearFilters() {
    for (const field of this.filters) field.value = "";
    this.changed();
  }

  /** @param {Heard} event */
  clearSearch(event) {
    if (!event.target.value) return;
    event.stopPropagation();
    event.target.value = "";
    this.changed();
  }
}
