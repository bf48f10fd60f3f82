// What an order costs, and what is left of the day. Both stand inside `create` and use its `each` and `ordered`.

import { grouped, rounded, shareOf } from "../common/numbers.js";

document.addEventListener("alpine:init", () => {
  Alpine.data("price", () => ({
    get text() {
      const { free, unknown, share, ofDay, problem } = this.$el.dataset;
      if (this.hasProblem) return problem;
      if (this.profile.price?.known === false) return unknown;
      const neurons = this.each * this.ordered;
      if (!neurons) return free;
      return share.replace("{share}", shareOf(neurons / Number(ofDay)));
    },
    get neurons() {
      const neurons = this.each * this.ordered;
      return neurons && this.profile.price?.known !== false
        ? this.$el.dataset.neurons.replace("{n}", grouped(rounded(neurons)))
        : "";
    },
  }));

  Alpine.data("allowance", () => ({
    left: 0,
    limit: 0,
    share: 0,
    init() {
      const { left, limit, share } = this.$root.dataset;
      Object.assign(this, { left: Number(left), limit: Number(limit), share: Number(share) });
    },
    get fitting() {
      return this.each ? Math.floor((this.left + 0.005) / this.each) : Infinity;
    },
    get wanted() {
      return Math.min(100 - this.share, (100 * this.each * this.ordered) / this.limit).toFixed(2);
    },
    get isOver() {
      return String(this.fitting < this.ordered);
    },
    get enough() {
      const { enough, short, none, free, unknown } = this.$el.dataset;
      if (this.profile.price?.known === false) return unknown;
      if (!this.each) return free;
      const pattern = this.fitting >= this.ordered ? enough : this.fitting ? short : none;
      return pattern.replace("{n}", grouped(this.fitting)).replace("{count}", String(this.ordered));
    },
  }));

  // Beside the form, where there is room for it.
  Alpine.data("allowanceDetails", () => ({
    place() {
      const opener = document.getElementById("allowance-open");
      if (!opener || !this.$root.matches(":popover-open")) return;
      const { right, left, bottom } = /** @type {Part} */ (opener.closest(".panel")).getBoundingClientRect();
      const { offsetWidth, offsetHeight } = this.$root;
      const beside =
        right + 12 + offsetWidth < innerWidth ? right + 12 : Math.max(8, Math.min(left, innerWidth - offsetWidth - 8));
      this.$root.style.left = `${beside}px`;
      this.$root.style.top = `${Math.max(8, Math.min(bottom, innerHeight - 8) - offsetHeight)}px`;
    },
  }));

  Alpine.data("countdown", () => ({
    minutes: 0,
    timer: 0,
    init() {
      const tick = () => {
        this.minutes = Math.max(0, Math.ceil((Number(this.$root.dataset.until) - Date.now() / 1000) / 60));
      };
      tick();
      this.timer = setInterval(tick, 5000);
    },
    get text() {
      const { time, hours, minutes } = this.$root.dataset;
      return (this.minutes < 60 ? minutes : hours)
        .replace("{time}", time)
        .replace("{h}", String(Math.floor(this.minutes / 60)))
        .replace("{m}", String(this.minutes % 60));
    },
    destroy() {
      clearInterval(this.timer);
    },
  }));
});
