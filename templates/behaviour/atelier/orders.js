// The orders in the studio: which of them is large, how many pictures each has, and which of its two pictures an image
// shows. All of that follows from the cards, which come and go with the server's events.

import { isHeld } from "./drag.js";
import { showInstead } from "./shown.js";

const SMALL = 400; // pixels of a thumbnail's longest side (server/library/thumbnails.py)

/** @param {Part} list */
export function followOrders(list) {
  arrange(list);
  new MutationObserver(() => arrange(list)).observe(list, { childList: true, subtree: true });
  new ResizeObserver(() => sharpen(list)).observe(list);
}

/** Before anything is drawn of what has changed.
 * @param {Part} list */
function arrange(list) {
  for (const order of list.querySelectorAll(".order")) count(order);
  const orders = [...list.querySelectorAll(".order")];
  const stage = orders.find((order) => !waits(order));
  for (const order of orders) {
    order.classList.toggle("on-stage", order === stage);
    order.classList.toggle("waits", waits(order));
  }
  sharpen(list);
}

/** @param {Part} order */
function count(order) {
  const { length } = order.querySelectorAll(".painting");
  if (!length) order.remove();
  else if (order.dataset.count !== String(length)) order.dataset.count = String(length);
}

/** Whether nothing of it has been begun.
 * @param {Part} order */
const waits = (order) => !order.querySelector('.painting:not([data-state="queued"])');

/** Pictures on the stage are shown from as many pixels as they are large, all others from few: whole ones take four
 * megabytes of memory each. One that is about to be dragged is whole wherever it is.
 * @param {Part} list */
function sharpen(list) {
  for (const image of list.querySelectorAll("img[data-file]")) {
    const isWhole = image.src.endsWith("/picture");
    const shallBeWhole = isHeld(image) || (image.closest(".on-stage") && (isWhole || longest(image) > SMALL));
    if (shallBeWhole && !isWhole) showInstead(image, "/picture");
    else if (isWhole && !shallBeWhole) showInstead(image, "/thumbnail");
  }
}

/** @param {Part} image */
const longest = ({ clientWidth, clientHeight }) => Math.max(clientWidth, clientHeight) * devicePixelRatio;
