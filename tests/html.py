"""Reading what the server answers, as a person would see it."""

from __future__ import annotations

from bs4 import BeautifulSoup

from server.paintings.painting import State


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def states(html: str) -> dict[int, State]:
    """The paintings shown, in their order, and where each stands."""
    cards = parse(html).select('[data-testid="painting"]')
    return {int(str(card["data-id"])): State(str(card["data-state"])) for card in cards}


def alert_code(html: str) -> str:
    """The code of the one alert shown."""
    [alert] = parse(html).select('[data-testid="alert"]')
    return str(alert["data-code"])


def field_errors(html: str) -> list[str]:
    """What the form says is wrong."""
    return [text for found in parse(html).select(".field-error") if (text := found.get_text(strip=True))]


def has_handle(html: str, handle: str) -> bool:
    return parse(html).select_one(f'[data-testid="{handle}"]') is not None
