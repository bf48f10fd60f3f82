// Notes what must not happen in a page, before any script of the page itself runs. Kept in the session's storage, which
// outlives going from page to page; read by tests/engines/screen.py.
{
  const KEY = "witnessed";
  const note = (problem) => {
    const noted = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    sessionStorage.setItem(KEY, JSON.stringify([...noted, `${location.pathname}: ${problem}`]));
  };
  // WebKit and Firefox end what is under way with an error when a page is left, of which htmx tells.
  let left = false;
  addEventListener("beforeunload", () => {
    left = true;
  });
  const told = (value) => (value instanceof Error ? `${value}\n${value.stack}` : String(value));

  addEventListener(
    "error",
    (event) => {
      const { target, message, filename, lineno } = event;
      if (target === window) note(`script error: ${message} (${filename}:${lineno})`);
      else if (target.isConnected) note(`did not load: ${target.currentSrc || target.src || target.href}`);
    },
    true,
  );
  addEventListener("unhandledrejection", ({ reason }) => note(`unhandled rejection: ${told(reason)}`));
  document.addEventListener("securitypolicyviolation", (event) => {
    note(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
  });
  for (const level of ["error", "warn"]) {
    const say = console[level];
    console[level] = (...what) => {
      const text = what.map(told).join(" ");
      if (!(left && text.startsWith("htmx: htmx:"))) note(`console ${level}: ${text}`);
      say.apply(console, what);
    };
  }

  // After a page has loaded, pywebview puts its own scripts into it: where the program's window has this engine.
  const agent = navigator.userAgent;
  const platform = /Chrome/.test(agent) ? "edgechromium" : /AppleWebKit/.test(agent) ? "cocoa" : null;
  if (platform) {
    const heard = { postMessage() {} };
    if (platform === "cocoa") window.webkit = { messageHandlers: { jsBridge: heard, browserDelegate: heard } };
    else window.chrome = { webview: heard };
    addEventListener("load", () => {
      const script = document.createElement("script");
      script.src = `/static/${platform}.js`;
      document.head.append(script);
    });
  }
}
