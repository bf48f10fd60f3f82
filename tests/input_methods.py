"""Input methods for tests: the real ones, each on a display and a message bus of its own, ready to write Chinese.

Both yield what a program needs in its environment to find them; which one its session names is left to the test.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from jeepney.bus_messages import message_bus as bus_calls  # type: ignore[import-untyped]
from jeepney.io.blocking import Proxy, open_dbus_connection  # type: ignore[import-untyped]

from tests.eventually import eventually
from tests.secret_service import message_bus

Service = Callable[[Path, str], AbstractContextManager[dict[str, str]]]
"""Of a home and a display."""

SLOW = 60.0
"""Seconds they may take to come up on a busy machine."""

_PROFILE = """\
[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin

[GroupOrder]
0=Default
"""


@contextlib.contextmanager
def ibus(home: Path, display: str) -> Iterator[dict[str, str]]:
    """With Intelligent Pinyin."""
    # Its socket lies in there, whose whole path may have 107 characters.
    with tempfile.TemporaryDirectory(prefix="ibus-") as cache, message_bus(home) as environ:
        # Not the settings' own service, which would outlive the bus.
        environ |= {"DISPLAY": display, "GSETTINGS_BACKEND": "memory", "XDG_CACHE_HOME": cache}
        with _running(["ibus-daemon", "--panel=disable"], environ):
            eventually(lambda: _takes_pinyin(environ), what="ibus with pinyin", seconds=SLOW)
            yield _way_to(environ)


@contextlib.contextmanager
def fcitx(home: Path, display: str) -> Iterator[dict[str, str]]:
    """With its own pinyin, which is on for every new field."""
    with message_bus(home) as environ:
        environ |= {"DISPLAY": display}
        folder = Path(environ["XDG_CONFIG_HOME"]) / "fcitx5"
        folder.mkdir(parents=True)
        (folder / "profile").write_text(_PROFILE, encoding="utf-8")
        # Neither a question to the network nor a compositor that is not there.
        with _running(["fcitx5", "--disable=cloudpinyin,wayland,waylandim,notifications"], environ):
            eventually(lambda: _has_owner("org.freedesktop.portal.IBus", environ), what="fcitx5", seconds=SLOW)
            yield _way_to(environ)


def _takes_pinyin(environ: Mapping[str, str]) -> bool:
    # Not by its exit code: it wants to change the keyboard as well, which not every display allows.
    _told(["ibus", "engine", "libpinyin"], environ)
    return _told(["ibus", "engine"], environ) == "libpinyin"


def _way_to(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")}


@contextlib.contextmanager
def _running(command: list[str], environ: Mapping[str, str]) -> Iterator[None]:
    """Asked to end, so that it ends what it has started in its turn; what is still there then writes into no folder."""
    null = subprocess.DEVNULL
    with subprocess.Popen(command, env=environ, stdin=null, stdout=null, stderr=null, process_group=0) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _told(command: list[str], environ: Mapping[str, str]) -> str:
    outcome = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=20, check=False)
    return outcome.stdout.strip()


def _has_owner(name: str, environ: Mapping[str, str]) -> bool:
    with open_dbus_connection(environ["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        return bool(Proxy(bus_calls, connection).NameHasOwner(name)[0])
