// The neighbours of a picture, small, in a row.

const SIDE = 60; // pixels from one to the next

export class Strip {
  /** @param {Part} list
   * @param {import("../atelier/lightbox.js").Source} source
   * @param {(index: number) => void} chosen */
  constructor(list, source, chosen) {
    this.list = list;
    this.source = source;
    list.addEventListener("click", (event) => {
      const button = /** @type {Part} */ (event.target).closest("button");
      if (button) chosen(Number(button.value));
    });
  }

  /** Those around this one, as many as there is room for.
   * @param {number} at */
  draw(at) {
    const count = this.source.count();
    const around = Math.max(2, Math.floor(this.list.clientWidth / SIDE / 2));
    const first = Math.max(0, Math.min(at - around, count - 2 * around - 1));
    const last = Math.min(count - 1, first + 2 * around);
    const buttons = [];
    for (let index = first; index <= last; index++) {
      const item = this.source.item(index);
      if (item) buttons.push(this.#button(item, index, index === at));
    }
    this.list.hidden = count < 2;
    this.list.replaceChildren(...buttons);
  }

  /** @param {import("../atelier/lightbox.js").Item} item
   * @param {number} index
   * @param {boolean} isShown */
  #button(item, index, isShown) {
    const found = this.list.querySelector(`button[data-of="${item.id}"]`);
    const button = found ?? this.#newButton(item);
    button.value = String(index);
    if (isShown) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    return button;
  }

  /** @param {import("../atelier/lightbox.js").Item} item */
  #newButton(item) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "neighbour", tabIndex: -1, title: item.alt });
    button.dataset.of = item.id;
    button.dataset.testid = "neighbour";
    const image = Object.assign(document.createElement("img"), { src: item.thumb, alt: item.alt, decoding: "async" });
    button.append(image);
    return button;
  }
}
