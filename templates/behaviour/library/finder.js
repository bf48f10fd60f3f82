// What is wished for: the search, the filters, the order.

import { fieldsOf, within } from "../common/elements.js";
import { isComposing } from "../every_page.js";
import { Delay } from "./delay.js";

const REST = 160; // milliseconds without a change, after which is looked
const FILTERS = ".filters select, .filters input[type=date]";

/** `YYYY-MM-DD`, by the computer's own clock.
 * @param {number} days */
export function daysAgo(days) {
  const now = new Date();
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((each) => String(each).padStart(2, "0"));
  return `${day.getFullYear()}-${month}-${date}`;
}

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

  /** One of the choices in sight: wished from now on, or no longer.
   * @param {Part} button */
  quickChoice({ dataset: { of }, value }) {
    const field = this.field(of);
    field.value = field.value === value ? "" : value;
    this.changed();
  }

  /** That many days before today, and from then on.
   * @param {Part} button */
  quickDay({ value }) {
    const since = this.field("since");
    const day = daysAgo(Number(value));
    since.value = since.value === day && !this.field("until").value ? "" : day;
    this.field("until").value = "";
    this.changed();
  }

  /** The choices in sight say what is wished, wherever it was chosen. */
  mark() {
    for (const button of this.root.querySelectorAll(".quick-choice")) {
      const { of, days } = button.dataset;
      const isOn = days
        ? this.field("since").value === daysAgo(Number(days)) && !this.field("until").value
        : this.field(of).value === button.value;
      button.setAttribute("aria-pressed", String(isOn));
    }
  }

  /** @param {string} [name] of a filter
   * @returns {Part} */
  field(name) {
    return within(this.root, `.filters [name="${name}"]`);
  }

  changed() {
    this.mark();
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
