"""Tells pages how far the librarian is, and what it found."""

from __future__ import annotations

import time

from server.common.events import Change, Hub, Kind
from server.library.index.progress import Progress, Work

TOLD_EVERY = 0.5
FEW = 24
"""Paintings that a page is told of one by one; of more it gets everything anew."""


class Teller:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._told = 0.0
        self.progress = Progress()

    def say(self, progress: Progress) -> None:
        """Progress is told twice a second at most, an end always; damage is not over before the next start."""
        if self.progress.work is Work.DAMAGED:
            return
        before, self.progress = self.progress, progress
        now = time.monotonic()
        if progress == before or (progress.work is Work.READING and now - self._told < TOLD_EVERY):
            return
        self._told = now
        self._hub.publish(Change(Kind.LIBRARY))

    def tell(self, changed: list[int], lost: list[int]) -> None:
        """Of paintings that are there now, and of those that are no longer."""
        if len(changed) + len(lost) > FEW:
            self._hub.publish(Change(Kind.REFRESH))
            return
        for kind, ids in ((Kind.RESTORED, changed), (Kind.REMOVED, lost)):
            if ids:
                self._hub.publish(Change(kind, tuple(ids)))
