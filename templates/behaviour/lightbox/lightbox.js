// A picture alone and large, with its neighbours in reach.

import { byId, within } from "../common/elements.js";
import { act, handlesFor, lightboxWish, openMenuAt, reducedMotion } from "../every_page.js";
import { Stage } from "../zoom/stage.js";
import { hands } from "./hands.js";
import { isForOthers, plainKey, silenceOthers } from "./over.js";
import { Split } from "./split.js";
import { Strip } from "./strip.js";

/** @typedef {import("../atelier/lightbox.js").Item} Item */

const MARGIN = 12; // pixels around the picture
const SLIDE_SECONDS = 4;
const REST = 60; // milliseconds without another picture, after which is asked what can be done with this one
const OPENING = 180; // milliseconds
/** What leads to the form, where there is one to be seen. */
const TO_FORM = ["edit", "reuse", "as-reference"];

Alpine.data("lightbox", () => {
  const wish = lightboxWish();
  const { source } = wish;
  /** @type {Stage} */
  let stage;
  /** @type {Strip} */
  let strip;
  /** @type {Item | undefined} */
  let shown;
  /** @type {Split} */
  let split;
  /** @type {() => void} */
  let giveBack;
  let goingTo = wish.at;
  let isStranger = false; // whether what is shown is none of those listed
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let asking;
  const changes = new MutationObserver(() => followChanges());
  let followChanges = () => {};

  return {
    ...hands(() => ({ stage, split })),
    at: wish.at,
    total: 0,
    caption: "",
    detailsOpen: false,
    besideParent: true,
    hasParent: false,
    playing: /** @type {ReturnType<typeof setInterval> | undefined} */ (undefined),
    isFull: false,

    init() {
      const root = this.$root;
      stage = new Stage(
        within(root, ".lightbox-stage"),
        {
          changed: () => this.drawn(),
          tapped: (isOnPicture) => (isOnPicture ? undefined : this.leave()),
          swiped: (by) => this.go(by),
        },
        MARGIN,
      );
      strip = new Strip(within(root, ".lightbox-strip"), source, (index) => this.goTo(index, 1));
      split = new Split(within(root, ".lightbox-stage"), within(root, "[role=slider]"));
      giveBack = silenceOthers(root);
      followChanges = () => this.follow();
      changes.observe(source.list, { childList: true, subtree: true });
      this.goTo(wish.at, 1);
      this.grow(wish.from);
      if (wish.details) this.toggleDetails();
    },
    destroy() {
      stage.close();
      changes.disconnect();
      this.stop();
    },
    leave() {
      clearTimeout(asking);
      if (document.fullscreenElement) document.exitFullscreen();
      this.$root.remove();
      giveBack();
      source.left(this.at, shown);
    },

    // -- which picture --
    /** @param {number} index
     * @param {number} by which way to go on from one that has no picture */
    async goTo(index, by) {
      const count = source.count();
      if (index < 0 || index >= count) return;
      goingTo = index;
      this.total = count;
      if (!source.item(index)) await source.reach(index);
      if (goingTo !== index || !this.$root.isConnected) return;
      const item = source.item(index);
      if (!item) return void this.goTo(index + by, by);
      this.at = index;
      isStranger = false;
      this.show(item);
      await source.reach(index);
      strip.draw(this.at);
    },
    /** @param {number} by */
    go(by) {
      this.goTo(this.at + by, by);
    },
    next() {
      this.go(1);
    },
    previous() {
      this.go(-1);
    },
    isFirst() {
      return this.at <= 0;
    },
    isLast() {
      return this.at >= this.total - 1;
    },
    countText() {
      return this.total > 1 ? `${this.at + 1} / ${this.total}` : "";
    },
    // What is listed has changed: this picture has another place, or is gone and another one stands in its place.
    follow() {
      const count = source.count();
      if (!count) return this.leave();
      this.total = count;
      const index = shown ? source.indexOf(shown.id) : -1;
      if (index >= 0) this.at = index;
      else if (!isStranger && source.item(Math.min(this.at, count - 1))) this.goTo(Math.min(this.at, count - 1), -1);
      strip.draw(this.at);
    },
    /** @param {Item | undefined} item */
    show(item) {
      if (!item || item.id === shown?.id) return;
      shown = item;
      this.hasParent = false;
      this.caption = item.alt;
      this.$root.ariaLabel = item.alt;
      this.$root.dataset.id = item.id;
      this.lay([item]);
      strip.draw(this.at);
      for (const near of [source.item(this.at + 1), source.item(this.at - 1)]) if (near) new Image().src = near.src;
      clearTimeout(asking);
      asking = setTimeout(() => this.ask(item), REST);
    },
    /** @param {Item[]} items the one below first */
    lay(items) {
      const ground = within(this.$root, ".lightbox-stage");
      for (const layer of stage.layers) layer.remove();
      ground.prepend(...items.map((item, number) => layerOf(item, { isShown: number === items.length - 1 })));
      ground.dataset.mode = items.length > 1 ? "over" : "alone";
      stage.whole();
    },
    /** What can be done with it, and what it was made from.
     * @param {Item} item */
    async ask(item) {
      const row = byId("lightbox-actions");
      const hadFocus = row.contains(document.activeElement);
      const handle = /** @type {Part | null} */ (document.activeElement)?.dataset.testid;
      await htmx.ajax("GET", `/paintings/${item.id}/actions`, {
        source: "#lightbox-actions",
        target: "#lightbox-actions",
        swap: "innerHTML",
      });
      if (shown !== item || !row.isConnected) return;
      if (hadFocus) (row.querySelector(`[data-testid="${handle}"]`) ?? this.$root).focus({ preventScroll: true });
      this.tellDetails();
      const parent = row.querySelector("[data-parent]");
      this.hasParent = Boolean(parent);
      if (parent && this.besideParent) this.layBeside(item, parent);
    },

    // -- beside what it was made from --
    /** @param {Item} item
     * @param {Part} parent */
    layBeside(item, parent) {
      const { parent: id, width, height, src, alt } = parent.dataset;
      const before = { id, src, thumb: src, width: Number(width), height: Number(height), alt, told: alt };
      this.lay([item, before]);
      split.put(50);
    },
    toggleParent() {
      this.besideParent = !this.besideParent;
      const parent = this.$root.querySelector("[data-parent]");
      if (!shown || !parent) return;
      if (this.besideParent) this.layBeside(shown, parent);
      else this.lay([shown]);
    },
    isBeside() {
      return String(this.hasParent && this.besideParent);
    },

    /** Out of its thumbnail.
     * @param {Element | null | undefined} from */
    grow(from) {
      const image = this.$root.querySelector("[data-testid=lightbox-image]");
      const before = from?.getBoundingClientRect();
      if (!image || !before?.width || reducedMotion.matches) return;
      const after = image.getBoundingClientRect();
      const x = before.left + before.width / 2 - after.left - after.width / 2;
      const y = before.top + before.height / 2 - after.top - after.height / 2;
      const scale = before.width / after.width;
      const timing = { duration: OPENING, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" };
      image.animate([{ transform: `translate(${x}px, ${y}px) scale(${scale})` }, { transform: "none" }], timing);
      this.$root.animate([{ backgroundColor: "transparent" }, {}], timing);
    },

    // -- slide show, full screen, details --
    isPlaying() {
      return String(Boolean(this.playing));
    },
    playTitle() {
      const { play, pause } = within(this.$root, "[data-testid=slide-show]").dataset;
      return this.playing ? pause : play;
    },
    togglePlay() {
      if (this.playing) return this.stop();
      this.playing = setInterval(() => this.goTo(this.isLast() ? 0 : this.at + 1, 1), SLIDE_SECONDS * 1000);
    },
    stop() {
      clearInterval(this.playing);
      this.playing = undefined;
    },
    canFill() {
      return document.fullscreenEnabled;
    },
    toggleFull() {
      if (!document.fullscreenEnabled) return;
      const filling = document.fullscreenElement
        ? document.exitFullscreen()
        : document.documentElement.requestFullscreen();
      filling.catch(() => {});
    },
    toggleDetails() {
      this.detailsOpen = !this.detailsOpen;
      this.tellDetails();
    },
    areDetailsOpen() {
      return String(this.detailsOpen);
    },
    tellDetails() {
      const panel = byId("lightbox-details");
      if (!this.detailsOpen || !shown || panel.dataset.of === shown.id) return;
      panel.dataset.of = shown.id;
      htmx.ajax("GET", `/paintings/${shown.id}/details`, {
        source: "#lightbox-details",
        target: "#lightbox-details",
        swap: "innerHTML",
      });
    },
    // What it came from or became; one that is not among those listed is shown all the same.
    toRelative() {
      const { relative: id, width, height, alt } = this.$el.dataset;
      const index = source.indexOf(id);
      if (index >= 0) return void this.goTo(index, 1);
      isStranger = true;
      const item = {
        id,
        src: `/paintings/${id}/picture`,
        thumb: `/paintings/${id}/thumbnail`,
        width: Number(width),
        height: Number(height),
        alt,
        told: alt,
      };
      this.show(item);
    },

    // -- hands --
    /** @param {Heard<MouseEvent>} event */
    menued(event) {
      if (shown && event.target.closest(".lightbox-stage")) openMenuAt(shown.id, event, this.$root);
    },
    /** @param {HtmxEvent} event */
    acted({ detail: { ctx } }) {
      const handle = ctx.sourceElement?.dataset.testid ?? "";
      if (TO_FORM.includes(handle) && ctx.response?.raw?.ok && document.getElementById("create")) this.leave();
    },
    /** @param {KeyboardEvent} event */
    keys(event) {
      if (isForOthers(event, "dialog[open], #compare")) return;
      const work = this.workOf(event) ?? this.workOnPainting(event);
      if (!work) return;
      event.preventDefault();
      work();
    },
    /** @param {KeyboardEvent} event
     * @returns {(() => void) | undefined} */
    workOf(event) {
      const key = plainKey(event);
      if (event.shiftKey && key !== "+") return key === "f" ? () => this.toggleFull() : undefined;
      /** @type {Partial<Record<string, () => void>>} */
      const works = {
        Escape: () => this.leave(),
        ArrowLeft: () => this.go(-1),
        ArrowRight: () => this.go(1),
        Home: () => this.goTo(0, 1),
        End: () => this.goTo(this.total - 1, -1),
        i: () => this.toggleDetails(),
        p: () => this.togglePlay(),
        v: () => this.toggleParent(),
      };
      return works[key] ?? stage.workOf(key);
    },
    /** @param {KeyboardEvent} event
     * @returns {(() => void) | undefined} */
    workOnPainting(event) {
      const handles = handlesFor(event);
      const id = shown?.id;
      return handles && id ? () => act(id, handles) : undefined;
    },
  };
});

/** @param {Item} item
 * @param {{ isShown: boolean }} how whether it is the one that is shown, or what that was made from */
function layerOf(item, { isShown }) {
  const layer = document.createElement("div");
  layer.className = "layer";
  Object.assign(layer.dataset, { width: item.width, height: item.height });
  const image = document.createElement("img");
  Object.assign(image, { src: item.src, alt: item.alt, title: item.told, draggable: false, decoding: "async" });
  image.style.backgroundImage = `url("${item.thumb}")`;
  if (isShown) image.dataset.testid = "lightbox-image";
  image.addEventListener("error", () => {
    const most = Number(layer.parentElement?.dataset.mostPixels ?? Infinity);
    layer.classList.add(item.width * item.height > most ? "layer-large" : "layer-broken");
  });
  image.addEventListener("load", () => image.style.removeProperty("background-image"));
  layer.append(image);
  return layer;
}
