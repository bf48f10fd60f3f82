"""The library moves while the program runs: all of it, or nothing of it, whenever it is killed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests.easel import Easel
from tests.eventually import eventually
from tests.html import has_handle, parse
from tests.library.test_moving import found, lay
from tests.originals import as_it_came
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows
from tests.web.test_http_deleting import refuse_trash
from tests.web.test_http_folder import kept_favourites, shown, wait_for
from tests.web.test_http_saving import paint

MANY = 300
"""Files, so that a move lasts long enough to be met half-way."""
PICTURES = 80


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "新的 place"


def panel(page: httpx.Client) -> tuple[str, str]:
    """The move's state and the folder in use."""
    [section] = parse(page.get("/settings").text).select('[data-testid="folder"]')
    [now] = section.select('[data-testid="folder-now"]')
    return str(section["data-state"]), now.get_text()


def change(page: httpx.Client, folder: Path | str, how: str = "move") -> httpx.Response:
    return page.post("/folder/change", data={"folder": str(folder), "how": how})


def move(page: httpx.Client, folder: Path) -> None:
    assert change(page, folder).status_code == 204
    eventually(lambda: panel(page) == ("done", str(folder)), what=lambda: str(panel(page)))


def test_everything_moves_and_what_is_painted_then_lies_there(
    program: Program, page: httpx.Client, target: Path
) -> None:
    [first] = paint(page, "before")
    page.post("/library/albums", data={"name": "海", "ids": str(first)})
    page.post("/library/favourite", data={"ids": str(first), "on": "1"})
    lay(program.library, {"mine.txt": b"mine", ".atelier/trash/2026-11/old.txt": b"old"})
    move(page, target)
    old = found(program.library)

    [second] = paint(page, "after")
    assert found(program.library) == old, "nothing of the old folder is touched any more"
    assert len(list(target.rglob("*.jpg"))) == 2
    assert (target / ".atelier/trash/2026-11/old.txt").read_bytes() == b"old"
    assert kept_favourites_in(target)
    program.stop()
    program.start()

    with program.client() as again:
        assert panel(again) == ("", str(target))
        assert shown(again) == {"before": str(first), "after": str(second)}
        assert again.get(f"/paintings/{first}/picture").status_code == 200
        put(target, "by hand.jpg", metadata("by hand"))
        wait_for(again, "before", "after", "by hand")
        assert "海" in again.get("/library").text
        assert again.post("/folder/left", data={"what": "keep"}).status_code == 204
        assert 'data-testid="folder-left"' not in again.get("/settings").text
    assert found(program.library) == old


def kept_favourites_in(folder: Path) -> list[str]:
    favourites: list[str] = json.loads((folder / ".atelier/keepsakes.json").read_bytes())["favourites"]
    return favourites


def test_the_old_folder_goes_to_the_trash_only_when_all_of_it_is_elsewhere(
    program: Program, page: httpx.Client, target: Path
) -> None:
    paint(page)
    move(page, target)
    lay(program.library, {"late.txt": b"put there since"})

    page.post("/folder/left", data={"what": "trash"})
    assert program.library.is_dir()
    assert "1 files in it are not in the new folder." in page.get("/settings").text
    page.post("/folder/left", data={"what": "trash", "sure": "1"})
    assert not program.library.exists()
    [trashed] = (program.trash / "files").iterdir()
    assert (trashed / "late.txt").read_bytes() == b"put there since"
    assert page.get("/paintings/1/picture").status_code == 200


