"""Enlarging pictures on this computer, as a page asks for it: a painting of the queue that nobody is asked for."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import pytest
from PIL import Image

from server.paintings.painting import State
from server.pictures.enlarging.wish import WORD
from server.pictures.metadata import embed, read_metadata
from tests.eventually import eventually
from tests.html import parse
from tests.jpegs import make_picture
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import row_of, rows
from tests.upstream import Upstream

MODEL = "local/realesr-animevideov3-x2"
LARGE = 450
"""Pixels of a side that take some time to enlarge."""


@pytest.fixture
def page(program: Program) -> Iterator[httpx.Client]:
    """With pictures of 64 × 64 pixels, one of ours and one from outside, ids 1 and 2."""
    put(program.library, "a.jpg", metadata("a lake", created=1.7e9), modified=1.7e9)
    put(program.library, "outside.png", None, kind="PNG", modified=1.7e9 + 2)
    with program.client() as page:
        eventually(lambda: len(rows(program)) == 2)
        yield page


@pytest.fixture
def large(program: Program) -> Iterator[httpx.Client]:
    """With one that is large, of id 1."""
    program.library.mkdir(parents=True, exist_ok=True)
    picture = embed(make_picture("JPEG", side=LARGE), metadata("a lake", created=1.7e9))
    (program.library / "a.jpg").write_bytes(picture)
    with program.client() as page:
        eventually(lambda: len(rows(program)) == 1)
        yield page


def enlarge(page: httpx.Client, ids: str, scale: str = "2", kind: str = "drawn") -> httpx.Response:
    return page.post("/enlarge/order", data={"ids": ids, "scale": scale, "kind": kind})


def states(program: Program) -> list[State]:
    return [state for state, _ in rows(program).values()]


def at_work(page: httpx.Client, painting: int) -> int:
    """Percent that its card says are done."""
    job = parse(page.get(f"/paintings/{painting}/progress").text).select_one('[data-testid="job"]')
    return int(str(job["data-percent"])) if job else 0


def workers(program: Program) -> list[psutil.Process]:
    """Processes that enlarge something, of this program."""
    found = [psutil.Process(program.pid), *psutil.Process(program.pid).children(recursive=True)]
    return [each for each in found if WORD in each.cmdline()]


def test_the_dialog_says_what_comes_out(page: httpx.Client) -> None:
    dialog = parse(page.get("/paintings/1/enlarge").raise_for_status().text)

    offered = [
        (each["data-scale"], each.get_text(" ", strip=True)) for each in dialog.select('[data-testid="enlarge"]')
    ]
    assert offered == [("2", "2× 128 × 128"), ("4", "4× 256 × 256")]


def test_a_larger_one_comes_beside_it_and_nobody_is_asked(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    assert "It is being enlarged" in enlarge(page, "1").raise_for_status().text

    eventually(lambda: states(program)[2:] == [State.DONE])
    parent, child = row_of(program, 1), row_of(program, 3)
    assert (child["model"], child["width"], child["height"], child["neurons"]) == (MODEL, 128, 128, 0.0)
    assert (child["parent"], child["prompt"]) == (parent["uid"], "a lake")
    told = read_metadata((program.library / str(child["file"])).read_bytes())
    assert told is not None
    assert (told.model, told.parent_uid, told.prompt) == (MODEL, parent["uid"], "a lake")
    assert upstream.requests == []
    details = page.get("/library/details/3").text
    assert 'data-testid="made-from"' in details
    assert "Real-ESRGAN 2×" in details


def test_several_are_enlarged_one_after_the_other(page: httpx.Client, program: Program) -> None:
    assert "2 pictures are being enlarged" in enlarge(page, "1-2", "4", "photo").text

    eventually(lambda: states(program)[2:] == [State.DONE] * 2)
    assert [row_of(program, each)["width"] for each in (3, 4)] == [256, 256]
    assert Image.open(io.BytesIO(page.get("/paintings/4/picture").content)).format == "PNG"
    chosen = parse(page.get("/paintings/1/enlarge").text).select_one("input[type=radio][checked]")
    assert chosen is not None
    assert chosen["value"] == "photo"  # as the last time


def test_it_says_how_far_it_is_and_stops_at_once(large: httpx.Client, program: Program) -> None:
    enlarge(large, "1", "4")
    eventually(lambda: at_work(large, 2) > 0)
    [worker] = workers(program)
    assert worker.nice() > psutil.Process(program.pid).nice()

    large.post("/paintings/2/cancel")

    eventually(lambda: states(program)[1:] == [State.CANCELLED])
    eventually(lambda: not worker.is_running())
    large.post("/paintings/2/retry").raise_for_status()
    eventually(lambda: states(program)[1:] == [State.PAINTING])


def test_paintings_do_not_wait_for_it_nor_it_for_them(large: httpx.Client, program: Program) -> None:
    large.post("/queue/resume")
    enlarge(large, "1", "4")
    eventually(lambda: states(program)[1:] == [State.PAINTING])

    large.post("/generate", data={"prompt": "a boat", "steps": "1"})

    eventually(lambda: states(program)[1:] == [State.PAINTING, State.DONE])


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_a_start_after_the_end_begins_it_anew(large: httpx.Client, program: Program, end: str) -> None:
    enlarge(large, "1")
    eventually(lambda: at_work(large, 2) > 0)
    [worker] = workers(program)

    getattr(program, end)()

    eventually(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE)
    program.start()
    eventually(lambda: states(program)[1:] == [State.DONE])


def test_what_cannot_be_read_says_so_and_is_tried_again(page: httpx.Client, program: Program) -> None:
    file = program.library / "a.jpg"
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 3])

    enlarge(page, "1")

    eventually(lambda: states(program)[2:] == [State.FAILED])
    assert row_of(program, 3)["error"] == "picture_damaged"
    file.write_bytes(whole)
    page.post("/paintings/3/retry")
    eventually(lambda: states(program)[2:] == [State.DONE])


def test_what_would_be_too_large_is_not_offered(program: Program) -> None:
    program.library.mkdir(parents=True, exist_ok=True)
    Image.new("L", (4200, 4000)).save(program.library / "a.png")
    with program.client() as page:
        eventually(lambda: len(rows(program)) == 1)
        dialog = parse(page.get("/paintings/1/enlarge").text)
        assert dialog.select('[data-testid="enlarge"]') == []
        assert "67 megapixels" in dialog.text
        assert enlarge(page, "1").status_code == 404


@pytest.mark.parametrize(("ids", "scale", "kind"), [("1", "3", "drawn"), ("1", "2", "wax"), ("9", "2", "drawn")])
def test_what_there_is_not_is_refused(page: httpx.Client, ids: str, scale: str, kind: str) -> None:
    assert enlarge(page, ids, scale, kind).status_code in (404, 422)


def test_a_name_that_is_no_utf8_is_enlarged_as_well(program: Program) -> None:
    program.library.mkdir(parents=True, exist_ok=True)
    Path(os.fsdecode(os.fsencode(program.library) + b"/\xff.png")).write_bytes(make_picture("PNG"))
    with program.client() as page:
        eventually(lambda: len(rows(program)) == 1)
        enlarge(page, "1")
        eventually(lambda: states(program)[1:] == [State.DONE])
