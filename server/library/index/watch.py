"""Hears from the operating system that something below the library's folder has changed.

Watchdog is here already, because Robyn needs it; it knows inotify, FSEvents and ReadDirectoryChangesW. None of them
tells what another computer does on a network drive, and each can miss things, so the librarian looks by itself as well.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from server.common.file_names import stored_name
from server.library.index.walk import ENDINGS
from server.paintings.painting import TRASH

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

log = logging.getLogger(__name__)

TELLS_FOLDERS = sys.platform == "linux"
"""Whether one is told of a folder that it was one. Windows says it of nothing, and what is gone cannot be looked at;
macOS tells of several changes at once. See docs/facts.md#windows-does-not-tell-folders-from-files.
"""

WRITING = ("modified", "closed")
"""What happens to a file's contents, and so to no folder."""

NOBODYS = ("desktop.ini", "thumbs.db")
"""What Explorer puts into folders."""


class Watch:
    """`on_change` is called in a thread of its own: once, however much happens, until `taken` is."""

    def __init__(self, folder: Path, on_change: Callable[[], None]) -> None:
        self._roots = [folder]
        self._folder = folder
        self._on_change = on_change
        self._lock = threading.Lock()
        self._changed: set[str | None] = set()
        self._observer: BaseObserver | None = None
        self.found_no_folder = False
        """When it was to start: as before the first painting."""

    @property
    def is_on(self) -> bool:
        """Also whether each of its threads listens: they end where the folder went away, or a drive was lost."""
        observer = self._observer
        return observer is not None and all(each.is_alive() for each in (observer, *observer.emitters))

    def start(self) -> None:
        """Begin, where that is possible. Takes some 50 ms and more for large trees: call it in a thread."""
        self.stop()
        self.found_no_folder = not self._folder.is_dir()
        if self.found_no_folder:
            return
        from watchdog.events import FileSystemEventHandler

        class Handler(FileSystemEventHandler):
            on_any_event = staticmethod(self._heard)

        self._roots = [self._folder, self._folder.resolve()]
        observer = _observer()
        try:
            observer.schedule(Handler(), str(self._folder), recursive=True, event_filter=_kinds())
            observer.start()
        except OSError as error:  # gone just now, or no more of what the system has for this
            log.info("the library's folder is not watched: %s", type(error).__name__)
            return
        self._observer = observer

    def stop(self) -> None:
        """Takes up to a second: call it in a thread."""
        if self._observer is not None:
            with contextlib.suppress(RuntimeError):
                self._observer.stop()
                self._observer.join(1.0)
            self._observer = None

    def taken(self) -> set[str | None]:
        """The folders in which something has changed since the last time, below the watched one; None for all."""
        with self._lock:
            changed, self._changed = self._changed, set()
        return changed

    def _heard(self, event: FileSystemEvent) -> None:
        paths = [self._below(str(path)) for path in (event.src_path, event.dest_path) if path]
        folders = {folder for path in paths if path for folder in _to_look_at(path, event)}
        if not folders:
            return
        with self._lock:
            first = not self._changed
            self._changed |= folders
        if first:
            self._on_change()

    def _below(self, path: str) -> str:
        """The path below the library's folder, with slashes, or a dot; empty where nothing is that we look at."""
        inner = next((found for root in self._roots if (found := _inside(path, root)) is not None), None)
        if inner is None:
            return ""
        below = inner.as_posix()
        hidden = (below.startswith(".") and below != ".") or "/." in below
        return "" if hidden and not below.startswith(f"{TRASH}/") else stored_name(below)


def _to_look_at(path: str, event: FileSystemEvent) -> list[str | None]:
    """The folders to look into; None for all."""
    folder, _, name = path.rpartition("/")
    if event.is_directory or path == ".":
        return [None]
    if name.lower().endswith(ENDINGS):
        return [folder]
    may_be_a_folder = not TELLS_FOLDERS and event.event_type not in WRITING and name.lower() not in NOBODYS
    return [None] if may_be_a_folder else []


def _inside(path: str, root: Path) -> PurePath | None:
    """Below that folder, in whichever spelling of it: macOS tells of paths as the disk spells them, without links."""
    parts, outer = PurePath(path).parts, root.parts
    same = [_plain(part) for part in parts[: len(outer)]] == [_plain(part) for part in outer]
    return PurePath(*parts[len(outer) :]) if same else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _observer() -> BaseObserver:
    """The system's own."""
    if sys.platform == "win32":
        return windows_observer()
    from watchdog.observers import Observer

    return Observer()


def windows_observer() -> BaseObserver:
    """Watchdog's, but it does not hear of reading, and hears that there was more than the system had room for."""
    import watchdog.observers.winapi
    from watchdog.events import DirCreatedEvent
    from watchdog.observers.api import BaseObserver
    from watchdog.observers.read_directory_changes import WindowsApiEmitter

    class Emitter(WindowsApiEmitter):
        def _read_events(self) -> list[watchdog.observers.winapi.WinAPINativeEvent]:
            heard = super()._read_events()
            if not heard and self.should_keep_running():
                self.queue_event(DirCreatedEvent(self.watch.path))
            return heard

    system = watchdog.observers.winapi
    system.WATCHDOG_FILE_NOTIFY_FLAGS &= ~system.FILE_NOTIFY_CHANGE_LAST_ACCESS
    return BaseObserver(Emitter)


def _kinds() -> list[type[FileSystemEvent]]:
    """Not what merely reads: to show a picture must not look like a change."""
    from watchdog import events

    kinds: list[type[FileSystemEvent]] = [
        events.FileCreatedEvent,
        events.FileDeletedEvent,
        events.FileMovedEvent,
        events.DirCreatedEvent,
        events.DirDeletedEvent,
        events.DirMovedEvent,
    ]
    # inotify tells when a file has been written to its end, the others only that it is being written.
    return [*kinds, events.FileClosedEvent if sys.platform == "linux" else events.FileModifiedEvent]
