// Pictures that are dragged out of the library: one as it is, several as an archive where the engine can.

import { giveAway, givesWhatIsShown, isWhole, say } from "../every_page.js";

const LONGEST = 4000; // characters of a selection in an address

/** @param {Dragged} event
 * @param {import("./selection.js").Selection} selection
 * @param {DOMStringMap} words the page's */
export function dragOut(event, selection, { archive = "", dragOne = "", dragMany = "" }) {
  const { file, name = "" } = event.target.dataset ?? {};
  if (!file) return;
  const id = Number(event.target.closest(".tile")?.dataset.id);
  const areSeveral = selection.size > 1 && selection.has(id);
  if (givesWhatIsShown && areSeveral) refuse(event, dragOne);
  else if (!isWhole(event.target)) event.preventDefault();
  else if (!areSeveral) giveAway(event, name, file);
  else if (selection.text.length > LONGEST) refuse(event, dragMany);
  else giveAway(event, archive, `/library/originals?ids=${selection.text}`);
}

/** @param {Event} event
 * @param {string} why */
function refuse(event, why) {
  event.preventDefault();
  say(why);
}
