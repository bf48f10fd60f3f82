"""Stands for the desktop's file manager: it answers on the message bus and writes down what it is asked to show."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator

from jeepney import HeaderFields, MessageType, message_bus, new_method_return  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection  # type: ignore[import-untyped]

NAME = "org.freedesktop.FileManager1"


@contextlib.contextmanager
def file_manager(environ: dict[str, str]) -> Iterator[Callable[[], list[str]]]:
    """Yields what tells the addresses it was last asked to select; empty until then."""
    asked: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
    with open_dbus_connection(environ["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        Proxy(message_bus, connection).RequestName(NAME)
        threading.Thread(target=_answer, args=(connection, asked), daemon=True).start()
        yield lambda: [] if asked.empty() else asked.get()


def _answer(connection: DBusConnection, asked: queue.SimpleQueue[list[str]]) -> None:
    with contextlib.suppress(OSError, EOFError, ValueError):
        while True:
            message = connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            if message.header.fields.get(HeaderFields.member) == "ShowItems":
                connection.send(new_method_return(message))
                asked.put(message.body[0])
