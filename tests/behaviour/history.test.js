import assert from "node:assert/strict";
import { test } from "node:test";
import { History } from "../../templates/behaviour/mask/history.js";

/** A sheet that is written on, with its history. */
function sheet(most = 50) {
  const history = new History(most);
  let text = "";
  const read = () => text;
  return {
    history,
    read,
    write(more) {
      history.remember(text);
      text += more;
    },
    undo() {
      text = history.undo(read) ?? text;
    },
    redo() {
      text = history.redo(read) ?? text;
    },
  };
}

test("nothing is taken back where nothing was done", () => {
  const { history, read } = sheet();
  assert.ok(!history.canUndo);
  assert.ok(!history.canRedo);
  assert.equal(history.undo(read), undefined);
  assert.ok(!history.canRedo);
});

test("what was done is taken back and done again, step by step", () => {
  const page = sheet();
  for (const letter of "abc") page.write(letter);
  page.undo();
  page.undo();
  assert.equal(page.read(), "a");
  page.redo();
  assert.equal(page.read(), "ab");
  page.redo();
  assert.equal(page.read(), "abc");
  assert.ok(!page.history.canRedo);
});

test("whoever does something else after going back cannot go forward", () => {
  const page = sheet();
  page.write("a");
  page.write("b");
  page.undo();
  page.write("c");
  assert.ok(!page.history.canRedo);
  page.redo();
  assert.equal(page.read(), "ac");
  page.undo();
  page.undo();
  assert.equal(page.read(), "");
});

test("what is older than so many steps is forgotten", () => {
  const page = sheet(2);
  for (const letter of "abcd") page.write(letter);
  for (let times = 0; times < 5; times += 1) page.undo();
  assert.equal(page.read(), "ab");
  assert.ok(!page.history.canUndo);
});
