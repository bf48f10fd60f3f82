"""Tells pages how far the librarian is, and what it found."""

from __future__ import annotations

import time

from server.common.events import Change, ChangeKind, Hub
from server.library.index.progress import IndexProgress, IndexWork

TOLD_EVERY = 0.5
FEW = 24
"""Paintings that a page is told of one by one; of more it gets everything anew."""


class ProgressPublisher:
    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._told = 0.0
        self.progress = IndexProgress()

    def say(self, progress: IndexProgress) -> None:
        """Progress is told twice a second at most, an end always; damage is not over before the next start."""
        if self.progress.work is IndexWork.DAMAGED:
            return
        before, self.progress = self.progress, progress
        now = time.monotonic()
        if progress == before or (progress.work is IndexWork.READING and now - self._told < TOLD_EVERY):
            return
        self._told = now
        self._hub.publish(Change(ChangeKind.LIBRARY))

    def tell(self, changed: list[int], lost: list[int]) -> None:
        """Of paintings that are there now, and of those that are no longer."""
        if len(changed) + len(lost) > FEW:
            self._hub.publish(Change(ChangeKind.REFRESH))
            return
        for kind, ids in ((ChangeKind.RESTORED, changed), (ChangeKind.REMOVED, lost)):
            if ids:
                self._hub.publish(Change(kind, tuple(ids)))
