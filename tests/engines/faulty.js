// What a page's own script must not do, for the test of the watch. The errors of scripts that a driver brings along are
// kept from the page.
Promise.reject(new Error("nobody caught it"));
throw new Error("a bug");
