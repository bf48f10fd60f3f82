"""How Windows and macOS tell of changes, played below watchdog's own sources for them.

Those run here as they are: only the kernel they ask is ours.
"""

from __future__ import annotations

import ctypes
import importlib
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest

ADDED, REMOVED, MODIFIED, RENAMED_FROM, RENAMED_TO = 1, 2, 3, 4, 5
"""What ReadDirectoryChangesW says of a name. Nowhere whether it was a folder's."""

CREATED, GONE, RENAMED, WRITTEN, FILE, FOLDER = 0x100, 0x200, 0x800, 0x1000, 0x10000, 0x20000
"""FSEvents' flags."""
ROOT_CHANGED = 0x20

ABORTED = 995


class WindowsKernel:
    """Answers to kernel32. `asked_for` is what it was last to tell of."""

    def __init__(self) -> None:
        self._told: queue.Queue[list[tuple[int, str]] | None] = queue.Queue()
        self.asked_for = 0
        self.ReadDirectoryChangesW = _Function(self._read)
        self.CreateFileW = _Function(lambda *_: 1)
        self.CancelIoEx = _Function(lambda *_: self._told.put(None))

    def __getattr__(self, name: str) -> _Function:
        return _Function(lambda *_: 1)

    def tell(self, *changes: tuple[int, str]) -> None:
        """Of paths below the folder that is watched; of none where there was more than it has room for."""
        self._told.put(list(changes))

    def _read(self, *given: Any) -> bool:  # noqa: ANN401 - of all of Windows' types
        _, buffer, room, _, self.asked_for, count, *_ = given
        changes = self._told.get(timeout=60)
        if changes is None:
            error = OSError("aborted")
            error.winerror = ABORTED  # type: ignore[attr-defined] # Windows has it
            raise error
        data = b"".join(_entry(*change, is_last=change is changes[-1]) for change in changes)
        assert len(data) <= room
        ctypes.memmove(buffer, data, len(data))
        count._obj.value = len(data)
        return True


class _Function:
    """Takes what ctypes is told about a function."""

    def __init__(self, work: Callable[..., object]) -> None:
        self._work = work

    def __call__(self, *given: object) -> object:
        return self._work(*given)


def _entry(action: int, path: str, *, is_last: bool) -> bytes:
    """FILE_NOTIFY_INFORMATION, with numbers as wide as ctypes has them here."""
    name = path.encode("utf-16-le")
    width = ctypes.sizeof(ctypes.c_ulong)
    length = -(-(3 * width + len(name)) // 8) * 8
    numbers = (0 if is_last else length, action, len(name))
    return b"".join(number.to_bytes(width, sys.byteorder) for number in numbers).ljust(3 * width) + name.ljust(
        length - 3 * width, b"\0"
    )


@contextmanager
def windows_watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowsKernel]:
    """The library's folder is watched as on Windows."""
    kernel = WindowsKernel()
    _forget("winapi", "read_directory_changes")
    monkeypatch.setattr(ctypes, "WinDLL", lambda _: kernel, raising=False)
    monkeypatch.setattr(ctypes, "WinError", OSError, raising=False)
    watch = importlib.import_module("server.library.index.watch")
    monkeypatch.setattr(watch, "_observer", watch.windows_observer)
    _told_of_writing(monkeypatch, watch)
    yield kernel
    _forget("winapi", "read_directory_changes")


class FSEvents(ModuleType):
    """Stands for watchdog's compiled half."""

    def __init__(self) -> None:
        super().__init__("_watchdog_fsevents")
        self._callback: Callable[..., None] | None = None
        self._is_watching = threading.Event()
        self._ended = threading.Event()
        self.NativeEvent = NativeEvent

    def tell(self, *changes: tuple[str, int]) -> None:
        """Of real paths, with flags; the number of an inode is that of the path."""
        assert self._is_watching.wait(60)
        assert self._callback is not None
        paths, flags = [path for path, _ in changes], [flag for _, flag in changes]
        self._callback(paths, [hash(path) for path in paths], flags, [*range(len(paths))])

    def add_watch(self, emitter: object, watch: object, callback: Callable[..., None], paths: list[str]) -> None:
        self._ended.clear()
        self._callback = callback
        self._is_watching.set()

    def read_events(self, emitter: object) -> None:
        self._ended.wait()

    def remove_watch(self, watch: object) -> None:
        self._callback = None
        self._is_watching.clear()

    def stop(self, emitter: object) -> None:
        self._ended.set()


class NativeEvent:
    def __init__(self, path: str, inode: int, flags: int, event_id: int) -> None:
        self.path, self.inode, self.event_id = path, inode, event_id
        self.is_created, self.is_removed = bool(flags & CREATED), bool(flags & GONE)
        self.is_renamed, self.is_modified = bool(flags & RENAMED), bool(flags & WRITTEN)
        self.is_directory, self.is_root_changed = bool(flags & FOLDER), bool(flags & ROOT_CHANGED)
        self.is_inode_meta_mod = self.is_xattr_mod = self.is_owner_change = False


@contextmanager
def macos_watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[FSEvents]:
    """The library's folder is watched as on macOS."""
    events = FSEvents()
    _forget("fsevents")
    monkeypatch.setitem(sys.modules, "_watchdog_fsevents", events)
    observer = importlib.import_module("watchdog.observers.fsevents").FSEventsObserver
    watch = importlib.import_module("server.library.index.watch")
    monkeypatch.setattr(watch, "_observer", observer)
    _told_of_writing(monkeypatch, watch)
    yield events
    _forget("fsevents")


def _told_of_writing(monkeypatch: pytest.MonkeyPatch, watch: ModuleType) -> None:
    monkeypatch.setattr(watch, "TELLS_FOLDERS", False)
    from watchdog.events import FileClosedEvent, FileModifiedEvent

    kinds = [FileModifiedEvent if kind is FileClosedEvent else kind for kind in watch._kinds()]
    monkeypatch.setattr(watch, "_kinds", lambda: kinds)


def _forget(*names: str) -> None:
    """Each test has these modules anew, with a kernel of its own."""
    observers = importlib.import_module("watchdog.observers")
    for name in names:
        sys.modules.pop(f"watchdog.observers.{name}", None)
        if hasattr(observers, name):
            delattr(observers, name)
