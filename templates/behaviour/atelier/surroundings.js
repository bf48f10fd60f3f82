// What the page stands in.

export const isMac = document.body.dataset.mac === "true"; // the server has looked, to name keys (server/web/keys.py)

/** Whether the key that goes with others in shortcuts is held down.
 * @param {{ ctrlKey: boolean, metaKey: boolean }} event */
export const hasControl = ({ ctrlKey, metaKey }) => (isMac ? metaKey : ctrlKey);

export const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
