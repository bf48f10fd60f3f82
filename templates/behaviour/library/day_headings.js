// The headings between the pictures, of which the page holds those near the window.

import { grouped } from "../common/numbers.js";

export class DayHeadings {
  /** @type {Map<number, HTMLElement>} */
  #shown = new Map();

  /** @param {Part} place
   * @param {import("./justified_layout.js").JustifiedLayout} layout */
  constructor(place, layout) {
    this.place = place;
    this.layout = layout;
  }

  /** Others, or elsewhere. */
  startOver() {
    this.place.replaceChildren();
    this.#shown.clear();
  }

  /** @param {import("./justified_layout.js").View} view */
  show(view) {
    const near = new Set(this.layout.sectionsNear(view).filter((number) => this.layout.sections[number]?.heading));
    for (const [number, heading] of this.#shown) {
      if (near.has(number)) continue;
      heading.remove();
      this.#shown.delete(number);
    }
    for (const number of near) if (!this.#shown.has(number)) this.#add(number);
  }

  /** @param {number} number */
  #add(number) {
    const { heading = "", count = 0 } = this.layout.sections[number] ?? {};
    const element = document.createElement("h2");
    element.className = "day-heading";
    element.dataset.testid = "day-heading";
    element.dataset.section = String(number);
    element.dataset.count = grouped(count);
    element.style.transform = `translateY(${this.layout.headings[number] ?? 0}px)`;
    element.append(heading, this.#chooser(heading));
    this.#shown.set(number, element);
    // In the order one reads them in, wherever one comes from.
    const next = [...this.#shown].filter(([other]) => other > number).sort(([a], [b]) => a - b)[0];
    this.place.insertBefore(element, next?.[1] ?? null);
  }

  /** What selects all that stand below it.
   * @param {string} heading */
  #chooser(heading) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "day-select";
    button.title = (this.place.dataset.select ?? "").replace("{heading}", heading);
    button.setAttribute("aria-label", button.title);
    return button;
  }
}
