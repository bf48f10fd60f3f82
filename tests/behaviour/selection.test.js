import assert from "node:assert/strict";
import { test } from "node:test";
import { gather, spread } from "../../templates/behaviour/library/ids.js";
import { Selection } from "../../templates/behaviour/library/selection.js";

test("what is taken is selected alone", () => {
  const selection = new Selection();
  selection.take(7, 0);
  selection.take(9, 3);
  assert.deepEqual(selection.ids, [9]);
  assert.equal(selection.current, 3);
});

test("toggling adds one and takes it out again", () => {
  const selection = new Selection();
  selection.take(7, 0);
  selection.toggle(9, 3);
  assert.deepEqual(selection.ids, [7, 9]);
  selection.toggle(7, 0);
  assert.deepEqual(selection.ids, [9]);
  assert.equal(selection.current, 0);
});

test("a range goes from the anchor, which stays, in both directions", () => {
  const selection = new Selection();
  selection.take(7, 5);
  assert.deepEqual(selection.rangeTo(8), [5, 9]);
  selection.replace([7, 6, 5, 4]);
  assert.deepEqual(selection.rangeTo(2), [2, 6]);
  assert.equal(selection.current, 2);
});

test("what is toggled is where the next range begins, though it went", () => {
  const selection = new Selection();
  selection.take(7, 5);
  selection.toggle(7, 5);
  selection.toggle(9, 2);
  assert.deepEqual(selection.rangeTo(4), [2, 5]);
});

test("another selection leaves the places as they are, another list does not", () => {
  const selection = new Selection();
  selection.take(7, 5);
  selection.replace([]);
  assert.equal(selection.size, 0);
  assert.deepEqual(selection.rangeTo(6), [5, 7]);
  selection.take(7, 5);
  selection.startOver();
  assert.equal(selection.size, 0);
  assert.equal(selection.current, 0);
  assert.deepEqual(selection.rangeTo(1), [0, 2]);
});

test("a selection is written short, whatever the order it was made in", () => {
  const selection = new Selection();
  selection.replace([12, 9, 3, 8, 7]);
  assert.equal(selection.text, "3,7-9,12");
  assert.ok(selection.has(8));
  assert.ok(!selection.has(4));
});

test("ids written short are read again", () => {
  for (const ids of [[], [1], [1, 2], [2, 4, 6], [1, 2, 3, 10, 11, 100]]) assert.deepEqual(spread(gather(ids)), ids);
});

test("ids are ordered as numbers, not as texts", () => assert.equal(gather([10, 9, 100]), "9-10,100"));
