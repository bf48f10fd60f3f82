// Pictures on a ground, which are looked at together: zoomed and moved by wheel, pinch and hand, all in the same way.

import { fitted, View } from "./view.js";

const STILL = 4; // pixels within which a press is a click
const SWIPE = 60; // pixels after which a finger means another picture
const OF_WHEEL = 100; // what a wheel says for one notch
const OF_PINCH = 12; // and a trackpad, on which two fingers go apart

/** @typedef {object} Listener
 * @property {() => void} [changed] after all that changes what is seen
 * @property {(isOnPicture: boolean) => void} [tapped]
 * @property {(by: number) => void} [swiped] */

export class Stage {
  view = new View();
  /** @type {Map<number, PointerEvent>} */
  #held = new Map();
  /** @type {{ moved: number, x: number, y: number, onPicture: boolean } | null} */
  #press = null;
  #end = new AbortController();

  /** @param {Part} element holds layers, each with a picture
   * @param {Listener} listener
   * @param {number} margin pixels around a picture of which all is seen */
  constructor(element, listener, margin) {
    this.element = element;
    this.listener = listener;
    this.margin = margin;
    const { signal } = this.#end;
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(element);
    element.addEventListener("wheel", (event) => this.#wheel(event), { signal, passive: false });
    element.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    element.addEventListener("pointermove", (event) => this.#move(event), { signal });
    element.addEventListener("pointerup", (event) => this.#up(event), { signal });
    element.addEventListener("pointercancel", (event) => this.#lost(event), { signal });
  }

  close() {
    this.watch.disconnect();
    this.#end.abort();
  }

  get layers() {
    return [...this.element.querySelectorAll(".layer")];
  }

  /** Of the first picture: screen pixels for one of its own. */
  get scale() {
    const [layer] = this.layers;
    return layer ? (this.view.zoom * this.#fit(layer).width * devicePixelRatio) / Number(layer.dataset.width) : 1;
  }

  whole() {
    this.view.whole();
    this.draw();
  }

  /** One pixel of the picture on one of the screen, with the place under the event staying there.
   * @param {MouseEvent} [event] */
  actual(event) {
    const layer = this.#layerAt(event);
    if (!layer) return;
    const fit = this.#fit(layer);
    this.view.zoomTo(this.#actualZoom(layer), this.#pointIn(layer, event), fit, paneOf(layer));
    this.draw();
  }

  /** @param {MouseEvent} [event] */
  toggle(event) {
    const [layer] = this.layers;
    if (!layer) return;
    const isAsSmall = Math.abs(this.#actualZoom(layer) - 1) < 0.05;
    if (!this.view.isWhole) this.whole();
    else if (isAsSmall) this.zoomBy(3, event);
    else this.actual(event);
  }

  /** @param {number} steps
   * @param {MouseEvent} [event] */
  zoomBy(steps, event) {
    const layer = this.#layerAt(event);
    if (!layer) return;
    this.view.zoomBy(steps, this.#pointIn(layer, event), this.#fit(layer), paneOf(layer));
    this.draw();
  }

  draw() {
    for (const layer of this.layers) this.#place(layer);
    this.element.dataset.zoomed = String(this.view.zoom > 1);
    this.listener.changed?.();
  }

  /** @param {Part} layer */
  #place(layer) {
    const image = layer.querySelector("img");
    const pane = paneOf(layer);
    if (!image || !pane.width || !pane.height) return;
    const fit = this.#fit(layer);
    this.view.least = Math.min(1, this.#actualZoom(layer));
    const { x, y } = this.view.offset(fit, pane);
    const width = fit.width * this.view.zoom;
    const height = fit.height * this.view.zoom;
    Object.assign(image.style, {
      width: `${width}px`,
      height: `${height}px`,
      left: `${(pane.width - width) / 2 + x}px`,
      top: `${(pane.height - height) / 2 + y}px`,
    });
  }

  /** @param {Part} layer */
  #fit(layer) {
    const { width, height } = paneOf(layer);
    const picture = { width: Number(layer.dataset.width), height: Number(layer.dataset.height) };
    const room = { width: Math.max(1, width - 2 * this.margin), height: Math.max(1, height - 2 * this.margin) };
    return fitted(picture, room);
  }

  /** @param {Part} layer */
  #actualZoom(layer) {
    return Number(layer.dataset.width) / devicePixelRatio / this.#fit(layer).width;
  }

  /** @param {MouseEvent} [event] */
  #layerAt(event) {
    const { layers } = this;
    const over = layers.find((layer) => {
      const { left, right, top, bottom } = layer.getBoundingClientRect();
      return event && event.clientX >= left && event.clientX < right && event.clientY >= top && event.clientY < bottom;
    });
    return over ?? layers[0];
  }

  /** @param {Part} layer
   * @param {{ clientX: number, clientY: number }} [event] none for the middle */
  #pointIn(layer, event) {
    if (!event) return { x: 0, y: 0 };
    const { left, top, width, height } = layer.getBoundingClientRect();
    return { x: event.clientX - left - width / 2, y: event.clientY - top - height / 2 };
  }

  // -- keys, wheel and hand --
  /** What a key does to it.
   * @param {string} key
   * @returns {(() => void) | undefined} */
  workOf(key) {
    /** @type {Partial<Record<string, () => void>>} */
    const works = {
      "+": () => this.zoomBy(1),
      "=": () => this.zoomBy(1),
      "-": () => this.zoomBy(-1),
      0: () => this.whole(),
      1: () => this.actual(),
      z: () => this.toggle(),
    };
    return works[key];
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    const pixels = event.deltaMode ? event.deltaY * 33 : event.deltaY;
    const isPinch = event.ctrlKey && Math.abs(pixels) < 50;
    this.zoomBy(-pixels / (isPinch ? OF_PINCH : OF_WHEEL), event);
  }

  /** @param {PointerEvent} event */
  #down(event) {
    const target = /** @type {Part} */ (event.target);
    if (event.button || target.closest("button, a, input, [role=slider]")) return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.#held.set(event.pointerId, event);
    const { clientX: x, clientY: y } = event;
    this.#press = this.#held.size === 1 ? { moved: 0, x, y, onPicture: this.#isOnPicture(event) } : null;
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#held.get(event.pointerId);
    if (!before) return;
    const others = [...this.#held.values()].filter(({ pointerId }) => pointerId !== event.pointerId);
    this.#held.set(event.pointerId, event);
    if (others.length) return this.#pinch(before, event, others[0]);
    if (this.#press)
      this.#press.moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
    const layer = this.#layerAt(event);
    if (!layer || this.view.zoom <= 1) return;
    const way = { x: event.clientX - before.clientX, y: event.clientY - before.clientY };
    this.view.move(way, this.#fit(layer), paneOf(layer));
    this.draw();
  }

  /** @param {PointerEvent} before
   * @param {PointerEvent} after
   * @param {PointerEvent} other the finger that stayed */
  #pinch(before, after, other) {
    const middle = { clientX: (after.clientX + other.clientX) / 2, clientY: (after.clientY + other.clientY) / 2 };
    const layer = this.#layerAt(/** @type {MouseEvent} */ (middle));
    const apart = (/** @type {PointerEvent} */ one) =>
      Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
    if (!layer || apart(before) < 1) return;
    const zoom = (this.view.zoom * apart(after)) / apart(before);
    this.view.zoomTo(zoom, this.#pointIn(layer, middle), this.#fit(layer), paneOf(layer));
    this.draw();
  }

  /** @param {PointerEvent} event */
  #up(event) {
    this.#held.delete(event.pointerId);
    const press = this.#press;
    this.#press = null;
    if (!press) return;
    const way = event.clientX - press.x;
    const isSideways = Math.abs(way) > SWIPE && Math.abs(way) > 2 * Math.abs(event.clientY - press.y);
    if (press.moved < STILL) this.listener.tapped?.(press.onPicture);
    else if (event.pointerType === "touch" && this.view.zoom <= 1 && isSideways)
      this.listener.swiped?.(way > 0 ? -1 : 1);
  }

  /** @param {PointerEvent} event */
  #lost(event) {
    this.#held.delete(event.pointerId);
    this.#press = null;
  }

  /** @param {PointerEvent} event */
  #isOnPicture({ clientX, clientY }) {
    return this.layers.some((layer) => {
      const place = layer.querySelector("img")?.getBoundingClientRect();
      return (
        place && clientX >= place.left && clientX <= place.right && clientY >= place.top && clientY <= place.bottom
      );
    });
  }
}

/** @param {Part} layer */
const paneOf = (layer) => ({ width: layer.clientWidth, height: layer.clientHeight });
