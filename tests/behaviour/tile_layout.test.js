import assert from "node:assert/strict";
import { test } from "node:test";
import { GAP, TileLayout } from "../../templates/behaviour/library/tile_layout.js";

const BLOCK = 60;

/** Five columns of 100 pixels. */
function measured() {
  const layout = new TileLayout({ side: 100, block: BLOCK });
  layout.measure(5 * 100 + 4 * GAP);
  return layout;
}

test("as many columns as fit, and tiles as wide as leaves no rest", () => {
  const layout = measured();
  assert.equal(layout.columns, 5);
  assert.equal(layout.tile, 100);
  layout.measure(5 * 100 + 4 * GAP - 1);
  assert.equal(layout.columns, 4);
  assert.equal(4 * layout.tile + 3 * GAP, 539);
});

test("a list narrower than a tile has one column", () => {
  const layout = new TileLayout({ side: 100, block: BLOCK });
  layout.measure(40);
  assert.equal(layout.columns, 1);
  assert.equal(layout.tile, 40);
});

test("measuring says whether tiles have another size", () => {
  const layout = new TileLayout({ side: 100, block: BLOCK });
  assert.ok(layout.measure(540));
  assert.ok(!layout.measure(540));
  assert.ok(layout.measure(500));
});

test("the list is as high as all its tiles", () => {
  const layout = measured();
  assert.equal(layout.height(0), 0);
  assert.equal(layout.height(5), 100);
  assert.equal(layout.height(6), 210);
  assert.equal(layout.height(100_000), 20_000 * 110 - GAP);
});

test("a tile stands in its row and column", () => {
  const layout = measured();
  assert.deepEqual([layout.leftOf(0), layout.topOf(0)], [0, 0]);
  assert.deepEqual([layout.leftOf(13), layout.topOf(13)], [330, 220]);
});

test("the first that is shown is the first of its row", () => {
  assert.equal(measured().firstShown(109), 0);
  assert.equal(measured().firstShown(110), 5);
  assert.equal(new TileLayout({ side: 100, block: BLOCK }).firstShown(500), 0);
});

test("blocks are wanted from one screen above the window to one below", () => {
  const layout = measured();
  const total = 100_000;
  assert.deepEqual(layout.blocksNear({ scrolled: 0, height: 600, total }), [0]);
  // Row 1000 is the first seen, 994 the first wanted, 1010 the last: tiles 4970 to 5054.
  assert.deepEqual(layout.blocksNear({ scrolled: 110_000, height: 600, total }), [82, 83, 84]);
});

test("no block is wanted beyond the last tile, and one where there is none", () => {
  const layout = measured();
  assert.deepEqual(layout.blocksNear({ scrolled: 0, height: 6000, total: 61 }), [0, 1]);
  assert.deepEqual(layout.blocksNear({ scrolled: 0, height: 6000, total: 60 }), [0]);
  assert.deepEqual(layout.blocksNear({ scrolled: 0, height: 600, total: 0 }), [0]);
});

test("before the first measure the first block is wanted", () => {
  assert.deepEqual(
    new TileLayout({ side: 100, block: BLOCK }).blocksNear({ scrolled: 900, height: 600, total: 500 }),
    [0],
  );
});

test("one scrolls no further than it takes to see a tile whole", () => {
  const layout = measured();
  const window = { scrolled: 220, height: 600 };
  assert.equal(layout.scrollTo(10, window), null);
  assert.equal(layout.scrollTo(0, window), 0);
  assert.equal(layout.scrollTo(5, window), 100);
  assert.equal(layout.scrollTo(34, window), null);
  assert.equal(layout.scrollTo(35, window), 7 * 110 + 110 - 600 + GAP);
});
