// Account id and token in whatever is pasted. The server looks again (server/cloudflare/account/pasted.py).

const ACCOUNT = /(?<![\w-])[0-9a-f]{32}(?![\w-])/i;
const TOKENS = [
  /(?<![\w-])cf(?:ut|at|oat)_[\w-]{16,}/,
  /bearer\s+["']?([\w-]{30,})/i,
  /token["']?\s*[=:]\s*["']?([\w-]{30,})/i,
  /(?<![\w-])[\w-]{40}(?![\w-])/,
];

/** What a text holds; empty where it does not.
 * @param {string} text */
export function found(text) {
  const token = TOKENS.map((form) => text.match(form)).find(Boolean);
  const account = text.match(ACCOUNT);
  return { account: account?.[0].toLowerCase() ?? "", token: token?.[1] ?? token?.[0] ?? "" };
}
