// Pictures for a model to go by: chosen, or dropped here rather than anywhere else.

import { say } from "./dialogs.js";
import { bringsFiles, hasLeft } from "./drag.js";
import { sendFile } from "./reader.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("references", () => ({
    isAbove: false,
    waiting: [],
    get isOver() { return String(this.isAbove); },
    over(event) {
      if (!bringsFiles(event)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      this.isAbove = true;
    },
    out(event) { if (hasLeft(this.$root, event)) this.isAbove = false; },
    drop(event) {
      this.isAbove = false;
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.send(event.dataTransfer.files);
    },
    paste(event) {
      const { files } = event.clipboardData;
      if (!files.length) return;
      event.preventDefault();
      event.stopPropagation();
      this.send(files);
    },
    choose() { this.$refs.file.click(); },
    chosen() { this.send(this.$refs.file.files); },
    send(files) {
      const { limit, tooLarge } = document.getElementById("reader").dataset;
      for (const file of files) {
        if (file.size > Number(limit)) say(tooLarge);
        else if (file.size) this.waiting.push(file);
      }
      for (let left = this.waiting.length; left > 0; left -= 1) htmx.trigger(this.$root, "picture");
    },
    attach({ detail: { ctx } }) {
      if (ctx.sourceElement !== this.$root) return;
      sendFile(ctx, this.waiting.shift());
    },
  }));

  Alpine.data("referenceCount", () => ({
    init() { this.$dispatch("references", Number(this.$root.dataset.count)); },
  }));
});
