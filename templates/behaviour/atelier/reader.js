// Pictures that come from outside, to be asked what they tell of themselves: dropped anywhere, pasted, or chosen.

import { within } from "../common/elements.js";
import { say } from "./dialogs.js";
import { bringsFiles, hasLeft } from "./drag.js";

/** @type {File} the picture that came last */
let incoming;

/** @param {FileList} files */
const firstPicture = (files) => [...files].find(({ type }) => type.startsWith("image/")) ?? files[0];
/** @param {Part | null} element */
const takesText = (element) => element?.matches?.("input:not([type=range], [type=file]), textarea") ?? false;

document.addEventListener("alpine:init", () => {
  Alpine.data("pictureReader", () => ({
    over: false,
    isOurs: false, // something of the page itself is being dragged
    get isOver() {
      return String(this.over);
    },
    get chooser() {
      return within(this.$root, "input");
    },

    started() {
      this.isOurs = true;
      // What is taken away while it is dragged has no end of its own; whoever presses anything drags no more.
      addEventListener("pointerdown", () => this.ended(), { once: true });
    },
    ended() {
      this.isOurs = false;
    },
    /** @param {Dragged} event */
    dragged(event) {
      // A part of the page takes it for itself.
      if (event.defaultPrevented) return this.leave();
      if (bringsFiles(event)) return this.offered(event);
      if (takesText(event.target)) return;
      // Without this a link would be followed, and the page would be gone.
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    },
    /** @param {Dragged} event */
    offered(event) {
      event.preventDefault();
      event.dataTransfer.dropEffect = this.isOurs ? "none" : "copy";
      this.over = !this.isOurs && !document.querySelector("dialog[open]");
      // What is dragged moves no pointer: an end that nobody told of.
      if (this.over) addEventListener("pointermove", () => this.leave(), { once: true });
    },
    leave() {
      this.over = false;
    },
    /** @param {Dragged} event */
    left(event) {
      if (hasLeft(document, event)) this.leave();
    },
    /** @param {Dragged} event */
    dropped(event) {
      const { files } = event.dataTransfer;
      this.leave();
      if (event.defaultPrevented) return;
      if (files.length || !takesText(event.target)) event.preventDefault();
      if (files.length && !this.isOurs) this.read(firstPicture(files));
    },
    /** @param {Pasted} event */
    pasted(event) {
      const { files, types } = event.clipboardData;
      // A spreadsheet's cells are text and picture at once: in a text field the text is meant.
      if (!files.length || (takesText(event.target) && types.includes("text/plain"))) return;
      event.preventDefault();
      this.read(firstPicture(files));
    },
    choose() {
      this.chooser.click();
    },
    chosen() {
      if (this.chooser.files.length) this.read(this.chooser.files[0]);
      this.chooser.value = "";
    },
    /** @param {File} file */
    async read(file) {
      if (document.querySelector("dialog[open]:not(.story)")) return;
      const { limit, tooLarge, noPicture } = this.$root.dataset;
      if (file.size > Number(limit)) return say(tooLarge);
      try {
        if (!(await file.slice(0, 4).arrayBuffer()).byteLength) return say(noPicture);
      } catch {
        return say(noPicture); // a folder, or a file that has gone meanwhile
      }
      incoming = file;
      htmx.trigger(this.$root, "picture");
    },
    /** @param {HtmxEvent} event */
    attach({ detail: { ctx } }) {
      sendFile(ctx, incoming);
    },
  }));

  // The same picture once more, to be described, or to be a reference.
  Alpine.data("sendDropped", () => ({
    leave() {
      this.$root.closest("dialog")?.close();
    },
    /** @param {HtmxEvent} event */
    attach({ detail: { ctx } }) {
      sendFile(ctx, incoming);
    },
  }));

  Alpine.data("pictureChooser", () => ({
    choose() {
      this.$dispatch("choose-picture");
    },
  }));

  // The dialog's small picture is the very file that was dropped; it need not come back from the server.
  Alpine.data("droppedPicture", () => ({
    init() {
      const image = this.$root;
      const url = URL.createObjectURL(incoming);
      image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
      image.addEventListener("error", () => image.remove(), { once: true });
      image.src = url;
    },
  }));
});

/** The body is the file as it is: not a form, and nothing that has to be taken apart.
 * @param {HtmxContext} ctx
 * @param {File} file */
export function sendFile(ctx, file) {
  ctx.request.body = file;
  ctx.request.headers["Content-Type"] = "application/octet-stream";
}
