"""What the keys are called on the keyboard of whoever asks: macOS has signs of its own, and another main modifier.

Decided once, here: the page's script reads from its `body` what was decided.

See docs/facts.md#names-of-keys.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

MAC: Mapping[str, str] = {"Mod": "⌘", "Shift": "⇧", "Alt": "⌥", "Enter": "↵", "Delete": "⌫"}
OTHERS: Mapping[str, str] = {"Mod": "Ctrl", "Enter": "↵", "Delete": "Del"}
MAC_ORDER = ("Alt", "Shift", "Mod")
"""In which macOS names modifiers: https://support.apple.com/guide/applestyleguide (“key combinations”)."""

_on_mac: ContextVar[bool] = ContextVar("on_mac", default=sys.platform == "darwin")


def asked_by(user_agent: str | None) -> None:
    """From here on, what is drawn in this task is for that engine: each names the system it runs on."""
    if user_agent:
        _on_mac.set("Macintosh" in user_agent)


def on_mac() -> bool:
    """Whether keys are named as on macOS."""
    return _on_mac.get()


def key_names(keys: str) -> Sequence[str]:
    """Each key of a combination (`Mod+Shift+Z`), as it is written on a key."""
    names = MAC if on_mac() else OTHERS
    return [names.get(key, key) for key in _in_order(keys)]


def key_text(keys: str) -> str:
    """The combination as it is written in a text: `Ctrl+Shift+Z`, on macOS `⇧⌘Z`."""
    return ("" if on_mac() else "+").join(key_names(keys))


def key_shortcuts(keys: str) -> str:
    """The combination as `aria-keyshortcuts` has it, in the names that DOM events have for keys."""
    return keys.replace("Mod", "Meta" if on_mac() else "Control")


def _in_order(keys: str) -> Sequence[str]:
    parts = keys.split("+")
    return (
        sorted(parts, key=lambda key: MAC_ORDER.index(key) if key in MAC_ORDER else len(MAC_ORDER))
        if on_mac()
        else parts
    )
