"""Full and read-only disks: the picture stays to be had, and the page says where it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx

from server.paintings.painting import State
from tests.disks import small_disk
from tests.easel import Easel
from tests.eventually import eventually
from tests.html import alert_code, parse, states
from tests.originals import all_as_they_came, as_it_came
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream


def paint(page: httpx.Client, wanted: State = State.DONE) -> int:
    [painting] = states(page.post("/generate", data={"prompt": "a boat", "steps": "1"}).text)
    eventually(lambda: states(page.get("/").text)[painting] is wanted, what=lambda: page.get("/").text)
    return painting


def card(page: httpx.Client, painting: int) -> str:
    [found] = parse(page.get("/").text).select(f'[data-testid="painting"][data-id="{painting}"]')
    return str(found)


def test_a_full_library_is_said_and_mended_by_saving_again(program: Program, upstream: Upstream) -> None:
    with small_disk(program.library) as disk, program.client() as page:
        disk.fill()
        painting = paint(page)

        assert as_it_came(page.get(f"/paintings/{painting}/picture").content) == upstream.pictures[-1]
        assert page.get(f"/paintings/{painting}/thumbnail").status_code == 200
        assert 'role="note"' in card(page, painting)
        assert "Save again" in card(page, painting)
        refused = page.post(f"/paintings/{painting}/retry")
        assert (refused.status_code, alert_code(refused.text)) == (507, "disk_full")

        disk.make_room()
        assert page.post(f"/paintings/{painting}/retry").status_code == 204

        assert all_as_they_came(path.read_bytes() for path in disk.folder.rglob("*.jpg")) == sorted(upstream.pictures)
        assert "Save again" not in card(page, painting)
        assert not list((program.data_dir / "rescued").iterdir())
        program.kill()


def test_a_read_only_library_is_said(program: Program, upstream: Upstream) -> None:
    with small_disk(program.library) as disk, program.client() as page:
        disk.refuse_writing()
        painting = paint(page)

        assert as_it_came(page.get(f"/paintings/{painting}/download").content) == upstream.pictures[-1]
        assert "Save again" in card(page, painting)
        refused = page.post(f"/paintings/{painting}/retry")
        assert (refused.status_code, alert_code(refused.text)) == (507, "read_only")
        program.kill()


def test_a_disk_without_a_byte_left_keeps_the_picture_in_memory(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path / "data", size="8m") as disk,
        Upstream(picture_bytes=700_000, delay=0.3) as upstream,
        Program(tmp_path, api_base=upstream.base_url) as program,
        program.client() as page,
    ):
        page.post("/generate", data={"prompt": "a boat", "steps": "1"})
        disk.fill()
        eventually(lambda: states(page.get("/").text) == {1: State.FAILED}, what=lambda: page.get("/").text)

        assert as_it_came(page.get("/paintings/1/picture").content) == upstream.pictures[-1]
        assert as_it_came(page.get("/paintings/1/download").content) == upstream.pictures[-1]
        assert "Save again" in card(page, 1)
        refused = page.post("/paintings/1/retry")
        assert (refused.status_code, alert_code(refused.text)) == (507, "disk_full")

        disk.make_room()
        assert page.post("/paintings/1/retry").status_code == 204
        assert states(page.get("/").text) == {1: State.DONE}
        assert all_as_they_came(path.read_bytes() for path in program.library.rglob("*.jpg")) == sorted(
            upstream.pictures
        )
        assert "Traceback" not in program.stderr
        program.kill()


def test_a_disk_without_a_byte_left_takes_no_order_and_says_so(tmp_path: Path, upstream: Upstream) -> None:
    with (
        small_disk(tmp_path / "data", size="32m") as disk,
        Program(tmp_path, api_base=upstream.base_url) as program,
        program.client() as page,
    ):
        disk.fill()
        refused = eventually(lambda: refusals(page))
        assert {(answer.status_code, alert_code(answer.text)) for answer in refused} == {(507, "disk_full")}
        assert page.get("/").status_code == 200

        disk.make_room()
        assert page.post("/generate", data={"prompt": "a boat"}).status_code == 200
        eventually(lambda: not active(program), what=lambda: str(rows(program)))
        assert "Traceback" not in program.stderr
        program.kill()


def test_a_database_that_refuses_for_a_while_loses_nothing(tmp_path: Path) -> None:
    with Easel() as easel, Program(tmp_path, api_base=easel.base_url) as program, program.client() as page:
        page.post("/generate", data={"prompt": "a boat", "steps": "1"})
        eventually(lambda: easel.busy)
        with refused_changes(program):
            easel.release()
            eventually(lambda: page.get("/paintings/1/picture").status_code == 200)
            assert as_it_came(page.get("/paintings/1/picture").content) == easel.pictures[-1]

        page.post("/preferences", data={"width": "2"})
        assert states(page.get("/").text) == {1: State.FAILED}
        assert "Save again" in card(page, 1)
        page.post("/paintings/1/retry")
        assert states(page.get("/").text) == {1: State.DONE}
        found = [path.read_bytes() for path in program.library.rglob("*.jpg")]
        assert all_as_they_came(found) == sorted(easel.pictures)


@contextmanager
def refused_changes(program: Program) -> Iterator[None]:
    """Meanwhile no painting's row can be changed."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3", isolation_level=None)) as connection:
        connection.execute(
            "CREATE TRIGGER refusing BEFORE UPDATE ON paintings BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
        yield
        connection.execute("DROP TRIGGER refusing")


def refusals(page: httpx.Client) -> list[httpx.Response]:
    answer = page.post("/generate", data={"prompt": "x" * 2000, "count": "8"})
    return [] if answer.status_code == 200 else [answer]


def active(program: Program) -> set[State]:
    return {state for state, _ in rows(program).values()} & {State.QUEUED, State.PAINTING}
