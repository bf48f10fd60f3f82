"""The library's folder and the running program: each follows the other, through restarts, losses and damage."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from server.pictures.metadata import read_metadata
from tests.damage import damage_under_way, spoil
from tests.disks import small_disk
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import alert_code, has_handle, parse, states
from tests.originals import as_it_came
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import paintings, rows
from tests.upstream import Upstream
from tests.upstream_answers import late
from tests.web.test_http_saving import paint, saved

MANY = 500
CHANGED = 1_000


def shown(page: httpx.Client) -> dict[str, str]:
    """Prompts in the studio and the ids of their paintings."""
    cards = parse(page.get("/").text).select('[data-testid="painting"]')
    return {str(card["aria-label"]): str(card["data-id"]) for card in cards}


def wait_for(page: httpx.Client, *prompts: str) -> dict[str, str]:
    eventually(lambda: set(shown(page)) == set(prompts), what=lambda: f"{prompts}, but {shown(page)}")
    return shown(page)


def test_files_put_moved_and_removed_while_it_runs(program: Program, page: httpx.Client) -> None:
    first = put(program.library, "2020/旧画.jpg", metadata("an old boat"))
    before = wait_for(page, "an old boat")

    first.rename(program.library / "new name.jpg")
    put(program.library, "新/second.png", metadata("第二幅画"), kind="PNG")
    after = wait_for(page, "an old boat", "第二幅画")
    assert after["an old boat"] == before["an old boat"]
    eventually(lambda: page.get(f"/paintings/{before['an old boat']}/picture").status_code == 200)

    (program.library / "new name.jpg").unlink()
    wait_for(page, "第二幅画")
    assert page.get(f"/paintings/{before['an old boat']}/picture").status_code == 404


def test_files_moved_while_it_does_not_run(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page)
    [file] = saved(program)
    prompts = list(shown(page))
    program.stop()
    file.rename(program.library / "elsewhere.jpg")

    program.start()

    with program.client() as again:
        eventually(lambda: again.get(f"/paintings/{painting}/picture").status_code == 200)
        assert shown(again) == {prompts[0]: str(painting)}
    assert rows(program) == {painting: (State.DONE, "elsewhere.jpg")}


def test_a_deleted_database_is_rebuilt_from_the_folder(program: Program, page: httpx.Client) -> None:
    paint(page, count=3)
    together = states(page.post("/generate", data={"prompt": "four of one order", "count": "4"}).text)
    eventually(lambda: set(states(page.get("/").text).values()) == {State.DONE}, what="the four")
    prompts = list(shown(page))
    orders = told_of_orders(page.get("/").text)
    assert (len(together), [each[1] for each in orders]) == (4, ["4", "3"])
    program.stop()
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()
    shutil.rmtree(program.data_dir / "thumbnails", ignore_errors=True)

    program.start()

    with program.client() as again:
        wait_for(again, *prompts)
        eventually(lambda: len(parse(again.get("/").text).select(".painting")) == 7)
        assert told_of_orders(again.get("/").text) == orders


def told_of_orders(html: str) -> list[tuple[str, str, str, list[str]]]:
    """Of each order its name, how many there are in it, what its head says, and of which files its pictures are."""
    return [
        (
            str(each["id"]),
            str(each["data-count"]),
            " ".join(each.select(".order-head")[0].get_text().split()),
            [str(image["data-name"]) for image in each.select("img")],
        )
        for each in parse(html).select('[data-testid="order"]')
    ]


@pytest.mark.parametrize("damage", ["no database", "broken pages", "paintings_queued", "waiting_inputs"])
def test_a_damaged_database_is_kept_aside_rebuilt_and_said(program: Program, page: httpx.Client, damage: str) -> None:
    paint(page, count=2)
    page.post("/preferences", data={"width": "7"})
    prompts = list(shown(page))
    program.stop()
    database = program.data_dir / "atelier.sqlite3"
    damaged = spoil(database, damage)
    program.start()
    if damage == "waiting_inputs":  # found in the background: said, and mended by the next start
        with program.client() as again:
            eventually(lambda: has_handle(again.get("/settings").text, "database-damaged"))
        program.stop()
        program.start()

    with program.client() as again:
        wait_for(again, *prompts)
        assert has_handle(again.get("/").text, "database-rebuilt")
        if damage in ("paintings_queued", "waiting_inputs"):
            assert '<option value="7" selected' in again.get("/settings").text, "settings that can be read are kept"
    [aside] = program.data_dir.glob("atelier.damaged-*.sqlite3")
    assert damage == "waiting_inputs" or aside.read_bytes() == damaged
    assert not list((program.data_dir / "logs").glob("crash*")), "damage is no bug"


NAVIGATION = {"sec-fetch-mode": "navigate", "sec-fetch-site": "none"}


def test_damage_met_while_it_runs_is_said_and_loses_no_picture(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    paint(page, "before")
    upstream.next(late(2.0))
    page.post("/generate", data={"prompt": "meanwhile", "steps": "1"})
    upstream.wait_for_requests(2)
    damage_under_way(program.data_dir / "atelier.sqlite3")

    eventually(lambda: page.get("/", headers=NAVIGATION).status_code == 507)
    told = page.get("/", headers=NAVIGATION)
    assert alert_code(told.text) == "database_damaged"
    assert "Close the program and start it again" in told.text
    assert alert_code(page.post("/paintings/1/retry", headers={"hx-request": "true"}).text) == "database_damaged"
    eventually(lambda: len(painted(program)) == 2)
    eventually(lambda: (program.data_dir / "atelier.sqlite3.suspect").exists())
    program.stop()
    program.start()

    with program.client() as again:
        wait_for(again, "before", "meanwhile")
        assert has_handle(again.get("/").text, "database-rebuilt")
    told_by_files = [read_metadata(file.read_bytes()) for file in painted(program)]
    assert {each.prompt for each in told_by_files if each} == {"before", "meanwhile"}
    assert len(rows(program)) == len(painted(program)) == 2


def test_damage_a_page_meets_is_told_to_all_and_looked_for_by_the_next_start(
    program: Program,
) -> None:
    put(program.library, "one.jpg", metadata("one"))
    program.stop()
    program.start()
    eventually(lambda: len(rows(program)) == 1)
    time.sleep(2)  # until the look that every start takes is over: this time nobody looks by himself
    suspicion = program.data_dir / "atelier.sqlite3.suspect"
    with program.client() as page, listen(program) as stream:
        damage_under_way(program.data_dir / "atelier.sqlite3")
        eventually(lambda: page.get("/", headers=NAVIGATION).status_code == 507)
        eventually(suspicion.exists)
        [*_, told] = stream.until(lambda event: "damaged" in event.html)
        assert has_handle(told.html, "database-damaged") or alert_code(told.html) == "database_damaged"
    assert not list((program.data_dir / "logs").glob("crash*")), "damage is no bug"


def painted(program: Program) -> list[Path]:
    return list(program.library.rglob("*.jpg"))


def test_a_folder_that_vanished_is_named_waited_for_and_nothing_is_dropped(
    program: Program, page: httpx.Client
) -> None:
    [painting] = paint(page)
    prompts = list(shown(page))
    program.stop()
    unplugged = program.library.with_name("unplugged")
    program.library.rename(unplugged)

    program.start()

    with program.client() as again:
        eventually(lambda: has_handle(again.get("/").text, "library-away"))
        assert str(program.library) in again.get("/").text
        assert list(shown(again)) == prompts

        unplugged.rename(program.library)
        eventually(lambda: not has_handle(again.get("/").text, "library-away"))
        assert again.get(f"/paintings/{painting}/picture").status_code == 200


def test_what_is_painted_without_the_disk_is_kept_elsewhere(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    paint(page)
    program.stop()
    unplugged = program.library.with_name("unplugged")
    program.library.rename(unplugged)
    program.library.mkdir()  # its mount point
    program.start()

    with program.client() as again:
        [painting] = paint(again, "painted without its disk")
        again.post("/folders/reveal", data={"folder": "library"})
        assert list(program.library.iterdir()) == []
        assert as_it_came(again.get(f"/paintings/{painting}/picture").content) == upstream.pictures[-1]

        program.library.rmdir()
        unplugged.rename(program.library)
        eventually(lambda: not has_handle(again.get("/").text, "library-away"))
        assert again.post(f"/paintings/{painting}/retry").status_code == 204
    assert len(saved(program)) == 2
    assert not list((program.data_dir / "rescued").iterdir())


@pytest.mark.slow
def test_a_thousand_changed_at_once_are_taken_up_and_let_go(program: Program, page: httpx.Client) -> None:
    data = put(program.library, "0.jpg", metadata("the first")).read_bytes()
    wait_for(page, "the first")
    for number in range(1, CHANGED):
        (program.library / f"{number}.jpg").write_bytes(data)

    eventually(lambda: paintings(program) == CHANGED, seconds=100, what=lambda: str(paintings(program)))

    shutil.rmtree(program.library)
    program.library.mkdir()
    (program.library / ".atelier").mkdir()
    wait_for(page)


@pytest.mark.slow
def test_kill_in_the_middle_of_reading_in_loses_nothing(program: Program) -> None:
    data = put(program.library, "0.jpg", metadata("the first")).read_bytes()
    for number in range(1, MANY):
        (program.library / f"{number}.jpg").write_bytes(data)
    for _ in range(3):
        program.kill()
        before = len(rows(program))
        program.start()
        eventually(lambda before=before: len(rows(program)) > before or len(rows(program)) == MANY)  # type: ignore[misc]

    eventually(lambda: len(rows(program)) == MANY)
    assert len({file for _, file in rows(program).values()}) == MANY


def test_a_library_that_may_only_be_read_is_shown_all_the_same(tmp_path: Path, upstream: Upstream) -> None:
    program = Program(tmp_path, api_base=upstream.base_url)
    with small_disk(program.library) as disk, program:
        put(program.library, "a.jpg", metadata("read only"))
        with program.client() as page:
            wait_for(page, "read only")
        program.stop()
        put(program.library, "b.jpg", metadata("one more"))
        disk.refuse_writing()
        program.start()
        with program.client() as page:
            wait_for(page, "read only", "one more")
            assert page.post("/library/favourite", data={"ids": "1", "on": "1"}).status_code == 204
            assert 'aria-pressed="true"' in page.get("/library/block?favourite=1").text
        assert program.stop() == 0

        disk.allow_writing()
        program.start()
        eventually(lambda: len(kept_favourites(program)) == 1, what="saved when the disk takes it again")
        program.kill()


def kept_favourites(program: Program) -> list[str]:
    file = program.library / ".atelier" / "keepsakes.json"
    favourites: list[str] = json.loads(file.read_bytes())["favourites"] if file.exists() else []
    return favourites


def test_a_full_library_is_read_in_all_the_same(tmp_path: Path, upstream: Upstream) -> None:
    program = Program(tmp_path, api_base=upstream.base_url)
    with small_disk(program.library) as disk, program:
        put(program.library, "a.jpg", metadata("on a full disk"))
        disk.fill()
        with program.client() as page:
            wait_for(page, "on a full disk")
        program.kill()
