// The library's keys.

import { byId, press, typesText, within } from "../common/elements.js";
import { act, closeMenu, handlesFor, hasControl, isMenuOpen } from "../every_page.js";

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

  /** Heard by the window: with the focus outside of the library, or on nothing.
   * @param {Heard<KeyboardEvent>} event */
  pressedElsewhere(event) {
    const { root } = this.library;
    if (event.defaultPrevented || isForOthers(event.target)) return;
    if (event.key === "/" && !hasControl(event)) {
      event.preventDefault();
      byId("search").focus();
      byId("search").select();
    } else if (!root.contains(event.target) && !event.target.matches("a, button, summary")) this.pressed(event);
  }

  escape() {
    const { details, menu, selecting, view } = this.library;
    if (isMenuOpen()) closeMenu({ giveBack: true });
    else if (menu.isOpen) menu.close();
    else if (details.areSheet) view.detailsOpen = false;
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
    if (!hasControl(event) && event.key === "i") return () => this.library.toggleDetails();
    return undefined;
  }

  /** @param {KeyboardEvent} event
   * @returns {(() => void) | undefined} */
  withSelection(event) {
    const { selecting } = this.library;
    if (!selecting.isWaiting) return this.withSelected(event);
    if (!handlesFor(event) && event.key !== "c") return undefined;
    return () => selecting.settled.then(() => this.withSelected(event)?.());
  }

  /** @param {KeyboardEvent} event
   * @returns {(() => void) | undefined} */
  withSelected(event) {
    const { root, selection } = this.library;
    if (!selection.size) return undefined;
    const bar = within(root, ".selection-bar");
    if (!hasControl(event) && event.key === "c" && selection.size >= 2 && selection.size <= 4)
      return () => press(bar, "compare");
    const handles = handlesFor(event);
    if (handles?.includes("delete")) return () => press(bar, "delete-selected");
    if (handles?.includes("favourite")) return () => press(bar, "favourite");
    const [id] = selection.ids;
    return handles && selection.size === 1 ? () => act(String(id), handles) : undefined;
  }
}

/** @param {Part} target */
function isForOthers(target) {
  return (
    typesText(target) || target.closest("select, dialog, .menu, .more-body") || document.querySelector(".lightbox")
  );
}
