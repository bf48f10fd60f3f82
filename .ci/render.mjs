// Draws the program's icon: `render.mjs jobs.json`, a list of { svg, size, file }. The renderer is WebAssembly, so that
// every machine gets the same bytes.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

const renderer = createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm");
await initWasm(await readFile(renderer));
for (const { svg, size, file } of JSON.parse(await readFile(process.argv[2], "utf8"))) {
  const drawing = new Resvg(svg, { fitTo: { mode: "width", value: size }, font: { loadSystemFonts: false } });
  await writeFile(file, drawing.render().asPng());
}
