"""What the queue waits for, and until when, by a clock of the test's own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from server.common.advice import Cost, advise
from server.common.errors import AtelierError, UpstreamError
from server.paintings.painting import Painting, Reason, State
from server.studio.queue.holds import Holds
from server.studio.queue.policy import DAY, LATE, REASONS, Hold

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC).timestamp()
MIDNIGHT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC).timestamp()
MODEL, OTHER = "@cf/one", "@cf/other"


def painting(number: int, model: str = MODEL, *, sample: bool = False) -> Painting:
    return Painting(number, f"{number}", State.PAINTING, "a boat", model, 4, sample, NOON, started=NOON)


class Queue:
    """Holds that are kept in memory, at a time that passes when it is told to."""

    def __init__(self, kept: str = "", now: float = NOON) -> None:
        self.kept = kept
        self.now = now
        self.fails: set[Reason] = set()
        self.luck = 0.0
        self.holds = Holds(
            (kept, self._keep), lambda reason: reason not in self.fails, clock=lambda: self.now, luck=lambda: self.luck
        )

    def _keep(self, text: str) -> None:
        self.kept = text

    def fail(
        self, code: str, number: int = 1, *, status: int | None = None, asked: float | None = None
    ) -> float | None:
        """Start a painting and let it fail; how long is waited now."""
        one = painting(number)
        self.holds.begun(one)
        hold = self.holds.failed(one, UpstreamError(code, http_status=status, retry_after=asked))
        return hold.until - self.now if hold else None

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.mark.parametrize("code", REASONS)
def test_only_what_cost_nothing_is_repeated(code: str) -> None:
    assert advise(code).cost is Cost.NOTHING


@pytest.mark.parametrize(
    "code", ["connection_cut", "answer_timed_out", "send_timed_out", "server_trouble", "no_picture"]
)
def test_what_may_have_cost_something_is_not_waited_for(queue: Queue, code: str) -> None:
    assert queue.fail(code) is None
    assert queue.holds.all() == []


def test_the_network_is_asked_for_in_growing_pauses_up_to_minutes(queue: Queue) -> None:
    pauses = []
    for _ in range(9):
        pause = queue.fail("dns_failed")
        assert pause is not None
        pauses.append(pause)
        queue.pass_by(pause)

    assert pauses == [5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_luck_adds_up_to_a_fifth(queue: Queue) -> None:
    queue.luck = 1.0

    assert queue.fail("no_capacity", status=429) == pytest.approx(18)


def test_several_that_meet_the_same_thing_count_as_one_try(queue: Queue) -> None:
    together = [painting(number) for number in range(4)]
    for one in together:
        queue.holds.begun(one)
    ends = {queue.holds.failed(one, UpstreamError("dns_failed")) for one in together}

    [hold] = ends
    assert hold is not None
    assert hold.tries == 1


def test_a_longer_pause_that_cloudflare_asks_for_is_kept(queue: Queue) -> None:
    assert queue.fail("rate_limited", status=429, asked=240) == 240
    assert queue.fail("rate_limited", status=429, asked=1) == 120


def test_the_allowance_comes_back_at_midnight_utc(queue: Queue) -> None:
    queue.fail("daily_quota_used", status=429)

    assert queue.holds.all()[0].until == MIDNIGHT + 5


def test_an_allowance_that_is_late_is_asked_for_again_soon(queue: Queue) -> None:
    queue.fail("daily_quota_used", status=429)
    queue.now = MIDNIGHT + 5

    assert queue.fail("daily_quota_used", status=429) == 300


def test_an_allowance_tried_in_vain_in_the_afternoon_waits_on_for_midnight(queue: Queue) -> None:
    queue.fail("daily_quota_used", status=429)
    queue.pass_by(3600)
    queue.holds.try_now(*Reason)
    queue.fail("daily_quota_used", status=429)

    assert queue.holds.all()[0].until == MIDNIGHT + 5


def test_one_used_up_right_after_midnight_waits_for_the_next(queue: Queue) -> None:
    queue.now = MIDNIGHT + 600

    assert queue.fail("daily_quota_used", status=429) == 86_400 - 600 + 5


def test_a_hold_lets_nothing_pass_and_then_one_that_tries(queue: Queue) -> None:
    queue.fail("dns_failed")
    assert not queue.holds.admits(painting(2))

    queue.pass_by(5)
    assert queue.holds.admits(painting(2))
    queue.holds.begun(painting(2))
    assert not queue.holds.admits(painting(3))

    queue.holds.succeeded(painting(2))
    assert queue.holds.admits(painting(3))
    assert queue.kept == "[]"


@pytest.mark.parametrize("code", ["no_capacity", "rate_limited", "daily_quota_used"])
def test_the_one_that_tried_with_success_frees_all(queue: Queue, code: str) -> None:
    queue.fail(code, status=429)
    queue.now = MIDNIGHT + 5
    queue.holds.begun(painting(2))

    queue.holds.succeeded(painting(2))

    assert queue.holds.all() == []


def test_one_that_was_cancelled_while_it_tried_leaves_the_trying_to_the_next(queue: Queue) -> None:
    queue.fail("dns_failed")
    queue.pass_by(5)
    queue.holds.begun(painting(2))
    queue.holds.stopped(2)

    assert queue.holds.admits(painting(3))


def test_no_capacity_holds_one_model_only_and_samples_are_held_by_nothing(queue: Queue) -> None:
    queue.fail("no_capacity", status=429)

    assert not queue.holds.admits(painting(2))
    assert queue.holds.admits(painting(2, OTHER))
    assert queue.holds.admits(painting(2, sample=True))


def test_any_answer_of_cloudflare_shows_that_the_network_is_there(queue: Queue) -> None:
    queue.fail("dns_failed")
    queue.pass_by(5)

    queue.fail("prompt_flagged", status=400)

    assert queue.holds.all() == []


@pytest.mark.parametrize("code", ["web_page_answered", "redirected"])
def test_a_sign_in_page_shows_nothing(queue: Queue, code: str) -> None:
    queue.fail("dns_failed")
    queue.pass_by(5)

    queue.fail(code, status=200)

    assert [hold.reason for hold in queue.holds.all()] == [Reason.NETWORK]


def test_a_success_that_began_before_the_allowance_was_used_up_does_not_bring_it_back(queue: Queue) -> None:
    early = painting(2)
    queue.holds.begun(early)
    queue.fail("daily_quota_used", status=429)

    queue.holds.succeeded(early)

    assert [hold.reason for hold in queue.holds.all()] == [Reason.ALLOWANCE]


@pytest.mark.parametrize(
    ("code", "reason"),
    [("dns_failed", Reason.NETWORK), ("no_capacity", Reason.CAPACITY), ("daily_quota_used", Reason.ALLOWANCE)],
)
def test_who_does_not_want_to_wait_hears_of_it_as_a_failure(queue: Queue, code: str, reason: Reason) -> None:
    queue.fails = {reason}

    assert queue.fail(code) is None
    assert queue.holds.admits(painting(2))


def test_who_stops_wanting_to_wait_is_held_no_longer(queue: Queue) -> None:
    queue.fail("dns_failed")
    queue.fails = {Reason.NETWORK}

    assert queue.holds.all() == []
    assert queue.holds.admits(painting(2))


def test_holds_outlive_the_program(queue: Queue) -> None:
    queue.fail("daily_quota_used", status=429)
    queue.fail("no_capacity", status=429)

    assert Queue(queue.kept).holds.all() == queue.holds.all() != []


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[",
        "{}",
        "7",
        "[1]",
        '[{"reason": "rain", "model": "", "since": 1.0, "until": 2.0, "tries": 1}]',
        '[{"reason": "network", "model": "", "since": 1.0, "until": NaN, "tries": 1}]',
    ],
)
def test_what_is_damaged_holds_nothing(kept: str) -> None:
    assert Queue(kept).holds.all() == []


def test_a_clock_set_back_by_days_holds_nobody_for_days(queue: Queue) -> None:
    queue.fail("daily_quota_used", status=429)
    queue.pass_by(-3 * 86_400)

    assert queue.holds.admits(painting(2))


def test_an_error_of_the_keyring_is_none_of_the_networks(queue: Queue) -> None:
    assert queue.holds.failed(painting(1), AtelierError("keyring_locked")) is None


def test_what_its_user_wants_on_another_day_waits_alone_and_begins_by_itself() -> None:
    queue = Queue()
    postponed: list[float] = [MIDNIGHT]
    holds = Holds(("", queue._keep), lambda _: True, postponed=lambda: postponed[0], clock=lambda: queue.now)
    later, other = replace(painting(1), not_before=MIDNIGHT), painting(2)

    assert [hold.reason for hold in holds.over(later)] == [Reason.ALLOWANCE]
    assert (holds.admits(later), holds.admits(other), holds.any(), holds.all()) == (False, True, True, [])
    assert holds.next_end() == MIDNIGHT - NOON
    queue.pass_by(MIDNIGHT - NOON)
    assert holds.admits(later)
    assert holds.next_end() is None
    # A clock set back by days does not keep it for days.
    queue.now = NOON - 5 * 86_400
    assert holds.admits(later)


def test_the_network_holds_every_model(queue: Queue) -> None:
    queue.fail("dns_failed")

    assert not queue.holds.admits(painting(2, OTHER))


def test_an_answer_to_the_one_that_tried_frees_the_others_whatever_it_says_of_the_picture(queue: Queue) -> None:
    queue.fail("no_capacity", status=429)
    queue.pass_by(15)

    assert queue.fail("prompt_flagged", status=400) is None

    assert queue.holds.all() == []


def test_an_answer_to_one_that_began_before_shows_that_the_network_is_there(queue: Queue) -> None:
    early = painting(2)
    queue.holds.begun(early)
    queue.fail("dns_failed")

    queue.holds.failed(early, UpstreamError("prompt_flagged", http_status=400))

    assert queue.holds.all() == []


def test_an_error_that_knows_of_no_pause_is_waited_for_as_usual(queue: Queue) -> None:
    hold = queue.holds.failed(painting(1), AtelierError("proxy_failed"))

    assert hold is not None
    assert hold.until == NOON + 5


def test_how_often_it_was_tried_outlives_the_program(queue: Queue) -> None:
    queue.fail("dns_failed")
    queue.pass_by(5)
    queue.fail("dns_failed")

    [hold] = Queue(queue.kept).holds.all()
    assert (hold.tries, hold.since, hold.until) == (2, NOON + 5, NOON + 15)


def test_one_put_off_and_painted_after_all_lifts_nothing(queue: Queue) -> None:
    later = replace(painting(1), not_before=MIDNIGHT)
    queue.holds.begun(later)

    queue.holds.succeeded(later)

    assert queue.holds.all() == []
    assert not queue.holds.admits(later)


def test_an_allowance_that_comes_back_in_more_than_a_day_is_waited_for(queue: Queue) -> None:
    queue.now = MIDNIGHT
    queue.fail("daily_quota_used", status=429)

    assert not queue.holds.admits(painting(2))
    queue.now = MIDNIGHT + 86_400 + 4
    assert not queue.holds.admits(painting(2))
    queue.pass_by(1)
    assert queue.holds.admits(painting(2))


@pytest.mark.parametrize(
    ("ahead", "due"), [(-1.0, True), (0.0, True), (1.0, False), (DAY + LATE, False), (DAY + LATE + 1, True)]
)
def test_a_hold_is_due_at_its_end_and_where_no_pause_reaches(ahead: float, due: bool) -> None:
    assert Hold(Reason.ALLOWANCE, "", NOON, NOON + ahead).is_due(NOON) is due


def test_an_allowance_that_is_an_hour_late_will_not_come_before_midnight(queue: Queue) -> None:
    queue.fail("daily_quota_used", status=429)
    queue.now = MIDNIGHT + LATE

    assert queue.fail("daily_quota_used", status=429) == DAY - LATE + 5
