"""Waiting until a page hears what is done to it: Alpine and htmx begin after its first frame, not before its load."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

HEARS = "(!document.scripts.length || performance.getEntriesByName('begun').length > 0)"
LOADED = f"() => document.readyState === 'complete' && {HEARS}"
READ = f"() => document.readyState !== 'loading' && {HEARS}"
NAVIGATIONS = ("goto", "reload", "go_back", "wait_for_url")
ACTIONS = ("click", "check", "fill", "press", "select_option", "set_input_files", "uncheck")


def wait_until_begun(page: Page, *, state: str = LOADED) -> None:
    """At once for a page without scripts. Asked by the clock, for a page may draw no frames."""
    page.wait_for_function(state, polling=20)


def wait_as_people_do() -> None:
    """From now on navigations return when the page can be used, and actions wait for a page that a click led to."""
    for name in NAVIGATIONS:
        _replace(Page, name, _navigation)
    for name in ACTIONS:
        _replace(Locator, name, _action)


def _replace(owner: type, name: str, patient: Any) -> None:  # noqa: ANN401 - of any of Playwright's methods
    method = getattr(owner, name)
    if not hasattr(method, "patient"):
        setattr(owner, name, patient(method))
        getattr(owner, name).patient = True


def _navigation(navigate: Any) -> Any:  # noqa: ANN401
    def navigate_and_wait(page: Page, *where: Any, **how: Any) -> Any:  # noqa: ANN401
        response = navigate(page, *where, **how)
        if how.get("wait_until", "load") == "load":
            wait_until_begun(page)
        return response

    return navigate_and_wait


def _action(act: Any) -> Any:  # noqa: ANN401
    def wait_and_act(locator: Locator, *what: Any, **how: Any) -> Any:  # noqa: ANN401
        wait_until_begun(locator.page, state=READ)
        return act(locator, *what, **how)

    return wait_and_act
