// The library's page as its templates know it: what they show, and what they tell of.

import { fillSlider, within } from "../common/elements.js";
import { keep, openMenuAt, showWhole } from "../every_page.js";
import { dragOut } from "./dragging.js";
import { Library } from "./library.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("library", () => {
    /** @type {Library} */
    let library; // and not `this`, which is that of whichever component a button is in

    return {
      total: 0,
      selected: 0,
      selectedIds: "",
      filters: 0,
      narrowed: false,
      detailsOpen: true,
      isWide: true,
      allFavourite: false,

      init() {
        library = new Library(this.$root, this);
        library.begin();
        this.layOutSoon();
      },
      get foundText() {
        return library.foundText;
      },
      get selectedText() {
        return library.selectedText;
      },
      get areFew() {
        return this.selected >= 2 && this.selected <= 4;
      },
      get isEmpty() {
        return this.total === 0 && this.narrowed;
      },
      get hasDetails() {
        return !this.isBare && library.details.areShown;
      },
      get isSheet() {
        return library.details.areSheet;
      },
      /** Whether there is nothing at all yet, and so nothing to search or to tell of. */
      get isBare() {
        return this.total === 0 && !this.narrowed;
      },
      get hasFinder() {
        return !this.isBare;
      },

      // -- the list --
      /** A place beside the pictures has come or gone. Not left to what watches sizes: that waits for a frame. */
      layOutSoon() {
        this.$nextTick(() => library.grid.layOut());
      },
      laidOut() {
        library.details.fit();
        library.grid.layOut();
      },
      scrolled() {
        library.menu.close();
        library.scrolled();
      },
      pulsed() {
        library.pulsed();
      },
      lookAgain() {
        navigator.sendBeacon("/library/look");
      },
      resized() {
        fillSlider(this.$el);
        library.grid.resize(Number(this.$el.value));
      },
      keepSize() {
        keep("/preferences", { tile: this.$el.value });
      },
      /** @param {Heard<WheelEvent>} event */
      zoomed(event) {
        if (event.ctrlKey || event.metaKey) library.zoomed(event);
      },

      // -- the time line --
      /** @param {Heard<PointerEvent>} event */
      timePressed(event) {
        event.preventDefault();
        this.$el.focus();
        this.$el.setPointerCapture(event.pointerId);
        library.timeLine.pointed(event);
      },
      /** @param {Heard<PointerEvent>} event */
      timeDragged(event) {
        if (event.buttons & 1) library.timeLine.pointed(event);
      },
      timeBack() {
        library.timeLine.step(-1);
      },
      timeOn() {
        library.timeLine.step(1);
      },

      // -- wishes --
      wished() {
        library.finder.changed();
      },
      quickChoice() {
        library.finder.quickChoice(this.$el);
      },
      quickDay() {
        library.finder.quickDay(this.$el);
      },
      clearFilters() {
        library.finder.clearFilters();
      },
      /** @param {Heard} event */
      clearSearch(event) {
        library.finder.clearSearch(event);
      },

      // -- selecting --
      /** @param {Heard<MouseEvent>} event */
      clicked(event) {
        library.menu.close();
        const tile = event.target.closest(".tile");
        const heading = event.target.closest(".day-select")?.parentElement;
        const star = event.target.closest(".tile-star");
        if (star) return library.favour(star);
        if (library.tools.took(event.target)) return;
        if (heading) return library.selecting.selectSection(Number(heading.dataset.section));
        if (tile) library.selecting.select(Number(tile.dataset.index), event);
        else library.selecting.selectNone();
      },
      selectNone() {
        library.selecting.selectNone();
      },
      /** @param {CustomEvent<{ on: string[], off: string[] }>} event */
      starsTold({ detail: { on, off } }) {
        library.selecting.starTiles(on, true);
        library.selecting.starTiles(off, false);
        this.allFavourite = library.selecting.areAllFavourite;
      },
      favourSelected() {
        library.favourSelected();
      },
      /** @param {HtmxEvent} event */
      deleted(event) {
        library.deleted(event);
      },
      entered() {
        library.selecting.goTo(Math.min(library.selection.current, library.grid.total - 1));
      },
      /** @param {Event} event */
      intoGrid(event) {
        event.preventDefault();
        library.selecting.goTo(0);
      },
      /** @param {Heard<KeyboardEvent>} event */
      keys(event) {
        library.keyboard.pressed(event);
      },
      /** @param {Heard<KeyboardEvent>} event */
      keysElsewhere(event) {
        library.keyboard.pressedElsewhere(event);
      },
      /** @param {Heard<MouseEvent>} event */
      menued(event) {
        const tile = event.target.closest(".tile");
        if (!tile) return;
        event.preventDefault();
        if (!library.selection.has(Number(tile.dataset.id))) library.selecting.select(Number(tile.dataset.index));
        if (library.selection.size === 1) openMenuAt(tile.dataset.id, event, tile);
        else this.$nextTick(() => library.menu.openAt(event));
      },

      // -- the details, and one picture alone --
      toRelative() {
        library.toRelative(Number(this.$el.dataset.relative));
      },
      closeDetails() {
        this.detailsOpen = false;
        this.layOutSoon();
      },
      toggleDetails() {
        library.toggleDetails();
        this.layOutSoon();
      },
      /** @param {Heard} event */
      opened(event) {
        if (event.target.closest(".tile")) library.openAt(library.selection.current);
      },
      openSelected() {
        library.openSelected(within(this.$el, "img"));
      },

      // -- dragged out of the page --
      /** @param {Heard<PointerEvent>} event */
      pressed(event) {
        showWhole(event);
      },
      /** @param {Dragged} event */
      drag(event) {
        dragOut(event, library.selection, library.root.dataset);
      },
    };
  });
});
