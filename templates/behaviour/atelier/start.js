// When what the page needs begins: after its first frame, so that nobody waits for it with nothing to see.

// Engines that are not of this year refuse the second argument htmx gives it; without the function htmx takes
// another way.
/** @type {{ parseHTMLUnsafe?: (html: string, options: object) => Document }} */
const parser = Document;
try {
  parser.parseHTMLUnsafe?.("", {});
} catch {
  parser.parseHTMLUnsafe = undefined;
}

// The page's first frame is drawn beside what Alpine and htmx do to begin, which takes as long, instead of after it.
// They are on their way already; a page that draws no frames does not wait for one.
const UNSEEN = 200; // milliseconds
export const begun = new Promise((resolve) => {
  const begin = () => {
    const ahead = [...document.querySelectorAll("link[rel=preload][as=script]")];
    for (const link of ahead) {
      const script = Object.assign(document.createElement("script"), { src: link.href, async: false });
      if (link === ahead.at(-1)) script.addEventListener("load", () => setTimeout(resolve)); // as htmx begins
      link.replaceWith(script);
    }
  };
  addEventListener("DOMContentLoaded", () => {
    if (document.hidden) return begin();
    requestAnimationFrame(() => setTimeout(begin));
    setTimeout(begin, UNSEEN);
  });
});
begun.then(() => performance.mark("begun"));
