"""Settings that web engines take from the environment only: set for the window's start, not for what we start."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from desktop.input_method import LIST, PORTAL, input_method_settings, named_modules
from desktop.wishes import NoWindow
from server.common.i18n import N_

# The page is on 127.0.0.1, which a system's proxy can swallow; a proxy is for the calls to Cloudflare alone.
CHROMIUM_FLAGS = "--no-proxy-server --log-level=3"
# WebView2 takes these in place of those pywebview gives it, so its one is repeated here.
WEBVIEW2_ARGUMENTS = "--no-proxy-server --disable-features=ElasticOverscroll"
# Fatal messages, and why a display cannot be used, still come through, to wherever `desktop.noise` sends them.
QT_CHATTER = "*.debug=false;*.info=false;default.warning=false;js=false;qt.qpa.services=false;qt.qpa.theme.*=false"

# What a kernel with a graphics card has: the usual interface, NVIDIA's own, and that of Windows' Linux subsystem.
GRAPHICS_CARDS = ("dev/dri/renderD*", "dev/nvidiactl", "dev/dxg")

# The last one is pywebview's doing.
BORROWED = (
    "QTWEBENGINE_CHROMIUM_FLAGS",
    "WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS",
    "QT_LOGGING_RULES",
    "QT_QUICK_BACKEND",
    LIST,
    PORTAL,
    "QT_STYLE_OVERRIDE",
)

SECRETS = ("CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN")

log = logging.getLogger(__name__)


@cache
def own_environment() -> Mapping[str, str]:
    """What the program was started with, secrets too, which from the first call on nothing that it starts inherits:
    neither a browser nor a file manager, which others may look into, nor the window's web engine.
    """
    environ = dict(os.environ)
    for name in SECRETS:
        os.environ.pop(name, None)
    return environ


class BorrowedEnvironment:
    """What the browser, opened for a link, inherits must be the user's own again."""

    def __init__(self) -> None:
        self._own = {name: os.environ.get(name) for name in BORROWED}

    def prepare(self) -> None:
        _append("QTWEBENGINE_CHROMIUM_FLAGS", CHROMIUM_FLAGS)
        _append("WEBVIEW2_ADDITIONAL_BROWSER_ARGUMENTS", WEBVIEW2_ARGUMENTS)
        os.environ.setdefault("QT_LOGGING_RULES", QT_CHATTER)
        if sys.platform in ("win32", "darwin"):
            return
        _prepare_input_method()
        if not has_graphics_card():
            # An emulated card takes 0.1 s of a start, and longer for every frame, than painting without one.
            os.environ.setdefault("QT_QUICK_BACKEND", "software")

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


def has_graphics_card(root: Path = Path("/")) -> bool:
    """What Linux says; a virtual machine often has none."""
    return any(any(root.glob(pattern)) for pattern in GRAPHICS_CARDS)


def _sandbox_is_off() -> bool:
    """By the user's own setting; never by ours."""
    return "--no-sandbox" in os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "") or bool(
        os.environ.get("QTWEBENGINE_DISABLE_SANDBOX")
    )


def _prepare_input_method() -> None:
    settings = input_method_settings(os.environ, has_ibus_daemon=shutil.which("ibus-daemon") is not None)
    if not settings:
        return
    named = ", ".join(named_modules(os.environ)) or "nothing"
    told = ", ".join(f"{name}={value}" for name, value in settings.items())
    log.info("the session names %s as Qt's input method; for the window: %s", named, told)
    os.environ.update(settings)


def _append(name: str, value: str) -> None:
    os.environ[name] = f"{os.environ.get(name, '')} {value}".strip()
