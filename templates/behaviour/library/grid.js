// Pictures without end, of which the page holds those near the window.

import { within } from "../common/elements.js";
import { DayHeadings } from "./day_headings.js";
import { spread } from "./ids.js";
import { JustifiedLayout } from "./justified_layout.js";
import { insertInOrder, unchanged } from "./tiles.js";

const PATIENCE = 2000; // milliseconds before what could not be had is asked for again
const MOST_KNOWN = 500; // tiles; there are hardly ever as many

/** Where on the screen a picture stays while others move.
 * @typedef {{ id: string, offset: number }} Anchor */

/** The library's list. Blocks of tiles come from the server and go again as one scrolls; how all of them stand is known. */
export class Grid {
  /** @type {Map<number, Part[]>} */
  blocks = new Map();
  /** @type {Map<number, AbortController>} */
  asked = new Map();
  total = 0;
  #renewing = new AbortController();
  #startsOver = false;
  #outlined = 0; // how many there were when the whole was last asked for
  #completing = Promise.resolve();

  /** @param {Part} root
   * @param {() => void} changed told of whatever comes */
  constructor(root, changed) {
    this.frame = within(root, ".grid-frame");
    this.list = within(root, ".grid");
    this.layout = new JustifiedLayout({ side: Number(root.dataset.tile), block: Number(root.dataset.block) });
    this.layout.describe(JSON.parse(root.dataset.layout ?? ""));
    this.headings = new DayHeadings(within(root, ".day-headings"), this.layout);
    this.address = root.dataset.address ?? "";
    this.changed = changed;
    this.take(0, /** @type {Part[]} */ ([...this.list.children]));
    // In the next frame: laying out moves what is observed, which WebKit reports as an error of the page.
    new ResizeObserver(() => requestAnimationFrame(() => this.layOut())).observe(this.frame);
  }

  /** @param {number} index */
  tile(index) {
    return this.blocks.get(this.layout.blockOf(index))?.find((tile) => Number(tile.dataset.index) === index);
  }

  get tiles() {
    return [...this.blocks.values()].flat();
  }

  get window() {
    return { scrolled: this.frame.scrollTop, height: this.frame.clientHeight };
  }

  get wantedBlocks() {
    return this.layout.blocksNear(this.window);
  }

  // -- other pictures --
  /** Everything anew, for another wish.
   * @param {string} address */
  reset(address) {
    this.address = address;
    for (const asking of this.asked.values()) asking.abort();
    this.asked.clear();
    this.#startsOver = true;
    return this.renew();
  }

  /** The same once more, after something has changed; what is shown stays until all of the new is there. */
  async renew() {
    this.#renewing.abort();
    this.#renewing = new AbortController();
    const { signal } = this.#renewing;
    const numbers = this.#startsOver ? [0] : this.wantedBlocks;
    try {
      const [outline, ...blocks] = await Promise.all([
        this.fetchOutline(signal),
        ...numbers.map((number) => this.fetchBlock(number, signal)),
      ]);
      if (outline) this.replace(outline, new Map(numbers.map((number, at) => [number, blocks[at] ?? null])));
    } catch (error) {
      if (!wasAborted(error)) setTimeout(() => this.renew(), PATIENCE);
    }
  }

  /** @param {{ ratios: number[], sections: import("./justified_layout.js").Section[] }} outline
   * @param {Map<number, Part[] | null>} blocks */
  replace(outline, blocks) {
    const anchor = this.#startsOver ? null : this.anchor;
    if (this.#startsOver) {
      this.clear();
      this.frame.scrollTop = 0;
      this.#startsOver = false;
    }
    this.#outlined = outline.ratios.length;
    this.layout.describe(outline);
    for (const [number, tiles] of blocks) if (tiles) this.take(number, tiles);
    this.arrange(anchor);
  }