def test_where_the_system_has_no_trash_only_copies_are_deleted_after_a_question(
    program: Program, page: httpx.Client, target: Path
) -> None:
    refuse_trash(program)
    paint(page)
    move(page, target)
    old = found(program.library)
    page.post("/folder/left", data={"what": "trash"})
    assert found(program.library) == old, "nothing is removed unasked"
    assert has_handle(page.get("/settings").text, "folder-untrashable")
    assert has_handle(page.post("/folder/ask-to-erase").text, "erase-left-question")
    assert found(program.library) == old
    lay(program.library, {"late.txt": b"put there since"})

    page.post("/folder/left", data={"what": "erase"})
    assert "late.txt" in found(program.library)
    assert not list(program.library.rglob("*.jpg"))
    assert "1 files in it are not in the new folder." in page.get("/settings").text
    (program.library / "late.txt").rename(target / "late.txt")
    page.post("/folder/left", data={"what": "erase"})
    assert not program.library.exists()
    assert not has_handle(page.get("/settings").text, "folder-left")
    assert page.get("/paintings/1/picture").status_code == 200
    assert page.post("/folder/ask-to-erase").status_code == 404


def test_what_is_painted_during_a_move_is_in_the_right_place(tmp_path: Path, target: Path) -> None:
    with Easel() as easel, Program(tmp_path, api_base=easel.base_url) as program, program.client() as page:
        lay(program.library, {f"{number}.bin": bytes(200_000) for number in range(MANY)})
        page.post("/generate", data={"prompt": "during", "steps": "1"})
        easel.wait_for("during")
        change(page, target)
        eventually(lambda: target.is_dir() and len(list(target.iterdir())) > 20)
        assert panel(page)[0] == "running"
        easel.release()
        eventually(lambda: panel(page)[0] == "done", what=lambda: str(panel(page)))

        [(state, file)] = rows(program).values()
        assert state is State.DONE
        assert file is not None
        assert as_it_came((target / file).read_bytes()) == easel.pictures[0]
        assert set(found(program.library)) <= set(found(target))


def copies(target: Path) -> int:
    return len(list(target.glob("*.jpg")))


MOMENTS: dict[str, Callable[[Program, Path], object]] = {
    "at once": lambda program, target: True,
    "the first are there": lambda program, target: copies(target),
    "half are there": lambda program, target: copies(target) > PICTURES // 2,
    "all are there": lambda program, target: copies(target) == PICTURES,
    "it is taken up": lambda program, target: (program.data_dir / "library.json").exists(),
}


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_kill_at_any_moment_leaves_one_folder_and_loses_nothing(
    program: Program, page: httpx.Client, target: Path, moment: str
) -> None:
    data = put(program.library, "0.jpg", metadata("the first")).read_bytes()
    lay(program.library, {f"{number}.jpg": data for number in range(1, PICTURES)})
    eventually(lambda: len(rows(program)) == PICTURES)
    before = found(program.library)
    change(page, target)
    eventually(lambda: MOMENTS[moment](program, target))
    program.kill()
    assert not [name for name, content in found(target).items() if content != before.get(name, content)]
    program.start()

    with program.client() as again:
        state, folder = panel(again)
        assert (state, folder) in (("interrupted", str(program.library)), ("", str(target)), ("", str(program.library)))
        if folder == str(target):
            assert without_ours(found(target)) == without_ours(before)
        if state == "interrupted":
            assert again.post("/folder/continue").status_code == 204
            eventually(lambda: panel(again) == ("done", str(target)), what=lambda: str(panel(again)))
        assert len({file for _, file in rows(program).values()}) == PICTURES
        assert again.get("/paintings/7/picture").status_code == 200
    assert without_ours(found(program.library)) == without_ours(before)
    assert not list(target.rglob("*.part"))


def without_ours(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if not name.startswith(".atelier/keepsakes")}


def test_an_interrupted_move_can_be_taken_back(program: Program, page: httpx.Client, target: Path) -> None:
    lay(program.library, {f"{number}.bin": bytes(200_000) for number in range(MANY)})
    lay(target, {"theirs.txt": b"theirs"})
    change(page, target)
    eventually(lambda: len(list(target.iterdir())) > 20)
    program.stop()  # a tidy end is no finished move either
    program.start()

    with program.client() as again:
        assert panel(again) == ("interrupted", str(program.library))
        assert change(again, target.with_name("another"), "use").status_code == 422
        assert again.post("/folder/discard").status_code == 204
        assert panel(again) == ("", str(program.library))
    assert found(target) == {"theirs.txt": b"theirs"}


