// Which picture of the trash an arrow key leads to, in rows of pictures of several widths.

import assert from "node:assert/strict";
import { test } from "node:test";

import { nextTo } from "../../templates/behaviour/trash/neighbours.js";

/** Two rows of height 100: three pictures above, two wider ones below. */
const box = (name, left, right, top) => ({
  name,
  getBoundingClientRect: () => ({ left, right, top, bottom: top + 100 }),
});
const ALL = [
  box("a", 0, 100, 0),
  box("b", 110, 200, 0),
  box("c", 210, 400, 0),
  box("d", 0, 180, 130),
  box("e", 190, 400, 130),
];
const from = (name, key) =>
  nextTo(
    ALL.find((each) => each.name === name),
    ALL,
    key,
  )?.name;

test("to the sides in the order of the page, also into the next row", () => {
  assert.equal(from("a", "ArrowRight"), "b");
  assert.equal(from("c", "ArrowRight"), "d");
  assert.equal(from("d", "ArrowLeft"), "c");
  assert.equal(from("a", "ArrowLeft"), undefined);
  assert.equal(from("e", "ArrowRight"), undefined);
});

test("up and down to the nearest of the next row", () => {
  assert.equal(from("a", "ArrowDown"), "d");
  assert.equal(from("c", "ArrowDown"), "e");
  assert.equal(from("e", "ArrowUp"), "c");
  assert.equal(from("d", "ArrowUp"), "a");
});

test("nowhere from the outermost rows, and by no other key", () => {
  assert.equal(from("b", "ArrowUp"), undefined);
  assert.equal(from("e", "ArrowDown"), undefined);
  assert.equal(from("b", "Enter"), undefined);
});
