"""Waiting until a page hears what is done to it: Alpine and htmx begin after its first frame, not before its load."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

BEGUN = """() => document.readyState === 'complete'
  && (!document.querySelector('link[rel=preload][as=script]') || performance.getEntriesByName('begun').length > 0)"""
NAVIGATIONS = ("goto", "reload", "go_back", "wait_for_url")


def wait_until_begun(page: Page) -> None:
    """At once for a page without scripts."""
    page.wait_for_function(BEGUN, polling=20)


def always_wait(page: Page) -> Page:
    """From now on its navigations return when the page can be used, as a person would wait."""
    for name in NAVIGATIONS:
        setattr(page, name, _waiting(page, getattr(page, name)))
    return page


def _waiting(page: Page, navigate: Any) -> Any:  # noqa: ANN401 - any of Playwright's navigations
    def navigate_and_wait(*where: Any, **how: Any) -> Any:  # noqa: ANN401
        response = navigate(*where, **how)
        if how.get("wait_until", "load") == "load":
            wait_until_begun(page)
        return response

    return navigate_and_wait
