"""Deleting with undo, down to the system's trash."""

from __future__ import annotations

from pathlib import Path

import httpx

from server.paintings.painting import State
from tests.disks import small_disk
from tests.eventually import eventually
from tests.html import alert_code, has_handle, states
from tests.originals import all_as_they_came, as_it_came
from tests.program import Program
from tests.upstream import Upstream
from tests.web.test_http_saving import paint


def trashed(program: Program) -> list[bytes]:
    return [path.read_bytes() for path in (program.trash / "files").glob("*")]


def pictures_of(program: Program) -> list[Path]:
    """In their places, or in our trash."""
    return list(program.library.rglob("*.jpg"))


def straight(page: httpx.Client) -> None:
    """To the system's trash, from now on."""
    page.post("/preferences", data={"trash_days": "0"}).raise_for_status()


def test_a_deleted_one_is_gone_from_the_page_and_back_after_undo(program: Program, page: httpx.Client) -> None:
    first, second = paint(page, count=2)

    answer = page.delete(f"/paintings/{first}")
    assert has_handle(answer.text, "undo")
    assert list(states(page.get("/").text)) == [second]
    assert page.get(f"/paintings/{first}/picture").status_code == 404
    assert len(pictures_of(program)) == 2

    assert page.post(f"/paintings/{first}/undo").status_code == 204
    assert states(page.get("/").text) == {second: State.DONE, first: State.DONE}
    assert page.get(f"/paintings/{first}/picture").status_code == 200


def test_the_programs_end_puts_deleted_pictures_into_the_trash(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    straight(page)
    first, second = paint(page, count=2)
    kept = page.get(f"/paintings/{second}/picture").content
    page.delete(f"/paintings/{first}")

    assert program.stop() == 0

    assert [file.read_bytes() for file in pictures_of(program)] == [kept]
    assert all_as_they_came(trashed(program)) == sorted(data for data in upstream.pictures if data != as_it_came(kept))


def test_what_a_crash_left_deleted_goes_to_the_trash_at_the_next_start(program: Program, page: httpx.Client) -> None:
    straight(page)
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")
    program.kill()
    assert len(pictures_of(program)) == 1

    program.start()

    eventually(lambda: len(trashed(program)) == 1)
    assert pictures_of(program) == []
    with program.client() as again:
        assert states(again.get("/").text) == {}


def test_what_is_there_already_is_no_mistake_to_undo(page: httpx.Client) -> None:
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")

    assert page.post(f"/paintings/{painting}/undo").status_code == 204
    assert page.post(f"/paintings/{painting}/undo").status_code == 204
    assert page.post("/library/undo", data={"ids": str(painting)}).status_code == 204
    assert states(page.get("/").text) == {painting: State.DONE}
    assert page.post("/paintings/4711/undo").status_code == 404


def test_an_undo_that_comes_late_brings_it_back_from_our_trash(program: Program, page: httpx.Client) -> None:
    first, second = paint(page, count=2)
    before = sorted(pictures_of(program))
    page.post("/library/delete", data={"ids": f"{first},{second}"})
    eventually(lambda: len(list((program.library / ".atelier" / "trash").rglob("*.jpg"))) == 2)

    assert page.post("/library/undo", data={"ids": f"{first},{second}"}).status_code == 204
    assert sorted(pictures_of(program)) == before
    assert states(page.get("/").text) == {second: State.DONE, first: State.DONE}


def test_an_undo_that_comes_too_late_says_where_it_is(program: Program, page: httpx.Client) -> None:
    straight(page)
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")
    program.stop()

    with program.start().client() as again:
        assert len(trashed(program)) == 1
        assert alert_code(again.post(f"/paintings/{painting}/undo").text) == "in_system_trash"


def test_deleting_twice_is_deleting_what_is_not_there(page: httpx.Client) -> None:
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")

    assert page.delete(f"/paintings/{painting}").status_code == 404


def test_where_the_system_has_no_trash_ours_takes_the_picture(program: Program, page: httpx.Client) -> None:
    straight(page)
    refuse_trash(program)
    [painting] = paint(page)
    [file] = pictures_of(program)
    data = file.read_bytes()
    page.delete(f"/paintings/{painting}")
    program.stop()

    place = program.library / ".atelier" / "trash" / file.relative_to(program.library)
    assert place.read_bytes() == data
    program.start()

    with program.client() as again:
        assert states(again.get("/").text) == {}
    assert place.read_bytes() == data


def test_a_picture_that_no_trash_takes_is_back(tmp_path: Path, upstream: Upstream) -> None:
    program = Program(tmp_path, api_base=upstream.base_url)
    with small_disk(program.library) as disk, program:
        refuse_trash(program)
        with program.client() as page:
            [painting] = paint(page)
            disk.refuse_writing()
            page.delete(f"/paintings/{painting}")
            program.stop()

            program.start()

        with program.client() as again:
            html = again.get("/").text
        program.kill()
    assert states(html) == {painting: State.DONE}
    assert "could not be moved to the trash" in html


def refuse_trash(program: Program) -> None:
    program.trash.parent.mkdir(parents=True)
    program.trash.write_bytes(b"a file where a folder should be")
