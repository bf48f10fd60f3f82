// What the page keeps by the way, and first of all the form while it is being filled in: on its way to the server, and
// there before anything is asked that could answer with it, or the page goes.

import { byId, fieldsOf, targetOf } from "../common/elements.js";
import { Draft } from "./draft.js";

const REST = 400; // milliseconds without typing, after which the form is kept
const LONGEST_WAIT = 1000; // milliseconds; better to go with something lost than not to go
const MOST_ALIVE = 60_000; // bytes; browsers refuse to send more for a page that goes

/** @type {Set<Promise<unknown>>} */
const onItsWay = new Set();

/** Send these values for good; nothing of the answer is wanted.
 * @param {string} path
 * @param {string | Record<string, string>} values */
export function keep(path, values) {
  const body = new URLSearchParams(values);
  const sent = fetch(path, { method: "POST", body, keepalive: String(body).length < MOST_ALIVE }).then(
    ({ ok }) => ok,
    () => false,
  );
  return tracked(sent);
}

/** @template Outcome
 * @param {Promise<Outcome>} sent */
function tracked(sent) {
  onItsWay.add(sent);
  return sent.finally(() => onItsWay.delete(sent));
}

const formOfNow = () =>
  /** @type {HTMLFormElement | null} */ (/** @type {unknown} */ (document.getElementById("create")));

const draft = new Draft({
  read() {
    const form = formOfNow();
    return form && String(new URLSearchParams(fieldsOf(form)));
  },
  send: (text) => keep("/draft", text),
  track: tracked,
});

/** A form has come from the server; what was typed before this script was there is not known there. */
export const beginDraft = () => draft.begin([...byId("create").elements].every(isAsServed));

/** @type {ReturnType<typeof setTimeout> | undefined} */
let resting;

/** What is typed is kept meanwhile too; a slider that moves asks nothing of the server.
 * @param {Event} event */
function changed(event) {
  if (targetOf(event).id !== "prompt") return;
  clearTimeout(resting);
  resting = setTimeout(() => draft.keep(), REST);
}

/** No answer is waited for here: the page that comes instead brings the name along, and the server waits for it. */
function leave() {
  if (draft.isKept) return;
  const name = String(Date.now());
  if (!navigator.sendBeacon(`/draft?leaving=${name}`, new URLSearchParams(draft.read() ?? ""))) return;
  // biome-ignore lint/suspicious/noDocumentCookie: the page goes, and the other way answers later.
  document.cookie = `atelier-${location.port}-left=${name}; path=/; max-age=10; samesite=strict`;
  draft.wentUnanswered();
}

/** @param {Part} field */
function isAsServed(field) {
  if (field.options) return [...field.options].every((option) => option.selected === option.defaultSelected);
  return field.disabled || field.defaultValue === undefined || field.value === field.defaultValue;
}

const isSettled = () => draft.isKept && !onItsWay.size;

async function settled() {
  draft.keep();
  await Promise.race([Promise.allSettled(onItsWay), new Promise((resolve) => setTimeout(resolve, LONGEST_WAIT))]);
}

addEventListener("input", changed);

// An answer may be the form anew, or another page that has it. An order carries it along, and nothing goes before that.
document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const ask = ctx.fetch;
  const mayGo = ctx.sourceElement?.id === "create" || isSettled();
  ctx.fetch = async (/** @type {Parameters<typeof fetch>} */ ...request) => {
    if (!mayGo) await settled();
    const answer = ask(...request);
    return ctx.request.action === "/preferences" ? tracked(answer) : answer;
  };
});

addEventListener("click", (event) => {
  const link = /** @type {HTMLAnchorElement | null} */ (/** @type {unknown} */ (targetOf(event).closest?.("a[href]")));
  if (!link || !leadsElsewhereHere(link) || isForBrowser(event) || isSettled()) return;
  event.preventDefault();
  settled().then(() => location.assign(link.href));
});

/** Whether a link leads to another page of ours, in this window.
 * @param {HTMLAnchorElement} link */
function leadsElsewhereHere(link) {
  if (link.target || link.hasAttribute("download") || link.origin !== location.origin) return false;
  return !(link.hash && link.pathname === location.pathname);
}

/** Whether somebody has dealt with a click, or the browser does something of its own with it.
 * @param {MouseEvent} event */
function isForBrowser({ defaultPrevented, button, ctrlKey, metaKey, shiftKey, altKey }) {
  return defaultPrevented || button || ctrlKey || metaKey || shiftKey || altKey;
}

// Before a page is asked for that is to come instead, by reloading for example; and once more when it is there.
for (const name of ["beforeunload", "pagehide"]) addEventListener(name, leave);
