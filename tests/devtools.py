"""The debugging port of the engine in a window, as soon as there is one and our page is in it."""

from __future__ import annotations

import json
import socket
import urllib.request

from playwright.sync_api import Browser, Page

OURS = "http://127.0.0.1:"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def shows_page(port: int) -> bool:
    """Whether the port is open and the page is there: an engine opens it before it loads anything."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
            return any(target["url"].startswith(OURS) for target in json.load(answer))
    except (OSError, ValueError):
        return False


def our_page(browser: Browser) -> Page:
    """Raises LookupError where it is not there, or has crashed."""
    pages = [page for context in browser.contexts for page in context.pages if page.url.startswith(OURS)]
    return pages[0]
