import assert from "node:assert/strict";
import { test } from "node:test";
import {
  hasVariables,
  inStyle,
  isChinese,
  keptOf,
  looksForeign,
  meantAsWritten,
  tokensOf,
  withoutRemark,
} from "../../templates/behaviour/atelier/texts.js";

test("what of a text is kept is its beginning and its end", () => {
  assert.equal(keptOf("a red kite", "a red kite"), 10);
  assert.equal(keptOf("a red kite", "a blue kite"), 7);
  assert.equal(keptOf("a red kite", ""), 0);
  assert.equal(keptOf("aaa", "aa"), 2); // no character counts twice
});

test("Chinese characters count one each, four others together one", () => {
  assert.equal(tokensOf(""), 0);
  assert.equal(tokensOf("kite"), 1);
  assert.equal(tokensOf("kites"), 2);
  assert.equal(tokensOf("风筝"), 2);
  assert.equal(tokensOf("风筝 kite"), 4);
});

test("a text is foreign with a fifth of its letters in other scripts", () => {
  assert.ok(looksForeign("风筝"));
  assert.ok(looksForeign("abcd风"));
  assert.ok(!looksForeign("abcde风"));
  assert.ok(!looksForeign("Drachen über Köln, 3 × 4"));
  assert.ok(!looksForeign(""));
});

test("a prompt has variables with a choice or a list's name", () => {
  for (const text of ["{red|blue} kite", "a __colour__ kite", "__颜色__", "{a{b|c}}", "} {a|b}"])
    assert.ok(hasVariables(text), text);
});

test("brackets alone are no choice, nor what is written with a backslash", () => {
  for (const text of ["{prompt}", "a|b", "{a}|{b}", "\\{a|b\\}", "{a\\|b}", "____", "__ a __"])
    assert.ok(!hasVariables(text), text);
});

test("a style takes the prompt in, as the server does", () => {
  assert.equal(inStyle("{prompt}, ink", " a kite "), "a kite, ink");
  assert.equal(inStyle("{prompt}，水墨", "风筝"), "风筝，水墨");
  assert.equal(inStyle("35mm", "a kite"), "a kite, 35mm");
  assert.equal(inStyle("{prompt}, {prompt}", "$& kite"), "$& kite, $& kite");
});

test("Chinese is told by its characters, and Japanese by its own", () => {
  assert.equal(isChinese("一只红风筝"), true);
  assert.equal(isChinese("a sign that says 茶"), false);
  assert.equal(isChinese("赤い凧が空を飛ぶ"), false);
  assert.equal(isChinese(""), false);
});

test("what the server has to be asked about is told, and ordinary prompts are not", () => {
  for (const text of [
    "{2$$a} kite",
    "{1-2$$ and $$a|b}",
    ["$", "{x} kite"].join(""),
    "%{a$$b}",
    "{% for x in y %}",
    "{{ choice('a') }}",
    "__St. Mary's church__",
    "__col*__",
    "__~colour__",
    "{__colour__}",
    "# mine\na kite",
    "a kite # mine",
  ])
    assert.ok(hasVariables(text), text);
  for (const text of [
    '{"a": {"b": "$5"}}',
    "{{{masterpiece}}}",
    "#ff8800, we are #1, C# in a book",
    "$100, 50% off, $$$",
    "Name: ____ Age: ______",
    ["\\$", "{x}, \\%{a}, \\# mine, {\\~a}"].join(""),
  ])
    assert.ok(!hasVariables(text), text);
});

test("a piece is meant as written with a backslash before it, once", () => {
  assert.equal(meantAsWritten("a %{x} and %{x}", "%{x}"), "a \\%{x} and \\%{x}");
  assert.equal(meantAsWritten("a \\%{x} and %{x}", "%{x}"), "a \\%{x} and \\%{x}");
  assert.equal(meantAsWritten("a kite", "%{x}"), "a kite");
});

test("a remark is taken out, with its line where there is nothing else", () => {
  assert.equal(withoutRemark("# mine\na kite\n  # mine", "# mine"), "a kite");
  assert.equal(withoutRemark("a kite  # mine\nred", "# mine"), "a kite\nred");
  assert.equal(withoutRemark("a # mine kite", "# mine"), "a # mine kite");
});
