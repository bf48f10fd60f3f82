// Work that is done after a while, unless it is asked for again before.

export class Delay {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {number} milliseconds
   * @param {() => void} work */
  start(milliseconds, work) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, milliseconds);
  }
}
