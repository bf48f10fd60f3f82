"""Answers that were paid for and in which no picture could be found: kept for a while, to be looked at or sent on.

Everything that touches the disk blocks and belongs in a thread; `has` does not.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import re
import time
from pathlib import Path

from msgspec import Struct, field

from server.common import disk
from server.library.folder import write_synced
from server.pictures.kinds import sniff

KEPT_FOR = 7 * 24 * 3600.0
"""Seconds."""

PERIOD = 24 * 3600.0
"""Seconds between two looks at how old they are."""

MOST_BYTES = 256 * 1024 * 1024
"""Of all of them together; the oldest go first."""

_NAME = re.compile(r"([0-9a-f]{32})\.(jpg|png|webp|json|bin)")

log = logging.getLogger(__name__)


class UnreadAnswers(Struct):
    """One for each painting, under its name for all time. `folder` need not be there yet."""

    folder: Path
    _names: dict[str, str] = field(default_factory=dict)

    def open(self) -> None:
        """Find what an earlier run has kept, and let go of what is too old."""
        with contextlib.suppress(OSError):
            names = [each.name for each in self.folder.iterdir()]
            self._names = {found[1]: name for name in names if (found := _NAME.fullmatch(name))}
        self.tidy()

    def keep(self, uid: str, data: bytes) -> None:
        """As it came; an earlier one of the same painting makes way. Where no disk takes it, the log says so."""
        name = f"{uid}{_ending(data)}"
        part = self.folder / f".{name}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_synced(part, data)
            disk.replace(part, self.folder / name)
        except OSError as error:
            log.warning("an answer without a picture could not be kept: %s", type(error).__name__)
            disk.discard(part)
            return
        if (before := self._names.get(uid, name)) != name:
            self._forget(before)
        self._names[uid] = name
        self.tidy()

    def has(self, uid: str) -> bool:
        return uid in self._names

    def path(self, uid: str) -> Path | None:
        """Where a painting's is; it may have been taken away."""
        name = self._names.get(uid)
        return self.folder / name if name else None

    def tidy(self) -> None:
        """What is a week old goes, and the oldest of what is too much."""
        room, now = MOST_BYTES, time.time()
        for age, size, name in self._by_age(now):
            room -= size
            if age > KEPT_FOR or room < 0:
                self._forget(name)

    async def keep_tidy(self) -> None:
        """For ever; to be cancelled."""
        while True:
            await asyncio.sleep(PERIOD)
            await asyncio.to_thread(self.tidy)

    def _by_age(self, now: float) -> list[tuple[float, int, str]]:
        """The youngest first. One from the future, after a clock was set back, counts as young."""
        found = []
        for uid, name in list(self._names.items()):
            try:
                about = (self.folder / name).stat()
            except OSError:
                self._names.pop(uid, None)
                continue
            found.append((max(now - about.st_mtime, 0.0), about.st_size, name))
        return sorted(found)

    def _forget(self, name: str) -> None:
        disk.discard(self.folder / name)
        if self._names.get(name[:32]) == name:
            del self._names[name[:32]]


def _ending(data: bytes) -> str:
    """By which other programs open it."""
    kind = sniff(data)
    if kind is not None:
        return kind.extension
    return ".json" if data[:64].lstrip()[:1] in (b"{", b"[") else ".bin"
