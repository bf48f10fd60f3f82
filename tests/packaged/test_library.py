"""The built program's library: alive in its folder, and made anew from it."""

from __future__ import annotations

import httpx

from tests.eventually import eventually
from tests.html import parse
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows
from tests.web.test_http_library import shown, total
from tests.web.test_http_saving import paint, saved


def collect(page: httpx.Client, painting: int, *, album: str) -> None:
    """As a favourite, and into a new album."""
    page.post("/library/favourite", data={"ids": str(painting), "on": "1"}).raise_for_status()
    page.post("/library/albums", data={"name": album, "ids": str(painting)}).raise_for_status()


def album_path(page: httpx.Client, name: str) -> str:
    """What its page wants of the library."""
    links = parse(page.get("/library").text).select('[data-testid="place-album"]')
    [link] = [link for link in links if name in link.get_text()]
    return str(link["href"]).partition("?")[2]


def forget_everything(program: Program) -> None:
    """Its database is lost."""
    assert program.stop() == 0
    files = list(program.data_dir.glob("atelier.sqlite3*"))
    assert files
    for file in files:
        file.unlink()
    program.start()


def test_what_is_put_into_the_folder_appears_and_is_found(program: Program, page: httpx.Client) -> None:
    paint(page, "a boat")

    put(program.library, "from elsewhere/湖.png", metadata("宁静的湖面, a lake"), kind="PNG")
    put(program.library, "holiday.webp", None, kind="WEBP")

    eventually(lambda: shown(page, "q=湖面") == ["宁静的湖面, a lake"])
    assert shown(page, "q=boat") == ["a boat"]
    eventually(lambda: total(page) == 3)
    [found] = [painting for painting, (_, file) in rows(program).items() if file == "from elsewhere/湖.png"]
    assert page.get(f"/paintings/{found}/thumbnail").status_code == 200
    assert "a lake" in page.get(f"/library/details/{found}").text


def test_what_is_renamed_or_removed_outside_is_followed(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page, "a boat")
    collect(page, painting, album="海边")
    [file] = saved(program)
    moved = program.library / "sorted by me" / "renamed.jpg"
    moved.parent.mkdir()

    file.rename(moved)

    eventually(lambda: rows(program)[painting][1] == "sorted by me/renamed.jpg", what=lambda: str(rows(program)))
    assert shown(page, "favourite=1") == shown(page, album_path(page, "海边")) == ["a boat"]
    assert page.get(f"/paintings/{painting}/picture").content == moved.read_bytes()

    moved.unlink()
    eventually(lambda: shown(page) == [])
    assert len(rows(program)) == 1


def test_a_lost_database_is_made_anew_with_prompts_and_collections(program: Program, page: httpx.Client) -> None:
    prompts = ["a boat", "雪中的小屋"]
    ids = [paint(page, prompt)[0] for prompt in prompts]
    collect(page, ids[1], album="冬天")

    forget_everything(program)

    with program.client() as again:
        eventually(lambda: total(again) == 2, what=lambda: program.log)
        assert sorted(shown(again)) == sorted(prompts)
        eventually(lambda: shown(again, "favourite=1") == ["雪中的小屋"])
        assert shown(again, album_path(again, "冬天")) == ["雪中的小屋"]
        assert shown(again, "q=小屋") == ["雪中的小屋"]
        details = parse(again.get(f"/library/details/{max(rows(program))}").text).get_text(" ")
        assert "FLUX.1 schnell" in details
