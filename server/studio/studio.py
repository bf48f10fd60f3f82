"""The application service: takes orders, deletes and brings back; the queue paints (server.studio.queue).

Everything here runs on the server's loop; what blocks goes to a thread. Open pages hear of changes through the hub.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from server.cloudflare.account.connection import Connection
from server.cloudflare.allowance.counter import Allowance
from server.common.background import begin
from server.common.errors import AtelierError, NotFound, StorageError
from server.common.events import Change, ChangeKind, Hub
from server.library.folder import Library
from server.library.index.trash_rows import TrashRows
from server.library.inputs import Inputs
from server.library.thumbnails import Thumbnails
from server.library.trash.parts import TRASH_REFUSED, TrashParts, is_in_trash
from server.library.trash.trash import Trash
from server.paintings.models import MODELS
from server.paintings.painting import Order, Painting, State, order_again
from server.paintings.store import Store
from server.pictures.enlarging.wish import Enlargement
from server.studio.enlarger import Enlarger, enlarging_order
from server.studio.host import Host
from server.studio.keeper import Keeper
from server.studio.queue import Holds, PaintingRequest, Queue

MANY = 24
"""Paintings; when more change at once, pages get everything anew."""


class StudioParts(Struct, frozen=True):
    """What the studio works with; `find` gives the painting of a uid."""

    store: Store
    library: Library
    thumbnails: Thumbnails
    connection: Connection
    inputs: Inputs
    allowance: Allowance
    holds: Holds
    hub: Hub
    find: Callable[[str], Painting | None]
    trash_days: Callable[[], int]


class Studio:
    """Owns keeper, trash and queue."""

    def __init__(self, parts: StudioParts, host: Host) -> None:
        self._store = parts.store
        self._allowance = parts.allowance
        self._hub = parts.hub
        self._host = host
        self.enlarger = Enlarger(parts.library, parts.find)
        self.keeper = Keeper(parts.store, parts.library, host.pattern)
        self.queue = Queue(
            store=parts.store,
            keeper=self.keeper,
            asking=PaintingRequest(
                connection=parts.connection,
                inputs=parts.inputs,
                allowance=parts.allowance,
                wording=host.wording,
                enlarger=self.enlarger,
            ),
            holds=parts.holds,
            surroundings=self,
        )
        trash = TrashParts(
            store=parts.store,
            rows=TrashRows(parts.store.database),
            library=parts.library,
            thumbnails=parts.thumbnails,
            days=parts.trash_days,
        )
        self.trash = Trash(self, trash)

    async def open(self, *, go_on: bool = True) -> None:
        """Settle what an earlier run left, then `go_on` with what still waits, which else waits further."""
        await self.keeper.recover()
        begin(self.trash.finish_left(), "finishing deletions")
        self.queue.open(go_on=go_on)

    async def close(self) -> None:
        """Note what is under way as interrupted, save what is being saved, finish deletions."""
        await self.queue.close()
        await self.keeper.close()
        await self.trash.close()

    # -- what users ask for -------------------------------------------------------------------------------------

    def paint(self, order: Order, *, anyway: bool = False) -> list[Painting]:
        """Queue the paintings ordered; they start as soon as there is room.

        Raises AllowanceError where today's allowance does not reach for all of them, unless they are wanted anyway.
        """
        if not anyway:
            self._allowance.room(order).check(order)
        seeds = MODELS[order.model].seeds(order.seed, order.count)
        paintings = self._store.add(order, created=time.time(), seeds=seeds)
        self._tell(ChangeKind.ADDED, *paintings)
        self.queue.fill()
        return paintings

    def enlarge(self, paintings: Sequence[Painting], wish: Enlargement) -> list[Painting]:
        """Queue each of them once more, larger, as a child of itself.

        Raises AtelierError where one would be larger than can be shown; then none is.
        """
        orders = [enlarging_order(painting, wish) for painting in paintings]
        ordered = [each for order in orders for each in self._store.add(order, created=time.time())]
        self._tell(ChangeKind.ADDED, *ordered)
        self.queue.fill()
        return ordered

    def find(self, painting_id: int, *, trash: bool = False) -> Painting:
        """One that can be seen, with `trash` also in our own. Raises NotFound for any other id."""
        painting = self._store.get(painting_id)
        if painting is None or (painting.hidden and not (trash and is_in_trash(painting))):
            raise NotFound
        return painting

    def cancel(self, painting_id: int) -> None:
        """Stop a waiting or running painting; one whose picture is just being saved is finished instead."""
        self.queue.cancel(self.find(painting_id))

    async def retry(self, *painting_ids: int, anyway: bool = False) -> None:
        """Queue once more what ended without a picture; save once more what has one.

        Raises NotFound, StorageError, and AllowanceError as `paint` does, where not all of them fit.
        """
        paintings = [self.find(each) for each in painting_ids]
        has_picture = {each.id: each.state is State.DONE or self.keeper.unsaved(each.id) for each in paintings}
        unpainted = [each for each in paintings if each.repeatable and not has_picture[each.id]]
        if unpainted and not anyway:
            self._allowance.room(*unpainted).check(tuple(each.id for each in unpainted))
        for painting in paintings:
            if has_picture[painting.id] and await self.keeper.keep_again(painting.id):
                self.changed(painting)
        for painting in unpainted:
            self.changed(self._store.queue_again(painting.id))
        if unpainted:
            self.queue.fill()

    def again(self, painting_id: int) -> list[Painting]:
        """One more painting by the same order, with another seed. Raises NotFound, and for a model that is gone."""
        painting = self.find(painting_id)
        if painting.model not in MODELS:
            raise AtelierError("model_unknown")
        return self.paint(order_again(painting))

    async def save_as(self, painting_id: int, target: Path) -> None:
        """Write the picture where its user wants it. Raises StorageError."""
        self.changed(await self.keeper.save_as(self.find(painting_id), target))

    def with_picture(self, painting_id: int) -> Painting | None:
        """The painting, where it has a picture and is not deleted."""
        try:
            painting = self.find(painting_id)
        except NotFound:
            return None
        return painting if painting.state is State.DONE or self.keeper.unsaved(painting_id) else None

    def delete(self, *painting_ids: int) -> list[Painting]:
        """Hide paintings, stopping them first; their files go to the trash. Unknown ones are left out."""
        found = [painting for painting in self._store.several(painting_ids) if not painting.hidden]
        for painting in found:
            self.cancel(painting.id)
        hidden = self.trash.delete(*found)
        if hidden:
            self._tell(ChangeKind.REMOVED, *hidden)
        self.queue.fill()
        return hidden

    async def bring_back(self, *painting_ids: int) -> list[Painting]:
        """What was deleted, wherever it is by now. Raises NotFound when it is too late for all of them.

        Raises StorageError where something stands in the way of one; the others are back then.
        """
        back, failed = await self.trash.bring_back(*painting_ids)
        if back:
            self._tell(ChangeKind.RESTORED, *back)
            self.queue.fill()
        if failed is not None:
            raise failed
        if not back:
            raise NotFound
        return back

    async def undo_deleting(self, *painting_ids: int) -> list[Painting]:
        """As `bring_back`; nothing to be done for those that are there already, which is no mistake.

        Raises StorageError for what lies in the system's trash by now, NotFound for what is nowhere.
        """
        try:
            return await self.bring_back(*painting_ids)
        except NotFound:
            left = self._store.several(painting_ids)
            if any(not painting.hidden for painting in left):
                return []
            if any(painting.missing is not None for painting in left):
                raise StorageError("in_system_trash") from None
            raise

    async def erase(self, *painting_ids: int) -> int:
        """Remove for good what lies in our own trash; how many that were. Raises StorageError."""
        try:
            return await self.trash.erase(*painting_ids)
        finally:
            self._hub.publish(Change(ChangeKind.LIBRARY))

    # -- what the queue and the trash ask, and tell ---------------------------------------------------------------

    def width(self) -> int:
        return self._host.width()

    def paused(self) -> bool:
        return self._host.paused()

    def active(self, count: int) -> None:
        self._host.active(count)

    def ended(self, painting: Painting) -> None:
        self._host.ended(painting)

    def changed(self, painting: Painting) -> None:
        self._tell(ChangeKind.CHANGED, painting)
        self.trash.finished(painting)

    def waiting_changed(self) -> None:
        """What waits may have something else to wait for."""
        self._tell(ChangeKind.QUEUE, *self._store.queued())

    def removed(self, painting_id: int) -> None:
        self.keeper.forget(painting_id)
        self._hub.publish(Change(ChangeKind.LIBRARY))

    def trash_changed(self) -> None:
        self._hub.publish(Change(ChangeKind.LIBRARY))

    def refused(self, painting: Painting) -> None:
        self._store.note(painting.id, TRASH_REFUSED)
        self._tell(ChangeKind.RESTORED, painting)

    # -- telling ------------------------------------------------------------------------------------------------

    def _tell(self, kind: ChangeKind, *paintings: Painting) -> None:
        ids = tuple(painting.id for painting in paintings)
        self._hub.publish(Change(kind, ids) if len(ids) <= MANY else Change(ChangeKind.REFRESH))
