// The mask as the server takes it.

/** What is marked on a canvas, in white, and all else in black.
 * @param {HTMLCanvasElement} canvas */
export function whiteOnBlack(canvas) {
  const { width, height } = canvas;
  const sheet = Object.assign(document.createElement("canvas"), { width, height });
  const brush = /** @type {CanvasRenderingContext2D} */ (sheet.getContext("2d"));
  brush.drawImage(canvas, 0, 0);
  brush.globalCompositeOperation = "source-in";
  brush.fillStyle = "white";
  brush.fillRect(0, 0, width, height);
  brush.globalCompositeOperation = "destination-over";
  brush.fillStyle = "black";
  brush.fillRect(0, 0, width, height);
  return sheet;
}

/** A canvas as the bytes of a PNG, at once.
 * @param {HTMLCanvasElement} canvas */
export function asBytes(canvas) {
  const [, base64 = ""] = canvas.toDataURL("image/png").split(",");
  return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
}
