// The settings: one section at a time, a search through all of them, and a word where a change was kept.

import { within } from "../common/elements.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("settings", () => ({
    shown: "",
    init() {
      this.shown = this.$root.dataset.shown;
    },
    /** Without loading the page anew; with a key held down the link does what links do.
     * @param {Heard<MouseEvent>} event */
    open(event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.clear();
      history.pushState(null, "", this.$el.href);
      this.show(this.$el.dataset.name);
    },
    /** @param {string} name */
    show(name) {
      this.shown = name;
      for (const pane of panes(this.$root)) pane.hidden = pane.dataset.name !== name;
      for (const link of this.$root.querySelectorAll(".settings-nav a")) {
        if (link.dataset.name === name) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
      scrollTo(0, 0);
    },
    follow() {
      const link = this.$root.querySelector(`.settings-nav a[href="${location.pathname}"]`);
      this.show(link?.dataset.name ?? "general");
    },

    search() {
      const words = this.$refs.query.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (!words.length) return this.clear();
      this.$root.dataset.searching = "true";
      for (const pane of panes(this.$root)) {
        const fits = [...pane.querySelectorAll("[data-setting]")].map((setting) => markIfFits(setting, words));
        pane.hidden = !fits.includes(true);
      }
      const count = this.$root.querySelectorAll('[data-fits="true"]').length;
      const { found, none } = this.$refs.found.dataset;
      this.$refs.found.textContent = count ? found.replace("{n}", String(count)) : none;
    },
    clear() {
      this.$refs.query.value = "";
      this.$refs.found.textContent = "";
      delete this.$root.dataset.searching;
      this.show(this.shown);
    },

    /** What was kept says so itself, until something else is.
     * @param {HtmxEvent} event */
    said({ detail: { ctx } }) {
      if (ctx?.response?.raw?.status !== 204) return;
      const row = ctx.sourceElement.closest("[data-setting], .field-row");
      if (!row) return;
      this.$root.querySelector(".saved-mark")?.remove();
      const mark = Object.assign(document.createElement("span"), { className: "saved-mark" });
      mark.dataset.testid = "settings-saved";
      mark.setAttribute("role", "status");
      row.append(mark);
      mark.textContent = this.$root.dataset.saved; // after it is there, so that it is heard
    },
  }));
});

/** @param {Part} root */
const panes = (root) => root.querySelectorAll(".settings-pane");

/** Whether all of the words are in what a setting says, in its section's name, or in what else people call it.
 * @param {Part} setting
 * @param {string[]} words */
function markIfFits(setting, words) {
  const pane = within(document, `#${setting.closest(".settings-pane")?.id} .pane-title`);
  const text = `${pane.textContent} ${setting.textContent} ${setting.dataset.words ?? ""}`.toLowerCase();
  const fits = words.every((word) => text.includes(word));
  setting.dataset.fits = String(fits);
  return fits;
}
