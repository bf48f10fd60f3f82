"""axe-core on a page: what it finds wrong for people who use a keyboard, a screen reader or weak eyes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"

_RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  const told = (id, help) => (node) => `${id} (${help}): ${node.html.slice(0, 160)}`;
  return violations.flatMap(({ id, help, nodes }) => nodes.map(told(id, help)));
}"""

_TARGETS = """() => {
  const wrong = [];
  for (const element of document.querySelectorAll("a[href], button, input, select, textarea, [role=button]")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.closest(".sr-only, .skip-link")) continue;
    if (element.tabIndex < 0 && getComputedStyle(element).pointerEvents === "none") continue; // nobody can reach it
    // Of a box to tick its words are part of it.
    const target = element.matches("[type=checkbox], [type=radio]") ? element.closest("label") ?? element : element;
    const { width, height } = target.getBoundingClientRect();
    const least = element.matches(".link") ? 24 : 32;
    if (Math.min(width, height) < least - 0.5) {
      wrong.push(`${element.outerHTML.slice(0, 120)} is ${Math.round(width)} x ${Math.round(height)}`);
    }
  }
  return wrong;
}"""


def violations(page: Page) -> list[str]:
    """The page's context needs `bypass_csp`: its policy keeps foreign scripts out."""
    if not page.evaluate("() => 'axe' in window"):
        page.add_script_tag(path=SOURCE)
    found: list[str] = page.evaluate(_RUN)
    return found


def small_targets(page: Page) -> list[str]:
    """What is harder to hit than it should be: below 32 pixels, 24 for links in a line."""
    found: list[str] = page.evaluate(_TARGETS)
    return found
