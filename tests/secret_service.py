"""Keyrings for tests: a real Secret Service, a locked one, one that never answers, and none at all.

Each lives on a message bus and in a home of its own, so that nobody's real keyring is touched. `environment(…)` gives
what a program needs in order to find it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from jeepney import bus_messages  # type: ignore[import-untyped]
from jeepney.io.blocking import Proxy, open_dbus_connection  # type: ignore[import-untyped]
from keyring.backend import KeyringBackend
from secretstorage import Collection

MISSING = [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]

_NAME = "org.freedesktop.secrets"

# Takes the name on the bus and then says nothing.
_SILENT = f"""
import time
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
from keyring.backend import KeyringBackend
from secretstorage import Collection
connection = open_dbus_connection()
Proxy(message_bus, connection).RequestName("{_NAME}")
time.sleep(600)
"""


@contextlib.contextmanager
def message_bus(home: Path) -> Iterator[dict[str, str]]:
    """An empty message bus; yields the environment that leads to it."""
    environment = _home(home)
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    with _process(command, environment, say=b"") as bus:
        environment["DBUS_SESSION_BUS_ADDRESS"] = _line(bus)
        yield environment


@contextlib.contextmanager
def secret_service(home: Path, *, password: str | None = "open sesame") -> Iterator[dict[str, str]]:  # noqa: S107
    """GNOME Keyring, unlocked with the password; without one it has no keyring yet and would have to ask."""
    with message_bus(home) as environment:
        unlock = ["--unlock"] if password is not None else []
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock]
        with _process(command, environment, say=(password or "").encode()) as keyring:
            _wait_for_name(environment, keyring)
            yield environment


@contextlib.contextmanager
def silent_service(home: Path) -> Iterator[dict[str, str]]:
    """A keyring that hangs."""
    with message_bus(home) as environment, _process([sys.executable, "-c", _SILENT], environment, say=b"") as service:
        _wait_for_name(environment, service)
        yield environment


@contextlib.contextmanager
def no_service(home: Path) -> Iterator[dict[str, str]]:
    """Neither a keyring nor a message bus."""
    environment = _home(home)
    environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={home / 'nothing-here'}"
    yield environment


def _home(home: Path) -> dict[str, str]:
    run = home / "run"
    run.mkdir(parents=True, mode=0o700, exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    places = {"HOME": home, "XDG_RUNTIME_DIR": run, "XDG_DATA_HOME": home / "data", "XDG_CONFIG_HOME": home / "config"}
    return kept | {name: str(place) for name, place in places.items()}


@contextlib.contextmanager
def _process(command: list[str], environment: dict[str, str], *, say: bytes) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            if process.stdin is not None:
                process.stdin.write(say)
                process.stdin.close()
            yield process
        finally:
            process.kill()


def _line(process: subprocess.Popen[bytes]) -> str:
    """The first line a process says; by then it is ready."""
    line = process.stdout.readline() if process.stdout else b""
    if not line:
        raise RuntimeError("ended without a word")
    return line.decode().strip()


def _wait_for_name(environment: dict[str, str], process: subprocess.Popen[bytes]) -> None:
    """Until the service is there to be asked."""
    ends = time.monotonic() + 10
    with open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        bus = Proxy(bus_messages.message_bus, connection)
        while not bus.NameHasOwner(_NAME)[0]:
            if process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError("no Secret Service came up")
            time.sleep(0.02)


def enter(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Move this process into that session, where no backend is chosen beforehand."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


def lock(environment: dict[str, str]) -> None:
    """Lock the keyring; it would take a password to open it again, and nobody is there to type it."""
    with open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        Collection(connection).lock()


class PlainText(KeyringBackend):
    """Stands for the ones that write files anybody can read."""

    priority = 100

    def get_password(self, service: str, username: str) -> str | None:
        raise NotImplementedError

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError
