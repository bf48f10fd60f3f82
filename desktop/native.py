"""pywebview's window object holds the system's own, and says no more about its type than that it starts as None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webview import Window


def native_of(window: Window) -> Any:  # noqa: ANN401 - another library's class on every system
    return window.native
