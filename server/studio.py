"""The application service: takes orders, runs the queue, deletes and brings back.

Everything here runs on the server's loop; what blocks goes to a thread. Open pages hear of changes through the hub.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server.account.connection import Connection
from server.allowance.counter import Allowance
from server.bin import TRASH_REFUSED, Bin, is_in_trash
from server.cloudflare.client import Answer
from server.errors import AtelierError, NotFound, StorageError
from server.events import Change, Hub, Kind
from server.inputs import Inputs, names_in
from server.keeper import KEPT_IN_MEMORY, Keeper
from server.library import Library
from server.models import MODELS, Parameters
from server.paintings import Order, Painting, State
from server.persistence import to_its_end
from server.store import Store
from server.thumbnails import Thumbnails

REFERENCES_UNREAD = "references_unread"

MANY = 24
"""Paintings; when more change at once, pages get everything anew."""

log = logging.getLogger(__name__)


class Studio:
    """Owns the queue. `width()` says how many paintings may run at a time, `on_active` hears how many are left.

    `pattern()` is the user's own way to name new pictures.
    """

    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        thumbnails: Thumbnails,
        connection: Connection,
        inputs: Inputs,
        allowance: Allowance,
        hub: Hub,
        width: Callable[[], int],
        on_active: Callable[[int], None],
        pattern: Callable[[], str] = lambda: "",
    ) -> None:
        self._store = store
        self._connection = connection
        self._inputs = inputs
        self._allowance = allowance
        self._hub = hub
        self._width = width
        self._on_active = on_active
        self._running: dict[int, asyncio.Task[None]] = {}
        self._cancelled: set[int] = set()
        self._unsettled: set[int] = set()
        self._open = False
        self.keeper = Keeper(store, library, pattern)
        self.bin = Bin(
            store=store,
            library=library,
            thumbnails=thumbnails,
            on_removed=self._removed,
            on_refused=self._trash_refused,
        )

    async def open(self) -> None:
        """Settle what an earlier run left, then go on with what still waits."""
        await self.keeper.recover()
        await self.bin.empty()
        self._open = True
        self.fill()

    async def close(self) -> None:
        """Note what is under way as interrupted, save what is being saved, finish deletions."""
        self._open = False
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.keeper.close()
        await self.bin.empty()

    # -- what users ask for -------------------------------------------------------------------------------------

    def paint(self, order: Order) -> list[Painting]:
        """Queue the paintings ordered; they start as soon as there is room."""
        seeds = MODELS[order.model].seeds(order.seed, order.count)
        paintings = self._store.add(order, created=time.time(), seeds=seeds)
        self._tell(Kind.ADDED, *paintings)
        self.fill()
        return paintings

    def find(self, painting_id: int, *, trash: bool = False) -> Painting:
        """One that can be seen, with `trash` also in our own. Raises NotFound for any other id."""
        painting = self._store.get(painting_id)
        if painting is None or (painting.hidden and not (trash and is_in_trash(painting))):
            raise NotFound
        return painting

    def cancel(self, painting_id: int) -> None:
        """Stop a waiting or running painting; one whose picture is just being saved is finished instead."""
        painting = self.find(painting_id)
        task = self._running.get(painting_id)
        if task is not None:
            self._cancelled.add(painting_id)
            task.cancel()
        elif painting.state is State.QUEUED:
            self._changed(self._store.end(painting_id, State.CANCELLED))
            self.fill()

    async def retry(self, painting_id: int) -> None:
        """Queue once more what ended without a picture; save once more what has one. Raises StorageError."""
        painting = self.find(painting_id)
        if painting.state is State.DONE or self.keeper.unsaved(painting_id):
            if await self.keeper.keep_again(painting_id):
                self._changed(painting)
        elif painting.repeatable:
            self._changed(self._store.queue_again(painting_id))
            self.fill()

    async def save_as(self, painting_id: int, target: Path) -> None:
        """Write the picture where its user wants it. Raises StorageError."""
        self._changed(await self.keeper.save_as(self.find(painting_id), target))

    def with_picture(self, painting_id: int) -> Painting | None:
        """The painting, where it has a picture and is not deleted."""
        try:
            painting = self.find(painting_id)
        except NotFound:
            return None
        return painting if painting.state is State.DONE or self.keeper.unsaved(painting_id) else None

    def delete(self, *painting_ids: int) -> list[Painting]:
        """Hide paintings, stopping them first; their files go to the trash when undo is over. Unknown ones are left
        out.
        """
        found = [painting for each in painting_ids if (painting := self._store.get(each)) and not painting.hidden]
        for painting in found:
            self.cancel(painting.id)
        hidden = self.bin.delete(*found)
        if hidden:
            self._tell(Kind.REMOVED, *hidden)
        self.fill()
        return hidden

    def undo(self, *painting_ids: int) -> None:
        """Bring back what was deleted. Raises NotFound when it is too late for all of them."""
        shown = [painting for each in painting_ids if (painting := self.bin.undo(each))]
        if not shown:
            raise NotFound
        self._tell(Kind.RESTORED, *shown)
        self.fill()

    async def restore(self, *painting_ids: int) -> int:
        """Bring back what lies in our own trash; how many that were. Raises StorageError."""
        restored = [await self.bin.restore(painting) for painting in self.bin.inside(painting_ids)]
        self._tell(Kind.RESTORED, *restored)
        return len(restored)

    async def erase(self, *painting_ids: int) -> int:
        """Remove for good what lies in our own trash. Raises StorageError."""
        found = self.bin.inside(painting_ids)
        for painting in found:
            await self.bin.erase(painting)
        self._hub.publish(Change(Kind.LIBRARY))
        return len(found)

    # -- the queue ----------------------------------------------------------------------------------------------

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
                code = KEPT_IN_MEMORY if self.keeper.unsaved(painting_id) else "storage_failed"
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
            self._allowance.failed(painting, error.code)
            self._changed(self._store.fail(painting.id, error.code, error.detail, seconds=clock() - begun))
        else:
            keeping = self.keeper.keep(painting, answer, clock() - begun)
            painting = await to_its_end(keeping)
            if painting.state is State.DONE and _went_unread(painting, answer.neurons):
                painting = self._store.note(painting.id, REFERENCES_UNREAD)
            self._allowance.paid(painting, answer.neurons)
            self._changed(painting)

    def _stopped(self, painting_id: int, *, by_user: bool) -> None:
        self._changed(self._store.end(painting_id, State.CANCELLED if by_user else State.INTERRUPTED))

    async def _ask(self, painting: Painting) -> Answer:
        painter = await self._connection.painter(sample=painting.sample)
        self._allowance.begun(painter, painting)
        parameters = _parameters(painting)
        if painting.inputs:
            parameters = replace(parameters, pictures=await self._pictures(painting))
        return await painter.client.paint(painter.account, MODELS[painting.model], parameters)

    async def _pictures(self, painting: Painting) -> tuple[bytes, ...]:
        """Raises InputGone."""
        return tuple([await asyncio.to_thread(self._inputs.read, name) for name in names_in(painting.inputs)])

    # -- telling ------------------------------------------------------------------------------------------------

    def _removed(self, painting_id: int) -> None:
        self.keeper.forget(painting_id)
        self._hub.publish(Change(Kind.LIBRARY))

    def _trash_refused(self, painting: Painting) -> None:
        self._store.note(painting.id, TRASH_REFUSED)
        self._tell(Kind.RESTORED, painting)

    def _changed(self, painting: Painting) -> None:
        self._tell(Kind.CHANGED, painting)

    def _tell(self, kind: Kind, *paintings: Painting) -> None:
        ids = tuple(painting.id for painting in paintings)
        self._hub.publish(Change(kind, ids) if len(ids) <= MANY else Change(Kind.REFRESH))


def _went_unread(painting: Painting, neurons: float | None) -> bool:
    """Cloudflare takes pictures it does not read without a word; only the bill tells."""
    given = names_in(painting.inputs)
    if not given or neurons is None:
        return False
    model, parameters = MODELS[painting.model], _parameters(painting)
    without = model.estimate(parameters)
    by_pictures = model.estimate(parameters, [(model.input_side, model.input_side)] * len(given)) - without
    return by_pictures > 0 and neurons < without + by_pictures / len(given) / 2


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
