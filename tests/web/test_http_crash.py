"""Killed at any moment or ended by a signal: nothing paid for is lost, nothing half is left, the rest goes on."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from server.paintings.painting import OWN, State
from tests.easel import Easel
from tests.eventually import eventually
from tests.html import states
from tests.originals import as_it_came
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream

ENDED = {State.DONE, State.INTERRUPTED}


@pytest.fixture
def large_upstream() -> Iterator[Upstream]:
    """Pictures so large that writing them takes a moment."""
    with Upstream(picture_bytes=2_000_000) as upstream:
        yield upstream


def order(program: Program, prompt: str, count: int) -> list[int]:
    with program.client() as page:
        answer = page.post("/generate", data={"prompt": prompt, "steps": "1", "count": str(count)})
    assert answer.status_code == 200
    return list(states(answer.text))


def files(program: Program) -> set[str]:
    """All files of the library, hidden ones too, as rows name them; not what is kept beside the pictures."""
    return {
        path.relative_to(program.library).as_posix()
        for path in program.library.rglob("*")
        if path.is_file() and path.parent.name != OWN
    }


def parts(program: Program) -> list[Path]:
    return list(program.library.glob("*/.*"))


def check_nothing_lost(program: Program, upstream: Upstream) -> None:
    """Once all has ended: the rows that are done and the files on disk are the same, and every file is whole."""
    eventually(lambda: {state for state, _ in rows(program).values()} <= ENDED, what=lambda: str(rows(program)))
    done = {file for state, file in rows(program).values() if state is State.DONE}
    assert files(program) == done
    assert all(file is None for state, file in rows(program).values() if state is State.INTERRUPTED)
    made = set(upstream.pictures)
    assert all(as_it_came((program.library / str(file)).read_bytes()) in made for file in done)


def test_killed_at_many_moments_it_loses_and_leaves_nothing(tmp_path: Path, large_upstream: Upstream) -> None:
    with Program(tmp_path, api_base=large_upstream.base_url) as program:
        kill_at_many_moments(program, large_upstream)


def kill_at_many_moments(program: Program, upstream: Upstream) -> None:
    seen, before = len(upstream.pictures), len(files(program))
    moments: list[Callable[[], object]] = [
        lambda: True,
        lambda: len(upstream.requests) > seen,
        lambda: len(upstream.pictures) > seen,
        lambda: parts(program),
        lambda: len(parts(program)) > 1,
        lambda: len(files(program)) > before and parts(program),
        lambda: any(state is State.DONE for state, _ in list(rows(program).values())[-4:]),
    ]
    for number, moment in enumerate(moments):
        seen, before = len(upstream.pictures), len(files(program))
        order(program, f"boat {number}", 4)
        eventually(lambda moment=moment: moment() or _all_ended(program))  # type: ignore[misc]
        program.kill()

        program.start()
        check_nothing_lost(program, upstream)
    program.kill()
    assert len(rows(program)) == 4 * len(moments), "a painting asked for is a row, whatever happens"


@pytest.mark.parametrize("share", [0.0, 0.5])
def test_killed_in_the_middle_of_writing_it_leaves_no_half_picture(tmp_path: Path, share: float) -> None:
    size = 10_000_000
    with Upstream(picture_bytes=size) as upstream, Program(tmp_path, api_base=upstream.base_url) as program:
        order(program, "a boat", 1)
        while not largest(program.library) > share * size and not _all_ended(program):
            pass  # every pause would miss the moment
        program.kill()

        program.start()
        check_nothing_lost(program, upstream)
        program.kill()


def largest(folder: Path) -> int:
    """Bytes of the largest file below, whatever its name is; -1 when there is none."""
    sizes = [-1]
    for path in folder.glob("*/*"):
        with contextlib.suppress(FileNotFoundError):
            sizes.append(path.stat().st_size)
    return max(sizes)


def _all_ended(program: Program) -> bool:
    return {state for state, _ in rows(program).values()} <= ENDED


@pytest.mark.parametrize("end", ["kill", "SIGTERM", "SIGINT"])
def test_what_was_under_way_is_interrupted_and_what_waited_goes_on(tmp_path: Path, end: str) -> None:
    with Easel() as easel, Program(tmp_path, api_base=easel.base_url) as program:
        with program.client() as page:
            page.post("/preferences", data={"width": "2"})
        running, waiting = order(program, "first", 2), order(program, "later", 2)
        eventually(lambda: easel.busy == ["first", "first"])

        if end == "kill":
            program.kill()
        else:
            assert program.stop(signal.Signals[end]) == 0
            assert {rows(program)[one] for one in running} == {(State.INTERRUPTED, None)}
            assert "Traceback" not in program.stderr + program.log
        assert {rows(program)[one] for one in waiting} == {(State.QUEUED, None)}
        eventually(lambda: easel.left == ["first", "first"], what="the calls under way given up")

        program.start()
        with program.client() as page:
            shown = states(page.get("/").text)
        assert shown == dict.fromkeys(running, State.INTERRUPTED) | dict.fromkeys(waiting, State.PAINTING)
        eventually(lambda: easel.busy == ["later", "later"])
        assert easel.asked == ["first"] * 2 + ["later"] * 2, "no paid call is repeated by itself"


def test_an_interrupted_one_is_painted_when_its_user_says_so(tmp_path: Path, upstream: Upstream) -> None:
    with Easel() as easel, Program(tmp_path, api_base=easel.base_url) as program:
        [painting] = order(program, "a boat", 1)
        eventually(lambda: easel.busy)
        program.kill()
    with Program(tmp_path, api_base=upstream.base_url) as program, program.client() as page:
        assert states(page.get("/").text) == {painting: State.INTERRUPTED}

        page.post(f"/paintings/{painting}/retry")

        eventually(lambda: states(page.get("/").text) == {painting: State.DONE})


def test_pictures_being_written_when_it_is_asked_to_end_are_kept(tmp_path: Path, large_upstream: Upstream) -> None:
    with Program(tmp_path, api_base=large_upstream.base_url) as program:
        order(program, "a boat", 8)
        eventually(lambda: parts(program) or _all_ended(program))

        assert program.stop() == 0

        assert State.PAINTING not in {state for state, _ in rows(program).values()}
        assert files(program) == {file for state, file in rows(program).values() if state is State.DONE}
        program.start()
        check_nothing_lost(program, large_upstream)
