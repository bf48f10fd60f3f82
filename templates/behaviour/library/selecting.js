// Selecting by hand: with clicks, keys, and from the details; and which tile has the focus.

import { hasControl } from "../every_page.js";

/** Which keys are held down. With `shiftKey` a range is selected, with the other one more, or one less.
 * @typedef {{ shiftKey?: boolean, ctrlKey?: boolean, metaKey?: boolean }} Held */

export class Selecting {
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
    if (shiftKey) this.selection.replace(await this.grid.ids(...this.selection.rangeTo(index)));
    else if (hasControl({ ctrlKey, metaKey })) this.selection.toggle(id, index);
    else this.selection.take(id, index);
    this.focus(tile);
    this.changed();
  }

  selectNone() {
    this.selection.replace([]);
    this.changed();
  }

  /** All below one heading.
   * @param {number} number */
  async selectSection(number) {
    const counts = this.grid.layout.sections.map(({ count }) => count);
    const start = counts.slice(0, number).reduce((sum, count) => sum + count, 0);
    this.selection.replace(await this.grid.ids(start, start + (counts[number] ?? 0)));
    this.changed();
  }

  async selectAll() {
    this.selection.replace(await this.grid.ids(0, this.grid.total));
    this.changed();
  }

  /** One that the list may not show at the moment; says whether it does.
   * @param {number} id */
  selectById(id) {
    const tile = document.getElementById(`tile-${id}`);
    if (tile) this.select(Number(tile.dataset.index));
    else {
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
