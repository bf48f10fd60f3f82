import assert from "node:assert/strict";
import { test } from "node:test";
import {
  carriedOver,
  grouped,
  isFixed,
  nearest,
  priceOf,
  rounded,
  shareOf,
} from "../../templates/behaviour/common/numbers.js";

test("thousands are grouped", () => {
  const written = { 0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567" };
  for (const [number, text] of Object.entries(written)) assert.equal(grouped(Number(number)), text);
});

test("what costs little has one decimal", () => {
  assert.equal(String(rounded(9.94)), "9.9");
  assert.equal(String(rounded(10.4)), "10");
  assert.equal(shareOf(0.0123), "1.2%");
  assert.equal(shareOf(0.123), "12%");
});

test("a number goes to the next step, within the range", () => {
  const range = { min: 256, max: 1000, step: 16, default: 512 };
  assert.equal(nearest(range, 0), 256);
  assert.equal(nearest(range, 263), 256);
  assert.equal(nearest(range, 264), 272);
  assert.equal(nearest(range, 5000), 992); // the last step that does not go beyond
});

test("steps of tenths stay tenths", () => {
  assert.equal(nearest({ min: 0, max: 30, step: 0.1, default: 7.5 }, 0.30000000000000004), 0.3);
});

test("a range of one number is fixed", () => {
  assert.ok(isFixed({ min: 4, max: 4, step: 1, default: 4 }));
  assert.ok(!isFixed({ min: 4, max: 8, step: 1, default: 4 }));
});

test("a price goes by tiles, steps and pictures that are given", () => {
  const price = {
    tile_pixels: 512 * 512,
    whole_tiles: true,
    first_tile: null,
    per_tile: 2,
    per_tile_and_step: 3,
    per_input_tile: 5,
    per_input_tile_and_step: 7,
  };
  assert.equal(priceOf(price, { width: 512, height: 513, steps: 4 }), 2 * (2 + 4 * 3));
  assert.equal(priceOf({ ...price, whole_tiles: false }, { width: 512, height: 256, steps: 4 }), 0.5 * (2 + 4 * 3));
  assert.equal(priceOf({ ...price, first_tile: 100 }, { width: 1024, height: 512, steps: 4 }), 100 + 14);
  assert.equal(priceOf(price, { width: 512, height: 512, steps: 4, pictures: 2 }), 14 + 2 * (5 + 4 * 7));
});

test("another model takes over what was moved by hand, and brings its own for the rest", () => {
  const side = (own) => ({ min: 256, max: 1920, step: 16, default: own });
  const model = (steps, own) => ({
    steps: { min: 1, max: 20, step: 1, default: steps },
    width: side(own),
    height: side(own),
  });
  const now = { steps: 4, guidance: 7, width: 1360, height: 768 };
  assert.deepEqual(carriedOver(now, model(4, 1024), model(8, 1024)), { ...now, steps: 8 });
  assert.deepEqual(carriedOver(now, model(5, 1024), model(8, 1024)), now);
  const smaller = carriedOver(now, model(4, 1024), model(4, 512));
  assert.deepEqual([smaller.width, smaller.height], [512, 512]);
});
