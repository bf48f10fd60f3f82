"""Settings that web engines take from the environment only: set for the window's start, not for what we start."""

from __future__ import annotations

import os
import sys

from desktop.toolkit import NoWindow
from server.i18n import N_

# The page is on 127.0.0.1, which a system's proxy can swallow; a proxy is for the calls to Cloudflare alone.
CHROMIUM_FLAGS = "--no-proxy-server --log-level=3"
# WebView2 takes these in place of those pywebview gives it, so its one is repeated here.
WEBVIEW2_ARGUMENTS = "--no-proxy-server --disable-features=ElasticOverscroll"
# Fatal messages, and why a display cannot be used, still come through.
QT_CHATTER = "*.debug=false;*.info=false;default.warning=false;js=false;qt.qpa.services=false;qt.qpa.theme.*=false"

# The last one is pywebview's doing.
BORROWED = (
    "QTWEBENGINE_CHROMIUM_FLAGS",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "QT_LOGGING_RULES",
    "QT_STYLE_OVERRIDE",
)


class BorrowedEnvironment:
    """What the browser, opened for a link, inherits must be the user's own again."""

    def __init__(self) -> None:
        self._own = {name: os.environ.get(name) for name in BORROWED}

    def prepare(self) -> None:
        _append("QTWEBENGINE_CHROMIUM_FLAGS", CHROMIUM_FLAGS)
        _append("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS", WEBVIEW2_ARGUMENTS)
        os.environ.setdefault("QT_LOGGING_RULES", QT_CHATTER)

    def give_back(self) -> None:
        for name, value in self._own.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def check_display() -> None:
    """What Qt and Chromium would end the whole process for. Raises NoWindow; does nothing where neither is used."""
    if sys.platform in ("win32", "darwin"):
        return
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise NoWindow(N_("There is no display."))
    if os.geteuid() == 0 and not _sandbox_is_off():
        raise NoWindow(N_("The window's web engine does not run as root."))


def _sandbox_is_off() -> bool:
    """By the user's own setting; never by ours."""
    return "--no-sandbox" in os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "") or bool(
        os.environ.get("QTWEBENGINE_DISABLE_SANDBOX")
    )


def _append(name: str, value: str) -> None:
    os.environ[name] = f"{os.environ.get(name, '')} {value}".strip()
