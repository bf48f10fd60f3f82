// Pictures for a model to go by: chosen, or dropped here rather than anywhere else.

import { byId } from "../common/elements.js";
import { say } from "./dialogs.js";
import { bringsFiles, hasLeft } from "./drag.js";
import { sendFile } from "./reader.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("references", () => ({
    isAbove: false,
    waiting: /** @type {File[]} */ ([]),
    get isOver() {
      return String(this.isAbove);
    },
    /** @param {Dragged} event */
    over(event) {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.isAbove = true;
    },
    /** @param {Dragged} event */
    out(event) {
      if (hasLeft(this.$root, event)) this.isAbove = false;
    },
    /** @param {Dragged} event */
    drop(event) {
      this.isAbove = false;
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.send(event.dataTransfer.files);
    },
    /** @param {Pasted} event */
    paste(event) {
      const { files } = event.clipboardData;
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.send(files);
    },
    choose() {
      this.$refs.file.click();
    },
    chosen() {
      this.send(this.$refs.file.files);
    },
    /** @param {FileList} files */
    send(files) {
      const { limit, tooLarge } = byId("reader").dataset;
      for (const file of files) {
        if (file.size > Number(limit)) say(tooLarge);
        else if (file.size) this.waiting.push(file);
      }
      for (let left = this.waiting.length; left > 0; left -= 1) htmx.trigger(this.$root, "picture");
    },
    /** @param {HtmxEvent} event */
    attach({ detail: { ctx } }) {
      if (ctx.sourceElement !== this.$root) return;
      sendFile(ctx, /** @type {File} */ (this.waiting.shift()));
    },
  }));

  Alpine.data("referenceCount", () => ({
    init() {
      this.$dispatch("references", Number(this.$root.dataset.count));
    },
  }));
});
