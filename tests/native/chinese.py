"""Chinese as a person types it: the sound of it in Latin letters, and a space for what is offered first."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.eventually import eventually
from tests.native.display import Display
from tests.native.window import NAME

HELLO = "你好"
LETTERS = tuple("nihao")
READY = 8.0
"""Seconds that an input method may take for five letters."""

_WATCH = """field => {
    field.composed = null;
    field.addEventListener("compositionupdate", ({ data }) => { field.composed = data; });
    field.addEventListener("compositionend", () => { field.composed = null; });
}"""


def begin_hello(display: Display, field: Locator) -> None:
    """As far as the input method has understood, and waits for a word about it."""
    field.click()
    display.focus(display.window(NAME))
    field.evaluate(_WATCH)
    eventually(lambda: _began(display, field), what=lambda: f"composition; the field holds {field.input_value()!r}")


def type_hello(display: Display, field: Locator) -> None:
    begin_hello(display, field)
    display.strike("space")
    eventually(lambda: field.evaluate("field => field.composed") is None, what="the end of the composition")
    expect(field).to_have_value(HELLO)


def _began(display: Display, field: Locator) -> bool:
    """Once more from the start where letters came before the input method was ready, as people would."""
    field.fill("")
    display.strike(*LETTERS)
    try:
        return eventually(lambda: _is_understood(field), seconds=READY)
    except AssertionError:
        return False


def _is_understood(field: Locator) -> bool:
    """Some show what they will write, others the letters, in syllables or not."""
    composed = field.evaluate("field => field.composed") or ""
    return composed == HELLO or "".join(filter(str.isalpha, composed)) == "".join(LETTERS)
