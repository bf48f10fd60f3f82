// What the scripts of single pages use of this one, which is there before them. They must not have it a second time: what
// is heard once would be heard twice, and what is remembered would be in two places.

import { act, handlesFor } from "./actions.js";
import { isComposing } from "./composing.js";
import { say } from "./dialogs.js";
import { keep } from "./drafts.js";
import { giveAway, givesWhatIsShown, isHeld, isWhole, showWhole } from "./drag.js";
import { lightboxWish, openLightbox, openLightboxFrom } from "./lightbox.js";
import { closeMenu, isMenuOpen, openMenuAt } from "./menu.js";
import { hasControl, isMac, reducedMotion } from "./surroundings.js";

export const offered = {
  act,
  closeMenu,
  giveAway,
  givesWhatIsShown,
  handlesFor,
  hasControl,
  isComposing,
  isHeld,
  isMac,
  isMenuOpen,
  isWhole,
  keep,
  lightboxWish,
  openLightbox,
  openLightboxFrom,
  openMenuAt,
  reducedMotion,
  say,
  showWhole,
};

globalThis.atelier = offered;
