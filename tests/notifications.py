"""A desktop that shows notifications: a service of its own on a real message bus, which notes what it is told.

with notification_service(tmp_path) as desktop:
    Program(tmp_path, environ=desktop.environ)
    desktop.shown()      # what was asked of it, oldest first
    desktop.press()      # the last one
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.eventually import eventually
from tests.secret_service import message_bus

# Owns the name, writes every call down, and sends `ActionInvoked` for each line it reads.
_SERVICE = """
import json, sys, threading
from pathlib import Path
from jeepney import DBusAddress, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection

NAME, notes = "org.freedesktop.Notifications", Path(sys.argv[1])
connection = open_dbus_connection()
Proxy(message_bus, connection).RequestName(NAME)
last = 0

def press():
    for _ in sys.stdin:
        emitter = DBusAddress("/org/freedesktop/Notifications", interface=NAME)
        connection.send(new_signal(emitter, "ActionInvoked", "us", (last, "default")))

threading.Thread(target=press, daemon=True).start()
print("ready", flush=True)
while True:
    message = connection.receive()
    if message.header.message_type is not MessageType.method_call:
        continue
    name, replaces, icon, title, text, actions, hints, _ = message.body
    last = replaces or last + 1
    image = hints.get("image-path", ("s", ""))[1]
    with notes.open("a", encoding="utf-8") as file:
        note = {"id": last, "name": name, "icon": icon, "image": image, "title": title, "text": text}
        file.write(json.dumps(note) + "\\n")
    connection.send(new_method_return(message, "u", (last,)))
"""


@dataclass(frozen=True, slots=True)
class Desktop:
    environ: dict[str, str]
    _notes: Path
    _service: subprocess.Popen[str]

    def shown(self) -> list[dict[str, Any]]:
        if not self._notes.exists():
            return []
        return [json.loads(line) for line in self._notes.read_text(encoding="utf-8").splitlines()]

    def wait_for(self, title: str) -> dict[str, Any]:
        """The notification of that title."""
        eventually(lambda: title in [each["title"] for each in self.shown()], what=lambda: f"{title} in {self.shown()}")
        return next(each for each in self.shown() if each["title"] == title)

    def press(self) -> None:
        """The last one, as with the mouse."""
        assert self._service.stdin is not None
        self._service.stdin.write("press\n")
        self._service.stdin.flush()


@contextlib.contextmanager
def notification_service(folder: Path) -> Iterator[Desktop]:
    with message_bus(folder / "session") as session:
        bus = {"DBUS_SESSION_BUS_ADDRESS": session["DBUS_SESSION_BUS_ADDRESS"]}
        notes = folder / "notifications.jsonl"
        pipe = subprocess.PIPE
        command = [sys.executable, "-c", _SERVICE, str(notes)]
        with subprocess.Popen(command, env=session, stdin=pipe, stdout=pipe, text=True) as service:
            try:
                assert service.stdout is not None
                assert service.stdout.readline() == "ready\n"
                yield Desktop(bus, notes, service)
            finally:
                service.kill()
