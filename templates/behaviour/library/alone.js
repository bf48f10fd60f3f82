// One of the library's pictures alone and large.

import { toldByBody } from "../common/elements.js";
import { lightboxOptions, nameLightbox } from "../every_page.js";

/** One that the list does not show at the moment.
 * @param {Part} image
 * @param {string} [alt] */
export async function showAlone(image, alt) {
  /** @type {{ default: typeof import("photoswipe").default }} */
  const { default: PhotoSwipe } = await import(toldByBody().photoswipe);
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  const pswp = new PhotoSwipe({
    ...lightboxOptions(),
    dataSource: [{ src: image.src, width, height, element: image, alt }],
  });
  nameLightbox(pswp);
  pswp.init();
}

/** From this place in the grid on; `left` is told at which place it was closed. What the grid lacks is fetched on the way.
 * @param {import("./grid.js").Grid} grid
 * @param {number} index
 * @param {(index: number) => void} left */
export async function showFrom(grid, index, left) {
  /** @type {{ default: typeof import("photoswipe").default }} */
  const { default: PhotoSwipe } = await import(toldByBody().photoswipe);
  const pswp = new PhotoSwipe({ ...lightboxOptions(), index });
  const unknown = new Set();
  pswp.addFilter("numItems", () => grid.total);
  pswp.addFilter("itemData", (_data, at) => {
    const tile = grid.tile(at);
    if (!tile) unknown.add(at);
    return tile ? slide(tile) : { html: "" };
  });
  pswp.addFilter(
    "thumbEl",
    (element, _data, at) => grid.tile(at)?.querySelector("img") ?? /** @type {HTMLElement} */ (element),
  );
  pswp.on("change", async () => {
    const at = pswp.currIndex;
    await grid.reach(at);
    for (const near of [at - 1, at, at + 1])
      if (unknown.delete(near) && grid.tile(near)) pswp.refreshSlideContent(near);
  });
  pswp.on("closingAnimationEnd", () => left(pswp.currIndex));
  nameLightbox(pswp);
  pswp.init();
}

/** @param {Part} tile */
function slide(tile) {
  const { id, state, width, height } = tile.dataset;
  const image = tile.querySelector("img");
  if (state !== "done" || !image) return { html: "" };
  return {
    src: `/paintings/${id}/picture?${image.src.split("?")[1]}`,
    msrc: image.src,
    width: Number(width),
    height: Number(height),
    alt: tile.title,
  };
}
