"""How a window is to be, and that there can be none: what every system's toolkit is told, and says."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from desktop.placement import Placement


class NoWindow(Exception):
    """No window can be opened, or it cannot go on. The text is a message id."""

    def __init__(self, message: str, detail: str = "", cure: str = "") -> None:
        """`cure`: the https address of what helps, where there is one."""
        super().__init__(f"{message} ({detail})" if detail else message)
        self.message = message
        self.detail = detail
        self.cure = cure


class Wishes(Struct, frozen=True):
    """How a new window is to look and behave. `text` translates a message id."""

    origin: str
    background: str
    placement: Placement
    text: Callable[[str], str]
    open_external: Callable[[str], None]
    renderer_died: Callable[[], None]
    engine_died: Callable[[], None]
    """The engine itself, and not only what draws the page: this window shows nothing any more."""
    session_ends: Callable[[], None]
    """The user logs out, and the window has agreed to close; the process is ended from outside after that."""
    wanted_back: Callable[[], None]
    """The system was asked to show the program again."""
