// The library's page: wishes, what is selected, details.

const MOST_DRAGGED = 4000; // characters of a selection in an address

document.addEventListener("alpine:init", () => {
  Alpine.data("library", () => {
    let root; // this.$root is that of whichever component a button is in
    let grid;
    let chosen = new Set();
    let anchor = 0;
    let current = 0;
    const timers = {};
    const later = (name, milliseconds, work) => {
      clearTimeout(timers[name]);
      timers[name] = setTimeout(work, milliseconds);
    };

    return {
      total: 0,
      chosen: 0,
      chosenIds: "",
      filters: 0,
      narrowed: false,
      detailsOpen: true,

      init() {
        root = this.$root;
        grid = new Grid(root, () => this.arrived());
        this.narrowed = Boolean(grid.address);
        this.filters = this.countFilters();
        this.detailsOpen = innerWidth > 1200;
        fillSlider(root.querySelector(".tile-size"));
        grid.layOut();
        this.arrived();
        new MutationObserver(() => this.pulsed()).observe(root.querySelector("#library-pulse"), { childList: true, characterData: true, subtree: true });
      },
      get foundText() { return this.total === 1 ? root.dataset.one : root.dataset.found.replace("{n}", grouped(this.total)); },
      get chosenText() { return root.dataset.selected.replace("{n}", grouped(this.chosen)); },
      get areTwo() { return this.chosen === 2; },
      get isEmpty() { return this.total === 0; },
      // On a wide screen they stay in their place: the grid must not move below a hand that clicks twice.
      get hasDetails() { return this.detailsOpen && (this.chosen === 1 || innerWidth > 992); },
      get emptyText() { return this.narrowed ? this.$el.dataset.found : this.$el.dataset.none; },

      // -- what is shown
      arrived() {
        if (!grid) return;
        this.total = grid.total;
        for (const tile of grid.tiles) tile.setAttribute("aria-selected", chosen.has(Number(tile.dataset.id)));
        if (!grid.list.querySelector('[tabindex="0"]')) grid.list.tabIndex = 0;
      },
      laidOut() { grid.layOut(); },
      scrolled() {
        this.closeMenu();
        // While one scrolls too, though not for all that flies past.
        timers.scroll ??= setTimeout(() => {
          timers.scroll = undefined;
          grid.show();
        }, SETTLE);
      },
      pulsed() { later("pulse", 200, () => this.refresh()); },
      async refresh() {
        await grid.refresh();
        // What was selected and is no longer here is not selected any more.
        if (chosen.size && grid.tile(current) && ![...chosen].some((id) => document.getElementById(`tile-${id}`))) this.choseNone();
        // Each asks in its own name: of requests with the same source htmx keeps one waiting and drops the others.
        htmx.ajax("GET", `/library/places?${grid.address}`, { source: "#places", target: "#places", swap: "outerHTML" });
        // In the trash there is nothing to put into albums.
        if (document.getElementById("album-choices")) htmx.ajax("GET", "/library/albums", { source: "#album-choices", target: "#album-choices", swap: "innerHTML" });
        if (this.detailsOpen && this.chosen === 1 && !document.querySelector("#details :focus")) this.tell();
      },
      lookAgain() { navigator.sendBeacon("/library/look"); },

      // -- what is wished for
      wished() {
        for (const day of root.querySelectorAll(".filters input[type=date]")) day.dataset.empty = String(!day.value && !day.validity.badInput);
        later("wish", 160, () => this.find());
      },
      find() {
        if (isComposing()) return; // its end is heard of as well
        const form = root.querySelector(".finder");
        const given = [...new FormData(form)].filter(([name, value]) => value && name !== "");
        const address = String(new URLSearchParams(given));
        if (address === grid.address) return;
        this.narrowed = Boolean(address);
        this.filters = this.countFilters();
        history.replaceState(null, "", address ? `/library?${address}` : "/library");
        this.choseNone();
        anchor = current = 0;
        grid.reset(address);
      },
      countFilters() { return [...root.querySelectorAll(".filters select, .filters input[type=date]")].filter(({ name, value }) => value && name !== "show").length; },
      clearFilters() {
        for (const field of root.querySelectorAll(".filters select, .filters input[type=date]")) field.value = "";
        this.wished();
      },
      clearSearch(event) {
        if (!event.target.value) return;
        event.stopPropagation();
        event.target.value = "";
        this.wished();
      },
      resized() {
        grid.side = Number(this.$el.value);
        fillSlider(this.$el);
        grid.layOut();
      },
      keepSize() { keep("/preferences", { tile: this.$el.value }); },

      // -- what is selected
      clicked(event) {
        this.closeMenu();
        const tile = event.target.closest(".tile");
        if (!tile) return this.choseNone();
        this.chose(Number(tile.dataset.index), event);
      },
      async chose(index, { shiftKey = false, ctrlKey = false, metaKey = false } = {}) {
        const tile = grid.tile(index);
        const id = Number(tile?.dataset.id);
        current = index;
        if (shiftKey) chosen = new Set(await grid.ids(Math.min(anchor, index), Math.max(anchor, index) + 1));
        else if (isMac ? metaKey : ctrlKey) { if (!chosen.delete(id)) chosen.add(id); } else chosen = new Set([id]);
        if (!shiftKey) anchor = index;
        this.focusTile(tile);
        this.told();
      },
      choseNone() {
        chosen = new Set();
        this.told();
      },
      async choseAll() {
        chosen = new Set(await grid.ids(0, grid.total));
        this.told();
      },
      told() {
        this.chosen = chosen.size;
        this.chosenIds = gather(chosen);
        this.arrived();
        if (this.chosen === 1 && this.detailsOpen) later("tell", 60, () => this.tell());
      },
      tell() {
        const [id] = chosen;
        if (id) return htmx.ajax("GET", `/library/details/${id}`, { source: "#details", target: "#details", swap: "innerHTML" });
      },
      // A relative may be one that the list does not show at the moment.
      toRelative() {
        const id = Number(this.$el.dataset.relative);
        const tile = document.getElementById(`tile-${id}`);
        if (tile) return this.chose(Number(tile.dataset.index));
        chosen = new Set([id]);
        this.told();
        later("tell", 0, async () => {
          await this.tell();
          document.querySelector("#details .details-picture")?.focus();
        });
      },
      closeDetails() { this.detailsOpen = false; },
      toggleDetails() {
        this.detailsOpen = !this.detailsOpen;
        this.told();
      },
      focusTile(tile) {
        if (!tile) return;
        for (const other of grid.list.querySelectorAll('.tile[tabindex="0"]')) other.tabIndex = -1;
        tile.tabIndex = 0;
        grid.list.tabIndex = -1;
        tile.focus({ preventScroll: true });
      },
      entered() { this.goTo(Math.min(current, grid.total - 1), {}); },
      intoGrid(event) {
        event.preventDefault();
        this.goTo(0, {});
      },
      async goTo(index, event) {
        if (index < 0 || index >= grid.total) return;
        const tile = await grid.reach(index);
        if (!tile) return;
        if (event.shiftKey) this.chose(index, { shiftKey: true });
        else if (event.ctrlKey || event.metaKey) { current = index; this.focusTile(tile); } else this.chose(index);
      },

      // -- dragged out of the page
      pressed(event) { showWhole(event); },
      drag(event) {
        const { file, name } = event.target.dataset ?? {};
        if (!file) return;
        const several = chosen.size > 1 && chosen.has(Number(event.target.closest(".tile").dataset.id));
        if (givesWhatIsShown && several) return this.refuseDrag(event, root.dataset.dragOne);
        if (!isWhole(event.target)) return event.preventDefault();
        const ids = gather(chosen);
        if (several && ids.length > MOST_DRAGGED) return this.refuseDrag(event, root.dataset.dragMany);
        if (several) giveAway(event, root.dataset.archive, `/library/originals?ids=${ids}`);
        else giveAway(event, name, file);
      },
      refuseDrag(event, why) {
        event.preventDefault();
        say(why);
      },

      // -- keys
      keys(event) {
        if (typesText(event.target) || event.target.closest("select, dialog, .more-body") || document.querySelector(".pswp--open")) return;
        const inGrid = event.target.closest(".grid-frame");
        const withControl = isMac ? event.metaKey : event.ctrlKey;
        const move = this.moves()[event.key];
        if (inGrid && move !== undefined) return this.act(event, () => this.goTo(Math.min(grid.total - 1, Math.max(0, move)), event));
        if (inGrid && event.key === "Enter") return this.act(event, () => this.openAt(current));
        if (inGrid && event.key === " ") return this.act(event, () => this.chose(current, { ctrlKey: true, metaKey: true }));
        if (withControl && event.key === "a") return this.act(event, () => this.choseAll());
        if (event.key === "/") return this.act(event, () => document.getElementById("search").focus());
        if (event.key === "Escape") return this.menuOpen() ? this.closeMenu() : this.choseNone();
        if (!withControl && event.key === "i") return this.act(event, () => this.toggleDetails());
        if (!this.chosen) return;
        const bar = root.querySelector(".selection-bar");
        const panel = document.getElementById("details");
        if (event.key === "Delete" || (isMac && event.key === "Backspace")) this.act(event, () => press(bar, "delete-selected") ?? press(bar, "erase"));
        else if (withControl && event.key === "s") this.act(event, () => press(panel, "save-as"));
        else if (withControl && event.key === "c" && !String(getSelection())) this.act(event, () => press(panel, "copy"));
        else if (!withControl && event.key === "c" && this.chosen === 2) this.act(event, () => press(bar, "compare"));
        else if (!withControl && event.key === "f") this.act(event, () => press(bar, this.allFavourite() ? "unfavourite" : "favourite"));
      },
      act(event, work) {
        event.preventDefault();
        event.stopPropagation();
        work();
      },
      moves() {
        const { columns, perScreen } = grid;
        return {
          ArrowRight: current + 1, ArrowLeft: current - 1, ArrowDown: current + columns, ArrowUp: current - columns,
          PageDown: current + columns * perScreen, PageUp: current - columns * perScreen, Home: 0, End: grid.total - 1,
        };
      },
      allFavourite() {
        const tiles = grid.tiles.filter((tile) => chosen.has(Number(tile.dataset.id)));
        return tiles.length > 0 && tiles.every((tile) => tile.querySelector(".tile-star"));
      },

      // -- the actions as a menu
      menued(event) {
        const tile = event.target.closest(".tile");
        if (!tile) return;
        event.preventDefault();
        if (!chosen.has(Number(tile.dataset.id))) this.chose(Number(tile.dataset.index));
        this.$nextTick(() => {
          const bar = root.querySelector(".selection-bar");
          bar.classList.add("as-menu");
          bar.style.left = `${Math.min(event.clientX, innerWidth - bar.offsetWidth - 8)}px`;
          bar.style.top = `${Math.min(event.clientY, innerHeight - bar.offsetHeight - 8)}px`;
        });
      },
      menuOpen() { return Boolean(root.querySelector(".selection-bar.as-menu")); },
      closeMenu() {
        const bar = root.querySelector(".selection-bar.as-menu");
        bar?.classList.remove("as-menu");
        bar?.style.removeProperty("left");
        bar?.style.removeProperty("top");
      },

      // -- one picture alone
      opened(event) { if (event.target.closest(".tile")) this.openAt(current); },
      openChosen() {
        const [id] = chosen;
        const tile = document.getElementById(`tile-${id}`);
        if (tile || chosen.size !== 1) return this.openAt(tile ? Number(tile.dataset.index) : current);
        showAlone(this.$el.querySelector("img"), document.querySelector("#details .prompt")?.textContent);
      },
      openAt(index) { showFrom(grid, index, (last) => this.goTo(last, {})); },
    };
  });

  // A name that was refused can be mended.
  Alpine.data("newAlbum", () => ({
    made({ detail: { ctx } }) { if (ctx.response?.raw?.ok) this.$root.reset(); },
  }));

  Alpine.data("popover", () => ({
    close(event) {
      if (event.type === "keydown" && this.$root.open) {
        event.stopPropagation();
        this.$root.querySelector("summary").focus();
      }
      this.$root.open = false;
    },
  }));
});
