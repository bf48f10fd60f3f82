// The way into the lightbox, whose script comes with the first picture that is opened.

import { byId, targetOf } from "../common/elements.js";

/** A picture as the lightbox shows it. `thumb` is what is seen until `src` is there.
 * @typedef {{ id: string, src: string, thumb: string, width: number, height: number, alt: string, told: string }} Item */

/** Where pictures come from, by number. `left` is told at which
 * one the lightbox was closed.
 * @typedef {object} Source
 * @property {Element} list watched for changes
 * @property {() => number} count
 * @property {(index: number) => Item | undefined} item
 * @property {(id: string) => number} indexOf
 * @property {(index: number) => Promise<unknown>} reach
 * @property {(index: number, item: Item | undefined) => void} left */

/** @typedef {{ source: Source, at: number, from?: Element | null, details?: boolean }} Wish */

/** @type {Wish | undefined} */
let wish;
/** @type {Promise<unknown> | undefined} */
let script;

/** What the lightbox that is just opening is to show. */
export const lightboxWish = () => /** @type {Wish} */ (wish);

export const isLightboxOpen = () => Boolean(document.getElementById("lightbox"));

/** @param {Wish} wanted */
export async function openLightbox(wanted) {
  wish = wanted;
  await lightboxScript();
  if (isLightboxOpen() || wish !== wanted) return;
  const shell = /** @type {HTMLTemplateElement} */ (/** @type {unknown} */ (byId("lightbox-shell")));
  byId("alerts").before(shell.content.cloneNode(true));
}

/** Once; it knows the components of all that opens over the page. */
export function lightboxScript() {
  script ??= new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement("script"), { src: byId("lightbox-shell").dataset.script });
    element.addEventListener("load", resolve);
    element.addEventListener("error", reject);
    document.head.append(element);
  }).catch((error) => {
    script = undefined; // so that the next click asks for it again
    throw error;
  });
  return script;
}

/** A click on one of the links to pictures in this list opens the lightbox, which goes through all of them.
 * @param {Part} list */
export function openLightboxFrom(list) {
  const source = sourceOf(list);
  list.addEventListener("click", (event) => {
    const link = targetOf(event).closest("a.open");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openLightbox({ source, at: source.indexOf(idOf(link)), from: link.querySelector("img") });
  });
}

/** One of the studio's paintings.
 * @param {string} id
 * @param {{ details?: boolean }} how */
export function showLarge(id, { details = false } = {}) {
  const list = document.getElementById("paintings");
  if (!list) return;
  const source = sourceOf(list);
  openLightbox({ source, at: source.indexOf(id), details });
}

/** @param {Part} list
 * @returns {Source} */
export function sourceOf(list) {
  const links = () => [...list.querySelectorAll("a.open")];
  const linkOf = (/** @type {string} */ id) => links().find((link) => idOf(link) === id);
  return {
    list,
    count: () => links().length,
    item: (index) => itemOf(links()[index]),
    indexOf: (id) => links().findIndex((link) => idOf(link) === id),
    // Into view, so that what comes later is asked for in time.
    reach: async (index) => links()[index]?.scrollIntoView({ block: "nearest" }),
    left: (_, item) => focusOn(linkOf(item?.id ?? "")),
  };
}

/** @param {Part | undefined} link */
function focusOn(link) {
  (link?.closest(".painting") ?? link)?.focus({ preventScroll: true });
}

/** @param {Part | undefined} link
 * @returns {Item | undefined} */
function itemOf(link) {
  const image = link?.querySelector("img");
  if (!link || !image) return undefined;
  const [width, height] = ["width", "height"].map((name) => Number(image.getAttribute(name)));
  return {
    id: idOf(link),
    src: link.href,
    thumb: image.src,
    width,
    height,
    alt: image.alt,
    told: image.dataset.told ?? image.alt,
  };
}

/** The painting's, of a link to its picture.
 * @param {Part} link */
const idOf = (link) => /\/paintings\/(\d+)\//.exec(link.href)?.[1] ?? "";