def test_a_cancelled_move_leaves_nothing(program: Program, page: httpx.Client, target: Path) -> None:
    lay(program.library, {f"{number}.bin": bytes(200_000) for number in range(MANY)})
    change(page, target)
    eventually(lambda: target.is_dir() and len(list(target.iterdir())) > 20)
    assert change(page, target).status_code == 422, "one at a time"
    page.post("/folder/stop")
    eventually(lambda: panel(page) == ("stopped", str(program.library)), what=lambda: str(panel(page)))

    assert not target.exists()
    assert len(found(program.library)) >= MANY
    paint(page)


def test_another_folder_is_taken_up_as_it_is_and_the_first_one_comes_back(
    program: Program, page: httpx.Client, target: Path
) -> None:
    [first] = paint(page, "in the first")
    page.post("/library/favourite", data={"ids": str(first), "on": "1"})
    put(target, "there.jpg", metadata("in the second"))

    assert change(page, target, "use").status_code == 204
    wait_for(page, "in the second")
    paint(page, "painted there")
    assert len(list(target.rglob("*.jpg"))) == 2
    assert change(page, program.library, "use").status_code == 204
    wait_for(page, "in the first")
    assert shown(page)["in the first"] == str(first)
    eventually(lambda: len(kept_favourites(program)) == 1)
    assert 'aria-pressed="true"' in page.get("/library/block?favourite=1").text


def test_before_the_first_painting_the_folder_is_simply_another_one(
    program: Program, page: httpx.Client, target: Path
) -> None:
    assert not program.library.exists(), "as on a fresh install"
    assert change(page, "/proc/1/nowhere/x").status_code == 422
    assert change(page, target).status_code == 204
    assert panel(page)[1] == str(target)

    paint(page, "the first of all")
    assert len(list(target.rglob("*.jpg"))) == 1
    assert not program.library.exists()
    program.stop()
    with program.start().client() as again:
        assert panel(again)[1] == str(target)
        assert list(shown(again)) == ["the first of all"]


def test_when_its_disk_is_gone_for_good_another_folder_helps(
    program: Program, page: httpx.Client, target: Path
) -> None:
    paint(page)
    program.stop()
    program.library.rename(program.library.with_name("gone"))
    program.start()
    with program.client() as again:
        eventually(lambda: "library-away" in again.get("/").text)
        assert change(again, target).status_code == 422
        assert change(again, target, "use").status_code == 204
        eventually(lambda: "library-away" not in again.get("/").text)
        paint(again, "a new beginning")
    assert len(list(target.rglob("*.jpg"))) == 1


@pytest.mark.parametrize(
    ("folder", "says"), [("not whole", "Write the whole path"), ("/proc/1/nowhere/x", "not there")]
)
def test_what_cannot_be_is_said_at_the_field(page: httpx.Client, folder: str, says: str) -> None:
    refused = change(page, folder)

    assert refused.status_code == 422
    [problem] = parse(refused.text).select('[data-testid="folder-problem"]')
    assert says in problem.get_text()
    [field] = parse(refused.text).select("#folder-new")
    assert field["value"] == folder


def test_names_that_are_taken_keep_their_paintings(program: Program, page: httpx.Client, target: Path) -> None:
    put(program.library, "same.jpg", None)
    put(target, "same.jpg", metadata("theirs"))
    eventually(lambda: len(rows(program)) == 1)
    [painting] = rows(program)
    page.post("/library/favourite", data={"ids": str(painting), "on": "1"})
    move(page, target)

    wait_for(page, "theirs")
    eventually(lambda: len(rows(program)) == 2)
    assert rows(program)[painting] == (State.DONE, "same (2).jpg")
    assert "same (2)" in page.get("/library/block?favourite=1").text
