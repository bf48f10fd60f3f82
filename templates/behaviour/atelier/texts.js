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

/** Whether there is anything in a prompt to be filled in: a choice, or the name of a list.
 * @param {string} text */
export function hasVariables(text) {
  const bare = text.replace(/\\[{}|_]/g, "");
  return hasChoice(bare) || /__[\p{L}\p{N}](?:[\p{L}\p{N}_/-]*?[\p{L}\p{N}])?__/u.test(bare);
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
