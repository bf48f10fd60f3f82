// Tiles as the server draws them, again and again. What has not changed stays the very same element: a hand that is just
// pressing it, dragging it or about to click would lose it otherwise.

import { isHeld } from "../every_page.js";

/** What the page itself says on a tile, which the server does not know. */
const OURS = ["class", "tabindex", "aria-selected"];

/** What was in a tile when it came from the server.
 * @type {WeakMap<Part, string>} */
const contents = new WeakMap();

/** The element that goes on standing for a tile that was drawn anew; its number may be another one now. None where it
 * is new or looks different: that one has the picture that was shown until now, which need not be decoded once more.
 * @param {Part} tile
 * @param {Part[]} before */
export function unchanged(tile, before) {
  contents.set(tile, tile.innerHTML);
  const old = before.find(({ id }) => id === tile.id);
  if (!old || old === tile) return undefined;
  if (contents.get(old) !== contents.get(tile)) return void keepPicture(tile, old);
  for (const { name, value } of tile.attributes) if (!OURS.includes(name)) old.setAttribute(name, value);
  keepStar(tile, old);
  return old;
}

/** One after the other, moving none that stand so already.
 * @param {Part} list
 * @param {Part[]} tiles */
export function insertInOrder(list, tiles) {
  /** @type {Element | null} */
  let next = tiles.find((tile) => tile.parentElement === list) ?? null;
  for (const tile of tiles) {
    if (tile === next) next = tile.nextElementSibling;
    else list.insertBefore(tile, next);
  }
}

/** A mark that was put there before the server was asked may have been refused.
 * @param {Part} tile
 * @param {Part} old */
function keepStar(tile, old) {
  const [told, shown] = [tile, old].map((each) => each.querySelector(".tile-star"));
  shown?.setAttribute("aria-pressed", told?.getAttribute("aria-pressed") ?? "false");
}

/** @param {Part} tile
 * @param {Part} old */
function keepPicture(tile, old) {
  const [image, shown] = [tile, old].map((each) => each.querySelector("img"));
  if (!image || !shown || shown.dataset.name !== image.dataset.name) return;
  if (shown.src === image.src || isHeld(shown)) image.replaceWith(shown);
}
