"""What goes on beside pages and paintings for as long as the program runs: caches, what lies beside the pictures, and
what a lost database has to be told again.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Container
from typing import Any

from msgspec import Struct, field

from server.cloudflare.allowance.counter import Allowance
from server.common.background import begin, keep_going
from server.common.errors import StorageError
from server.library.folder import Library
from server.library.index.librarian import Librarian
from server.library.inputs import Inputs
from server.library.spare_settings import SpareSettings
from server.library.thumbnails import Thumbnails
from server.library.trash.trash import Trash
from server.library.unread_answers import UnreadAnswers
from server.paintings.input_names import names_in
from server.paintings.painting import OWN
from server.paintings.store import Store

FIRST_TIDYING = 10.0
UNTIL_SETTLED = 0.5
"""Seconds between two looks whether the library has found all its pictures."""


class Upkeep(Struct):
    """Belongs to the server's loop."""

    store: Store
    library: Library
    librarian: Librarian
    thumbnails: Thumbnails
    inputs: Inputs
    allowance: Allowance
    spare_settings: SpareSettings
    trash: Trash
    answers: UnreadAnswers
    tasks: list[asyncio.Task[Any]] = field(default_factory=list)

    def begin(self, *, is_database_lost: bool, references: str) -> None:
        """`references` are those in the form, as preferences name them."""
        is_new = is_database_lost or not self.library.known
        needed = self._needed_inputs(is_new=is_new, references=references)
        begin(asyncio.to_thread(self._sweep_inputs, needed), "sweeping inputs")
        self.tasks.append(keep_going(self._tidy, "tidying up"))
        self.tasks.append(keep_going(self.trash.keep_tidy, "the trash"))
        self.tasks.append(keep_going(self.answers.keep_tidy, "tidying answers without a picture"))
        self.tasks.append(keep_going(self.spare_settings.keep, "keeping settings beside the pictures"))
        if is_new:
            self.tasks.append(begin(self._recover_day(), "reckoning today's allowance from the pictures"))

    async def end(self) -> None:
        for task in self.tasks:
            task.cancel()
        with contextlib.suppress(StorageError):
            await self.spare_settings.save()

    async def _recover_day(self) -> None:
        """What a lost database knew of today: its pictures, once the library has found them, tell what they cost."""
        while not self.librarian.is_settled:  # noqa: ASYNC110 - as often as there is work, and nobody is told
            await asyncio.sleep(UNTIL_SETTLED)
        self.allowance.recover()

    async def _tidy(self) -> None:
        await asyncio.sleep(FIRST_TIDYING)
        from server.site.tidying import keep_tidy

        await keep_tidy(self.thumbnails, self.librarian, self.library)

    def _needed_inputs(self, *, is_new: bool, references: str) -> Container[str] | None:
        """By paintings and the form; None where the database cannot tell, which is no reason not to start.

        A new one beside a library that was there before has yet to hear of them.
        """
        if is_new and (self.library.folder / OWN).exists():
            return None
        try:
            return {name for each in (*self.store.inputs(), references) for name in names_in(each)}
        except StorageError:
            return None

    def _sweep_inputs(self, needed: Container[str] | None) -> None:
        """What nobody needs any more goes."""
        if needed is not None:
            self.inputs.sweep(needed)
