// What the page stands in.

export const isMac = document.body.dataset.mac === "true"; // the server has looked, to name keys (server/web/keys.py)
export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
