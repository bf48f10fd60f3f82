"""The program's own trash: what lies there, what comes back as what it was, what becomes of it in the end."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.disks import small_disk
from tests.eventually import eventually
from tests.faults import start_with
from tests.html import has_handle, parse, states
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream
from tests.web.test_http_deleting import refuse_trash, trashed

NAMES = ("0.jpg", "mine/1.jpg", "outside.png")
DAY = 86400.0


@pytest.fixture
def page(program: Program) -> Iterator[httpx.Client]:
    """With two pictures of ours and one from outside, ids 1 to 3; the second a favourite, the last two in an album."""
    fill(program.library)
    with program.client() as page:
        eventually(lambda: len(rows(program)) == len(NAMES))
        collect(page)
        yield page


def fill(folder: Path) -> None:
    put(folder, "0.jpg", metadata("a lake", created=1.7e9), modified=1.7e9)
    put(folder, "mine/1.jpg", metadata("a boat", created=1.7e9 + 1), modified=1.7e9 + 1)
    put(folder, "outside.png", None, kind="PNG", modified=1.7e9 + 2)


def collect(page: httpx.Client) -> None:
    page.post("/library/favourite", data={"ids": "2", "on": "1"})
    page.post("/library/albums", data={"name": "海边", "ids": "2,3"})


def in_trash(page: httpx.Client) -> list[str]:
    """Their titles, what was deleted last first."""
    return [each.get_text(strip=True) for each in parse(page.get("/trash").text).select(".trash-title")]


def days_left(page: httpx.Client) -> list[str]:
    return [str(each["data-days"]) for each in parse(page.get("/trash").text).select('[data-testid="trashed"]')]


def shown(page: httpx.Client, wanted: str = "") -> list[str]:
    tiles = parse(page.get(f"/library/block?{wanted}").raise_for_status().text).select('[data-testid="painting"]')
    return sorted(str(tile["title"]) for tile in tiles)


def album(page: httpx.Client) -> list[str]:
    eventually(lambda: has_handle(page.get("/library").text, "place-album"))
    [link] = parse(page.get("/library").text).select('[data-testid="place-album"]')
    return shown(page, str(link["href"]).partition("?")[2])


def lying(folder: Path) -> list[str]:
    """Every picture there is, in its place or in the trash."""
    files = (file for file in folder.rglob("*") if file.suffix in (".jpg", ".png"))
    return sorted(file.relative_to(folder).as_posix() for file in files)


def delete(program: Program, page: httpx.Client, ids: str, *names: str) -> None:
    page.post("/library/delete", data={"ids": ids}).raise_for_status()
    eventually(lambda: all((program.library / ".atelier/trash" / name).exists() for name in names))


def test_what_is_deleted_lies_in_the_trash_and_comes_back_as_what_it_was(program: Program, page: httpx.Client) -> None:
    before = lying(program.library)
    delete(program, page, "2-3", "mine/1.jpg", "outside.png")

    assert shown(page) == ["a lake"]
    assert sorted(in_trash(page)) == ["a boat", "outside"]
    assert days_left(page) == ["30", "30"]
    assert page.get("/paintings/2/thumbnail").status_code == 200
    assert page.get("/trash/picture/2").headers["content-type"] == "image/jpeg"
    told = page.get("/trash/look/2").text
    assert "mine/1.jpg" in told
    assert "海边" in told
    assert page.get("/library?show=trash").headers["hx-redirect"] == "/trash"

    assert page.post("/trash/restore", data={"ids": "2"}).status_code == 200
    assert page.post("/trash/restore", data={"all": "1"}).status_code == 200
    assert in_trash(page) == []
    assert lying(program.library) == before
    assert shown(page, "favourite=1") == ["a boat"]
    assert album(page) == ["a boat", "outside"]
    assert not list((program.library / ".atelier/trash-notes").iterdir())
    assert page.post("/trash/restore", data={"ids": "2"}).status_code == 404


def test_a_picture_alone_goes_there_too_and_the_page_knows_none_of_it(program: Program, page: httpx.Client) -> None:
    assert has_handle(page.delete("/paintings/1").text, "undo")
    eventually(lambda: in_trash(page) == ["a lake"])

    assert page.get("/paintings/1/picture").status_code == 404
    assert page.get("/trash/picture/2").status_code == 404, "what is not in the trash is not shown as if it were"
    assert page.post("/paintings/1/undo").status_code == 204
    assert in_trash(page) == []


def test_the_last_deletion_is_undone_then_the_one_before_also_by_another_run(
    program: Program, page: httpx.Client
) -> None:
    delete(program, page, "1", "0.jpg")
    delete(program, page, "2-3", "mine/1.jpg", "outside.png")
    program.stop()
    program.start()

    with program.client() as again:
        assert shown(again) == []
        assert "2 restored" in again.post("/trash/undo").text
        assert shown(again) == ["a boat", "outside"]
        assert "Restored: a lake" in again.post("/trash/undo").text
        assert shown(again) == ["a boat", "a lake", "outside"]
        assert "no deletion to undo" in again.post("/trash/undo").text


def test_what_is_restored_stands_beside_what_is_there_now(program: Program, page: httpx.Client) -> None:
    old = (program.library / "0.jpg").read_bytes()
    delete(program, page, "1", "0.jpg")
    new = put(program.library, "0.jpg", metadata("in the way")).read_bytes()

    page.post("/trash/restore", data={"ids": "1"}).raise_for_status()

    assert (program.library / "0.jpg").read_bytes() == new
    assert (program.library / "0 (2).jpg").read_bytes() == old
    eventually(lambda: shown(page) == ["a boat", "a lake", "in the way", "outside"])


def test_two_of_one_name_lie_in_the_trash_beside_each_other(program: Program, page: httpx.Client) -> None:
    delete(program, page, "1", "0.jpg")
    put(program.library, "0.jpg", metadata("another"))
    eventually(lambda: "another" in shown(page))
    delete(program, page, "4", "0 (2).jpg")

    page.post("/trash/restore", data={"all": "1"}).raise_for_status()
    assert len(lying(program.library)) == len(NAMES) + 1
    assert shown(page) == ["a boat", "a lake", "another", "outside"]


def test_deleting_for_ever_is_asked_about(program: Program, page: httpx.Client) -> None:
    delete(program, page, "1-2", "0.jpg", "mine/1.jpg")
    question = parse(page.post("/trash/ask-to-erase", data={"all": "1"}).text)
    assert "Delete 2 pictures for ever?" in question.get_text()
    assert len(in_trash(page)) == 2
    [yes] = question.select('[data-testid="erase-yes"]')
    delete(program, page, "3", "outside.png")

    page.post("/trash/erase", data=json.loads(str(yes["hx-vals"]))).raise_for_status()
    assert in_trash(page) == ["outside"], "what was deleted after the question was not meant"
    assert lying(program.library) == [".atelier/trash/outside.png"]
    page.post("/trash/erase", data={"ids": "1-3"}).raise_for_status()
    assert lying(program.library) == []
    assert not list((program.library / ".atelier/trash").iterdir())
    assert page.post("/trash/ask-to-erase", data={"all": "1"}).status_code == 404


def test_what_is_not_in_the_trash_is_not_deleted_for_ever(program: Program, page: httpx.Client) -> None:
    page.post("/trash/erase", data={"ids": "1-3"}).raise_for_status()

    assert lying(program.library) == sorted(NAMES)
    assert len(shown(page)) == len(NAMES)


@pytest.mark.parametrize("keepsakes", [True, False], ids=["favourites kept", "favourites lost"])
def test_a_lost_database_loses_nothing_of_the_trash(program: Program, page: httpx.Client, keepsakes: bool) -> None:
    delete(program, page, "2-3", "mine/1.jpg", "outside.png")
    program.stop()
    age(program, 10)
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()
    if not keepsakes:
        for file in (program.library / ".atelier").glob("keepsakes*"):
            file.unlink()
    program.start()

    with program.client() as again:
        eventually(lambda: sorted(in_trash(again)) == ["a boat", "outside"])
        assert days_left(again) == ["20", "20"]
        again.post("/trash/undo").raise_for_status()
        assert lying(program.library) == sorted(NAMES)
        assert shown(again, "favourite=1") == ["a boat"]
        assert album(again) == ["a boat", "outside"]


def age(program: Program, days: float) -> None:
    """As if all of it had been deleted so many days ago; while the program does not run."""
    with closing(sqlite3.connect(program.data_dir / "atelier.sqlite3")) as connection, connection:
        connection.execute("UPDATE paintings SET deleted = deleted - ? WHERE deleted IS NOT NULL", (days * DAY,))
    for file in (program.library / ".atelier/trash-notes").glob("*.json"):
        note = json.loads(file.read_bytes())
        file.write_text(json.dumps({**note, "deleted": note["deleted"] - days * DAY}), encoding="utf-8")


def test_an_album_that_was_removed_does_not_come_back_with_a_picture(program: Program, page: httpx.Client) -> None:
    delete(program, page, "2", "mine/1.jpg")
    page.delete("/library/albums/1")
    kept = program.library / ".atelier/keepsakes.json"
    eventually(lambda: kept.exists() and json.loads(kept.read_bytes())["albums"] == [])
    program.stop()
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()
    program.start()

    with program.client() as again:
        eventually(lambda: in_trash(again) == ["a boat"])
        again.post("/trash/restore", data={"all": "1"}).raise_for_status()
        assert not has_handle(again.get("/library").text, "place-album")


def test_when_its_time_is_over_a_picture_goes_to_the_system_s_trash(program: Program, page: httpx.Client) -> None:
    data = (program.library / "mine/1.jpg").read_bytes()
    delete(program, page, "2", "mine/1.jpg")
    program.stop()
    age(program, 8)
    program.start()
    with program.client() as again:
        delete(program, again, "1", "0.jpg")
        assert days_left(again) == ["30", "22"]
        again.post("/preferences", data={"trash_days": "7"}).raise_for_status()

        eventually(lambda: trashed(program) == [data])
        eventually(lambda: in_trash(again) == ["a lake"])
        assert days_left(again) == ["7"]
        assert not has_handle(again.get("/trash").text, "trash-stuck")
        [thrown] = (program.trash / "files").iterdir()
        thrown.rename(program.library / "mine/1.jpg")
        eventually(lambda: shown(again, "favourite=1") == ["a boat"], what="it is what it was, taken out of there")


def test_where_the_system_has_no_trash_pictures_stay_and_it_is_said(program: Program, page: httpx.Client) -> None:
    refuse_trash(program)
    delete(program, page, "1-2", "0.jpg", "mine/1.jpg")
    program.stop()
    age(program, 31)
    program.start()

    with program.client() as again:
        again.post("/preferences", data={"trash_days": "30"}).raise_for_status()
        eventually(lambda: has_handle(again.get("/trash").text, "trash-stuck"))
        assert days_left(again) == ["0", "0"]
        again.post("/trash/restore", data={"ids": "1"}).raise_for_status()
        assert lying(program.library) == [".atelier/trash/mine/1.jpg", "0.jpg", "outside.png"]


def test_a_length_of_time_that_is_none_of_the_four_is_refused(page: httpx.Client) -> None:
    assert page.post("/preferences", data={"trash_days": "31"}).status_code == 422
    assert page.post("/preferences", data={"trash_days": "no"}).status_code == 422


KILLED = """
import os, pathlib, signal, sys
from server.library.trash import place
from server.paintings.store import Store
armed = pathlib.Path(sys.argv[0]).with_name("armed")
def killed_before(owner, name):
    right = getattr(owner, name)
    def work(*given, **named):
        if armed.exists():
            armed.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return right(*given, **named)
    setattr(owner, name, work)
