// The library's keys.

import { byId, press, typesText, within } from "../common/elements.js";
import { hasControl, isMac } from "../every_page.js";

export class Keyboard {
  /** @param {import("./library.js").Library} library */
  constructor(library) {
    this.library = library;
  }

  /** @param {Heard<KeyboardEvent>} event */
  pressed(event) {
    if (isForOthers(event.target)) return;
    if (event.key === "Escape") return void this.escape();
    const work = this.inGrid(event) ?? this.anywhere(event) ?? this.withSelection(event);
    if (!work) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  }

  escape() {
    const { menu, selecting } = this.library;
    if (menu.isOpen) menu.close();
    else selecting.selectNone();
  }

  /** @param {Heard<KeyboardEvent>} event
   * @returns {(() => void) | undefined} */
  inGrid(event) {
    if (!event.target.closest(".grid-frame")) return undefined;
    const { grid, selecting, selection, openAt } = this.library;
    const { current } = selection;
    if (event.key === "Enter") return () => openAt(current);
    if (event.key === " ") return () => selecting.select(current, { ctrlKey: true, metaKey: true });
    const place = this.placesByKey[event.key];
    if (place === undefined) return undefined;
    return () => selecting.goTo(Math.min(grid.total - 1, Math.max(0, place)), event);
  }

  /** @returns {Partial<Record<string, number>>} */
  get placesByKey() {
    const { current } = this.library.selection;
    const { frame, layout, total } = this.library.grid;
    return {
      ArrowRight: current + 1,
      ArrowLeft: current - 1,
      ArrowDown: layout.below(current, 1),
      ArrowUp: layout.below(current, -1),
      PageDown: layout.screenBelow(current, frame.clientHeight),
      PageUp: layout.screenBelow(current, -frame.clientHeight),
      Home: 0,
      End: total - 1,
    };
  }

  /** @param {KeyboardEvent} event
   * @returns {(() => void) | undefined} */
  anywhere(event) {
    const { selecting } = this.library;
    if (hasControl(event) && event.key === "a") return () => selecting.selectAll();
    if (event.key === "/") return () => byId("search").focus();
    if (!hasControl(event) && event.key === "i") return () => this.library.toggleDetails();
    return undefined;
  }

  /** @param {KeyboardEvent} event
   * @returns {(() => void) | undefined} */
  withSelection(event) {
    const { root, selecting, selection } = this.library;
    if (!selection.size) return undefined;
    const bar = within(root, ".selection-bar");
    const panel = byId("details");
    const { key } = event;
    if (key === "Delete" || (isMac && key === "Backspace")) return () => pressEither(bar, "delete-selected", "erase");
    if (hasControl(event)) {
      if (key === "s") return () => press(panel, "save-as");
      if (key === "c" && !String(getSelection())) return () => press(panel, "copy");
      return undefined;
    }
    if (key === "c" && selection.size === 2) return () => press(bar, "compare");
    if (key === "f") return () => press(bar, selecting.areAllFavourite ? "unfavourite" : "favourite");
    return undefined;
  }
}

/** @param {Part} target */
function isForOthers(target) {
  return typesText(target) || target.closest("select, dialog, .more-body") || document.querySelector(".pswp--open");
}

/** One of these is there.
 * @param {Element} place
 * @param {string[]} handles */
function pressEither(place, ...handles) {
  for (const handle of handles) press(place, handle);
}
