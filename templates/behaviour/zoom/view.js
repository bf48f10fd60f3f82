// What part of a picture is seen, and how large. Reckons only; all lengths are pixels of the page.

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ x: number, y: number }} Point from the middle of the pane */

export const LARGEST = 32; // times the size in which all of it is seen
const STEP = 1.25; // of a key

/** The picture's size when all of it is seen in a pane.
 * @param {Size} picture
 * @param {Size} pane
 * @returns {Size} */
export function fitted(picture, pane) {
  const scale = Math.min(pane.width / picture.width, pane.height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** A view is what several pictures may share: `zoom` is 1 where all of a picture is seen, and `x`, `y` are the place, as
 * shares of the picture, that is in the middle. It gets no smaller than `least`. */
export class View {
  zoom = 1;
  least = 1;
  x = 0.5;
  y = 0.5;

  get isWhole() {
    return this.zoom === 1;
  }

  whole() {
    this.zoom = 1;
    this.x = this.y = 0.5;
  }

  /** Where the picture stands: how far its middle is from that of the pane.
   * @param {Size} fit
   * @param {Size} pane
   * @returns {Point} */
  offset(fit, pane) {
    return {
      x: (0.5 - kept(this.x, fit.width * this.zoom, pane.width)) * fit.width * this.zoom,
      y: (0.5 - kept(this.y, fit.height * this.zoom, pane.height)) * fit.height * this.zoom,
    };
  }

  /** So many times as large, with the place under this point staying there.
   * @param {number} zoom
   * @param {Point} point
   * @param {Size} fit
   * @param {Size} pane */
  zoomTo(zoom, point, fit, pane) {
    const before = this.zoom;
    const after = Math.min(LARGEST, Math.max(this.least, zoom));
    this.keepInside(fit, pane);
    this.x += (point.x / fit.width) * (1 / before - 1 / after);
    this.y += (point.y / fit.height) * (1 / before - 1 / after);
    this.zoom = after;
    this.keepInside(fit, pane);
  }

  /** @param {number} steps one for a key; a wheel says parts of it
   * @param {Point} point
   * @param {Size} fit
   * @param {Size} pane */
  zoomBy(steps, point, fit, pane) {
    this.zoomTo(this.zoom * STEP ** steps, point, fit, pane);
  }

  /** The picture goes with the hand.
   * @param {Point} way
   * @param {Size} fit
   * @param {Size} pane */
  move(way, fit, pane) {
    this.x -= way.x / (fit.width * this.zoom);
    this.y -= way.y / (fit.height * this.zoom);
    this.keepInside(fit, pane);
  }

  /** @param {Size} fit
   * @param {Size} pane */
  keepInside(fit, pane) {
    this.x = kept(this.x, fit.width * this.zoom, pane.width);
    this.y = kept(this.y, fit.height * this.zoom, pane.height);
  }
}

/** The place in the middle, so that no ground is seen where there is picture enough.
 * @param {number} place
 * @param {number} length of the picture
 * @param {number} room */
function kept(place, length, room) {
  if (length <= room) return 0.5;
  const half = room / length / 2;
  return Math.min(1 - half, Math.max(half, place));
}
