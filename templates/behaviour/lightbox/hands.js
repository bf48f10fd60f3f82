// What hands do on a stage: zoom by buttons, and drag the line between two pictures. Spread into a component.

import { targetOf } from "../common/elements.js";

/** @typedef {import("../zoom/stage.js").Stage} Stage */
/** @typedef {import("./split.js").Split} Split */

/** @param {() => { stage: Stage, split: Split }} parts asked only when they are there */
export function hands(parts) {
  return {
    percent: "",

    drawn() {
      this.percent = `${Math.round(parts().stage.scale * 100)}%`;
    },
    zoomIn() {
      parts().stage.zoomBy(1);
    },
    zoomOut() {
      parts().stage.zoomBy(-1);
    },
    whole() {
      parts().stage.whole();
    },
    actual() {
      parts().stage.actual();
    },
    /** @param {MouseEvent} event */
    toggleZoom(event) {
      if (!targetOf(event).closest("button, [role=slider]")) parts().stage.toggle(event);
    },
    /** @param {PointerEvent} event */
    grasp(event) {
      parts().split.grasp(event);
    },
    /** @param {PointerEvent} event */
    drag(event) {
      parts().split.drag(event);
    },
    /** @param {KeyboardEvent} event */
    slide(event) {
      parts().split.key(event);
    },
  };
}
