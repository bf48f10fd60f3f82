"""Work in the background: whatever ends it unforeseen is reported, and what has no end goes on."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from server.common import background
from server.common.background import begin, keep_going, watch_over, with_pulse
from server.common.errors import AtelierError
from server.common.threads import hand_to, in_thread
from tests.eventually import eventually
from tests.faults import start_with
from tests.html import parse
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.web.test_http_library import shown


def reported(work: Callable[[], Coroutine[object, object, object]]) -> list[str]:
    """What was reported while it ran, and what ran because of it."""
    told: list[str] = []

    async def run() -> None:
        watch_over(lambda error: told.append(str(error)))
        await work()
        await asyncio.sleep(0)

    asyncio.run(run())
    return told


async def fail(error: Exception) -> None:
    raise error


def test_what_nobody_foresaw_is_reported_though_nobody_waits() -> None:
    heard: list[str] = []

    async def work() -> None:
        await asyncio.wait({begin(fail(ValueError("a bug")), "work", on_bug=lambda: heard.append("told"))})

    assert reported(work) == ["a bug"]
    assert heard == ["told"]


def test_who_waits_gets_the_error_as_well() -> None:
    async def work() -> None:
        with pytest.raises(ValueError, match="a bug"):
            await begin(fail(ValueError("a bug")), "work")

    assert reported(work) == ["a bug"]


def test_what_is_foreseen_is_logged_and_what_is_stopped_is_not(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        stopped = begin(asyncio.sleep(60), "sleeping")
        await asyncio.wait({begin(fail(AtelierError("disk_full")), "saving")})
        stopped.cancel()
        await asyncio.wait({stopped})

    assert reported(work) == []
    assert [record.getMessage() for record in caplog.records] == ["in the background, saving ended: disk_full"]


def test_a_callback_is_watched_as_well_and_its_arguments_are_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    def broken(prompt: str) -> None:
        raise KeyError("a bug")

    async def work() -> None:
        asyncio.get_running_loop().call_soon(broken, "a secret boat")
        await asyncio.sleep(0)

    assert reported(work) == ["'a bug'"]
    assert "secret" not in caplog.text
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_what_has_no_end_is_begun_anew_and_reported_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "PAUSES", (0.0, 0.0))
    begun, heard = 0, 0

    async def endless() -> None:
        nonlocal begun
        begun += 1
        if begun <= 3:
            raise ValueError("a bug")

    def hear() -> None:
        nonlocal heard
        heard += 1

    async def work() -> None:
        await asyncio.wait({keep_going(endless, "endless", on_bug=hear)})

    assert reported(work) == ["a bug"]
    assert (begun, heard) == (4, 3)


def test_what_has_no_end_can_be_stopped() -> None:
    async def work() -> None:
        task = keep_going(lambda: asyncio.sleep(60), "endless")
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()

    assert reported(work) == []


def test_the_pulse_beats_until_the_work_is_done_and_its_error_comes_out() -> None:
    beats = 0

    def beat() -> None:
        nonlocal beats
        beats += 1

    async def work() -> None:
        await asyncio.sleep(0.02)
        raise ValueError("at last")

    with pytest.raises(ValueError, match="at last"):
        asyncio.run(with_pulse(work(), beat, 0.001))
    assert beats > 1


@pytest.fixture
def from_threads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    told: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda failure: told.append(str(failure.exc_value)))
    return told


def broken() -> None:
    raise ValueError("a bug")


def test_a_thread_s_failure_is_told(from_threads: list[str]) -> None:
    in_thread(broken, "broken")
    eventually(lambda: from_threads == ["a bug"])


@pytest.mark.parametrize(("expected", "told"), [(False, ["a bug"]), (True, [])])
def test_what_a_pool_fails_at_is_told_unless_it_was_to_be_expected(
    from_threads: list[str], *, expected: bool, told: list[str]
) -> None:
    with ThreadPoolExecutor(1) as pool:
        hand_to(pool, broken, unless=lambda: expected)
    assert from_threads == told


# -- the program, with a fault in it --------------------------------------------------------------------------------

NO_WATCHDOG = 'import sys; sys.modules["watchdog"] = None'
READING_FAILS = """
import pathlib, sys
from server.library.index import librarian
right = librarian.list_pictures
def list_pictures(*given):
    if pathlib.Path(sys.argv[0]).with_name("broken").exists():
        raise KeyError("nobody foresaw this")
    return right(*given)
librarian.list_pictures = list_pictures
"""


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """Not started yet."""
    program = Program(tmp_path, arguments=("--demo",))
    yield program
    program.kill()


def reports(program: Program) -> list[str]:
    return [file.read_text() for file in (program.data_dir / "logs").glob("crash-*.txt")]


def work_shown(page: httpx.Client) -> str:
    [line] = parse(page.get("/library").text).select('[data-testid="library-work"]')
    return str(line["data-work"])


def test_a_library_that_cannot_watch_its_folder_looks_by_itself(program: Program, tmp_path: Path) -> None:
    put(program.library, "boat.jpg", metadata("a boat", created=1.7e9), modified=1.7e9)
    start_with(NO_WATCHDOG, program, tmp_path / "atelier.py")
    [report] = eventually(lambda: reports(program))
    assert "watchdog" in report
    with program.client() as page:
        eventually(lambda: shown(page) == ["a boat"])
        eventually(lambda: work_shown(page) == "resting")


def test_a_library_that_fails_says_so_and_goes_on_when_it_can(program: Program, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.touch()
    start_with(READING_FAILS, program, tmp_path / "atelier.py")
    put(program.library, "boat.jpg", metadata("a boat", created=1.7e9), modified=1.7e9)
    with program.client() as page:
        eventually(lambda: work_shown(page) == "failing")
        eventually(lambda: reports(program))
        assert shown(page) == []
        broken.unlink()
        eventually(lambda: shown(page) == ["a boat"])
        eventually(lambda: work_shown(page) == "resting")
    assert "KeyError" in reports(program)[0]
    assert "nobody foresaw" not in reports(program)[0]
