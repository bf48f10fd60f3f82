// Which of several places on the page an arrow key leads to.

/** @typedef {{ getBoundingClientRect(): { left: number, right: number, top: number, bottom: number } }} Placed */

/** The one before or behind; in the row above or below the one that is nearest.
 * @template {Placed} Kind
 * @param {Kind} from
 * @param {Kind[]} all in the order of the page
 * @param {string} key
 * @returns {Kind | undefined} */
export function nextTo(from, all, key) {
  const at = all.indexOf(from);
  if (key === "ArrowRight") return all[at + 1];
  if (key === "ArrowLeft") return all[at - 1];
  if (key === "ArrowDown") return nearest(from, rowOf(all.slice(at), below(from)));
  if (key === "ArrowUp") return nearest(from, rowOf(all.slice(0, at + 1).reverse(), above(from)));
  return undefined;
}

/** @param {Placed} from
 * @returns {(other: Placed) => boolean} */
const below = (from) => (other) => middle(other).y > from.getBoundingClientRect().bottom;

/** @param {Placed} from
 * @returns {(other: Placed) => boolean} */
const above = (from) => (other) => middle(other).y < from.getBoundingClientRect().top;

/** The nearest row of those beyond: all that stand beside its first one.
 * @template {Placed} Kind
 * @param {Kind[]} some nearest first
 * @param {(other: Placed) => boolean} isBeyond */
function rowOf(some, isBeyond) {
  const beyond = some.filter(isBeyond);
  const [first] = beyond;
  if (!first) return [];
  const { top, bottom } = first.getBoundingClientRect();
  return beyond.filter((other) => middle(other).y >= top && middle(other).y <= bottom);
}

/** @template {Placed} Kind
 * @param {Placed} from
 * @param {Kind[]} row */
function nearest(from, row) {
  const { x } = middle(from);
  const away = (/** @type {Placed} */ other) => Math.abs(middle(other).x - x);
  return row.reduce((best, other) => (best && away(best) <= away(other) ? best : other), row[0]);
}

/** @param {Placed} place */
function middle(place) {
  const { left, right, top, bottom } = place.getBoundingClientRect();
  return { x: (left + right) / 2, y: (top + bottom) / 2 };
}
