// A picture alone and large.

import { reducedMotion } from "./surroundings.js";

const SLIDE_SECONDS = 4;

/** The lightbox is fetched with the first click on a picture; from then on it listens itself. */
export function openLightboxFrom(list) {
  let lightbox;
  list.addEventListener("click", async (event) => {
    const link = event.target.closest("a.open");
    if (!link || lightbox || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    lightbox = makeLightbox(list);
    const links = [...list.querySelectorAll("a.open")];
    (await lightbox).loadAndOpen(links.indexOf(link), { gallery: list });
  });
}

async function makeLightbox(list) {
  const { photoswipe, lightbox: module } = document.body.dataset;
  const { default: PhotoSwipeLightbox } = await import(module);
  const lightbox = new PhotoSwipeLightbox({ gallery: list, children: "a.open", pswpModule: () => import(photoswipe), ...lightboxOptions() });
  lightbox.on("beforeOpen", () => nameLightbox(lightbox.pswp));
  lightbox.addFilter("domItemData", (data, element) => ({ ...data, alt: element.querySelector("img")?.alt, told: element.querySelector("img")?.dataset.told }));
  lightbox.init();
  return lightbox;
}

export function lightboxOptions() {
  return {
    bgOpacity: 0.97,
    padding: { top: 56, bottom: 24, left: 16, right: 16 },
    wheelToZoom: true,
    secondaryZoomLevel: 1,
    maxZoomLevel: 4,
    loop: false,
    zoomAnimationDuration: reducedMotion.matches ? 0 : 180,
    ...document.getElementById("lightbox-labels").dataset,
  };
}

/** Handles and words for whoever does not see it; to be called before it opens. */
export function nameLightbox(pswp) {
  // It hears no key before it is wholly open.
  const opening = new AbortController();
  const wish = (event) => { if (event.key === "Escape") pswp.on("openingAnimationEnd", () => setTimeout(() => pswp.close())); };
  document.addEventListener("keydown", wish, { signal: opening.signal });
  pswp.on("openingAnimationEnd", () => opening.abort());
  pswp.on("afterInit", () => { pswp.element.dataset.testid = "lightbox"; });
  pswp.on("contentActivate", ({ content }) => {
    pswp.element.ariaLabel = content.data.alt;
    if (!content.element) return;
    content.element.dataset.testid = "lightbox-image";
    content.element.title = content.data.told ?? content.data.alt ?? "";
  });
  addLightboxTools(pswp);
  pswp.on("contentDeactivate", ({ content }) => { if (content.element) delete content.element.dataset.testid; });
}

/** Slide show and full screen. Both end with the lightbox. */
function addLightboxTools(pswp) {
  const { playTitle, pauseTitle, fullTitle, icons } = document.getElementById("lightbox-labels").dataset;
  const drawn = (name) => `<svg class="pswp__icn lightbox-icon" aria-hidden="true"><use href="${icons}#${name}"></use></svg>`;
  let playing = 0;
  const stop = () => {
    clearInterval(playing);
    playing = 0;
  };
  const play = (button) => {
    if (playing) stop();
    else playing = setInterval(() => (pswp.currIndex + 1 < pswp.getNumItems() ? pswp.next() : pswp.goTo(0)), SLIDE_SECONDS * 1000);
    button.title = button.ariaLabel = playing ? pauseTitle : playTitle;
    button.innerHTML = drawn(playing ? "pause" : "play");
  };
  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()).catch(() => {});
  pswp.on("uiRegister", () => {
    pswp.ui.registerElement({ name: "play", order: 7, isButton: true, title: playTitle, html: drawn("play"), onClick: (event, button) => play(button), onInit: (button) => { button.dataset.testid = "slide-show"; } });
    if (!document.fullscreenEnabled) return;
    pswp.ui.registerElement({ name: "full", order: 8, isButton: true, title: fullTitle, html: drawn("maximize"), onClick: fill, onInit: (button) => { button.dataset.testid = "full-screen"; } });
  });
  pswp.on("keydown", ({ originalEvent: { key, ctrlKey, metaKey, altKey } }) => {
    if (ctrlKey || metaKey || altKey) return;
    if (key === "p") play(pswp.element.querySelector('[data-testid="slide-show"]'));
    if (key === "f" && document.fullscreenEnabled) fill();
  });
  pswp.on("close", () => {
    stop();
    if (document.fullscreenElement) document.exitFullscreen();
  });
}
