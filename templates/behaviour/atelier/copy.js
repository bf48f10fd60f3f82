// Pictures and texts for the clipboard, by the browser; in the window the program does it.

document.addEventListener("alpine:init", () => {
  Alpine.data("copyImage", () => ({
    async copy() {
      const { done, refused } = this.$root.dataset;
      try {
        await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng(this.$root.value) })]);
        say(done);
      } catch {
        say(refused);
      }
    },
  }));

  Alpine.data("copyText", () => ({
    async copy() {
      const { done, refused } = this.$root.dataset;
      try {
        await navigator.clipboard.writeText(document.getElementById(this.$root.value).textContent);
        say(done);
      } catch {
        say(refused);
      }
    },
  }));
});

async function asPng(url) {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d").drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: "image/png" });
}
