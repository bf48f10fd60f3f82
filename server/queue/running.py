"""Runs the queue: starts what may start while there is room, and writes down how each painting ended."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from server.account.connection import Connection
from server.cloudflare.client import Answer
from server.errors import AtelierError, StorageError
from server.keeper import KEPT_IN_MEMORY, Keeper
from server.models import MODELS, Parameters
from server.paintings import Painting, State
from server.persistence import to_its_end
from server.store import Store

log = logging.getLogger(__name__)


class Queue:
    """`width()` says how many paintings may run at a time, `on_active` hears how many are left, `on_changed` of each
    that stands differently now.
    """

    def __init__(
        self,
        *,
        store: Store,
        keeper: Keeper,
        connection: Connection,
        width: Callable[[], int],
        on_active: Callable[[int], None],
        on_changed: Callable[[Painting], None],
    ) -> None:
        self._store = store
        self._keeper = keeper
        self._connection = connection
        self._width = width
        self._on_active = on_active
        self._changed = on_changed
        self._running: dict[int, asyncio.Task[None]] = {}
        self._cancelled: set[int] = set()
        self._unsettled: set[int] = set()
        self._open = False

    def open(self) -> None:
        """Go on with what waits."""
        self._open = True
        self.fill()

    async def close(self) -> None:
        """Note what is under way as interrupted, and save what is being saved."""
        self._open = False
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def cancel(self, painting: Painting) -> None:
        """Stop a waiting or running painting; one whose picture is just being saved is finished instead."""
        task = self._running.get(painting.id)
        if task is not None:
            self._cancelled.add(painting.id)
            task.cancel()
        elif painting.state is State.QUEUED:
            self._changed(self._store.end(painting.id, State.CANCELLED))
            self.fill()

    def fill(self) -> None:
        """Start waiting paintings while there is room for them."""
        self._settle()
        while self._open and len(self._running) < self._width():
            painting = self._store.next_queued()
            if painting is None:
                break
            self._start(painting)
        self._on_active(self._store.count_active())

    def _settle(self) -> None:
        """Write down how those ended whose rows the database did not take at the time."""
        for painting_id in tuple(self._unsettled):
            painting = self._store.get(painting_id)
            if painting is not None and painting.state is State.PAINTING:
                code = KEPT_IN_MEMORY if self._keeper.unsaved(painting_id) else "storage_failed"
                self._changed(self._store.fail(painting_id, code, "", seconds=None))
            self._unsettled.discard(painting_id)

    def _start(self, painting: Painting) -> None:
        painting = self._store.start(painting.id, started=time.time())
        task = asyncio.create_task(self._run(painting))
        self._running[painting.id] = task
        task.add_done_callback(lambda ended: self._ended(painting.id, ended))
        self._changed(painting)

    def _ended(self, painting_id: int, task: asyncio.Task[None]) -> None:
        del self._running[painting_id]
        by_user = painting_id in self._cancelled
        self._cancelled.discard(painting_id)
        try:
            if task.cancelled():  # before its first step, so that it could not say so itself
                self._stopped(painting_id, by_user=by_user)
            elif (error := task.exception()) is not None:
                log.error("painting %d: a bug in the program, or no room for its row", painting_id, exc_info=error)
                self._changed(self._store.fail(painting_id, "internal", type(error).__name__, seconds=None))
            self.fill()
        except StorageError as error:
            log.error("the database takes no change: %s", error)
            self._unsettled.add(painting_id)

    async def _run(self, painting: Painting) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            answer = await self._ask(painting)
        except asyncio.CancelledError:
            self._stopped(painting.id, by_user=painting.id in self._cancelled)
        except AtelierError as error:
            log.warning("painting %d failed: %s", painting.id, error)
            self._changed(self._store.fail(painting.id, error.code, error.detail, seconds=clock() - begun))
        else:
            keeping = self._keeper.keep(painting, answer, clock() - begun)
            self._changed(await to_its_end(keeping))

    def _stopped(self, painting_id: int, *, by_user: bool) -> None:
        self._changed(self._store.end(painting_id, State.CANCELLED if by_user else State.INTERRUPTED))

    async def _ask(self, painting: Painting) -> Answer:
        painter = await self._connection.painter(sample=painting.sample)
        return await painter.client.paint(painter.account, MODELS[painting.model], _parameters(painting))


def _parameters(painting: Painting) -> Parameters:
    return Parameters(
        prompt=painting.prompt,
        steps=painting.steps,
        width=painting.asked_width,
        height=painting.asked_height,
        seed=painting.seed,
        guidance=painting.guidance,
        negative_prompt=painting.negative_prompt,
    )
