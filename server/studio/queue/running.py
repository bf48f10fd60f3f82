"""Runs the queue: starts what may start while there is room, and writes down how each painting ended."""

from __future__ import annotations

import asyncio
import logging
import time

from server.common.background import begin, to_its_end
from server.common.errors import AtelierError, StorageError, UpstreamError
from server.paintings.painting import Painting, Reason, State
from server.paintings.store import Store
from server.studio.keeper import KEPT_IN_MEMORY, Keeper
from server.studio.queue.holds import Holds
from server.studio.queue.lanes import Lane, Lanes
from server.studio.queue.painting_request import REFERENCES_UNREAD, PaintingRequest, went_unread
from server.studio.queue.reordering import QueueMove, moved
from server.studio.queue.status import QueueStatus
from server.studio.queue.surroundings import Surroundings

TICK = 0.05
LONGEST_NAP = 30.0
"""Seconds."""

log = logging.getLogger(__name__)


class Queue:
    """Lives on the server's loop, as all of the studio."""

    def __init__(
        self, *, store: Store, keeper: Keeper, asking: PaintingRequest, holds: Holds, surroundings: Surroundings
    ) -> None:
        self._store = store
        self._keeper = keeper
        self._asking = asking
        self._holds = holds
        self._around = surroundings
        self._urgent: set[int] = set()
        self._waking: asyncio.TimerHandle | None = None
        self._running: dict[int, asyncio.Task[None]] = {}
        self._lanes = Lanes(surroundings.width)
        self._cancelled: set[int] = set()
        self._unsettled: set[int] = set()
        self._open = False
        self._left_waiting = 0

    def open(self, *, go_on: bool = True) -> None:
        """`go_on` with what waits, or let it wait further. A start is often a sign that the network is there again."""
        self._open = True
        self._left_waiting = 0 if go_on else self._store.last_id()
        self._holds.try_now(Reason.NETWORK)
        self.fill()

    def wind_down(self) -> None:
        """Start none any more; what runs goes on."""
        self._open = False
        if self._waking is not None:
            self._waking.cancel()

    def paid(self) -> int:
        """How many run that cost something."""
        return sum(not painting.is_free for painting in self._store.in_state(State.PAINTING))

    async def close(self) -> None:
        """Note what is under way as interrupted, and save what is being saved."""
        self.wind_down()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def ended(self, painting: Painting) -> None:
        """When it is not under way any more, however it ended."""
        if (task := self._running.get(painting.id)) is not None:
            await asyncio.wait({task})

    def cancel(self, painting: Painting) -> None:
        """Stop a waiting or running painting; one whose picture is just being saved is finished instead."""
        self._urgent.discard(painting.id)
        task = self._running.get(painting.id)
        if task is not None:
            self._cancelled.add(painting.id)
            task.cancel()
        elif painting.state is State.QUEUED:
            self._around.changed(self._store.end(painting.id, State.CANCELLED))
            self.fill()

    def paint_now(self, painting: Painting) -> None:
        """Start a waiting one before all others, whatever it is held by, as soon as there is room."""
        if painting.state is State.QUEUED:
            self._urgent.add(painting.id)
            self.fill()

    def move(self, painting: Painting, to: QueueMove | int) -> int:
        """Give a waiting one another turn: before the painting of that id, or as the move says.

        Its new number, from 1; 0 for one that does not wait.
        """
        line = [each.id for each in self._store.queued()]
        after = moved(line, painting.id, to)
        if after != line:
            self._store.reorder(after)
            self._around.waiting_changed()
        return after.index(painting.id) + 1 if painting.id in after else 0

    def try_now(self, *reasons: Reason) -> None:
        """Do not wait longer for these: one painting tries whether they are over."""
        self._holds.try_now(*reasons)
        self.fill()
        self._around.waiting_changed()

    def forget_holds(self) -> None:
        """Whatever held the paintings back is over."""
        self._holds.forget()
        self.fill()
        self._around.waiting_changed()

    def glance(self) -> QueueStatus:
        """How things stand, for pages."""
        holds = tuple(self._holds.all())
        return QueueStatus(
            self._around.paused(), self._store.count_queued(), holds, self._holds.over, self._store.queued
        )

    def pending(self) -> int:
        """How many are under way or will be soon: not those that wait for their user, or for the allowance."""
        if self._around.paused():
            return len(self._running)
        if not self._holds.any():
            return self._store.count_active()
        waiting = (self._holds.over(painting) for painting in self._store.queued())
        return len(self._running) + sum(all(hold.reason is not Reason.ALLOWANCE for hold in holds) for holds in waiting)

    def fill(self) -> None:
        """Start waiting paintings while there is room for them."""
        self._settle()
        while self._open and (painting := self._next()) is not None:
            self._start(painting)
        self._around.active(self.pending())
        self._plan()

    def _next(self) -> Painting | None:
        """The first that may start now."""
        if not (self._urgent or self._around.paused() or self._holds.any()):
            return next(filter(None, map(self._next_in, self._lanes.free())), None)
        waiting = self._lanes.with_room(self._store.queued(after=self._left_waiting))
        urgent = [painting for painting in waiting if painting.id in self._urgent]
        held = [] if self._around.paused() else [painting for painting in waiting if self._holds.admits(painting)]
        return next(iter(urgent + held), None)

    def _next_in(self, lane: Lane) -> Painting | None:
        return self._store.next_queued(after=self._left_waiting, local=lane is Lane.COMPUTER)

    def _plan(self) -> None:
        """Look again when a hold ends; in between too, for a computer that slept has another clock than its timers."""
        ends = self._holds.next_end()
        self._wake_in(None if ends is None else min(ends + TICK, LONGEST_NAP))

    def _wake_in(self, seconds: float | None) -> None:
        if self._waking is not None:
            self._waking.cancel()
        if self._open and seconds is not None:
            self._waking = asyncio.get_running_loop().call_later(seconds, self._wake)

    def _wake(self) -> None:
        try:
            self.fill()
        except StorageError as error:
            log.error("the database cannot be read: %s", error)
            self._wake_in(LONGEST_NAP)  # the hold that ended is no reason to look again any more

    def _settle(self) -> None:
        """Write down how those ended whose rows the database did not take at the time."""
        for painting_id in tuple(self._unsettled):
            painting = self._store.get(painting_id)
            if painting is not None and painting.state is State.PAINTING:
                code = KEPT_IN_MEMORY if self._keeper.unsaved(painting_id) else "storage_failed"
                self._around.changed(self._store.fail(painting_id, code, "", seconds=None))
            self._unsettled.discard(painting_id)

    def _start(self, painting: Painting) -> None:
        self._urgent.discard(painting.id)
        painting = self._store.start(painting.id, started=time.time())
        self._holds.begun(painting)
        self._lanes.begun(painting)
        task = begin(self._run(painting), f"painting {painting.id}")
        self._running[painting.id] = task
        task.add_done_callback(lambda ended: self._ended(painting.id, ended))
        self._around.changed(painting)

    def _ended(self, painting_id: int, task: asyncio.Task[None]) -> None:
        del self._running[painting_id]
        self._lanes.ended(painting_id)
        self._holds.stopped(painting_id)
        by_user = painting_id in self._cancelled
        self._cancelled.discard(painting_id)
        try:
            if task.cancelled():  # before its first step, so that it could not say so itself
                self._stopped(painting_id, by_user=by_user)
            elif (error := task.exception()) is not None:
                self._around.changed(self._store.fail(painting_id, "internal", type(error).__name__, seconds=None))
            self.fill()
        except StorageError as error:
            log.error("the database takes no change: %s", error)
            self._unsettled.add(painting_id)

    async def _run(self, painting: Painting) -> None:
        clock = asyncio.get_running_loop().time
        begun = clock()
        try:
            painting = await self._worded(painting)
            answer = await self._asking.ask(painting)
        except asyncio.CancelledError:
            self._stopped(painting.id, by_user=painting.id in self._cancelled)
        except AtelierError as error:
            if isinstance(error, UpstreamError) and error.body:
                await to_its_end(self._keeper.set_aside(painting, error.body), f"keeping an answer of {painting.id}")
            self._failed(painting, error, clock() - begun)
        else:
            self._succeeded(painting)
            keeping = self._keeper.keep(painting, answer, clock() - begun)
            painting = await to_its_end(keeping, f"keeping painting {painting.id}")
            if painting.state is State.DONE and went_unread(painting, answer):
                painting = self._store.note(painting.id, REFERENCES_UNREAD)
            self._asking.paid(painting, answer)
            self._around.changed(painting)
            self._keeper.look_soon(painting, answer.picture, self._around.changed)
            self._around.ended(painting)

    async def _worded(self, painting: Painting) -> Painting:
        """With the prompt that is sent, where that has to be found first. Raises AtelierError."""
        wording = await self._asking.wording(painting)
        if wording.text == painting.sent:
            return painting
        worded = self._store.set_prompt_sent(painting.id, wording.text, translation=wording.neurons)
        self._around.changed(worded)
        return worded

    def _failed(self, painting: Painting, error: AtelierError, seconds: float) -> None:
        self._asking.failed(painting, error.code)
        before = self._holds.all()
        hold = self._holds.failed(painting, error)
        if hold is None:
            log.warning("painting %d failed: %s", painting.id, error)
            painting = self._store.fail(painting.id, error.code, error.detail, seconds=seconds)
            self._around.changed(painting)
            self._around.ended(painting)
        else:
            log.info("painting %d waits (%s, try %d): %s", painting.id, hold.reason, hold.tries, error)
            self._around.changed(self._store.queue_again(painting.id))
        if self._holds.all() != before:
            self._around.waiting_changed()

    def _succeeded(self, painting: Painting) -> None:
        before = self._holds.all()
        self._holds.succeeded(painting)
        if self._holds.all() != before:
            self._around.waiting_changed()

    def _stopped(self, painting_id: int, *, by_user: bool) -> None:
        painting = self._store.end(painting_id, State.CANCELLED if by_user else State.INTERRUPTED)
        if painting.is_local and not by_user:  # costs nothing, and is begun anew by the next start
            painting = self._store.queue_again(painting_id)
        self._around.changed(painting)
