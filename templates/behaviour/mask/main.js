// Marking a part of a picture. Comes with its dialog (_mask.html), and runs anew each time that opens.

import { byId, fillSlider, targetOf, within } from "../common/elements.js";
import { History } from "./history.js";
import { asBytes, whiteOnBlack } from "./sheet.js";

const dialog = byId("mask-dialog");
const stage = within(dialog, ".mask-stage");
const canvas = /** @type {HTMLCanvasElement} */ (/** @type {unknown} */ (within(stage, "canvas")));
const picture = within(stage, "img");
const cursor = within(stage, ".mask-cursor");
const size = within(dialog, "#mask-size");
const along = dialog.querySelector("#mask-along"); // where the picture is no square
const file = within(dialog, "#mask-file");
const tools = [...dialog.querySelectorAll("[data-tool]")];
const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
const SIDE = canvas.width;
const MOST_UNDONE = 50;
const STEP = 8; // pixels that a key moves the brush, or makes it larger or smaller
/** @type {Partial<Record<string, [x: number, y: number]>>} */
const FURTHER = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// What was marked and typed for a picture outlives its dialog, which one key closes, until it is ordered or cancelled.
const form = within(dialog, "form");
const words = [...form.querySelectorAll("[name]:not([type=file])")];
const address = form.getAttribute("hx-post") ?? "";
const earlier = globalThis.markedBefore?.address === address ? globalThis.markedBefore : null;

let tool = "brush";
/** @typedef {{ x: number, y: number }} Place in pixels of the canvas */
/** @type {Place} */
let place = { x: SIDE / 2, y: SIDE / 2 };
let isPainting = false;
/** @type {History<ImageData>} */
const history = new History(MOST_UNDONE);

const read = () => pen.getImageData(0, 0, SIDE, SIDE);
const remember = () => {
  history.remember(read());
  showUndo();
};
/** @param {ImageData | undefined} state */
const putBack = (state) => {
  if (!state) return;
  pen.putImageData(state, 0, 0);
  showUndo();
};
// Not `disabled`: a button that loses the focus while it is used leaves people without a place.
const showUndo = () => {
  within(dialog, "[data-do=undo]").setAttribute("aria-disabled", String(!history.canUndo));
  within(dialog, "[data-do=redo]").setAttribute("aria-disabled", String(!history.canRedo));
};

const showCursor = () => {
  const width = (Number(size.value) / SIDE) * 100;
  Object.assign(cursor.style, {
    width: `${width}%`,
    left: `${(place.x / SIDE) * 100 - width / 2}%`,
    top: `${(place.y / SIDE) * 100 - width / 2}%`,
  });
  cursor.hidden = false;
};
/** @param {number} by */
const resize = (by) => {
  size.value = String(Number(size.value) + by);
  fillSlider(size);
  showCursor();
};
const choose = (/** @type {string} */ name) => {
  tool = name;
  for (const each of tools) each.setAttribute("aria-pressed", String(each.dataset.tool === name));
};

/** @param {Place} to */
const lineTo = (to) => {
  pen.globalCompositeOperation = tool === "eraser" ? "destination-out" : "source-over";
  pen.strokeStyle = getComputedStyle(cursor).color;
  pen.lineWidth = Number(size.value);
  pen.lineCap = pen.lineJoin = "round";
  pen.beginPath();
  pen.moveTo(place.x, place.y);
  pen.lineTo(to.x, to.y);
  pen.stroke();
  place = to;
};
const begin = () => {
  if (isPainting) return;
  remember();
  isPainting = true;
  lineTo(place);
};
const end = () => {
  isPainting = false;
};
/** @param {Place} to */
const moveTo = (to) => {
  if (isPainting) lineTo(to);
  place = to;
  showCursor();
};
const change = (/** @type {GlobalCompositeOperation} */ operation) => {
  remember();
  pen.globalCompositeOperation = operation;
  pen.fillStyle = getComputedStyle(cursor).color;
  pen.fillRect(0, 0, SIDE, SIDE);
};
/** @type {Record<string, () => void>} */
const doing = {
  undo: () => putBack(history.undo(read)),
  redo: () => putBack(history.redo(read)),
  clear: () => change("destination-out"),
  invert: () => change("source-out"),
};

