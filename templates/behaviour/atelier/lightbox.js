// A picture alone and large.

import { byId, targetOf, toldByBody, within } from "../common/elements.js";
import { reducedMotion } from "./surroundings.js";

const SLIDE_SECONDS = 4;

/** The lightbox is fetched with the first click on a picture; from then on it listens itself.
 * @param {Part} list */
export function openLightboxFrom(list) {
  /** @type {ReturnType<typeof makeLightbox> | undefined} */
  let lightbox;
  list.addEventListener("click", async (event) => {
    const link = targetOf(event).closest("a.open");
    if (!link || lightbox || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    lightbox = makeLightbox(list);
    const links = [...list.querySelectorAll("a.open")];
    (await lightbox).loadAndOpen(links.indexOf(link), { gallery: list });
  });
}

/** @param {Part} list */
async function makeLightbox(list) {
  const { photoswipe, lightbox: module } = toldByBody();
  /** @type {{ default: typeof import("photoswipe/lightbox").default }} */
  const { default: PhotoSwipeLightbox } = await import(module);
  const lightbox = new PhotoSwipeLightbox({
    gallery: list,
    children: "a.open",
    pswpModule: () => import(photoswipe),
    ...lightboxOptions(),
  });
  lightbox.on("beforeOpen", () => nameLightbox(/** @type {PhotoSwipe} */ (lightbox.pswp)));
  lightbox.addFilter("domItemData", (data, element) => ({
    ...data,
    alt: element.querySelector("img")?.alt,
    told: element.querySelector("img")?.dataset.told,
  }));
  lightbox.init();
  return lightbox;
}

/** @returns {import("photoswipe").PhotoSwipeOptions} */
export function lightboxOptions() {
  return {
    bgOpacity: 0.97,
    padding: { top: 56, bottom: 24, left: 16, right: 16 },
    wheelToZoom: true,
    secondaryZoomLevel: 1,
    maxZoomLevel: 4,
    loop: false,
    zoomAnimationDuration: reducedMotion.matches ? 0 : 180,
    ...byId("lightbox-labels").dataset,
  };
}

/** Handles and words for whoever does not see it; to be called before it opens.
 * @param {PhotoSwipe} pswp */
export function nameLightbox(pswp) {
  // It hears no key before it is wholly open.
  const opening = new AbortController();
  const wish = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Escape") pswp.on("openingAnimationEnd", () => setTimeout(() => pswp.close()));
  };
  document.addEventListener("keydown", wish, { signal: opening.signal });
  pswp.on("openingAnimationEnd", () => opening.abort());
  pswp.on("afterInit", () => {
    if (pswp.element) pswp.element.dataset.testid = "lightbox";
  });
  pswp.on("contentActivate", ({ content }) => {
    if (pswp.element) pswp.element.ariaLabel = content.data.alt ?? null;
    if (!content.element) return;
    content.element.dataset.testid = "lightbox-image";
    content.element.title = content.data.told ?? content.data.alt ?? "";
  });
  addLightboxTools(pswp);
  pswp.on("contentDeactivate", ({ content }) => {
    if (content.element) delete content.element.dataset.testid;
  });
}

/** Slide show and full screen. Both end with the lightbox.
 * @param {PhotoSwipe} pswp */
function addLightboxTools(pswp) {
  const { playTitle, pauseTitle, fullTitle, icons } = byId("lightbox-labels").dataset;
  const drawn = (/** @type {string} */ name) =>
    `<svg class="pswp__icn lightbox-icon" aria-hidden="true"><use href="${icons}#${name}"></use></svg>`;
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let playing;
  const stop = () => {
    clearInterval(playing);
    playing = undefined;
  };
  const play = (/** @type {HTMLElement} */ button) => {
    if (playing) stop();
    else
      playing = setInterval(
        () => (pswp.currIndex + 1 < pswp.getNumItems() ? pswp.next() : pswp.goTo(0)),
        SLIDE_SECONDS * 1000,
      );
    button.title = button.ariaLabel = playing ? pauseTitle : playTitle;
    button.innerHTML = drawn(playing ? "pause" : "play");
  };
  const fill = () =>
    (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(
      () => {},
    );
  pswp.on("uiRegister", () => {
    pswp.ui?.registerElement({
      name: "play",
      order: 7,
      isButton: true,
      title: playTitle,
      html: drawn("play"),
      onClick: (_event, button) => play(button),
      onInit: (button) => {
        button.dataset.testid = "slide-show";
      },
    });
    if (!document.fullscreenEnabled) return;
    pswp.ui?.registerElement({
      name: "full",
      order: 8,
      isButton: true,
      title: fullTitle,
      html: drawn("maximize"),
      onClick: fill,
      onInit: (button) => {
        button.dataset.testid = "full-screen";
      },
    });
  });
  pswp.on("keydown", ({ originalEvent: { key, ctrlKey, metaKey, altKey } }) => {
    if (ctrlKey || metaKey || altKey) return;
    if (key === "p") play(within(/** @type {HTMLElement} */ (pswp.element), '[data-testid="slide-show"]'));
    if (key === "f" && document.fullscreenEnabled) fill();
  });
  pswp.on("close", () => {
    stop();
    if (document.fullscreenElement) document.exitFullscreen();
  });
}
