// Selecting by hand: with clicks, keys, and from the details; and which tile has the focus.

import { hasControl } from "../every_page.js";

/** Which keys are held down. With `shiftKey` a range is selected, with the other one more, or one less.
 * @typedef {{ shiftKey?: boolean, ctrlKey?: boolean, metaKey?: boolean }} Held */

export class Selecting {
  #wishes = 0; // the last one counts, whichever answer comes first
  /** Whether is asked yet what was selected: nothing may be done with what was selected before. */
  isWaiting = false;
  settled = Promise.resolve();

  /** @param {import("./grid.js").Grid} grid
   * @param {import("./selection.js").Selection} selection
   * @param {() => void} changed told of every other selection */
  constructor(grid, selection, changed) {
    this.grid = grid;
    this.selection = selection;
    this.changed = changed;
  }

  /** @param {number} index
   * @param {Held} held */
  async select(index, { shiftKey = false, ctrlKey = false, metaKey = false } = {}) {
    const tile = this.grid.tile(index);
    const id = Number(tile?.dataset.id);
    this.focus(tile);
    if (shiftKey) return this.#take(...this.selection.rangeTo(index));
    this.#decide();
    if (hasControl({ ctrlKey, metaKey })) this.selection.toggle(id, index);
    else this.selection.take(id, index);
    this.changed();
  }

  selectNone() {
    this.#decide();
    this.selection.replace([]);
    this.changed();
  }

  /** The paintings at these places: at once where all of them are here, else when the server has told.
   * @param {number} start
   * @param {number} stop the one after the last */
  #take(start, stop) {
    const wish = this.#decide();
    const known = this.grid.knownIds(start, stop);
    if (known) {
      this.selection.replace(known);
      this.changed();
      return this.settled;
    }
    this.isWaiting = true;
    this.settled = this.#ask(wish, start, stop);
    return this.settled;
  }

  /** @param {number} wish
   * @param {number} start
   * @param {number} stop
   * @returns {Promise<void>} */
  async #ask(wish, start, stop) {
    const ids = await this.grid.ids(start, stop);
    if (wish !== this.#wishes) return this.settled;
    this.isWaiting = false;
    if (ids) this.selection.replace(ids);
    this.changed();
  }

  #decide() {
    this.isWaiting = false;
    this.settled = Promise.resolve();
    return ++this.#wishes;
  }

  /** All below one heading.
   * @param {number} number */
  async selectSection(number) {
    const counts = this.grid.layout.sections.map(({ count }) => count);
    const start = counts.slice(0, number).reduce((sum, count) => sum + count, 0);
    await this.#take(start, start + (counts[number] ?? 0));
  }

  async selectAll() {
    await this.#take(0, this.grid.total);
  }

  /** One that the list may not show at the moment; says whether it does.
   * @param {number} id */
  selectById(id) {
    const tile = document.getElementById(`tile-${id}`);
    if (tile) this.select(Number(tile.dataset.index));
    else {
      this.#decide();
      this.selection.replace([id], { elsewhere: true });
      this.changed();
    }
    return Boolean(tile);
  }

  /** What was selected and is no longer here is not selected any more. */
  async dropWhatIsGone() {
    const { ids, text, isElsewhere } = this.selection;
    const still = ids.length ? await this.grid.still(text, isElsewhere) : null;
    if (!still) return;
    const here = new Set(still);
    if (this.selection.drop(ids.filter((id) => !here.has(id)))) this.changed();
  }

  /** Show on their tiles that all of them are favourites, or none is, which the server is being told.
   * @param {boolean} on */
  star(on) {
    this.starTiles(this.selection.ids, on);
  }

  /** @param {Iterable<number | string>} ids
   * @param {boolean} on */
  starTiles(ids, on) {
    for (const id of ids) document.querySelector(`#tile-${id} .tile-star`)?.setAttribute("aria-pressed", String(on));
  }

  /** To this place by key: it is selected, unless a key says that only the focus is to go.
   * @param {number} index
   * @param {Held} held */
  async goTo(index, held = {}) {
    if (index < 0 || index >= this.grid.total) return;
    const tile = await this.grid.reach(index);
    if (!tile) return;
    if (held.shiftKey) this.select(index, { shiftKey: true });
    else if (held.ctrlKey || held.metaKey) {
      this.selection.current = index;
      this.focus(tile);
    } else this.select(index);
  }

  /** @param {Part | undefined} tile */
  focus(tile) {
    if (!tile) return;
    for (const other of this.grid.list.querySelectorAll('.tile[tabindex="0"]')) other.tabIndex = -1;
    tile.tabIndex = 0;
    this.grid.list.tabIndex = -1;
    tile.focus({ preventScroll: true });
  }

  /** Show on the tiles which are selected. */
  mark() {
    const { list, tiles } = this.grid;
    for (const tile of tiles) tile.setAttribute("aria-selected", String(this.selection.has(Number(tile.dataset.id))));
    if (!list.querySelector('[tabindex="0"]')) list.tabIndex = 0;
  }

  get areAllFavourite() {
    const tiles = this.grid.tiles.filter((tile) => this.selection.has(Number(tile.dataset.id)));
    return tiles.length > 0 && tiles.every((tile) => tile.querySelector('.tile-star[aria-pressed="true"]'));
  }
}
