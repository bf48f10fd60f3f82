// Where tiles stand, and which of them are near the window. Reckons only; all lengths are pixels.

export const GAP = 10;
const MARGIN = 1; // screens above and below that are kept ready

/** Tiles by their number, each in its place on a list as high as all of them would be. */
export class TileLayout {
  columns = 0;
  /** From one row to the next, and from one column to the next; 0 before the first measure. */
  step = 0;

  /** @param {{ side: number, block: number }} sizes a tile's least width, and how many tiles are asked for at once */
  constructor({ side, block }) {
    this.side = side;
    this.block = block;
  }

  get tile() {
    return this.step - GAP;
  }

  /** For a list as wide as this; says whether tiles have another size now.
   * @param {number} width */
  measure(width) {
    this.columns = Math.max(1, Math.floor((width + GAP) / (this.side + GAP)));
    const before = this.step;
    this.step = (width - GAP * (this.columns - 1)) / this.columns + GAP;
    return this.step !== before;
  }

  /** @param {number} total */
  height(total) {
    return Math.max(0, Math.ceil(total / this.columns) * this.step - GAP);
  }

  /** @param {number} index */
  topOf(index) {
    return Math.floor(index / this.columns) * this.step;
  }

  /** @param {number} index */
  leftOf(index) {
    return (index % this.columns) * this.step;
  }

  /** @param {number} scrolled */
  firstShown(scrolled) {
    return this.step ? Math.floor(scrolled / this.step) * this.columns : 0;
  }

  /** @param {number} height */
  rowsIn(height) {
    return Math.max(1, Math.floor(height / this.step));
  }

  /** @param {number} index */
  blockOf(index) {
    return Math.floor(index / this.block);
  }

  /** The numbers of the blocks that a window of this height shows, or will soon.
   * @param {{ scrolled: number, height: number, total: number }} window */
  blocksNear({ scrolled, height, total }) {
    if (!this.step) return [0];
    const row = (/** @type {number} */ y) => Math.floor(y / this.step);
    const first = Math.max(0, row(scrolled - MARGIN * height)) * this.columns;
    const last = Math.min(total - 1, (row(scrolled + (1 + MARGIN) * height) + 1) * this.columns - 1);
    const numbers = [];
    for (let number = this.blockOf(first); number <= this.blockOf(Math.max(first, last)); number++)
      numbers.push(number);
    return numbers;
  }

  /** How far to scroll so that this tile is seen whole; null where it is.
   * @param {number} index
   * @param {{ scrolled: number, height: number }} window */
  scrollTo(index, { scrolled, height }) {
    const top = this.topOf(index);
    if (top < scrolled) return Math.max(0, top - GAP);
    if (top + this.step > scrolled + height) return top + this.step - height + GAP;
    return null;
  }
}
