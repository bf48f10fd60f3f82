// The menu of a painting, one for the whole page: drawn by the server, shown where somebody asked for it.

import { byId } from "../common/elements.js";

const EDGE = 8; // pixels it stays away from the window's edge

/** @type {HTMLElement | null} */
let opener = null;
/** @type {EventTarget | undefined} */
let wanted; // the latest wish; an answer to an earlier one opens nothing

export const isMenuOpen = () => !byId("menu").hidden;

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/** One after the other: of several requests with the same source htmx would keep one waiting and drop the others.
 * @param {() => Promise<void>} ask */
export function inTurn(ask) {
  const answered = last.then(ask);
  last = answered.catch(() => {});
  return answered;
}

/** @param {string} id of a painting, or of an order with what says so before it */
export const fillMenu = (id) =>
  inTurn(() => htmx.ajax("GET", `${addressOf(id)}/menu`, { source: "#menu", target: "#menu", swap: "innerHTML" }));

/** @param {string} id */
const addressOf = (id) => (id.startsWith("order-") ? id.replace("order-", "/orders/") : `/paintings/${id}`);

/** Below a button, or where somebody clicked; always inside of the window.
 * @param {string} id the painting's
 * @param {{ left: number, right: number, top: number, bottom: number }} place
 * @param {HTMLElement | null} [from] what gets the focus back */
export async function openMenu(id, place, from) {
  const wish = new EventTarget();
  wanted = wish;
  await fillMenu(id);
  const menu = byId("menu");
  if (wanted !== wish || menu.querySelector("[data-actions-of]")?.dataset.actionsOf !== id) return;
  opener = from ?? /** @type {HTMLElement | null} */ (document.activeElement);
  if (document.querySelector(".lightbox"))
    menu.dataset.theme = "dark"; // as what it opens over
  else delete menu.dataset.theme;
  menu.hidden = false;
  const { offsetWidth, offsetHeight } = menu;
  const lowest = innerHeight - EDGE - offsetHeight;
  const above = place.top - offsetHeight;
  const top = place.bottom <= lowest ? place.bottom : above >= EDGE ? above : Math.max(EDGE, lowest);
  menu.style.left = `${Math.max(EDGE, Math.min(place.left, innerWidth - offsetWidth - EDGE))}px`;
  menu.style.top = `${top}px`;
  menu.querySelector(".action")?.focus({ preventScroll: true });
}

/** Where somebody clicked with the right button; the key for it says no place, and gets that of the element.
 * @param {string} id
 * @param {MouseEvent} event
 * @param {HTMLElement | null} [from] */
export function openMenuAt(id, event, from) {
  event.preventDefault();
  const { clientX: x, clientY: y } = event;
  const place = x || y || !from ? { left: x, right: x, top: y, bottom: y } : from.getBoundingClientRect();
  return openMenu(id, place, from);
}

/** @param {{ giveBack?: boolean }} how whether what opened it gets the focus back, even where it has gone elsewhere */
export function closeMenu({ giveBack = false } = {}) {
  const menu = byId("menu");
  wanted = undefined;
  if (menu.hidden) return;
  const hadFocus = menu.contains(document.activeElement);
  menu.hidden = true;
  if ((giveBack || hadFocus) && opener?.isConnected) opener.focus({ preventScroll: true });
}
