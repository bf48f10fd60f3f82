"""Waiting until a page hears what is done to it: Alpine and htmx begin after its first frame, not before its load."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

HEARS = "(!document.querySelector('link[rel=preload][as=script]') || performance.getEntriesByName('begun').length > 0)"
LOADED = f"() => document.readyState === 'complete' && {HEARS}"
READ = f"() => document.readyState !== 'loading' && {HEARS}"
NAVIGATIONS = ("goto", "reload", "go_back", "wait_for_url")
ACTIONS = ("click", "check", "fill", "press", "select_option", "set_input_files", "uncheck")


def wait_until_begun(page: Page) -> None:
    """At once for a page without scripts. Asked by the clock, for a page may draw no frames."""
    page.wait_for_function(LOADED, polling=20)


def always_wait(page: Page) -> Page:
    """From now on its navigations return when the page can be used."""
    for name in NAVIGATIONS:
        setattr(page, name, _waiting(page, getattr(page, name)))
    return page


def let_actions_wait() -> None:
    """Everywhere: nobody is fast enough to act on a page, come by a click on another, before it hears it."""
    for name in ACTIONS:
        action = getattr(Locator, name)
        if not hasattr(action, "waits"):
            setattr(Locator, name, _patient(action))


def _waiting(page: Page, navigate: Any) -> Any:  # noqa: ANN401 - any of Playwright's navigations
    def navigate_and_wait(*where: Any, **how: Any) -> Any:  # noqa: ANN401
        response = navigate(*where, **how)
        if how.get("wait_until", "load") == "load":
            wait_until_begun(page)
        return response

    return navigate_and_wait


def _patient(action: Any) -> Any:  # noqa: ANN401 - any of Playwright's actions
    def wait_and_act(locator: Locator, *what: Any, **how: Any) -> Any:  # noqa: ANN401
        locator.page.wait_for_function(READ, polling=20)
        return action(locator, *what, **how)

    wait_and_act.waits = True  # type: ignore[attr-defined]
    return wait_and_act
