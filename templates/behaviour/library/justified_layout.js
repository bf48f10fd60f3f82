// Where pictures stand: in rows that fill the width, each picture in its own proportions, below a heading for each
// section. Reckons only; all lengths are whole pixels.

export const GAP = 8;
export const HEADING = 52; // from a heading's top to its first row
const MARGIN = 1; // screens above and below that are kept ready
const WHOLE = 100; // ratios are hundredths

/** Pictures below one heading.
 * @typedef {{ heading: string, year: string, count: number }} Section */
/** @typedef {{ left: number, top: number, width: number, height: number }} Box */
/** @typedef {{ scrolled: number, height: number }} View */

export class JustifiedLayout {
  /** Of each picture its width in hundredths of its height.
   * @type {ArrayLike<number>} */
  ratios = [];
  /** @type {Section[]} */
  sections = [];
  /** Tops of the sections' headings.
   * @type {number[]} */
  headings = [];
  width = 0;
  height = 0;
  /** Of each row: its first picture, its top, how high it is, and how wide a picture as wide as high would be in it.
   * @type {{ first: number[], top: number[], height: number[], scale: number[] }} */
  #rows = { first: [], top: [], height: [], scale: [] };

  /** @param {{ side: number, block: number }} sizes how high a row should be, and how many pictures are asked for at once */
  constructor({ side, block }) {
    this.side = side;
    this.block = block;
  }

  get total() {
    return this.ratios.length;
  }

  /** Whether it knows how wide it is.
   * @returns {boolean} */
  get isMeasured() {
    return this.width > 0;
  }

  /** Other pictures.
   * @param {{ ratios: ArrayLike<number>, sections: Section[] }} told */
  describe({ ratios, sections }) {
    this.ratios = ratios;
    this.sections = sections.length ? sections : [{ heading: "", year: "", count: ratios.length }];
    this.#lay();
  }

  /** For a list as wide as this, with rows about as high as this; says whether pictures have other places now.
   * @param {number} width
   * @param {number} [side] */
  measure(width, side = this.side) {
    const whole = Math.floor(width);
    if (whole === this.width && side === this.side) return false;
    this.width = whole;
    this.side = side;
    this.#lay();
    return true;
  }

