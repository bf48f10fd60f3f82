"""Counts what painting costs: every call from its sending on, and says how today stands. Lives on the server's loop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator

from server.cloudflare.account.connection import Connection, Painter
from server.cloudflare.allowance.audit import FIRST, Auditor
from server.cloudflare.allowance.meter import Meter
from server.cloudflare.allowance.prices import price_of
from server.cloudflare.allowance.usage_ledger import Call, UsageLedger, account_key
from server.common.advice import Cost, advise
from server.common.background import keep_going
from server.common.errors import StorageError
from server.common.events import Change, ChangeKind, Hub
from server.paintings.day import FREE_NEURONS, day_of, reset_after
from server.paintings.limit import Limit, Room
from server.paintings.painting import Order, Painting, State
from server.paintings.store import Store

AFTER_MIDNIGHT = 5.0
"""Seconds after 00:00 UTC."""

LOOK_AT_THE_CLOCK = 20.0
"""Seconds between two looks for a new day: a computer that slept, or whose clock was set, must find it too."""

DAY = 86400.0

log = logging.getLogger(__name__)


class Allowance:
    """`limit` says what may be spent on a day.

    The ledger's troubles never keep a painting from being painted or saved.
    """

    def __init__(
        self,
        *,
        ledger: UsageLedger,
        store: Store,
        connection: Connection,
        hub: Hub,
        limit: Callable[[], Limit] = Limit,
    ) -> None:
        self._ledger = ledger
        self._store = store
        self._connection = connection
        self._hub = hub
        self._limit = limit
        self._clock = ledger.clock
        self._calls: dict[int, int] = {}
        self._auditor = Auditor(ledger=ledger, connection=connection, clock=ledger.clock, on_news=self._tell)
        self._watching: asyncio.Task[None] | None = None

    def open(self) -> None:
        """Go on from what an earlier run left."""
        with _never_in_the_way():
            self._ledger.take_up(self.today)
        self._watching = keep_going(self._watch, "looking for a new day")

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})
        await self._auditor.close()
        self._ledger.close()

    def now(self) -> Meter:
        """How today stands for the account in use. Raises StorageError."""
        account = account_key(self._connection.view().account_id)
        waiting = sum(price_of(each) for each in self._store.in_state(State.QUEUED) if self._counts(each))
        return Meter(
            uses=tuple(self._ledger.uses(self.today, account)),
            sum=self._ledger.sum(self.today, account),
            waiting=waiting,
            limit=self._limit().neurons,
            resets=reset_after(self._clock()),
        )

    def room(self, *wishes: Order | Painting) -> Room:
        """What is left for an order, or for paintings to be tried again. Raises StorageError."""
        now = self.now()
        count = sum(wish.count if isinstance(wish, Order) else 1 for wish in wishes)
        each = max(0.0 if wish.sample else price_of(wish) for wish in wishes)
        return Room(self._limit(), taken=now.spent + now.waiting, each=each, count=count)

    def tomorrow(self) -> float:
        """When what shall be painted on the next day may begin: clocks differ a little."""
        return reset_after(self._clock()) + AFTER_MIDNIGHT

    def page_opened(self) -> None:
        """Somebody looks: Cloudflare may be asked how the whole account stands."""
        self._auditor.look(after=FIRST)

    def recover(self) -> None:
        """Count today's pictures that the ledger does not know, as after the loss of the database.

        As estimated: what failed and what was asked besides may have cost something, and nobody knows of it.
        """
        with _never_in_the_way():
            account = account_key(self._connection.view().account_id)
            known = self._ledger.paintings(self.today)
            for painting in self._store.painted_since(reset_after(self._clock()) - DAY):
                if painting.uid not in known:
                    neurons = (painting.neurons or price_of(painting)) + (painting.translation or 0.0)
                    call = Call(self.today, account, painting.model, neurons, painting.created, painting.uid)
                    self._ledger.begin(call)
            self._tell()

    # -- what the studio tells ----------------------------------------------------------------------------------

    def begun(self, painter: Painter, painting: Painting) -> None:
        """Its call is about to be sent. Samples cost nothing."""
        if painter.sample:
            return
        with _never_in_the_way():
            account, estimate = account_key(painter.account.id), price_of(painting)
            call = Call(self.today, account, painting.model, estimate, self._clock(), painting.uid)
            self._calls[painting.id] = self._ledger.begin(call)

    def paid(self, painting: Painting, neurons: float | None) -> None:
        """Its picture came, and is on the disk; `neurons` is what the answer said it cost."""
        if (number := self._calls.pop(painting.id, None)) is not None:
            with _never_in_the_way():
                self._ledger.settle(number, self.today, neurons=neurons, moment=self._clock())
            if self._hub.listeners:
                self._auditor.look()

    def failed(self, painting: Painting, code: str) -> None:
        """No picture came. What may have been charged stays as estimated; nobody will say more of it."""
        number = self._calls.pop(painting.id, None)
        if number is not None and advise(code).cost is Cost.NOTHING:
            with _never_in_the_way():
                self._ledger.drop(number)
                if code == "daily_quota_used":
                    self._used_up()

    # -- what is asked besides paintings ------------------------------------------------------------------------

    def asked(self, painter: Painter, model: str, estimate: float) -> int | None:
        """A call for words is about to be sent; its number for what follows, None where nothing is counted."""
        with _never_in_the_way():
            if not painter.sample:
                account = account_key(painter.account.id)
                return self._ledger.begin(Call(self.today, account, model, estimate, self._clock()))
        return None

    def answered(self, call: int | None, neurons: float | None) -> None:
        """It was answered; `neurons` is what the answer said it cost."""
        if call is not None:
            with _never_in_the_way():
                self._ledger.settle(call, self.today, neurons=neurons, moment=self._clock())
        self._hub.publish(Change(ChangeKind.ALLOWANCE))

    def refused(self, call: int | None, code: str) -> None:
        """It was not. What may have been charged stays as estimated."""
        if call is not None and advise(code).cost is Cost.NOTHING:
            with _never_in_the_way():
                self._ledger.drop(call)

    # -- helpers ------------------------------------------------------------------------------------------------

    @property
    def today(self) -> str:
        """The UTC day."""
        return day_of(self._clock())

    def _counts(self, painting: Painting) -> bool:
        """Whether a waiting one will be paid for today."""
        is_today = painting.not_before is None or painting.not_before < reset_after(self._clock())
        return is_today and not painting.is_free and not painting.hidden

    def _used_up(self) -> None:
        """Cloudflare says so: what we do not know of was used elsewhere."""
        account = account_key(self._connection.view().account_id)
        ours = self._ledger.sum(self.today, account)
        rest = max(ours.elsewhere, FREE_NEURONS - ours.neurons)
        self._ledger.correct(self.today, account, neurons=rest, moment=self._clock())

    def _tell(self) -> None:
        self._hub.publish(Change(ChangeKind.ALLOWANCE))

    async def _watch(self) -> None:
        """Pages show the new day when it begins."""
        shown = self.today
        while True:
            await asyncio.sleep(min(LOOK_AT_THE_CLOCK, max(0.0, reset_after(self._clock()) - self._clock())))
            if self.today != shown:
                shown = self.today
                self._tell()


@contextlib.contextmanager
def _never_in_the_way() -> Iterator[None]:
    try:
        yield
    except StorageError as error:
        log.warning("the ledger takes no change: %s", error)
