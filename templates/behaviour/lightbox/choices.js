// What else could be compared, in a row below: a click takes a picture in, or out again.

const LETTERS = "ABCD";
/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

export class Choices {
  /** @param {Part} list */
  constructor(list) {
    this.list = list;
    new MutationObserver(() => this.#came()).observe(list, { childList: true });
  }

  /** @type {string[]} */
  compared = [];
  #isAwaited = false;

  get buttons() {
    return [...this.list.querySelectorAll("button")];
  }

  /** Ask for the first of them, once. */
  fill() {
    if (this.buttons.length) return;
    const address = `/library/compare/choices?ids=${encodeURIComponent(this.compared.join(","))}`;
    htmx.ajax("GET", address, { source: "#compare-choices", target: "#compare-choices", swap: "innerHTML" });
  }

  /** Show which are compared, and by which letter.
   * @param {string[]} ids */
  mark(ids = this.compared) {
    this.compared = ids;
    for (const button of this.buttons) {
      const at = ids.indexOf(button.value);
      button.setAttribute("aria-pressed", String(at >= 0));
      if (at >= 0) button.dataset.letter = LETTERS.charAt(at);
      else delete button.dataset.letter;
    }
    this.#letIn();
  }

  /** The focus goes to one of them, when there are some. */
  enter() {
    this.#isAwaited = true;
    this.#came();
  }

  /** No more, where they have not come yet. */
  leave() {
    this.#isAwaited = false;
  }

  #came() {
    this.mark();
    const first = this.#isAwaited && this.list.querySelector('[tabindex="0"]');
    if (!first) return;
    this.#isAwaited = false;
    first.focus();
  }

  /** By keys along the row; says whether this was one of them.
   * @param {KeyboardEvent} event */
  along(event) {
    const step = STEPS[event.key];
    const { buttons } = this;
    const at = buttons.indexOf(/** @type {Part} */ (document.activeElement));
    if (!step || at < 0) return false;
    const next = buttons[Math.min(buttons.length - 1, Math.max(0, at + step))];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  /** One of them is reached by Tab. */
  #letIn() {
    const { buttons } = this;
    const [first] = buttons;
    if (first && !buttons.some((button) => button.tabIndex === 0)) first.tabIndex = 0;
  }
}
