// Numbers: written, brought into a model's ranges, and what a picture costs. Nothing here knows of the page.

// As both languages write numbers; toLocaleString takes 25 ms of the first page to load what it knows.
/** @param {number | string} number */
export const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

// Of what costs less than ten neurons, one decimal.
/** @param {number} neurons */
export const rounded = (neurons) => (neurons >= 10 ? Math.round(neurons) : neurons.toFixed(1));
/** @param {number} share */
export const shareOf = (share) => `${share >= 0.1 ? Math.round(100 * share) : (100 * share).toFixed(1)}%`;

/** Neurons of one picture, by the same rule as the server's (server/paintings/models/model.py).
 * @param {Price} price
 * @param {{ width: number, height: number, steps: number, pictures?: number }} picture with how many the model is given */
export function priceOf(price, { width, height, steps, pictures = 0 }) {
  const share = (width * height) / price.tile_pixels;
  const tiles = price.whole_tiles ? Math.ceil(share) : share;
  const each = price.per_tile + steps * price.per_tile_and_step;
  const given = pictures * (price.per_input_tile + steps * price.per_input_tile_and_step); // each fits into one tile
  return given + (price.first_tile === null ? tiles * each : price.first_tile + Math.max(0, tiles - 1) * each);
}

/** What the numbers of a form become when another model is chosen: one moved by hand stays, as far as the model allows;
 * one that was the old model's own becomes the new one's. A size stays where both have the same one of their own.
 * @param {{ steps: number, guidance: number, width: number, height: number }} now
 * @param {Profile} before
 * @param {Profile} after */
export function carriedOver(now, before, after) {
  const keepsSize = before.width.default === after.width.default && !isFixed(after.width);
  return {
    steps: takenOver(now.steps, before.steps, after.steps),
    guidance: takenOver(now.guidance, before.guidance, after.guidance),
    width: keepsSize ? nearest(after.width, now.width) : after.width.default,
    height: keepsSize ? nearest(after.height, now.height) : after.height.default,
  };
}

/** @param {number} number
 * @param {Range | null | undefined} before
 * @param {Range | null | undefined} after */
function takenOver(number, before, after) {
  if (!after) return number;
  const isOwn = !before || isFixed(before) || number === before.default;
  return isOwn ? after.default : nearest(after, number);
}

/** @param {Range} range */
export const isFixed = (range) => range.min === range.max;

/** The number next to this one that a model takes.
 * @param {Range} range
 * @param {number} number */
export function nearest(range, number) {
  const within = Math.min(Math.max(number, range.min), range.max);
  const most = Math.floor((range.max - range.min) / range.step);
  const steps = Math.min(Math.floor((within - range.min) / range.step + 0.5), most);
  return Number((range.min + steps * range.step).toFixed(6));
}
