// Marking a part of a picture. Comes with its dialog (_mask.html), and runs anew each time that opens.

import { History } from "./history.js";
import { asBytes, whiteOnBlack } from "./sheet.js";

const dialog = document.getElementById("mask-dialog");
const stage = dialog.querySelector(".mask-stage");
const canvas = stage.querySelector("canvas");
const picture = stage.querySelector("img");
const cursor = stage.querySelector(".mask-cursor");
const size = dialog.querySelector("#mask-size");
const along = dialog.querySelector("#mask-along");
const file = dialog.querySelector("#mask-file");
const tools = [...dialog.querySelectorAll("[data-tool]")];
const pen = canvas.getContext("2d", { willReadFrequently: true });
const SIDE = canvas.width;
const MOST_UNDONE = 50;
const STEP = 8; // pixels that an arrow key moves the brush
const FURTHER = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

// What was marked and typed for a picture outlives its dialog, which one key closes, until it is ordered or cancelled.
const form = dialog.querySelector("form");
const words = [...form.querySelectorAll("[name]:not([type=file])")];
const address = form.getAttribute("hx-post");
const earlier = globalThis.markedBefore?.address === address ? globalThis.markedBefore : null;

let tool = "brush";
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
  dialog.querySelector("[data-do=undo]").setAttribute("aria-disabled", String(!history.canUndo));
  dialog.querySelector("[data-do=redo]").setAttribute("aria-disabled", String(!history.canRedo));
};

const showCursor = () => {
  const width = Number(size.value) / SIDE * 100;
  Object.assign(cursor.style, {
    width: `${width}%`, left: `${place.x / SIDE * 100 - width / 2}%`, top: `${place.y / SIDE * 100 - width / 2}%`,
  });
  cursor.hidden = false;
};
const fill = (slider) => slider.style.setProperty("--share", (slider.value - slider.min) / (slider.max - slider.min));
const resize = (change) => {
  size.value = Number(size.value) + change;
  fill(size);
  showCursor();
};
const choose = (name) => {
  tool = name;
  for (const each of tools) each.setAttribute("aria-pressed", String(each.dataset.tool === name));
};

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
const end = () => { isPainting = false; };
const moveTo = (to) => {
  if (isPainting) lineTo(to);
  place = to;
  showCursor();
};
const change = (operation) => {
  remember();
  pen.globalCompositeOperation = operation;
  pen.fillStyle = getComputedStyle(cursor).color;
  pen.fillRect(0, 0, SIDE, SIDE);
};
const doing = {
  undo: () => putBack(history.undo(read)),
  redo: () => putBack(history.redo(read)),
  clear: () => change("destination-out"),
  invert: () => change("source-out"),
};

const placeOf = ({ clientX, clientY }) => {
  const box = canvas.getBoundingClientRect();
  return { x: (clientX - box.left) / box.width * SIDE, y: (clientY - box.top) / box.height * SIDE };
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
stage.addEventListener("pointerleave", () => { if (document.activeElement !== stage) cursor.hidden = true; });

stage.addEventListener("focus", showCursor);
stage.addEventListener("blur", () => { end(); cursor.hidden = true; });
stage.addEventListener("keydown", (event) => {
  const direction = FURTHER[event.key];
  if (direction) {
    const within = (number) => Math.min(Math.max(number, 0), SIDE);
    moveTo({ x: within(place.x + direction[0] * STEP), y: within(place.y + direction[1] * STEP) });
  } else if (event.key === " ") begin();
  else return;
  event.preventDefault();
});
stage.addEventListener("keyup", ({ key }) => { if (key === " ") end(); });

dialog.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea, input:not([type=range])") || isPainting || event.altKey) return;
  const key = event.key.toLowerCase();
  if (event.ctrlKey || event.metaKey) {
    if (key === "z") doing[event.shiftKey ? "redo" : "undo"]();
    else if (key === "y") doing.redo();
    else return;
  } else if (key === "b") choose("brush");
  else if (key === "e") choose("eraser");
  else if (key === "[") resize(-8);
  else if (key === "]") resize(8);
  else return;
  event.preventDefault();
});
for (const each of tools) each.addEventListener("click", () => choose(each.dataset.tool));
for (const each of dialog.querySelectorAll("[data-do]")) each.addEventListener("click", () => doing[each.dataset.do]());
size.addEventListener("input", () => resize(0));

// As `object-fit: cover` cuts a picture, so does the server.
const slide = () => {
  picture.style.objectPosition = `${along.value}% ${along.value}%`;
  fill(along);
};
along?.addEventListener("input", slide);

// Before the form's fields are gathered; a blob would come too late.
dialog.addEventListener("submit", () => {
  const given = new DataTransfer();
  given.items.add(new File([asBytes(whiteOnBlack(canvas))], "mask.png", { type: "image/png" }));
  file.files = given.files;
}, { capture: true });

form.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.raw?.ok) globalThis.markedBefore = null;
});
dialog.querySelector("[data-testid=mask-cancel]").addEventListener("click", () => { globalThis.markedBefore = null; });
if (earlier) {
  remember(); // so that one can go back to nothing
  pen.drawImage(earlier.canvas, 0, 0);
  for (const [at, field] of words.entries()) field.value = earlier.words[at].value;
  dialog.querySelector(".mask-again").hidden = !earlier.isChanged();
}
globalThis.markedBefore = { address, canvas, words, isChanged: () => history.canUndo || words.some((each) => each.value !== each.defaultValue) };

fill(size);
showUndo();
if (along) slide();
// The dialog was there before this script, and has given the focus to its first part.
if (document.activeElement === stage) showCursor();