/** @param {PointerEvent} event */
const placeOf = ({ clientX, clientY }) => {
  const box = canvas.getBoundingClientRect();
  return { x: ((clientX - box.left) / box.width) * SIDE, y: ((clientY - box.top) / box.height) * SIDE };
};
stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !event.isPrimary) return;
  event.preventDefault();
  stage.focus({ preventScroll: true });
  stage.setPointerCapture(event.pointerId);
  moveTo(placeOf(event));
  begin();
});
stage.addEventListener("pointermove", (event) => {
  if (!event.isPrimary) return;
  for (const each of event.getCoalescedEvents?.() ?? []) moveTo(placeOf(each));
  moveTo(placeOf(event));
});
for (const name of ["pointerup", "pointercancel"]) stage.addEventListener(name, end);
stage.addEventListener("pointerleave", () => {
  if (document.activeElement !== stage) cursor.hidden = true;
});

stage.addEventListener("focus", showCursor);
stage.addEventListener("blur", () => {
  end();
  cursor.hidden = true;
});
stage.addEventListener("keydown", (event) => {
  const direction = FURTHER[event.key];
  if (direction) {
    const inside = (/** @type {number} */ number) => Math.min(Math.max(number, 0), SIDE);
    moveTo({ x: inside(place.x + direction[0] * STEP), y: inside(place.y + direction[1] * STEP) });
  } else if (event.key === " ") begin();
  else return;
  event.preventDefault();
});
stage.addEventListener("keyup", ({ key }) => {
  if (key === " ") end();
});

/** @type {Partial<Record<string, () => void>>} */
const KEYS = {
  b: () => choose("brush"),
  e: () => choose("eraser"),
  "[": () => resize(-STEP),
  "]": () => resize(STEP),
};
/** @param {KeyboardEvent} event */
const workOf = ({ key, ctrlKey, metaKey, shiftKey }) => {
  const letter = key.toLowerCase();
  if (!ctrlKey && !metaKey) return KEYS[letter];
  if (letter === "z") return shiftKey ? doing.redo : doing.undo;
  return letter === "y" ? doing.redo : undefined;
};

dialog.addEventListener("keydown", (event) => {
  if (targetOf(event).matches("textarea, input:not([type=range])") || isPainting || event.altKey) return;
  const work = workOf(event);
  if (!work) return;
  work();
  event.preventDefault();
});
for (const each of tools) each.addEventListener("click", () => choose(each.dataset.tool));
for (const each of dialog.querySelectorAll("[data-do]")) each.addEventListener("click", () => doing[each.dataset.do]());
size.addEventListener("input", () => resize(0));

// As `object-fit: cover` cuts a picture, so does the server.
const slide = () => {
  if (!along) return;
  picture.style.objectPosition = `${along.value}% ${along.value}%`;
  fillSlider(along);
};
along?.addEventListener("input", slide);

// Before the form's fields are gathered; a blob would come too late.
dialog.addEventListener(
  "submit",
  () => {
    const given = new DataTransfer();
    given.items.add(new File([asBytes(whiteOnBlack(canvas))], "mask.png", { type: "image/png" }));
    file.files = given.files;
  },
  { capture: true },
);

form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.raw?.ok) globalThis.markedBefore = null;
});
within(dialog, "[data-testid=mask-cancel]").addEventListener("click", () => {
  globalThis.markedBefore = null;
});
if (earlier) {
  remember(); // so that one can go back to nothing
  pen.drawImage(earlier.canvas, 0, 0);
  for (const [at, field] of words.entries()) field.value = earlier.words[at].value;
  within(dialog, ".mask-again").hidden = !earlier.isChanged();
}
globalThis.markedBefore = {
  address,
  canvas,
  words,
  isChanged: () => history.canUndo || words.some((each) => each.value !== each.defaultValue),
};

fillSlider(size);
showUndo();
slide();
// The dialog was there before this script, and has given the focus to its first part.
if (document.activeElement === stage) showCursor();
