// What the script of every page (atelier/offered.js) gives to those of single pages.

export const {
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
} = globalThis.atelier;
