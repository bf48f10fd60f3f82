// Tiles without end, of which the page holds those near the window; and selections written short.

const GAP = 10;
const MARGIN = 1; // screens above and below that are kept ready
const SETTLE = 90; // milliseconds of rest before what is scrolled past is asked for

/** Tiles by their number, each in its place on a list as high as all of them would be. */
class Grid {
  constructor(root, changed) {
    this.frame = root.querySelector(".grid-frame");
    this.list = root.querySelector(".grid");
    this.block = Number(root.dataset.block);
    this.side = Number(root.dataset.tile);
    this.address = root.dataset.address;
    this.changed = changed;
    this.blocks = new Map();
    this.asked = new Map();
    this.total = 0;
    this.take(0, [...this.list.children]);
    new ResizeObserver(() => this.layOut()).observe(this.frame);
  }

  tile(index) { return this.blocks.get(Math.floor(index / this.block))?.find((tile) => Number(tile.dataset.index) === index); }
  get tiles() { return [...this.blocks.values()].flat(); }
  get perScreen() { return Math.max(1, Math.floor(this.frame.clientHeight / this.step)); }

  /** Everything anew, for another wish. */
  reset(address) {
    this.address = address;
    for (const asking of this.asked.values()) asking.abort();
    this.asked.clear();
    this.frame.scrollTop = 0;
    return this.load(0, { first: true });
  }

  /** The same once more, after something has changed; what is shown stays until the new is there. */
  refresh() { return Promise.all(this.wantedBlocks().map((number) => this.load(number, { again: true }))); }

  layOut() {
    const style = getComputedStyle(this.frame);
    const width = this.frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (width <= 0) return;
    const top = this.firstShown();
    this.columns = Math.max(1, Math.floor((width + GAP) / (this.side + GAP)));
    const tile = (width - GAP * (this.columns - 1)) / this.columns;
    const changed = this.step !== tile + GAP;
    this.step = tile + GAP;
    this.list.style.height = `${Math.max(0, Math.ceil(this.total / this.columns) * this.step - GAP)}px`;
    this.list.style.setProperty("--tile", `${tile}px`);
    for (const each of this.tiles) this.place(each);
    if (changed && top > 0) this.frame.scrollTop = Math.floor(top / this.columns) * this.step;
    this.show();
  }

  firstShown() { return this.step ? Math.floor(this.frame.scrollTop / this.step) * this.columns : 0; }

  place(tile) {
    const index = Number(tile.dataset.index);
    const row = Math.floor(index / this.columns);
    tile.style.transform = `translate(${(index % this.columns) * this.step}px, ${row * this.step}px)`;
  }

  wantedBlocks() {
    if (!this.step) return [0];
    const { scrollTop, clientHeight } = this.frame;
    const row = (y) => Math.floor(y / this.step);
    const first = Math.max(0, row(scrollTop - MARGIN * clientHeight)) * this.columns;
    const last = Math.min(this.total - 1, (row(scrollTop + (1 + MARGIN) * clientHeight) + 1) * this.columns - 1);
    const numbers = [];
    for (let number = Math.floor(first / this.block); number <= Math.floor(Math.max(first, last) / this.block); number++) numbers.push(number);
    return numbers;
  }

  /** Ask for what has come near, and let go of what is far away. */
  show() {
    const wanted = new Set(this.wantedBlocks());
    for (const [number, tiles] of this.blocks) {
      if (wanted.has(number) || tiles.includes(document.activeElement)) continue;
      for (const tile of tiles) tile.remove();
      this.blocks.delete(number);
    }
    for (const [number, asking] of this.asked) if (!wanted.has(number)) { asking.abort(); this.asked.delete(number); }
    for (const number of wanted) if (!this.blocks.has(number) && !this.asked.has(number)) this.load(number);
  }

  async load(number, { first = false, again = false } = {}) {
    if (again) this.asked.get(number)?.abort();
    const asking = new AbortController();
    this.asked.set(number, asking);
    const { address } = this;
    try {
      const answer = await fetch(`/library/block?${address}&start=${number * this.block}`, { signal: asking.signal, headers: { "HX-Request": "true" } });
      const html = await answer.text();
      if (!answer.ok || address !== this.address) return;
      const holder = document.createElement("template");
      holder.innerHTML = html;
      if (first) this.clear();
      this.take(number, [...holder.content.children]);
      this.layOut();
    } catch (error) {
      if (error.name !== "AbortError") setTimeout(() => this.show(), 2000);
    } finally {
      if (this.asked.get(number) === asking) this.asked.delete(number);
    }
  }

  clear() {
    for (const tile of this.tiles) tile.remove();
    this.blocks.clear();
  }

  take(number, elements) {
    const focused = this.blocks.get(number)?.includes(document.activeElement) ? document.activeElement : null;
    for (const old of this.blocks.get(number) ?? []) old.remove();
    for (const none of this.list.querySelectorAll(".no-tile")) none.remove();
    this.total = Number(elements[0]?.dataset.total ?? 0);
    const tiles = elements.filter((element) => element.classList.contains("tile"));
    // One that has moved to another number is here once, where it is now.
    for (const tile of tiles) {
      const elsewhere = document.getElementById(tile.id);
      if (elsewhere && elsewhere !== tile) this.forget(elsewhere);
    }
    this.blocks.set(number, tiles);
    this.list.append(...tiles);
    for (const tile of tiles) tile.setAttribute("aria-setsize", this.total);
    if (this.columns) for (const tile of tiles) this.place(tile);
    for (const image of this.list.querySelectorAll("img:not([data-heard])")) {
      image.dataset.heard = "";
      image.addEventListener("error", () => image.closest(".tile")?.classList.add("tile-broken"));
    }
    this.changed();
    if (focused) (document.getElementById(focused.id) ?? this.tile(Math.min(this.total - 1, Number(focused.dataset.index))))?.focus({ preventScroll: true });
  }

  forget(tile) {
    for (const [number, tiles] of this.blocks) if (tiles.includes(tile)) this.blocks.set(number, tiles.filter((each) => each !== tile));
    tile.remove();
  }

  /** The tile with this number, scrolled into view; asked for where it is not here yet. */
  async reach(index) {
    const top = Math.floor(index / this.columns) * this.step;
    const { scrollTop, clientHeight } = this.frame;
    if (top < scrollTop) this.frame.scrollTop = Math.max(0, top - GAP);
    else if (top + this.step > scrollTop + clientHeight) this.frame.scrollTop = top + this.step - clientHeight + GAP;
    if (!this.tile(index)) await this.load(Math.floor(index / this.block), { again: true });
    return this.tile(index);
  }

  async ids(start, stop) {
    const answer = await fetch(`/library/ids?${this.address}&start=${start}&stop=${stop}`);
    return answer.ok ? spread(await answer.text()) : [];
  }
}

/** `3,7-9` as numbers, and back. */
function spread(text) {
  return text.split(",").filter(Boolean).flatMap((part) => {
    const [first, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

function gather(ids) {
  const parts = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const last = parts.at(-1);
    if (last && last[1] === id - 1) last[1] = id;
    else parts.push([id, id]);
  }
  return parts.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
}