  /** The page came with the beginning alone. */
  completeOutline() {
    if (this.#outlined !== this.total) this.#completing = this.fetchRest();
    return this.#completing;
  }

  async fetchRest() {
    this.#outlined = this.total;
    const { address } = this;
    try {
      const outline = await this.fetchOutline(this.#renewing.signal);
      if (outline && address === this.address) this.replace(outline, new Map());
    } catch (error) {
      if (!wasAborted(error)) setTimeout(() => this.renew(), PATIENCE);
    }
  }

  /** @param {AbortSignal} signal */
  async fetchOutline(signal) {
    const answer = await fetch(`/library/layout?${this.address}`, { signal });
    return answer.ok ? answer.json() : null;
  }

  // -- where they stand --
  /** @param {number} side about how high rows are to be
   * @param {number} [y] what stays where it is, in pixels below the top of the window's part */
  resize(side, y = 0) {
    const anchor = this.anchorAt(y);
    this.layout.measure(this.layout.width, side);
    this.arrange(anchor);
  }

  layOut() {
    const style = getComputedStyle(this.frame);
    const width = this.frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (width <= 0) return;
    const { anchor } = this;
    this.layout.measure(width);
    this.arrange(anchor);
  }

  /** What is seen first, unless that is the beginning, where new ones are to be seen. */
  get anchor() {
    return this.frame.scrollTop > 0 ? this.anchorAt(0) : null;
  }

  /** @param {number} y
   * @returns {Anchor | null} */
  anchorAt(y) {
    const index = this.layout.firstShown(this.frame.scrollTop + y);
    const id = this.tile(index)?.id;
    return id ? { id, offset: (this.layout.boxOf(index)?.top ?? 0) - this.frame.scrollTop } : null;
  }

  /** @param {Anchor | null} anchor */
  arrange(anchor) {
    this.list.style.height = `${this.layout.height}px`;
    for (const tile of this.tiles) this.place(tile);
    const kept = anchor && document.getElementById(anchor.id);
    const box = kept && this.layout.boxOf(Number(kept.dataset.index));
    if (box) this.frame.scrollTop = box.top - anchor.offset;
    this.headings.startOver();
    this.show();
    this.changed();
  }

  /** @param {Part} tile */
  place(tile) {
    const box = this.layout.boxOf(Number(tile.dataset.index));
    tile.hidden = !box;
    if (!box) return;
    tile.style.transform = `translate(${box.left}px, ${box.top}px)`;
    tile.style.width = `${box.width}px`;
    tile.style.height = `${box.height}px`;
  }

  /** Ask for what has come near, and let go of what is far away. */
  show() {
    const wanted = new Set(this.wantedBlocks);
    this.headings.show(this.window);
    for (const [number, tiles] of this.blocks) {
      if (wanted.has(number) || tiles.some((tile) => tile.contains(document.activeElement))) continue;
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

  // -- blocks of them --
  /** @param {number} number */
  async load(number) {
    this.asked.get(number)?.abort();
    const asking = new AbortController();
    this.asked.set(number, asking);
    const { address } = this;
    try {
      const tiles = await this.fetchBlock(number, asking.signal);
      if (!tiles || address !== this.address) return;
      this.take(number, tiles);
      this.changed();
    } catch (error) {
      if (!wasAborted(error)) setTimeout(() => this.show(), PATIENCE);
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
    const focused = before.find((tile) => tile.contains(document.activeElement));
    const drawn = elements.filter((element) => element.classList.contains("tile"));
    const tiles = drawn.map((tile) => unchanged(tile, before) ?? tile);
    for (const old of before) if (!tiles.includes(old)) old.remove();
    for (const none of this.list.querySelectorAll(".no-tile")) none.remove();
    this.total = Number(elements[0]?.dataset.total ?? 0);
    this.put(number, tiles);
    this.hearBrokenPictures();
    if (focused && !focused.contains(document.activeElement)) this.focusInsteadOf(focused);
    if (this.total !== this.layout.total) this.completeOutline();
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
    insertInOrder(this.list, tiles);
    this.list.setAttribute("aria-rowcount", String(this.total));
    for (const tile of tiles) this.place(tile);
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

  // -- reaching them --
  /** The tile with this number, scrolled into view; asked for where it is not here yet.
   * @param {number} index */
  async reach(index) {
    if (index >= this.layout.total && index < this.total) await this.completeOutline();
    const scroll = this.layout.scrollTo(index, this.window);
    if (scroll !== null) this.frame.scrollTop = scroll;
    if (!this.tile(index)) await this.load(this.layout.blockOf(index));
    return this.tile(index);
  }

  /** Which of these can still be seen here, or anywhere; null where that is not known.
   * @param {string} ids
   * @param {boolean} anywhere */
  async still(ids, anywhere) {
    const body = new URLSearchParams({ ids });
    const path = anywhere ? "/library/still?show=all" : `/library/still?${this.address}`;
    const answer = await fetch(path, { method: "POST", body }).catch(() => null);
    return answer?.ok ? spread(await answer.text()) : null;
  }

  /** The ids of the paintings at these places, where all of their tiles are here; `stop` is the one after the last.
   * @param {number} start
   * @param {number} stop */
  knownIds(start, stop) {
    if (stop - start > MOST_KNOWN) return null;
    const tiles = Array.from({ length: stop - start }, (_, at) => this.tile(start + at));
    return tiles.every(Boolean) ? tiles.map((tile) => Number(tile?.dataset.id)) : null;
  }

  /** The same wherever they are; null where that cannot be known.
   * @param {number} start
   * @param {number} stop */
  async ids(start, stop) {
    const answer = await fetch(`/library/ids?${this.address}&start=${start}&stop=${stop}`).catch(() => null);
    return answer?.ok ? spread(await answer.text()) : null;
  }
}

/** @param {unknown} error */
const wasAborted = (error) => error instanceof Error && error.name === "AbortError";
