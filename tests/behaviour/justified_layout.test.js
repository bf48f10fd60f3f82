import assert from "node:assert/strict";
import { test } from "node:test";
import { GAP, HEADING, JustifiedLayout } from "../../templates/behaviour/library/justified_layout.js";

const BLOCK = 60;

/** @param {number[]} ratios
 * @param {{ width?: number, side?: number, sections?: [string, number][] }} how */
function laid(ratios, { width = 500, side = 100, sections = [["", ratios.length]] } = {}) {
  const layout = new JustifiedLayout({ side, block: BLOCK });
  layout.describe({ ratios, sections: sections.map(([heading, count]) => ({ heading, year: "", count })) });
  layout.measure(width);
  return layout;
}

const squares = (/** @type {number} */ number) => Array.from({ length: number }, () => 100);

/** @param {JustifiedLayout} layout
 * @param {number} index */
function box(layout, index) {
  const found = layout.boxOf(index);
  assert.ok(found);
  return found;
}

test("rows are full, and each picture has its own proportions", () => {
  const ratios = [150, 67, 100, 178, 80, 120, 100, 56, 100, 150, 150, 75];
  const layout = laid(ratios);
  const rows = Map.groupBy(ratios.keys(), (index) => box(layout, index).top);
  for (const [top, indexes] of [...rows].slice(0, -1)) {
    const boxes = indexes.map((index) => box(layout, index));
    const last = boxes.at(-1);
    assert.equal((last?.left ?? 0) + (last?.width ?? 0), 500, `the row at ${top}`);
    assert.equal(new Set(boxes.map(({ height }) => height)).size, 1);
    assert.ok(Math.abs((boxes[0]?.height ?? 0) - 100) < 40, "about as high as was wished");
    for (const [at, index] of indexes.entries()) {
      const { width, height } = /** @type {import("../../templates/behaviour/library/justified_layout.js").Box} */ (
        boxes[at]
      );
      assert.ok(Math.abs(width / height - /** @type {number} */ (ratios[index]) / 100) < 0.03);
    }
  }
});

test("pictures of a row stand side by side with a gap between them", () => {
  const layout = laid([150, 67, 100, 178]);
  const boxes = [0, 1, 2].map((index) => box(layout, index));
  for (const [at, { left }] of boxes.slice(1).entries()) {
    const before = /** @type {import("../../templates/behaviour/library/justified_layout.js").Box} */ (boxes[at]);
    assert.equal(left, before.left + before.width + GAP);
  }
});

test("a row ends where that brings it nearest to the height wished for", () => {
  // Two are 110 high, three would be 72.
  const layout = laid([178, 178, 178, 178], { width: 400 });
  assert.equal(box(layout, 0).height, 110);
  assert.equal(box(layout, 2).top, 110 + GAP);
  // Two would be 151 high, three are 98.
  assert.equal(box(laid([130, 130, 130, 130], { width: 400 }), 0).height, 98);
});

test("what is left over is not blown up", () => {
  const layout = laid(squares(6), { width: 5 * 100 + 4 * GAP });
  assert.deepEqual(box(layout, 5), { left: 0, top: 100 + GAP, width: 100, height: 100 });
});

test("one that is wider than the list has a row of its own, as low as that takes", () => {
  const layout = laid([400, 100], { width: 200 });
  assert.deepEqual(box(layout, 0), { left: 0, top: 0, width: 200, height: 50 });
  assert.equal(box(layout, 1).top, 50 + GAP);
});

test("a section begins in a new row, below its heading", () => {
  const layout = laid(squares(4), {
    sections: [
      ["Today", 1],
      ["Yesterday", 3],
    ],
  });
  assert.equal(box(layout, 0).top, HEADING);
  assert.equal(layout.headings[1], HEADING + 100 + 2 * GAP);
  assert.equal(box(layout, 1).top, (layout.headings[1] ?? 0) + HEADING);
  assert.equal(layout.sectionAt(0), 0);
  assert.equal(layout.sectionAt((layout.headings[1] ?? 0) - 1), 0);
  assert.equal(layout.sectionAt(layout.headings[1] ?? 0), 1);
});

