// What can be told of a prompt's text. Nothing here knows of the page.

/** How many characters of a text are still there, at its beginning and its end.
 * @param {string} text
 * @param {string} now */
export function keptOf(text, now) {
  const most = Math.min(text.length, now.length);
  let start = 0;
  while (start < most && text[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && text.at(-1 - end) === now.at(-1 - end)) end += 1;
  return start + end;
}

/** About how many a model counts: Chinese characters one each, four others together one. As server/paintings/models/helpers.py.
 * @param {string} text */
export function tokensOf(text) {
  const wide = (
    text.match(/[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff]|[\ud840-\udbff][\udc00-\udfff]/g) ?? []
  ).length;
  return wide + Math.ceil(([...text].length - wide) / 4);
}

/** Whether a fifth of its letters are of no Latin script.
 * @param {string} text */
export function looksForeign(text) {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const foreign = letters - (text.match(/\p{Script=Latin}/gu) ?? []).length;
  return foreign > 0 && foreign >= letters / 5;
}

/** Whether its letters say that it is written in Chinese. As server/prompts/languages.py.
 * @param {string} text */
export function isChinese(text) {
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const kana = (text.match(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu) ?? []).length;
  const han = (text.match(/\p{Script=Han}/gu) ?? []).length;
  return han > 0 && han >= letters / 5 && !(kana && kana >= letters / 25);
}

/** A prompt in a style: in the place that the style has for it, otherwise before the style.
 * @param {string} template
 * @param {string} text */
export function inStyle(template, text) {
  if (template.includes("{prompt}"))
    return template.replaceAll("{prompt}", () => text.trim()).replace(/^[, ，]+|[, ，]+$/g, "");
  return [text.trim(), template.trim()].filter(Boolean).join(", ");
}

// As server/paintings/variables/signs.py, where each is explained, but for looking behind, which older WebKits cannot: this
// may ask the server once too often.
const ESCAPED = /\\(?:[{}|_~@!]|[$%](?=\{)|\$(?=\$)|#(?=#*(?:\s|$)))/g;
const MARKS = [
  /__(?=[^\n_]{0,60}[\p{L}\p{N}*])(?![\s,;])(?:(?!__)[^\n]){0,199}?[^\s,;_]__/u,
  /\{\s*[~@!]?\s*(?:\d{1,4}(?:-\d{0,4})?|-\d{1,4})\$\$/,
  /[$%]\{/,
  /\{%-?\s*[a-z_]/,
  /\{\{-?\s*[a-z_][\w.]*\s*\(/,
  /\{#[^\n{}|]{0,40}#\}/,
  /(?:^|\s|__)#+(?=\s|$)/m,
];

/** Whether there is anything in a prompt to be filled in, left out or asked about: a choice, the name of a list, a remark,
 * or what looks like another program's.
 * @param {string} text */
export function hasVariables(text) {
  const bare = text.replace(ESCAPED, "\\");
  return hasChoice(bare) || MARKS.some((mark) => mark.test(bare));
}

/** A text in which a piece means itself.
 * @param {string} text
 * @param {string} piece */
export function meantAsWritten(text, piece) {
  return text.split(piece).reduce((before, after) => `${before}${before.endsWith("\\") ? "" : "\\"}${piece}${after}`);
}

/** A text without a remark; a line that is nothing else goes as a whole.
 * @param {string} text
 * @param {string} remark */
export function withoutRemark(text, remark) {
  return text
    .split("\n")
    .flatMap((line) => {
      if (line.trim() === remark) return [];
      return line.endsWith(remark) ? [line.slice(0, -remark.length).trimEnd()] : [line];
    })
    .join("\n");
}

/** Whether a bar stands inside brackets.
 * @param {string} text */
function hasChoice(text) {
  let depth = 0;
  for (const [sign] of text.matchAll(/[{|}]/g)) {
    if (sign === "|" && depth) return true;
    depth = Math.max(0, depth + Number(sign === "{") - Number(sign === "}"));
  }
  return false;
}
