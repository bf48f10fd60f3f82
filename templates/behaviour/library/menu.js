// The bar of what can be done with the selection, as a menu where somebody clicked.

import { within } from "../common/elements.js";

const EDGE = 8; // pixels it stays away from the window's edge

export class ActionMenu {
  /** @param {Part} root */
  constructor(root) {
    this.root = root;
  }

  get isOpen() {
    return Boolean(this.root.querySelector(".selection-bar.as-menu"));
  }

  /** @param {{ clientX: number, clientY: number }} place */
  openAt({ clientX, clientY }) {
    const bar = within(this.root, ".selection-bar");
    bar.classList.add("as-menu");
    bar.style.left = `${Math.min(clientX, innerWidth - bar.offsetWidth - EDGE)}px`;
    bar.style.top = `${Math.min(clientY, innerHeight - bar.offsetHeight - EDGE)}px`;
  }

  close() {
    const bar = this.root.querySelector(".selection-bar.as-menu");
    bar?.classList.remove("as-menu");
    bar?.style.removeProperty("left");
    bar?.style.removeProperty("top");
  }
}