test("the list is as high as its last row reaches", () => {
  assert.equal(laid([]).height, 0);
  const layout = laid(squares(7), { width: 5 * 100 + 4 * GAP });
  assert.equal(layout.height, box(layout, 6).top + 100);
});

test("a hundred thousand pictures stand below each other without end or overlap", () => {
  const ratios = Array.from({ length: 100_000 }, (_, at) => [100, 125, 67, 178][(at * 7) % 4] ?? 100);
  const layout = laid(ratios, { width: 760, side: 176 });
  let bottom = 0;
  let top = -1;
  for (let index = 0; index < 100_000; index += 1) {
    const now = box(layout, index);
    if (now.top !== top) assert.ok(now.top >= bottom);
    top = now.top;
    bottom = now.top + now.height;
  }
  assert.equal(layout.height, bottom);
});

test("measuring says whether pictures have other places", () => {
  const layout = laid(squares(9));
  assert.ok(!layout.measure(500));
  assert.ok(layout.measure(600));
  assert.ok(layout.measure(600, 140));
});

test("a key leads to the picture that is nearest in the row above or below", () => {
  // Rows of three: the middle one of the second stands below the middle one of the first.
  const layout = laid([...squares(3), ...squares(3)], { width: 3 * 100 + 2 * GAP });
  assert.equal(layout.below(1, 1), 4);
  assert.equal(layout.below(4, -1), 1);
  assert.equal(layout.below(1, -1), 0);
  assert.equal(layout.below(4, 1), 5);
});

test("a screen further is at least a row further", () => {
  const layout = laid(squares(40), { width: 5 * 100 + 4 * GAP });
  assert.equal(layout.screenBelow(2, 324), 17);
  assert.equal(layout.screenBelow(17, -324), 2);
  assert.equal(layout.screenBelow(2, 20), 7);
});

test("blocks are wanted from one screen above the window to one below", () => {
  const layout = laid(squares(100_000), { width: 5 * 100 + 4 * GAP });
  assert.deepEqual(layout.blocksNear({ scrolled: 0, height: 540 }), [0]);
  // Row 1000 is the first seen, 995 the first wanted, 1010 the last: pictures 4975 to 5054.
  assert.deepEqual(layout.blocksNear({ scrolled: 108_000, height: 540 }), [82, 83, 84]);
});

test("no block is wanted beyond the last picture, and one where there is none or nothing is measured", () => {
  const wide = { width: 5 * 100 + 4 * GAP };
  assert.deepEqual(laid(squares(61), wide).blocksNear({ scrolled: 0, height: 6000 }), [0, 1]);
  assert.deepEqual(laid(squares(60), wide).blocksNear({ scrolled: 0, height: 6000 }), [0]);
  assert.deepEqual(laid([], wide).blocksNear({ scrolled: 0, height: 600 }), [0]);
  const unmeasured = new JustifiedLayout({ side: 100, block: BLOCK });
  unmeasured.describe({ ratios: squares(500), sections: [] });
  assert.deepEqual(unmeasured.blocksNear({ scrolled: 900, height: 600 }), [0]);
  assert.equal(unmeasured.boxOf(3), null);
});

test("headings are wanted where their pictures are", () => {
  const layout = laid(squares(300), {
    sections: [
      ["a", 100],
      ["b", 100],
      ["c", 100],
    ],
  });
  assert.deepEqual(layout.sectionsNear({ scrolled: 0, height: 400 }), [0]);
  const second = layout.headings[1] ?? 0;
  assert.deepEqual(layout.sectionsNear({ scrolled: second, height: 400 }), [0, 1]);
});

test("one scrolls no further than it takes to see a picture whole, and a heading with its first row", () => {
  const layout = laid(squares(50), { width: 5 * 100 + 4 * GAP, sections: [["Today", 50]] });
  const window = { scrolled: 2 * 108 + HEADING, height: 540 };
  assert.equal(layout.scrollTo(10, window), null);
  assert.equal(layout.scrollTo(0, window), 0);
  assert.equal(layout.scrollTo(5, window), HEADING + 108 - GAP);
  assert.equal(layout.scrollTo(35, window), HEADING + 7 * 108 + 100 - 540 + GAP);
});