def killed_after(owner, name):
    right = getattr(owner, name)
    def work(*given, **named):
        result = right(*given, **named)
        if armed.exists():
            armed.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    setattr(owner, name, work)
"""

MOMENTS = {
    "before anything": 'killed_before(Store, "mark_deleted")',
    "it is hidden": 'killed_before(place.TrashPlace, "put")',
    "the note is to be written": 'killed_before(place, "write_note")',
    "the note is there": 'killed_after(place, "write_note")',
    "the file has moved": 'killed_after(place, "move_new")',
    "the row is to say so": 'killed_before(Store, "move")',
    "all is said": 'killed_after(Store, "move")',
}


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kept", [True, False], ids=["database kept", "database lost"])
def test_kill_at_any_moment_of_deleting_loses_and_doubles_nothing(
    program: Program, page: httpx.Client, tmp_path: Path, *, moment: str, kept: bool
) -> None:
    _killed(program, tmp_path, MOMENTS[moment], "/library/delete")
    _start_again(program, kept=kept)

    with program.client() as again:
        eventually(lambda: len(shown(again)) + len(in_trash(again)) == len(NAMES))
        assert len(lying(program.library)) == len(NAMES)
        if moment != "before anything" and kept:
            eventually(lambda: in_trash(again) == ["a boat"])
        if in_trash(again):
            again.post("/trash/undo").raise_for_status()
        eventually(lambda: shown(again) == ["a boat", "a lake", "outside"])
        assert lying(program.library) == sorted(NAMES)
        assert shown(again, "favourite=1") == ["a boat"]
        assert album(again) == ["a boat", "outside"]


BACK = {
    "before the file moves": 'killed_before(place, "move_new")',
    "the file is back": 'killed_after(place, "move_new")',
    "its note is gone": 'killed_after(place, "remove_note")',
    "the row is to say so": 'killed_before(Store, "move")',
    "the row says so": 'killed_after(Store, "move")',
}


@pytest.mark.slow
@pytest.mark.parametrize("moment", BACK)
@pytest.mark.parametrize("kept", [True, False], ids=["database kept", "database lost"])
def test_kill_at_any_moment_of_restoring_loses_and_doubles_nothing(
    program: Program, page: httpx.Client, tmp_path: Path, *, moment: str, kept: bool
) -> None:
    delete(program, page, "2", "mine/1.jpg")
    eventually(lambda: in_trash(page) == ["a boat"])
    _killed(program, tmp_path, BACK[moment], "/trash/restore")
    _start_again(program, kept=kept)

    with program.client() as again:
        back = ["a boat", "a lake", "outside"]
        eventually(lambda: shown(again) == back or in_trash(again) == ["a boat"])
        if moment == "before the file moves":
            again.post("/trash/undo").raise_for_status()
        eventually(lambda: shown(again) == back and in_trash(again) == [])
        assert lying(program.library) == sorted(NAMES)
        assert shown(again, "favourite=1") == ["a boat"]
        assert album(again) == ["a boat", "outside"]


def _killed(program: Program, folder: Path, moment: str, path: str) -> None:
    """By itself, at that moment of what is asked of it for the boat."""
    program.stop()
    start_with(f"{KILLED}\n{moment}", program, folder / "killed.py")
    with program.client() as client:
        (folder / "armed").touch()
        _try(lambda: client.post(path, data={"ids": "2"}))
        eventually(lambda: program.exit_code is not None)


def _try(work: Callable[[], object]) -> None:
    try:
        work()
    except httpx.HTTPError:
        return


def _start_again(program: Program, *, kept: bool) -> None:
    if not kept:
        for file in program.data_dir.glob("atelier.sqlite3*"):
            file.unlink()
    program.start()


def test_two_programs_on_one_folder_agree(program: Program, page: httpx.Client, tmp_path: Path) -> None:
    other = Program(tmp_path / "other")
    other.data_dir.mkdir(parents=True)
    (other.data_dir / "library.json").write_text(json.dumps({"folder": str(program.library)}), encoding="utf-8")
    with other, other.client() as there:
        eventually(lambda: shown(there) == ["a boat", "a lake", "outside"])
        delete(program, page, "2-3", "mine/1.jpg", "outside.png")
        eventually(lambda: sorted(in_trash(there)) == ["a boat", "outside"])
        assert shown(there) == ["a lake"]

        there.post("/trash/restore", data={"all": "1"}).raise_for_status()
        eventually(lambda: shown(page) == ["a boat", "a lake", "outside"] and in_trash(page) == [])
        assert lying(program.library) == sorted(NAMES)
        assert album(page) == ["a boat", "outside"]
        assert shown(page, "favourite=1") == ["a boat"]


def test_on_a_full_disk_pictures_are_deleted_and_come_back(tmp_path: Path, upstream: Upstream) -> None:
    program = Program(tmp_path, api_base=upstream.base_url)
    with small_disk(program.library) as disk:
        fill(program.library)
        with program, program.client() as page:
            eventually(lambda: len(rows(program)) == len(NAMES))
            collect(page)
            (program.library / ".atelier/trash").mkdir()
            disk.fill()
            page.post("/library/delete", data={"ids": "1"}).raise_for_status()
            eventually(lambda: not (program.library / "0.jpg").exists())
            eventually(lambda: in_trash(page) == ["a lake"] or trashed(program) != [])
            assert len(lying(program.library)) + len(trashed(program)) == len(NAMES)
            if in_trash(page):
                page.post("/trash/undo").raise_for_status()
                assert lying(program.library) == sorted(NAMES)
                page.post("/library/delete", data={"ids": "1"}).raise_for_status()
                eventually(lambda: in_trash(page) == ["a lake"])
                disk.make_room()
                page.post("/preferences", data={"trash_days": "30"}).raise_for_status()
                eventually(lambda: list((program.library / ".atelier/trash-notes").glob("*.json")))


def test_while_its_disk_is_away_a_deleted_picture_waits_hidden(program: Program, page: httpx.Client) -> None:
    away = program.library.with_name("unplugged")
    program.library.rename(away)
    page.post("/library/delete", data={"ids": "1"}).raise_for_status()
    eventually(lambda: shown(page) == ["a boat", "outside"])
    away.rename(program.library)

    page.post("/preferences", data={"trash_days": "30"}).raise_for_status()
    eventually(lambda: in_trash(page) == ["a lake"])
    assert lying(program.library) == [".atelier/trash/0.jpg", *sorted(NAMES[1:])]


def test_the_trash_goes_along_when_the_library_moves(program: Program, page: httpx.Client, tmp_path: Path) -> None:
    delete(program, page, "2", "mine/1.jpg")
    eventually(lambda: in_trash(page) == ["a boat"])
    target = tmp_path / "elsewhere" / "pictures"
    target.parent.mkdir()
    page.post("/folder/change", data={"folder": str(target), "how": "move"}).raise_for_status()
    eventually(lambda: parse(page.get("/settings").text).select_one("#folder").get("data-state") == "done")  # type: ignore[union-attr]

    assert in_trash(page) == ["a boat"]
    page.post("/trash/undo").raise_for_status()
    assert lying(target) == sorted(NAMES)
    assert album(page) == ["a boat", "outside"]
    assert lying(program.library) == [".atelier/trash/mine/1.jpg", "0.jpg", "outside.png"], (
        "the folder before is as it was"
    )


def test_a_backup_that_is_taken_in_brings_back_what_is_in_the_trash(
    program: Program, page: httpx.Client, tmp_path: Path
) -> None:
    file = tmp_path / "backup.zip"
    assert page.post("/backup/write", data={"file": str(file)}).status_code == 204
    eventually(file.exists)
    delete(program, page, "2", "mine/1.jpg")
    eventually(lambda: in_trash(page) == ["a boat"])
    assert page.post("/backup/merge", data={"file": str(file)}).status_code == 204

    eventually(lambda: shown(page) == ["a boat", "a lake", "outside"])
    assert in_trash(page) == []
    assert lying(program.library) == sorted(NAMES)
    assert shown(page, "favourite=1") == ["a boat"]


def test_what_has_no_picture_comes_back_as_well_while_the_program_runs(program: Program) -> None:
    with program.client() as page:
        page.post("/queue/pause").raise_for_status()
        page.post("/generate", data={"prompt": "a hill", "steps": "1"}).raise_for_status()
        page.delete("/paintings/1").raise_for_status()
        assert states(page.get("/").text) == {}
        page.post("/trash/undo").raise_for_status()
        assert list(states(page.get("/").text)) == [1]
        assert in_trash(page) == []
