// One of the library's pictures alone and large.

import { openLightbox } from "../every_page.js";

/** @typedef {import("../atelier/lightbox.js").Item} Item */

/** One that the list does not show at the moment.
 * @param {Part} image
 * @param {string} id
 * @param {string} [alt] */
export function showAlone(image, id, alt = "") {
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  const item = { id, src: `/paintings/${id}/picture`, thumb: image.src, width, height, alt, told: alt };
  return openLightbox({ source: sourceOfOne(item), at: 0, from: image });
}

/** From this place in the grid on; `left` is told at which place it was closed. What the grid lacks is fetched on the way.
 * @param {import("./grid.js").Grid} grid
 * @param {number} index
 * @param {(index: number) => void} left */
export function showFrom(grid, index, left) {
  const tileOf = (/** @type {string} */ id) => document.getElementById(`tile-${id}`);
  const source = {
    list: grid.list,
    count: () => grid.total,
    item: (/** @type {number} */ at) => itemOf(grid.tile(at)),
    indexOf: (/** @type {string} */ id) => Number(tileOf(id)?.dataset.index ?? -1),
    reach: (/** @type {number} */ at) => grid.reach(at),
    left,
  };
  return openLightbox({ source, at: index, from: grid.tile(index)?.querySelector("img") });
}

/** @param {Item} item */
function sourceOfOne(item) {
  return {
    list: document.createElement("div"),
    count: () => 1,
    item: () => item,
    indexOf: () => 0,
    reach: async () => {},
    left: () => {},
  };
}

/** @param {Part | undefined} tile
 * @returns {Item | undefined} */
function itemOf(tile) {
  const image = tile?.querySelector("img");
  if (!tile || !image) return undefined;
  const { id = "", width, height } = tile.dataset;
  const src = `/paintings/${id}/picture?${image.src.split("?")[1] ?? ""}`;
  const alt = tile.title.split("\n→ ")[0];
  return { id, src, thumb: image.src, width: Number(width), height: Number(height), alt, told: tile.title };
}
