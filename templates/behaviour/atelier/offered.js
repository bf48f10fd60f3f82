// What the scripts of single pages use of this one, which is there before them. They must not have it a second time: what
// is heard once would be heard twice, and what is remembered would be in two places.

import { act, handlesFor } from "./actions.js";
import { isComposing } from "./composing.js";
import { say } from "./dialogs.js";
import { keep } from "./drafts.js";
import { giveAway, givesWhatIsShown, isWhole, showWhole } from "./drag.js";
import { lightboxOptions, nameLightbox, openLightboxFrom } from "./lightbox.js";
import { closeMenu, isMenuOpen, openMenuAt } from "./menu.js";
import { hasControl, isMac } from "./surroundings.js";

export const offered = {
  act,
  closeMenu,
  giveAway,
  givesWhatIsShown,
  handlesFor,
  hasControl,
  isComposing,
  isMac,
  isMenuOpen,
  isWhole,
  keep,
  lightboxOptions,
  nameLightbox,
  openLightboxFrom,
  openMenuAt,
  say,
  showWhole,
};

globalThis.atelier = offered;