  #lay() {
    this.#rows = { first: [], top: [], height: [], scale: [] };
    this.headings = [];
    this.height = 0;
    if (!this.isMeasured) return;
    let first = 0;
    for (const { heading, count } of this.sections) {
      this.headings.push(this.height);
      if (heading) this.height += HEADING;
      this.#laySection(first, first + count);
      first += count;
      this.height += GAP;
    }
    this.height = Math.max(0, this.height - 2 * GAP);
  }

  /** @param {number} start
   * @param {number} stop */
  #laySection(start, stop) {
    let first = start;
    let sum = 0; // of the ratios of the row that is being filled
    for (let at = start; at < stop; at++) {
      const ratio = (this.ratios[at] ?? WHOLE) / WHOLE;
      const without = this.#scale(sum, at - first);
      const scale = this.#scale(sum + ratio, at - first + 1);
      if (scale > this.side) {
        sum += ratio;
      } else if (at > first && without - this.side < this.side - scale) {
        this.#row(first, without);
        first = at;
        sum = ratio;
      } else {
        this.#row(first, scale);
        first = at + 1;
        sum = 0;
      }
    }
    // What is left over is not blown up to fill the width.
    if (first < stop) this.#row(first, Math.min(this.side, this.#scale(sum, stop - first)));
  }

  /** How high a row of that many pictures is when it fills the width.
   * @param {number} sum
   * @param {number} count */
  #scale(sum, count) {
    return sum ? (this.width - GAP * (count - 1)) / sum : Infinity;
  }

  /** @param {number} first
   * @param {number} scale */
  #row(first, scale) {
    const { first: firsts, top, height, scale: scales } = this.#rows;
    firsts.push(first);
    top.push(this.height);
    scales.push(scale);
    height.push(Math.max(1, Math.round(scale)));
    this.height += Math.max(1, Math.round(scale)) + GAP;
  }

  // -- by number --
  /** Where this picture stands; null where there is none.
   * @param {number} index
   * @returns {Box | null} */
  boxOf(index) {
    if (!(index >= 0 && index < this.total) || !this.isMeasured) return null;
    const row = this.#rowOf(index);
    const { first, top, height, scale } = this.#rows;
    let left = 0;
    for (let at = first[row] ?? 0; at < index; at++) left += this.#widthIn(row, at) + GAP;
    const width = Math.round(left + (scale[row] ?? 0) * ((this.ratios[index] ?? WHOLE) / WHOLE)) - Math.round(left);
    return { left: Math.round(left), top: top[row] ?? 0, width: Math.max(1, width), height: height[row] ?? 0 };
  }

  /** @param {number} row
   * @param {number} index */
  #widthIn(row, index) {
    return ((this.#rows.scale[row] ?? 0) * (this.ratios[index] ?? WHOLE)) / WHOLE;
  }

  /** The picture that many rows below or above this one, nearest to its middle.
   * @param {number} index
   * @param {number} rows */
  below(index, rows) {
    const box = this.boxOf(index);
    if (!box) return index;
    const row = this.#rowOf(index) + rows;
    if (row < 0 || row >= this.#rows.first.length) return row < 0 ? 0 : this.total - 1;
    return this.#nearest(row, box.left + box.width / 2);
  }

  /** The picture a screen below or above this one.
   * @param {number} index
   * @param {number} height how far, negative for above */
  screenBelow(index, height) {
    const box = this.boxOf(index);
    if (!box) return index;
    const row = this.#rowAt(Math.max(0, box.top + height));
    if (row === this.#rowOf(index)) return this.below(index, Math.sign(height));
    return this.#nearest(row, box.left + box.width / 2);
  }

  /** @param {number} row
   * @param {number} x */
  #nearest(row, x) {
    const start = this.#rows.first[row] ?? 0;
    const stop = this.#rows.first[row + 1] ?? this.total;
    let right = 0;
    for (let at = start; at < stop; at++) {
      right += this.#widthIn(row, at) + GAP;
      if (x < right) return at;
    }
    return stop - 1;
  }

  /** @param {number} index */
  blockOf(index) {
    return Math.floor(index / this.block);
  }

  // -- by place --
  /** The first picture that is seen, or would be.
   * @param {number} scrolled */
  firstShown(scrolled) {
    return this.#rows.first[this.#rowAt(scrolled)] ?? 0;
  }

  /** The section that stands at this height.
   * @param {number} y */
  sectionAt(y) {
    return Math.max(0, lastUpTo(this.headings, y));
  }

  /** Numbers of the sections whose headings a window of this height shows, or will soon.
   * @param {View} view */
  sectionsNear({ scrolled, height }) {
    const from = this.sectionAt(scrolled - MARGIN * height);
    const to = this.sectionAt(scrolled + (1 + MARGIN) * height);
    return this.sections.map((_, number) => number).slice(from, to + 1);
  }

  /** Numbers of the blocks that a window of this height shows, or will soon.
   * @param {View} view */
  blocksNear({ scrolled, height }) {
    if (!this.isMeasured || !this.total) return [0];
    const { first } = this.#rows;
    const start = first[this.#rowAt(scrolled - MARGIN * height)] ?? 0;
    const stop = first[this.#rowAt(scrolled + (1 + MARGIN) * height) + 1] ?? this.total;
    const numbers = [];
    for (let number = this.blockOf(start); number <= this.blockOf(stop - 1); number++) numbers.push(number);
    return numbers;
  }

  /** How far to scroll so that this picture is seen whole, the first of a section with its heading; null where it is.
   * @param {number} index
   * @param {View} view */
  scrollTo(index, { scrolled, height }) {
    const box = this.boxOf(index);
    if (!box) return null;
    if (box.top < scrolled) return Math.max(0, box.top - (this.#isBelowHeading(box.top) ? HEADING : GAP));
    if (box.top + box.height > scrolled + height) return box.top + box.height - height + GAP;
    return null;
  }

  /** @param {number} top */
  #isBelowHeading(top) {
    const section = this.sectionAt(top);
    return Boolean(this.sections[section]?.heading) && top === (this.headings[section] ?? 0) + HEADING;
  }

  /** @param {number} index */
  #rowOf(index) {
    return Math.max(0, lastUpTo(this.#rows.first, index));
  }

  /** @param {number} y */
  #rowAt(y) {
    return Math.max(0, lastUpTo(this.#rows.top, y));
  }
}

/** Where the last of these ascending numbers stands that is no larger; -1 where all are.
 * @param {number[]} numbers
 * @param {number} limit */
function lastUpTo(numbers, limit) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {number} */ (numbers[middle]) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
