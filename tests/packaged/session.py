"""Linux: a display, a driver, and a session with a keyring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.native.conftest import display, playwright
from tests.native.display import Display
from tests.packaged.package import PackagedWindow, Wanted
from tests.secret_service import secret_service
from tests.upstream import Upstream

__all__ = ["display", "playwright", "session", "window"]


@pytest.fixture
def session(place: Path) -> Iterator[dict[str, str]]:
    """The way to the message bus of a session with a keyring."""
    with secret_service(place / "session") as environ:
        yield {name: environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}


@pytest.fixture
def window(place: Path, display: Display, session: dict[str, str], upstream: Upstream) -> PackagedWindow:
    """With a keyring, no account in it, and the stand-in in Cloudflare's place."""
    return PackagedWindow(place / "person", display, Wanted(environ={**session, "ATELIER_API_BASE": upstream.base_url}))
