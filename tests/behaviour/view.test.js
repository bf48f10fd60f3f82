import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted, LARGEST, View } from "../../templates/behaviour/zoom/view.js";

const PANE = { width: 800, height: 600 };
const FIT = fitted({ width: 1024, height: 1024 }, PANE);

/** The place of the picture under a point of the pane, as shares of it. */
function under(view, point) {
  const offset = view.offset(FIT, PANE);
  return {
    x: 0.5 + (point.x - offset.x) / (FIT.width * view.zoom),
    y: 0.5 + (point.y - offset.y) / (FIT.height * view.zoom),
  };
}

test("a picture is as large as its pane allows, in its own shape", () => {
  assert.deepEqual(FIT, { width: 600, height: 600 });
  assert.deepEqual(fitted({ width: 200, height: 100 }, PANE), { width: 800, height: 400 });
});

test("what is under the pointer stays there while one zooms", () => {
  const view = new View();
  view.zoomTo(4, { x: 0, y: 0 }, FIT, PANE);
  const point = { x: 120, y: -80 };
  const before = under(view, point);
  view.zoomBy(2, point, FIT, PANE);
  const after = under(view, point);
  assert.ok(view.zoom > 6);
  assert.ok(Math.abs(before.x - after.x) < 1e-9 && Math.abs(before.y - after.y) < 1e-9);
});

test("it goes with the hand, but never away from the pane", () => {
  const view = new View();
  view.move({ x: 50, y: 50 }, FIT, PANE);
  assert.deepEqual(view.offset(FIT, PANE), { x: 0, y: 0 }, "nothing to be moved while all of it is seen");
  view.zoomTo(2, { x: 0, y: 0 }, FIT, PANE);
  view.move({ x: 30, y: 20 }, FIT, PANE);
  const { x, y } = view.offset(FIT, PANE);
  assert.deepEqual([Math.round(x), Math.round(y)], [30, 20]);
  view.move({ x: 10_000, y: -10_000 }, FIT, PANE);
  const edge = view.offset(FIT, PANE);
  assert.deepEqual([Math.round(edge.x), Math.round(edge.y)], [200, -300], "its edge at the edge of the pane");
});

test("a direction in which there is room for all of it stays in the middle", () => {
  const view = new View();
  view.zoomTo(1.2, { x: 300, y: 0 }, FIT, PANE);
  assert.equal(view.offset(FIT, PANE).x, 0);
});

test("there are limits", () => {
  const view = new View();
  view.zoomTo(10_000, { x: 0, y: 0 }, FIT, PANE);
  assert.equal(view.zoom, LARGEST);
  view.zoomTo(0, { x: 0, y: 0 }, FIT, PANE);
  assert.ok(view.isWhole);
  assert.deepEqual(view.offset(FIT, PANE), { x: 0, y: 0 });
});
