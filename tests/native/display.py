"""A display of our own, and what a person does to windows on it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.eventually import eventually

SIZE = (1600, 1000)
_CLIENT_MESSAGE = 33


@dataclass(frozen=True, slots=True)
class Rectangle:
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Display:
    """No window manager is there: windows have no frames, and nobody else gives them the focus."""

    name: str

    def window(self, title: str) -> str:
        """The id of the visible window with that title; waits for it."""
        return eventually(lambda: self.windows(title), what=f"a window named {title}")[0]

    def windows(self, title: str) -> list[str]:
        """Ids of all visible windows with that title."""
        return self._tool("search", "--onlyvisible", "--name", f"^{re.escape(title)}$").split()

    def place(self, window: str) -> Rectangle:
        shell = dict(line.split("=") for line in self._tool("getwindowgeometry", "--shell", window).split())
        return Rectangle(*(int(shell[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def put(self, window: str, place: Rectangle) -> None:
        """Move and resize it, as by its frame."""
        self._tool("windowmove", window, str(place.x), str(place.y))
        self._tool("windowsize", window, str(place.width), str(place.height))
        eventually(lambda: self.place(window) == place, what="the window is there")

    def ask_to_close(self, window: str) -> None:
        """What a click on the cross in its frame sends (ICCCM, 4.2.8.1)."""
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XInternAtom.restype = ctypes.c_ulong
        connection = ctypes.c_void_p(x11.XOpenDisplay(self.name.encode()))
        protocols, delete = (x11.XInternAtom(connection, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
        event = _ClientMessage(_CLIENT_MESSAGE, 0, 1, connection, int(window), protocols, 32, (delete, 0, 0, 0, 0))
        x11.XSendEvent(connection, ctypes.c_ulong(int(window)), 0, ctypes.c_long(0), ctypes.byref(event))
        x11.XCloseDisplay(connection)

    def icon_sizes(self, window: str) -> set[int]:
        """Of the pictures that task bars and switchers may choose from (EWMH, _NET_WM_ICON)."""
        return set(_icon_sizes(_property(self.name, window, b"_NET_WM_ICON")))

    def write(self, window: str, text: str) -> None:
        """With the keyboard."""
        self._tool("windowfocus", "--sync", window, "type", "--delay", "5", text)

    def strike(self, *keys: str) -> None:
        """Where the focus is; at the pace of a hand, for an input method thinks about each key."""
        self._tool("key", "--delay", "60", *keys)

    def focus(self, window: str) -> None:
        """What a window manager does for a click on it."""
        self._tool("windowfocus", "--sync", window)

    def press(self, window: str, *keys: str) -> None:
        self._tool("windowfocus", "--sync", window, "key", *keys)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """With the left button held; slowly, for a drag begins only when the pointer has moved a little."""
        self._tool("mousemove", *map(str, start), "mousedown", "1")
        for share in (0.02, 0.05, 0.2, 0.5, 0.9, 1.0, 1.0):
            point = (round(begin + (final - begin) * share) for begin, final in zip(start, end, strict=True))
            self._tool("mousemove", *map(str, point), "sleep", "0.3")
        self._tool("mouseup", "1")

    def clipboard(self, kind: str) -> bytes:
        """What somebody would get who pastes that kind of thing."""
        return _output(["xclip", "-selection", "clipboard", "-out", "-target", kind], self._environ)

    @property
    def _environ(self) -> dict[str, str]:
        return {**os.environ, "DISPLAY": self.name}

    def _tool(self, *arguments: str) -> str:
        command = ["xdotool", *arguments]
        return subprocess.run(
            command, env=self._environ, capture_output=True, text=True, timeout=20, check=False
        ).stdout


def _output(command: list[str], environ: Mapping[str, str]) -> bytes:
    return subprocess.run(command, env=environ, capture_output=True, timeout=20, check=False).stdout


def _property(display: str, window: str, name: bytes) -> list[int]:
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XInternAtom.restype = ctypes.c_ulong
    connection = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    atom = ctypes.c_ulong(x11.XInternAtom(connection, name, 0))
    kind, form, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    values = ctypes.POINTER(ctypes.c_ulong)()
    most = ctypes.c_long(2**20)
    outcome = (ctypes.byref(each) for each in (kind, form, count, left, values))
    x11.XGetWindowProperty(connection, ctypes.c_ulong(int(window)), atom, ctypes.c_long(0), most, 0, 0, *outcome)
    x11.XCloseDisplay(connection)
    return values[: count.value]


def _icon_sizes(numbers: list[int]) -> Iterator[int]:
    """Width, height and pixels of one picture after the other."""
    while numbers:
        width, height = numbers[:2]
        yield width
        numbers = numbers[2 + width * height :]


class _ClientMessage(ctypes.Structure):
    """XClientMessageEvent, as long as the union it is part of."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("rest", ctypes.c_long * 20),
    )


@contextlib.contextmanager
def virtual_display() -> Iterator[Display]:
    """An X server that draws into memory.

    Without `-noreset` it begins anew whenever its last client leaves, and is away for that time; a tool that looks for
    a window is often the only one.
    """
    reader, writer = os.pipe()
    width, height = SIZE
    command = [
        "Xvfb",
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        f"{width}x{height}x24",
        "-nolisten",
        "tcp",
        "-noreset",
    ]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as pipe:
            number = pipe.readline().strip()
        try:
            yield Display(f":{number}")
        finally:
            server.terminate()
