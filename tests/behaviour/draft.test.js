import assert from "node:assert/strict";
import { test } from "node:test";
import { Draft } from "../../templates/behaviour/atelier/draft.js";

/** A draft whose sends are answered by hand, in order. */
function desk() {
  const sent = [];
  const answers = [];
  const tracked = [];
  const form = { text: "" };
  const draft = new Draft({
    read: () => form.text,
    send(text) {
      sent.push(text);
      return new Promise((resolve) => answers.push(resolve));
    },
    track(sending) {
      tracked.push(sending);
      return sending;
    },
  });
  const answer = async (isThere) => {
    answers.shift()(isThere);
    await rest();
  };
  return { draft, form, sent, tracked, answer };
}

const rest = () => new Promise((resolve) => setImmediate(resolve));

test("what the server has is not sent", async () => {
  const { draft, form, sent } = desk();
  form.text = "a kite";
  draft.begin(true);
  await draft.keep();
  assert.deepEqual(sent, []);
  assert.ok(draft.isKept);
});

test("what was changed before the script was there is sent", async () => {
  const { draft, form, sent, answer } = desk();
  form.text = "a kite";
  draft.begin(false);
  assert.ok(!draft.isKept);
  draft.keep();
  await rest();
  await answer(true);
  assert.deepEqual(sent, ["a kite"]);
  assert.ok(draft.isKept);
});

test("the same text is sent once, though it is asked for twice", async () => {
  const { draft, form, sent, tracked } = desk();
  draft.begin(true);
  form.text = "a";
  draft.keep();
  draft.keep();
  await rest();
  assert.deepEqual(sent, ["a"]);
  assert.equal(tracked.length, 1);
});

test("a later text waits for the one before, and counts", async () => {
  const { draft, form, sent, answer } = desk();
  draft.begin(true);
  form.text = "a";
  draft.keep();
  form.text = "ab";
  draft.keep();
  await rest();
  assert.deepEqual(sent, ["a"]);
  await answer(true);
  assert.deepEqual(sent, ["a", "ab"]);
  assert.ok(!draft.isKept);
  await answer(true);
  assert.ok(draft.isKept);
});

test("what did not arrive is sent when it is asked for again", async () => {
  const { draft, form, sent, answer } = desk();
  draft.begin(true);
  form.text = "a";
  draft.keep();
  await rest();
  await answer(false);
  assert.ok(!draft.isKept);
  draft.keep();
  await rest();
  await answer(true);
  assert.deepEqual(sent, ["a", "a"]);
  assert.ok(draft.isKept);
});

test("a failure of an older text does not have the newer sent twice", async () => {
  const { draft, form, sent, answer } = desk();
  draft.begin(true);
  form.text = "a";
  draft.keep();
  form.text = "ab";
  draft.keep();
  await rest();
  await answer(false);
  draft.keep();
  await rest();
  await answer(true);
  assert.deepEqual(sent, ["a", "ab"]);
  assert.ok(draft.isKept);
});

test("what went without an answer is not sent again", async () => {
  const { draft, form, sent } = desk();
  draft.begin(true);
  form.text = "a";
  draft.wentUnanswered();
  await draft.keep();
  assert.deepEqual(sent, []);
});

test("a page without a form has nothing to keep", async () => {
  const { draft, form, sent } = desk();
  form.text = null;
  assert.ok(draft.isKept);
  await draft.keep();
  assert.deepEqual(sent, []);
});
