"""What many flows do in the studio."""

from __future__ import annotations

from tests.engines.screen import Screen, handle, within

DONE = handle("painting", state="done")
NEWEST = f"{handle('order')}:first-child {handle('painting')}:first-child"


def order(screen: Screen, prompt: str, *, count: int = 1) -> None:
    """Fill the form in and press the button."""
    screen.fill("prompt", prompt)
    screen.fill("count", str(count))
    screen.click("generate")


def choose_model(screen: Screen, model: str) -> None:
    """By its card."""
    screen.click("model-open")
    screen.click(f'[data-testid="model-card"][data-id="{model}"]')
    screen.wait_for_value("model", model)


def unfold(screen: Screen) -> None:
    """The form's further settings."""
    if screen.attribute("more-settings", "open") is None:
        screen.click("[data-testid=more-settings] summary")


def paint(screen: Screen, *prompts: str) -> None:
    """One after the other, until all are done; the last one is the newest."""
    before = screen.count(DONE)
    for number, prompt in enumerate(prompts, start=1):
        order(screen, prompt)
        screen.wait_for_count(DONE, before + number)
        screen.wait_for_attribute(within(NEWEST, "painting-image"), "alt", prompt)


def prompts(screen: Screen) -> list[str]:
    """Of all paintings, as they stand: newest first."""
    found: list[str] = screen.run(
        "() => [...document.querySelectorAll('[data-testid=painting]')].map((each) => each.getAttribute('aria-label'))"
    )
    return found


def choose(screen: Screen, place: str, handle: str) -> None:
    """In the menu that opens by More: of a card, or of the library's details."""
    screen.hover(place)
    screen.click(within(place, "more"))
    screen.click(within("menu", handle))
