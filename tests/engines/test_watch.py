"""The watch itself: what must not happen is seen, in each engine."""

from __future__ import annotations

from tests.engines.screen import Screen

SEED = """() => {
  document.body.setAttribute("style", "color: red");
  document.body.append(Object.assign(document.createElement("img"), { src: "/paintings/4711/picture" }));
  console.error("said");
  fetch("/nothing-here");
  navigator.sendBeacon("/draft-of-nobody");
  const script = document.createElement("script");
  script.textContent = "never()";
  document.body.append(script);
  document.body.append(Object.assign(document.createElement("script"), { src: "/static/faulty.js" }));
}"""
SIGNS = (
    "policy: style-src-attr inline",
    "policy: script-src-elem inline",
    "did not load: ",
    "console error: said",
    "unhandled rejection: Error: nobody caught it",
    "Error: a bug",
    "404 GET /nothing-here",
    "404 GET /paintings/4711/picture",
    "404 POST /draft-of-nobody",
)


def test_what_must_not_happen_is_seen(screen: Screen) -> None:
    screen.open()
    screen.run(SEED)
    screen.wait(lambda: missing(screen) == [], "all of them to be seen")
    screen.go("/settings")
    assert missing(screen) == [], "it is kept beyond the page"
    screen.forgive()


def missing(screen: Screen) -> list[str]:
    told = "\n".join(screen.problems())
    return [sign for sign in SIGNS if sign not in told]
