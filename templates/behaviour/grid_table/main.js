// A comparison's table: kept up to date, and drawn as one picture with the page's own fonts.

import { within } from "../common/elements.js";
import { openLightboxFrom } from "../every_page.js";

const CELL = 360; // pixels a picture's longer side gets
const HEAD = 220; // of the column with the rows' names
const GAP = 20;
const LINE = 26;

/** @typedef {{ x: number, y: number }} Place in pixels of the canvas */

document.addEventListener("alpine:init", () => {
  /** @type {Blob | null} */
  let picture = null;
  Alpine.data("gridTable", () => ({
    isBusy: false,
    timer: 0,
    init() {
      const again = () => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => htmx.trigger("#grid-table", "again"), 200);
      };
      new MutationObserver(again).observe(within(this.$root, "#library-pulse"), {
        childList: true,
        characterData: true,
        subtree: true,
      });
      openLightboxFrom(within(this.$root, "#grid-table"));
    },
    async draw() {
      this.isBusy = true;
      try {
        picture = await drawTable(this.$root);
        htmx.trigger(this.$refs.sender, "drawn");
      } finally {
        this.isBusy = false;
      }
    },
    /** @param {HtmxEvent} event */
    attach({ detail: { ctx } }) {
      ctx.request.body = picture;
      ctx.request.headers["Content-Type"] = "application/octet-stream";
    },
  }));
});

/** @param {Part} root */
async function drawTable(root) {
  const table = /** @type {HTMLTableElement} */ (/** @type {unknown} */ (within(root, "table")));
  const rows = [...table.tBodies[0].rows];
  const columns = Math.max(...rows.map((row) => row.cells.length - 1));
  const canvas = document.createElement("canvas");
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const { fontFamily } = getComputedStyle(document.body);
  const font = (/** @type {number} */ size, weight = 400) => {
    pen.font = `${weight} ${size}px ${fontFamily}`;
  };
  const width = HEAD + columns * (CELL + GAP) + GAP;
  font(20);
  const prompt = wrapped(pen, within(root, ".comparison-prompt").textContent, width - 2 * GAP);
  const top = GAP + prompt.length * LINE + GAP + (table.tHead ? LINE + GAP : 0);
  Object.assign(canvas, { width, height: top + rows.length * (CELL + LINE + GAP) + GAP });
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.fillStyle = "#1d1a26";
  pen.textBaseline = "top";
  font(20); // to give a canvas its size takes its font away
  drawLines(pen, prompt, { x: GAP, y: GAP });
  font(18, 600);
  for (const [column, head] of [...(table.tHead?.rows[0].cells ?? [])].slice(1).entries())
    pen.fillText(textOf(head), HEAD + column * (CELL + GAP), top - LINE - GAP / 2, CELL);
  for (const [number, row] of rows.entries()) {
    const y = top + number * (CELL + LINE + GAP);
    font(18, 600);
    drawLines(pen, wrapped(pen, textOf(row.cells[0]), HEAD - 2 * GAP), { x: GAP, y });
    font(16);
    for (const [column, cell] of [...row.cells].slice(1).entries())
      await drawCell(pen, cell, { x: HEAD + column * (CELL + GAP), y });
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** @param {CanvasRenderingContext2D} pen
 * @param {HTMLTableCellElement} cell
 * @param {Place} place */
async function drawCell(pen, cell, { x, y }) {
  const link = cell.querySelector("a.open");
  if (!link) return drawLines(pen, wrapped(pen, textOf(cell), CELL), { x, y });
  const bitmap = await createImageBitmap(await (await fetch(link.href)).blob());
  const scale = CELL / Math.max(bitmap.width, bitmap.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, x, y, bitmap.width * scale, bitmap.height * scale);
  bitmap.close();
  const facts = [...cell.querySelectorAll(".cell-facts span")].map((each) => each.textContent).join(" · ");
  pen.fillText(facts, x, y + CELL + 6, CELL);
}

/** @param {CanvasRenderingContext2D} pen
 * @param {string[]} lines
 * @param {Place} place of the first line */
function drawLines(pen, lines, { x, y }) {
  for (const [number, line] of lines.entries()) pen.fillText(line, x, y + number * LINE);
}

/** @param {Element} element */
const textOf = (element) => element.textContent.trim().replace(/\s+/g, " ");

/** Lines of a text that are no wider than so many pixels, broken between words where there are any.
 * @param {CanvasRenderingContext2D} pen
 * @param {string} text
 * @param {number} width */
function wrapped(pen, text, width) {
  const lines = [""];
  for (const part of text.match(/[\u2e80-\u9fff\uf900-\uffef]|\n|[^\s\u2e80-\u9fff\uf900-\uffef]+\s*|\s+/gu) ?? []) {
    const longer = lines.at(-1) + part;
    if (part !== "\n" && (!lines.at(-1) || pen.measureText(longer.trimEnd()).width <= width))
      lines[lines.length - 1] = longer;
    else lines.push(part === "\n" ? "" : part);
  }
  return lines;
}
