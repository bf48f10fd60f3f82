// Tiles without end, of which the page holds those near the window.

import { within } from "../common/elements.js";
import { spread } from "./ids.js";
import { TileLayout } from "./tile_layout.js";

const PATIENCE = 2000; // milliseconds before what could not be had is asked for again

/** The library's list. Blocks of tiles come from the server and go again as one scrolls. */
export class Grid {
  /** @type {Map<number, Part[]>} */
  blocks = new Map();
  /** @type {Map<number, AbortController>} */
  asked = new Map();
  total = 0;

  /** @param {Part} root
   * @param {() => void} changed told of whatever comes */
  constructor(root, changed) {
    this.frame = within(root, ".grid-frame");
    this.list = within(root, ".grid");
    this.layout = new TileLayout({ side: Number(root.dataset.tile), block: Number(root.dataset.block) });
    this.address = root.dataset.address ?? "";
    this.changed = changed;
    this.take(0, /** @type {Part[]} */ ([...this.list.children]));
    new ResizeObserver(() => this.layOut()).observe(this.frame);
  }

  /** @param {number} index */
  tile(index) {
    return this.blocks.get(this.layout.blockOf(index))?.find((tile) => Number(tile.dataset.index) === index);
  }

  get tiles() {
    return [...this.blocks.values()].flat();
  }

  get columns() {
    return this.layout.columns;
  }

  get perScreen() {
    return this.layout.rowsIn(this.frame.clientHeight);
  }

  get window() {
    return { scrolled: this.frame.scrollTop, height: this.frame.clientHeight, total: this.total };
  }

  get wantedBlocks() {
    return this.layout.blocksNear(this.window);
  }

  /** Everything anew, for another wish.
   * @param {string} address */
  reset(address) {
    this.address = address;
    for (const asking of this.asked.values()) asking.abort();
    this.asked.clear();
    this.frame.scrollTop = 0;
    return this.load(0, { first: true });
  }

  /** The same once more, after something has changed; what is shown stays until the new is there. */
  refresh() {
    return Promise.all(this.wantedBlocks.map((number) => this.load(number, { again: true })));
  }

  /** @param {number} side */
  resize(side) {
    this.layout.side = side;
    this.layOut();
  }

  layOut() {
    const style = getComputedStyle(this.frame);
    const width = this.frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (width <= 0) return;
    const top = this.layout.firstShown(this.frame.scrollTop);
    const changed = this.layout.measure(width);
    this.list.style.height = `${this.layout.height(this.total)}px`;
    this.list.style.setProperty("--tile", `${this.layout.tile}px`);
    for (const tile of this.tiles) this.place(tile);
    if (changed && top > 0) this.frame.scrollTop = this.layout.topOf(top);
    this.show();
  }

  /** @param {Part} tile */
  place(tile) {
    const index = Number(tile.dataset.index);
    tile.style.transform = `translate(${this.layout.leftOf(index)}px, ${this.layout.topOf(index)}px)`;
  }

  /** Ask for what has come near, and let go of what is far away. */
  show() {
    const wanted = new Set(this.wantedBlocks);
    for (const [number, tiles] of this.blocks) {
      if (wanted.has(number) || tiles.includes(focusedPart())) continue;
      for (const tile of tiles) tile.remove();
      this.blocks.delete(number);
    }
    for (const [number, asking] of this.asked) {
      if (wanted.has(number)) continue;
      asking.abort();
      this.asked.delete(number);
    }
    for (const number of wanted) if (!this.blocks.has(number) && !this.asked.has(number)) this.load(number);
  }

  /** @param {number} number of the block
   * @param {{ first?: boolean, again?: boolean }} how `first`: nothing of before stays; `again`: though it is on its way */
  async load(number, { first = false, again = false } = {}) {
    if (again) this.asked.get(number)?.abort();
    const asking = new AbortController();
    this.asked.set(number, asking);
    const { address } = this;
    try {
      const tiles = await this.fetchBlock(number, asking.signal);
      if (!tiles || address !== this.address) return;
      if (first) this.clear();
      this.take(number, tiles);
      this.layOut();
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) setTimeout(() => this.show(), PATIENCE);
    } finally {
      if (this.asked.get(number) === asking) this.asked.delete(number);
    }
  }

  /** @param {number} number
   * @param {AbortSignal} signal */
  async fetchBlock(number, signal) {
    const path = `/library/block?${this.address}&start=${number * this.layout.block}`;
    const answer = await fetch(path, { signal, headers: { "HX-Request": "true" } });
    const html = await answer.text();
    if (!answer.ok) return null;
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return /** @type {Part[]} */ ([...holder.content.children]);
  }

  clear() {
    for (const tile of this.tiles) tile.remove();
    this.blocks.clear();
  }

  /** @param {number} number
   * @param {Part[]} elements */
  take(number, elements) {
    const before = this.blocks.get(number) ?? [];
    const focused = before.find((tile) => tile === document.activeElement);
    for (const old of before) old.remove();
    for (const none of this.list.querySelectorAll(".no-tile")) none.remove();
    this.total = Number(elements[0]?.dataset.total ?? 0);
    this.put(
      number,
      elements.filter((element) => element.classList.contains("tile")),
    );
    this.hearBrokenPictures();
    this.changed();
    if (focused) this.focusInsteadOf(focused);
  }

  /** @param {number} number
   * @param {Part[]} tiles */
  put(number, tiles) {
    // One that has moved to another number is here once, where it is now.
    for (const tile of tiles) {
      const elsewhere = document.getElementById(tile.id);
      if (elsewhere && elsewhere !== tile) this.forget(elsewhere);
    }
    this.blocks.set(number, tiles);
    this.list.append(...tiles);
    for (const tile of tiles) tile.setAttribute("aria-setsize", String(this.total));
    if (this.columns) for (const tile of tiles) this.place(tile);
  }

  hearBrokenPictures() {
    for (const image of this.list.querySelectorAll("img:not([data-heard])")) {
      image.dataset.heard = "";
      image.addEventListener("error", () => image.closest(".tile")?.classList.add("tile-broken"));
    }
  }

  /** @param {Part} gone */
  focusInsteadOf(gone) {
    const index = Math.min(this.total - 1, Number(gone.dataset.index));
    (document.getElementById(gone.id) ?? this.tile(index))?.focus({ preventScroll: true });
  }

  /** @param {Part} tile */
  forget(tile) {
    for (const [number, tiles] of this.blocks) {
      if (tiles.includes(tile))
        this.blocks.set(
          number,
          tiles.filter((each) => each !== tile),
        );
    }
    tile.remove();
  }

  /** The tile with this number, scrolled into view; asked for where it is not here yet.
   * @param {number} index */
  async reach(index) {
    const scroll = this.layout.scrollTo(index, this.window);
    if (scroll !== null) this.frame.scrollTop = scroll;
    if (!this.tile(index)) await this.load(this.layout.blockOf(index), { again: true });
    return this.tile(index);
  }

  /** The ids of the paintings at these places; `stop` is the one after the last.
   * @param {number} start
   * @param {number} stop */
  async ids(start, stop) {
    const answer = await fetch(`/library/ids?${this.address}&start=${start}&stop=${stop}`);
    return answer.ok ? spread(await answer.text()) : [];
  }
}

const focusedPart = () => /** @type {Part} */ (document.activeElement);
