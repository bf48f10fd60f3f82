// What was done, to be taken back and done again. Knows nothing of what it keeps, nor of the page.

/** @template State */
export class History {
  /** @type {State[]} */
  #done = [];
  /** @type {State[]} */
  #undone = [];
  #most;

  /** @param {number} most how many steps back there are; what is older is forgotten */
  constructor(most) {
    this.#most = most;
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  /** How it was, before something is done to it.
   * @param {State} state */
  remember(state) {
    if (this.#done.push(state) > this.#most) this.#done.shift();
    this.#undone = [];
  }

  /** How it was before; `read` tells how it is now.
   * @param {() => State} read
   * @returns {State | undefined} nothing where there is nothing to take back */
  undo(read) {
    return step(this.#done, this.#undone, read);
  }

  /** How it was before that was taken back.
   * @param {() => State} read
   * @returns {State | undefined} */
  redo(read) {
    return step(this.#undone, this.#done, read);
  }
}

/** @template State
 * @param {State[]} from
 * @param {State[]} to
 * @param {() => State} read */
function step(from, to, read) {
  if (!from.length) return undefined;
  to.push(read());
  return from.pop();
}
