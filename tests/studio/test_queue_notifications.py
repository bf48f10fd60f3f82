"""Who is told of what, and when: the herald on a loop whose time is the test's own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from server.common.errors import ShellError
from server.paintings.painting import Painting, State
from server.studio.queue.notifications import END_SECONDS, LONGEST, QUIET, News, Notifications


class Loop(asyncio.SelectorEventLoop):
    """Its time passes when it is told to."""

    now = 100.0

    def time(self) -> float:
        return self.now


class Town:
    """Everything around a herald."""

    def __init__(self) -> None:
        self.loop = Loop()
        self.rung = 0
        self.shown: list[News] = []
        self.wanted = True
        self.pages = 1
        self.refuses = False
        self.hangs = False
        self.notifications = Notifications(
            ring=self._ring, notify=self._show, wanted=lambda: self.wanted, pages=lambda: self.pages
        )

    def _ring(self) -> None:
        self.rung += 1

    async def _show(self, news: News) -> None:
        if self.refuses:
            raise ShellError("notify_failed")
        if self.hangs:
            await asyncio.Event().wait()
        self.shown.append(news)

    def end(self, state: State, error: str | None = None) -> None:
        painting = Painting(1, "1", state, "a boat", "@cf/one", 4, False, 0.0, error=error)
        self.do(lambda: self.notifications.ended(painting))

    def do(self, what: Callable[[], None]) -> None:
        async def work() -> None:
            what()

        self.loop.run_until_complete(work())

    def pass_by(self, seconds: float) -> None:
        self.loop.now += seconds
        for _ in range(4):
            self.loop.run_until_complete(asyncio.sleep(0))

    def close(self) -> None:
        self.loop.run_until_complete(self.notifications.close())
        self.loop.close()


def town(*, in_front: bool) -> Town:
    town = Town()
    town.notifications.page_is(in_front=in_front)
    return town


def test_what_ends_within_a_moment_is_told_at_once_and_together() -> None:
    here = town(in_front=False)
    here.end(State.DONE)
    here.pass_by(QUIET / 2)
    here.end(State.FAILED, "prompt_flagged")
    here.pass_by(QUIET / 2)
    assert here.rung == 0

    here.pass_by(QUIET / 2)

    assert here.rung == 1
    assert here.shown == [News(1, 1, "prompt_flagged")]
    here.close()


def test_nothing_is_kept_for_long() -> None:
    here = town(in_front=False)
    for _ in range(int(LONGEST / QUIET * 2)):
        here.end(State.DONE)
        here.pass_by(QUIET / 2)

    assert here.rung == 1
    here.close()


def test_who_looks_hears_it_and_is_not_notified() -> None:
    here = town(in_front=True)
    here.end(State.DONE)
    here.pass_by(QUIET)

    assert (here.rung, here.shown) == (1, [])
    here.close()


def test_a_page_that_has_gone_is_not_looked_at() -> None:
    here = town(in_front=True)
    here.pages = 0
    here.end(State.DONE)
    here.pass_by(QUIET)

    assert here.shown == [News(done=1)]
    here.close()


def test_the_end_of_the_program_keeps_no_news_back() -> None:
    here = town(in_front=False)
    here.end(State.DONE)
    here.close()

    assert here.shown == [News(done=1)]


def test_a_system_that_refuses_is_asked_again_the_next_time() -> None:
    here = town(in_front=False)
    here.refuses = True
    here.end(State.DONE)
    here.pass_by(QUIET)
    here.refuses = False
    here.end(State.DONE)
    here.pass_by(QUIET)

    assert here.shown == [News(done=1)]
    here.close()


def test_nobody_is_notified_before_a_page_has_been_there() -> None:
    here = Town()
    here.pages = 0
    here.end(State.DONE)
    here.pass_by(QUIET)
    assert (here.rung, here.shown) == (1, [])

    here.notifications.page_opened()
    here.end(State.DONE)
    here.pass_by(QUIET)

    assert here.shown == [News(done=1)]
    here.close()


def test_a_page_is_in_front_until_it_says_otherwise() -> None:
    here = Town()
    here.notifications.page_opened()
    here.end(State.DONE)
    here.pass_by(QUIET)

    assert (here.rung, here.shown) == (1, [])
    here.close()


def test_a_failure_without_a_code_has_none() -> None:
    here = town(in_front=False)
    here.end(State.FAILED)
    here.pass_by(QUIET)

    assert here.shown == [News(failed=1)]
    here.close()


def test_a_system_that_never_answers_keeps_no_program_from_its_end() -> None:
    here = town(in_front=False)
    here.hangs = True
    here.end(State.DONE)

    closing = here.loop.create_task(here.notifications.close())
    here.pass_by(0)
    assert not closing.done()
    here.pass_by(END_SECONDS)

    assert closing.done()
    for task in asyncio.all_tasks(here.loop):
        task.cancel()
    here.pass_by(0)
    here.loop.close()
