// Which of the pictures in the trash are chosen, and showing it on them.

import { gather } from "../library/ids.js";

/** @param {Part} check */
const idOf = (check) => Number(check.value);

export class Chosen {
  /** @type {Set<number>} */
  #ids = new Set();
  /** Where a range begins that is chosen with Shift. */
  #anchor = 0;

  /** @param {Part} root */
  constructor(root) {
    this.root = root;
  }

  /** The boxes of all pictures that are shown. */
  get checks() {
    return [...this.root.querySelectorAll(".trash-check")];
  }

  get size() {
    return this.#ids.size;
  }

  /** All of them as one short text. */
  get text() {
    return gather(this.#ids);
  }

  /** @param {Part} check
   * @param {boolean} on */
  set(check, on) {
    this.#put([check], on);
    this.#anchor = idOf(check);
  }

  /** From the one that was chosen last up to this one.
   * @param {Part} check */
  upTo(check) {
    const all = this.checks;
    const from = all.findIndex((each) => idOf(each) === this.#anchor);
    const to = all.indexOf(check);
    if (from < 0) this.set(check, true);
    else this.#put(all.slice(Math.min(from, to), Math.max(from, to) + 1), true);
  }

  all() {
    this.#put(this.checks, true);
  }

  none() {
    this.#ids.clear();
  }

  /** What is not here any more is not chosen either. */
  dropGone() {
    const here = new Set(this.checks.map(idOf));
    for (const id of this.#ids) if (!here.has(id)) this.#ids.delete(id);
  }

  show() {
    for (const check of this.checks) check.checked = this.#ids.has(idOf(check));
  }

  /** @param {Part[]} checks
   * @param {boolean} on */
  #put(checks, on) {
    for (const id of checks.map(idOf)) {
      if (on) this.#ids.add(id);
      else this.#ids.delete(id);
    }
  }
}
