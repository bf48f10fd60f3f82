// What the script of every page (atelier/offered.js) gives to those of single pages.

export const {
  giveAway,
  givesWhatIsShown,
  hasControl,
  isComposing,
  isMac,
  isWhole,
  keep,
  lightboxOptions,
  nameLightbox,
  openLightboxFrom,
  say,
  showWhole,
} = globalThis.atelier;
