"""The holds in force, as the settings keep them: a queue that waits goes on waiting after a restart."""

from __future__ import annotations

import json
import logging
import math
import random
import time
from collections.abc import Callable, Iterable

from msgspec.structs import asdict, replace

from server.common.errors import AtelierError, StorageError
from server.paintings.painting import Painting, Reason
from server.paintings.store import Slot
from server.studio.queue.policy import REASONS, Hold, hold_for, postponement, until

SETTING = "holds"
MOST_TRIES = 1000

# Answers that come from in between, and say nothing of Cloudflare.
_FROM_SOMEBODY_ELSE = frozenset({"web_page_answered", "redirected", "proxy_login"})
_Key = tuple[Reason, str]

log = logging.getLogger(__name__)


class Holds:
    """`slot` is where they are written down.

    `waits` says whether their user wants to wait for that, or to be told that it failed.

    `postponed` is the first moment before which a waiting painting may not begin.
    """

    def __init__(
        self,
        slot: Slot,
        waits: Callable[[Reason], bool],
        *,
        postponed: Callable[[], float | None] = lambda: None,
        clock: Callable[[], float] = time.time,
        luck: Callable[[], float] = random.random,
    ) -> None:
        kept, self._keep = slot
        self._waits = waits
        self._postponed = postponed
        self._clock = clock
        self._luck = luck
        self._holds = {_key(hold): hold for hold in _read(kept)}
        self._trying: dict[int, set[_Key]] = {}

    def all(self) -> list[Hold]:
        """Those their user wants to wait for, the one that ends last first."""
        return sorted((hold for hold in self._holds.values() if self._waits(hold.reason)), key=lambda hold: -hold.until)

    def any(self) -> bool:
        """Whether some painting may have to wait for something other than its turn."""
        return bool(self.all()) or self._postponed() is not None

    def over(self, painting: Painting) -> list[Hold]:
        """Those that cover a painting, the one that ends last first."""
        held = [hold for hold in self.all() if hold.covers(painting)]
        own = postponement(painting)
        return held if own is None or own.is_due(self._clock()) else [own, *held]

    def next_end(self) -> float | None:
        """Seconds until one of them is due, none less than 0; None where none is to come."""
        now = self._clock()
        ends = [hold.until - now for hold in self.all() if not hold.is_due(now)]
        postponed = self._postponed()
        if postponed is not None and postponed > now:
            ends.append(postponed - now)
        return min(ends, default=None)

    def admits(self, painting: Painting) -> bool:
        """Whether a painting may start: nothing holds it, or it is the one to try whether that is over."""
        now = self._clock()
        tried = set().union(*self._trying.values())
        return all(hold.is_due(now) and _key(hold) not in tried for hold in self.over(painting))

    def begun(self, painting: Painting) -> None:
        """It tries whatever it is held by."""
        if keys := {_key(hold) for hold in self.over(painting)}:
            self._trying[painting.id] = keys

    def stopped(self, painting_id: int) -> None:
        """It has been taken back, and says nothing of what it tried."""
        self._trying.pop(painting_id, None)

    def succeeded(self, painting: Painting) -> None:
        """What it tried is over, and the network is there."""
        tried = self._trying.pop(painting.id, set())
        self._lift(hold for hold in self.over(painting) if _key(hold) in tried or hold.reason is Reason.NETWORK)

    def failed(self, painting: Painting, error: AtelierError) -> Hold | None:
        """What is to be waited for now; None where the painting has failed for good."""
        tried = self._trying.pop(painting.id, set())
        reason = REASONS.get(error.code)
        if getattr(error, "http_status", None) is not None and error.code not in _FROM_SOMEBODY_ELSE:
            others = tried if reason is None else set()
            self._lift(hold for hold in self.over(painting) if _key(hold) in others or hold.reason is Reason.NETWORK)
        if reason is None or painting.is_free or not self._waits(reason):
            return None
        return self._hold(hold_for(reason, painting, now=self._clock()), tried, error)

    def try_now(self, *reasons: Reason) -> None:
        """Let one painting try whether those are over; how often that was in vain is remembered."""
        now = self._clock()
        for key, hold in self._holds.items():
            if hold.reason in reasons:
                self._holds[key] = replace(hold, until=min(hold.until, now))
        self._write()

    def forget(self) -> None:
        """Another account paints: what held the last one says nothing of it."""
        self._lift(list(self._holds.values()))

    def _hold(self, hold: Hold, tried: set[_Key], error: AtelierError) -> Hold:
        before = self._holds.get(_key(hold))
        if before is not None:
            if _key(hold) not in tried:  # one of several that met the same thing
                return before
            hold = replace(hold, tries=min(before.tries + 1, MOST_TRIES))
        asked = getattr(error, "retry_after", None) or 0.0
        hold = replace(hold, until=until(hold, asked=asked, luck=self._luck()))
        self._holds[_key(hold)] = hold
        self._write()
        return hold

    def _lift(self, holds: Iterable[Hold]) -> None:
        for hold in list(holds):
            self._holds.pop(_key(hold), None)
            self._write()

    def _write(self) -> None:
        try:
            self._keep(json.dumps([asdict(hold) for hold in self._holds.values()]))
        except StorageError as error:  # this run still knows
            log.warning("what the queue waits for could not be written down: %s", error)


def _key(hold: Hold) -> _Key:
    return hold.reason, hold.model


def _read(kept: str) -> list[Hold]:
    """Whatever is damaged holds nothing."""
    try:
        return [_hold(stored) for stored in json.loads(kept or "[]")]
    except (ValueError, TypeError, KeyError):
        return []


def _hold(stored: dict[str, object]) -> Hold:
    since, end, tries = stored["since"], stored["until"], stored["tries"]
    if not (isinstance(since, float) and isinstance(end, float) and isinstance(tries, int) and math.isfinite(end)):
        raise ValueError
    return Hold(Reason(str(stored["reason"])), str(stored["model"]), since, end, tries)
