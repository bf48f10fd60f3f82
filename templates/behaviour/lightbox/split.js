// The line between two pictures that lie over each other, moved by hand and by keys.

/** @type {Partial<Record<string, number>>} */
const STEPS = { ArrowLeft: -2, ArrowRight: 2, Home: -100, End: 100 };

export class Split {
  /** @param {Part} ground
   * @param {Part} handle */
  constructor(ground, handle) {
    this.ground = ground;
    this.handle = handle;
    this.put(50);
  }

  /** @param {number} percent of the ground's width */
  put(percent) {
    const inside = Math.min(100, Math.max(0, percent));
    this.ground.style.setProperty("--split", `${inside}%`);
    this.handle.setAttribute("aria-valuenow", String(Math.round(inside)));
  }

  /** @param {PointerEvent} event */
  grasp(event) {
    event.preventDefault();
    this.handle.setPointerCapture(event.pointerId);
    this.handle.focus();
  }

  /** @param {PointerEvent} event */
  drag(event) {
    if (!this.handle.hasPointerCapture(event.pointerId)) return;
    const { left, width } = this.ground.getBoundingClientRect();
    this.put(((event.clientX - left) / width) * 100);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const by = STEPS[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    this.put(Number(this.handle.getAttribute("aria-valuenow")) + by);
  }
}
