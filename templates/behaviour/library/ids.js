// Selections written short: `3,7-9`. Nothing here knows of the page.

/** The numbers that such a text names.
 * @param {string} text */
export function spread(text) {
  const parts = text.split(",").filter(Boolean);
  return parts.flatMap((part) => {
    const [first = 0, last = first] = part.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => first + at);
  });
}

/** Numbers as such a text.
 * @param {Iterable<number>} ids */
export function gather(ids) {
  /** @type {[first: number, last: number][]} */
  const parts = [];
  for (const id of [...ids].sort((a, b) => a - b)) {
    const part = parts.at(-1);
    if (part && part[1] === id - 1) part[1] = id;
    else parts.push([id, id]);
  }
  return parts.map(([first, last]) => (first === last ? first : `${first}-${last}`)).join(",");
}
