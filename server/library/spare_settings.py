"""Settings and styles once more, beside the pictures: they are the person's, and a database can be lost.

What a backup leaves out stays out here too (`PRIVATE` of server/library/backup/layout.py): the folder may be shared.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path

from server.common import disk
from server.library.backup.layout import PRIVATE
from server.library.folder import Library, save_as
from server.paintings.painting import OWN
from server.paintings.preferences import Preferences
from server.paintings.store import Store
from server.prompts.styles import SETTING

FILE = "settings.json"
MOST_BYTES = 16 * 1024 * 1024
"""A thousand styles have some eight million."""
PERIOD = 20.0
"""Seconds between two looks whether something has changed."""

log = logging.getLogger(__name__)


def read_spare(folder: Path) -> Mapping[str, str]:
    """What is kept in a library's folder; nothing where nothing is, or nothing that can be read."""
    file = folder / OWN / FILE
    with contextlib.suppress(OSError, ValueError, RecursionError):
        if file.is_file() and file.stat().st_size <= MOST_BYTES:
            told = json.loads(disk.read(file))
            if isinstance(told, dict):
                return {name: told[name] for name in _names() if isinstance(told.get(name), str)}
    return {}


class SpareSettings:
    """Belongs to the server's loop; writes in a thread."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library
        self._written: Mapping[str, str] | None = None

    async def keep(self) -> None:
        """For ever; to be cancelled."""
        while True:
            await asyncio.sleep(PERIOD)
            await self.save()

    async def save(self) -> None:
        """Where there is anything new. A disk that is full or away is tried again later."""
        stored = self._store.settings()
        wanted = {name: stored[name] for name in _names() if name in stored}
        if wanted and wanted != self._written and await asyncio.to_thread(_write, self._library.folder, wanted):
            self._written = wanted


def _names() -> list[str]:
    return [SETTING, *(name for name in Preferences.__struct_fields__ if not PRIVATE.search(name))]


def _write(folder: Path, settings: Mapping[str, str]) -> bool:
    if read_spare(folder) == settings:
        return True
    file = folder / OWN / FILE
    try:
        file.parent.mkdir(exist_ok=True)  # not the library's folder itself: its disk may not be there
        save_as(file, json.dumps(settings, ensure_ascii=False, indent=1).encode("utf-8", "replace"))
    except OSError as error:
        log.info("settings could not be kept beside the pictures: %s", type(error).__name__)
        return False
    return True
