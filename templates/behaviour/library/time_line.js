// The narrow line of years and months beside the pictures: it shows where one is, and leads elsewhere.

import { Delay } from "./delay.js";

const APART = 22; // pixels that two labels keep between them
const DOTS = 7; // and two dots
const LINGERS = 900; // milliseconds that it says where one is after that has changed

/** Moved with a hand, the wheel above the pictures, or keys. */
export class TimeLine {
  #drawn = "";
  #frame = 0;
  #silence = new Delay();

  /** @param {Part} place
   * @param {import("./grid.js").Grid} grid */
  constructor(place, grid) {
    this.place = place;
    this.grid = grid;
    this.marks = /** @type {Part} */ (place.querySelector(".time-marks"));
    this.here = /** @type {Part} */ (place.querySelector(".time-here"));
  }

  /** Whether there is anything to jump to. */
  get isNeeded() {
    const { layout, frame } = this.grid;
    return layout.sections.length > 1 && layout.height > 1.5 * frame.clientHeight;
  }

  /** The whole of it, where something about it is another. */
  draw() {
    const { layout, frame } = this.grid;
    this.place.hidden = !this.isNeeded;
    frame.classList.toggle("has-time-line", this.isNeeded);
    const told = [layout.height, this.place.clientHeight, ...layout.headings].join();
    if (this.isNeeded && told !== this.#drawn) this.#mark();
    this.#drawn = told;
    this.follow();
  }

  #mark() {
    const { layout } = this.grid;
    const height = this.place.clientHeight;
    const marks = [];
    let label = -APART;
    let dot = -DOTS;
    let said = "";
    for (const [number, { year }] of layout.sections.entries()) {
      const y = ((layout.headings[number] ?? 0) / layout.height) * height;
      const isLabel = year !== said && y - label >= APART && y < height - APART / 2;
      if (!isLabel && (y - dot < DOTS || y - label < APART / 2 + DOTS)) continue;
      if (isLabel) label = y;
      if (isLabel) said = year;
      dot = y;
      marks.push(mark(isLabel ? year : "", y));
    }
    this.marks.replaceChildren(...marks);
  }

  /** The pictures are scrolled. */
  scrolled() {
    if (this.place.hidden) return;
    this.place.classList.add("is-scrolling");
    this.#silence.start(LINGERS, () => this.place.classList.remove("is-scrolling"));
    this.follow();
  }

  follow() {
    if (this.place.hidden) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => {
      const { frame, layout } = this.grid;
      const far = frame.scrollTop / Math.max(1, frame.scrollHeight - frame.clientHeight);
      const section = layout.sectionAt(frame.scrollTop + frame.clientHeight / 4);
      const heading = layout.sections[section]?.heading ?? "";
      this.here.style.transform = `translateY(${Math.round(far * (this.place.clientHeight - 2))}px)`;
      if (this.here.dataset.heading !== heading) this.here.dataset.heading = heading;
      this.place.setAttribute("aria-valuenow", String(Math.round(100 * far)));
      this.place.setAttribute("aria-valuetext", heading);
    });
  }

  /** To where a hand points.
   * @param {PointerEvent} event */
  pointed(event) {
    const { top, height } = this.place.getBoundingClientRect();
    const { frame } = this.grid;
    const far = Math.min(1, Math.max(0, (event.clientY - top) / height));
    frame.scrollTop = far * (frame.scrollHeight - frame.clientHeight);
  }

  /** To the beginning of a section that many below or above.
   * @param {number} sections */
  step(sections) {
    const { frame, layout } = this.grid;
    const now = layout.sectionAt(frame.scrollTop + 1);
    const isInside = frame.scrollTop > (layout.headings[now] ?? 0);
    const next = now + sections + (sections < 0 && isInside ? 1 : 0);
    frame.scrollTop = layout.headings[Math.min(layout.sections.length - 1, Math.max(0, next))] ?? 0;
  }
}

/** @param {string} text
 * @param {number} y */
function mark(text, y) {
  const element = document.createElement("span");
  element.className = text ? "time-year" : "time-dot";
  element.textContent = text;
  element.style.transform = `translateY(${Math.round(y)}px)`;
  return element;
}
