"""Hears from the operating system that something below the library's folder has changed.

Watchdog is here already, because Robyn needs it; it knows inotify, FSEvents and ReadDirectoryChangesW. None of them
tells what another computer does on a network drive, and each can miss things, so the librarian looks by itself as well.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from server.common.file_names import stored_name
from server.paintings.painting import TRASH

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

log = logging.getLogger(__name__)


class Watch:
    """`on_change` is called in a thread of its own: once, however much happens, until `taken` is."""

    def __init__(self, folder: Path, on_change: Callable[[], None]) -> None:
        self._folder = folder
        self._on_change = on_change
        self._lock = threading.Lock()
        self._changed: set[str | None] = set()
        self._observer: BaseObserver | None = None
        self.found_no_folder = False
        """When it was to start: as before the first painting."""

    @property
    def is_on(self) -> bool:
        return self._observer is not None and self._observer.is_alive()

    def start(self) -> None:
        """Begin, where that is possible. Takes some 50 ms and more for large trees: call it in a thread."""
        self.found_no_folder = not self._folder.is_dir()
        if self.found_no_folder:
            return
        from watchdog.events import FileSystemEventHandler
        from watchdog.observers import Observer

        class Handler(FileSystemEventHandler):
            on_any_event = staticmethod(self._heard)

        observer = Observer()
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
        folders = {None if event.is_directory else path.rpartition("/")[0] for path in paths if path}
        if not folders:
            return
        with self._lock:
            first = not self._changed
            self._changed |= folders
        if first:
            self._on_change()

    def _below(self, path: str) -> str:
        """The path below the library's folder, with slashes; empty where nothing is that we look at."""
        try:
            below = Path(path).relative_to(self._folder).as_posix()
        except ValueError:
            return ""
        hidden = below.startswith(".") or "/." in below
        return "" if hidden and not below.startswith(f"{TRASH}/") else stored_name(below)


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
