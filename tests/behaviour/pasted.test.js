import assert from "node:assert/strict";
import test from "node:test";
import { found } from "../../templates/behaviour/atelier/pasted.js";

const account = "0123456789abcdef0123456789abcdef";
const token = "cfut_9sXkQ2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5tKw";

test("both are found in one paste", () => {
  for (const text of [
    `curl "https://api.cloudflare.com/client/v4/accounts/${account}/tokens/verify" -H "Authorization: Bearer ${token}"`,
    `CLOUDFLARE_ACCOUNT_ID=${account.toUpperCase()} CLOUDFLARE_API_TOKEN='${token}'`,
    `${token} ${account}`,
  ])
    assert.deepEqual(found(text), { account, token });
});

test("one alone is found alone", () => {
  assert.deepEqual(found(`https://dash.cloudflare.com/${account}/ai/workers-ai`), { account, token: "" });
  assert.deepEqual(found(` ${token}`), { account: "", token });
});

test("what is typed by hand is nothing yet", () => {
  assert.deepEqual(found("0123456789ab"), { account: "", token: "" });
  assert.deepEqual(found(`${account}0`), { account: "", token: "" });
});
