// The column of places, and the albums that paintings can be put into: drawn by the server, anew after a change.

/** @param {string} address the wish, so that its place is marked */
export function refreshPlaces(address) {
  // Each asks in its own name: of requests with the same source htmx keeps one waiting and drops the others.
  htmx.ajax("GET", `/library/places?${address}`, { source: "#places", target: "#places", swap: "outerHTML" });
  // In the trash there is nothing to put into albums.
  if (!document.getElementById("album-choices")) return;
  htmx.ajax("GET", "/library/albums", { source: "#album-choices", target: "#album-choices", swap: "innerHTML" });
}
