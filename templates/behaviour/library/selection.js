// Which paintings are selected. Knows them by their ids, and their places in the list by number; nothing of the page.

import { gather } from "./ids.js";

export class Selection {
  /** @type {Set<number>} */
  #ids = new Set();
  /** Where a range begins that is selected with Shift. */
  #anchor = 0;
  /** Where keys go on from. */
  current = 0;
  /** Whether it is of something that the list may not show. */
  isElsewhere = false;

  get size() {
    return this.#ids.size;
  }

  get ids() {
    return [...this.#ids];
  }

  /** All of them as one short text. */
  get text() {
    return gather(this.#ids);
  }

  /** @param {number} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** This one alone, at this place.
   * @param {number} id
   * @param {number} index */
  take(id, index) {
    this.#ids = new Set([id]);
    this.isElsewhere = false;
    this.#anchor = this.current = index;
  }

  /** This one too, or no more.
   * @param {number} id
   * @param {number} index */
  toggle(id, index) {
    if (!this.#ids.delete(id)) this.#ids.add(id);
    this.#anchor = this.current = index;
  }

  /** The places from the anchor up to this one: the first, and the one after the last. The anchor stays.
   * @param {number} index
   * @returns {[start: number, stop: number]} */
  rangeTo(index) {
    this.current = index;
    return [Math.min(this.#anchor, index), Math.max(this.#anchor, index) + 1];
  }

  /** Just these; the places stay where they were.
   * @param {Iterable<number>} ids
   * @param {{ elsewhere?: boolean }} how `elsewhere`: though the list may not have them */
  replace(ids, { elsewhere = false } = {}) {
    this.#ids = new Set(ids);
    this.isElsewhere = elsewhere;
  }

  /** These are gone; says whether one of them was selected.
   * @param {Iterable<number>} ids */
  drop(ids) {
    const before = this.size;
    for (const id of ids) this.#ids.delete(id);
    return this.size < before;
  }

  /** The list is another one: from its beginning. */
  startOver() {
    this.#ids = new Set();
    this.#anchor = this.current = 0;
  }
}
