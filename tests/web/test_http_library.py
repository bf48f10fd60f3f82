"""The library's page and what can be done in it, as a client sees it."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from bs4 import Tag

from server.library.thumbnails import Thumbnails
from server.paintings.painting import State
from tests.event_stream import listen
from tests.eventually import eventually
from tests.faults import start_with
from tests.foreign_pictures import comfyui
from tests.html import alert_code, has_handle, parse, states
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream
from tests.upstream_answers import refuse
from tests.web.test_http_deleting import straight
from tests.web.test_http_saving import paint

PROMPTS = ("宁静的湖面", "a lighthouse", "a boat & <b>")


@pytest.fixture
def page(program: Program) -> Iterator[httpx.Client]:
    """With three paintings, the last prompt's the newest, with ids from 1 on."""
    for number, prompt in enumerate(PROMPTS):
        put(program.library, f"{number}.jpg", metadata(prompt, created=1.7e9 + number), modified=1.7e9 + number)
    with program.client() as page:
        eventually(lambda: len(rows(program)) == 3)
        eventually(lambda: total(page, "q=lighthouse") == 1)
        yield page


def shown(page: httpx.Client, wanted: str = "", path: str = "/library/block") -> list[str]:
    tiles = parse(page.get(f"{path}?{wanted}").raise_for_status().text).select('[data-testid="painting"]')
    return [str(tile["title"]) for tile in tiles]


def total(page: httpx.Client, wanted: str = "") -> int:
    [found] = parse(page.get(f"/library?{wanted}").text).select('[data-testid="found"]')
    return int(found.get_text().split()[0].replace(",", ""))


WORDS_WAIT = """
import pathlib, sys, time
from server.library.index.index_writer import IndexWriter
right, go = IndexWriter.compare, pathlib.Path(sys.argv[0]).with_name("go")
def compare(*given):
    while not go.exists():
        time.sleep(0.01)
    return right(*given)
IndexWriter.compare = compare
"""


def test_a_search_made_too_early_hears_when_the_words_are_there(tmp_path: Path) -> None:
    with_words = Program(tmp_path, arguments=("--demo",))
    try:
        start_with(WORDS_WAIT, with_words, tmp_path / "atelier.py")
        with with_words.client() as page, listen(with_words) as stream:
            paint(page, "a zeppelin")
            assert total(page, "q=zeppelin") == 0
            (tmp_path / "go").touch()
            stream.until(lambda event: "library-pulse" in event.html and total(page, "q=zeppelin") == 1)
    finally:
        with_words.kill()


def test_the_page_shows_what_there_is_and_what_its_address_wants(page: httpx.Client) -> None:
    assert shown(page, path="/library") == list(PROMPTS)[::-1]
    assert shown(page, f"q={quote('湖面')}", path="/library") == [PROMPTS[0]]
    assert shown(page, "q=light+house", path="/library") == [PROMPTS[1]]
    assert shown(page, "sort=oldest&start=1") == [PROMPTS[1], PROMPTS[2]]
    assert shown(page, "q=nothing+like+it") == []
    assert page.get("/library/ids?start=0&stop=2").text == "2-3"
    assert page.get("/library/ids?start=x").status_code == 404


def test_the_page_is_told_how_all_of_them_are_laid_out(page: httpx.Client) -> None:
    told = page.get("/library/layout").raise_for_status().json()
    assert told == {"ratios": [100, 100, 100], "sections": [{"heading": "November 2023", "year": "2023", "count": 3}]}
    told = page.get("/library/layout", params={"q": "boat", "sort": "prompt"}).json()
    assert told == {"ratios": [100], "sections": []}
    assert page.get("/library/layout?q=nothing+like+it").json() == {"ratios": [], "sections": []}
    [first] = parse(page.get("/library").text).select("#library")
    assert json.loads(str(first["data-layout"])) == page.get("/library/layout").json()


def test_what_several_have_in_common_is_told_and_what_not(page: httpx.Client, program: Program) -> None:
    page.post("/library/favourite", data={"ids": "1", "on": "1"})
    page.post("/library/albums", data={"name": "lakes", "ids": "1"})
    told = parse(page.post("/library/selected", data={"ids": "1-3,99"}).raise_for_status().text)
    assert told.select_one('[data-testid="several-title"]').get_text() == "3 selected"  # type: ignore[union-attr]
    assert "FLUX.1 schnell" in told.select_one('[data-testid="in-common"] dl').get_text()  # type: ignore[union-attr]
    assert "Prompt" in told.select_one('[data-testid="differing"]').get_text()  # type: ignore[union-attr]
    assert "14 November 2023" in told.get_text()
    [album] = told.select('[data-testid="details-album"]')
    assert (album["hx-post"], album.get("checked")) == ("/library/albums/1/add", None)
    assert "1 of 3" in told.get_text()
    (program.library / "1.jpg").unlink()
    eventually(lambda: total(page) == 2)
    told = parse(page.post("/library/selected", data={"ids": "1-3"}).text)
    assert [str(each["data-ids"]) for each in told.select(".several")] == ["1,3"]
    assert not parse(page.post("/library/selected", data={"ids": "2"}).text).select(".several")
    told = parse(page.get("/library/selected", params={"ids": "1,3"}).raise_for_status().text)
    assert [str(each["data-ids"]) for each in told.select(".several")] == ["1,3"]
    assert page.get("/library/selected").status_code == 422


def test_a_selection_is_asked_what_of_it_is_still_there(page: httpx.Client) -> None:
    page.post("/library/favourite", data={"ids": "1-2", "on": "1"})
    assert page.post("/library/still", data={"ids": "1-3,7"}).text == "1-3"
    assert page.post("/library/still?favourite=1", data={"ids": "1-3"}).text == "1-2"
    page.post("/library/delete", data={"ids": "2"})
    assert page.post("/library/still", data={"ids": "1-3"}).text == "1,3"
    assert page.post("/library/still", data={"ids": "x"}).status_code == 422


def test_failed_ones_are_found_by_their_state(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    page.post("/generate", data={"prompt": "too bold for the filter", "steps": "1"})

    eventually(lambda: shown(page, "show=failed") == ["too bold for the filter"])
    assert shown(page) == list(PROMPTS)[::-1]
    assert shown(page, "show=all") == ["too bold for the filter", *list(PROMPTS)[::-1]]


def test_favourites_and_albums_are_kept_beside_the_pictures(program: Program, page: httpx.Client) -> None:
    assert page.post("/library/favourite", data={"ids": "1,3", "on": "1"}).status_code == 204
    assert page.post("/library/favourite", data={"ids": "3", "on": "0"}).status_code == 204
    assert page.post("/library/albums", data={"name": " 湖  lakes ", "ids": "1-2"}).status_code == 200
    assert shown(page, "favourite=1") == [PROMPTS[0]]
    assert shown(page, "album=1") == [PROMPTS[1], PROMPTS[0]]
    assert "湖 lakes" in page.get("/library/places").text
    page.post("/library/albums/1/remove", data={"ids": "2"})
    page.post("/library/albums/1/add", data={"ids": "3"})
    assert shown(page, "album=1") == [PROMPTS[2], PROMPTS[0]]
    assert page.post("/library/albums/9/add", data={"ids": "3"}).status_code == 404
    program.stop()

    kept = json.loads((program.library / ".atelier" / "keepsakes.json").read_text(encoding="utf-8"))
    assert [len(kept["favourites"]), [album["name"] for album in kept["albums"]]] == [1, ["湖 lakes"]]
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()
    program.start()
    with program.client() as again:
        eventually(lambda: total(again) == 3)
        assert shown(again, "favourite=1") == [PROMPTS[0]]
        assert shown(again, "album=1") == [PROMPTS[2], PROMPTS[0]]
        assert again.post("/library/albums/1", data={"name": "renamed"}).headers["hx-redirect"] == "/library?album=1"
        assert "renamed" in again.get("/library?album=1").text
        again.delete("/library/albums/1")
        assert "renamed" not in again.get("/library").text
        assert total(again) == 3


def test_many_are_deleted_with_one_undo(page: httpx.Client) -> None:
    answer = page.post("/library/delete", data={"ids": "1-2"})
    assert has_handle(answer.text, "undo")
    assert shown(page) == [PROMPTS[2]]
    assert page.post("/library/delete", data={"ids": "1-2"}).status_code == 404

    assert page.post("/library/undo", data={"ids": "1-2"}).status_code == 204
    assert shown(page) == list(PROMPTS)[::-1]
    assert page.post("/library/undo", data={"ids": "1-2"}).status_code == 204, "they are there again"


def test_what_comes_back_from_the_system_s_trash_is_what_it_was(program: Program, page: httpx.Client) -> None:
    straight(page)
    page.post("/library/favourite", data={"ids": "2", "on": "1"})
    page.post("/library/delete", data={"ids": "2"})
    program.stop()
    [trashed] = (program.trash / "files").iterdir()
    program.start()
    with program.client() as again:
        eventually(lambda: total(again) == 2)
        trashed.rename(program.library / "restored.jpg")

        eventually(lambda: shown(again, "favourite=1") == [PROMPTS[1]])
        assert states(again.get("/").text)[2] is State.DONE


def test_details_tell_all_the_picture_knows(program: Program, page: httpx.Client) -> None:
    told = metadata("as typed", prompt_sent="as sent", negative_prompt="no fog", seed=42, guidance=3.5, version="9.8.7")
    put(program.library, "told.png", told, kind="PNG")
    eventually(lambda: total(page) == 4)

    text = parse(page.get("/library/details/4").text).get_text(" ")

    for piece in ("as typed", "as sent", "no fog", "42", "3.5", "9.8.7", "64 × 64", "172.8", "told.png", "2.5 s"):
        assert piece in text, piece
    assert page.get("/library/details/99").status_code == 404


@pytest.mark.parametrize("path", ["/library/details/4", "/paintings/4/details"], ids=["library", "lightbox"])
def test_details_say_where_another_program_wrote_no_prompt(program: Program, page: httpx.Client, path: str) -> None:
    graph = {"1": {"class_type": "SaveImage", "inputs": {"images": ["2", 0]}}}
    (program.library / "graph.png").write_bytes(comfyui(graph))
    eventually(lambda: total(page) == 4)

    html = parse(page.get(path).text)

    [note] = html.select('[data-testid="no-prompt"]')
    assert note.get_text(strip=True) == "No prompt was found in what ComfyUI wrote into it."
    assert "does not say how it was made" not in html.get_text()


def test_details_of_one_that_was_just_deleted_are_none(page: httpx.Client) -> None:
    page.delete("/paintings/2").raise_for_status()

    told = page.get("/library/details/2").raise_for_status()
    assert not has_handle(told.text, "details-album")
    assert "Select a painting" in told.text


def test_a_painting_tells_what_it_was_made_from_and_what_became_of_it(program: Program, page: httpx.Client) -> None:
    first = metadata("the first", created=1.8e9)
    put(program.library, "first.jpg", first)
    for number in range(10):
        told = metadata(f"child {number}", created=1.8e9 + 1 + number, parent_uid=first.uid)
        put(program.library, f"child {number}.jpg", told, modified=1.8e9 + 1 + number)
    eventually(lambda: total(page, "q=child") == 10)
    ids = {str(tile["title"]): str(tile["data-id"]) for tile in tiles(page)}

    assert relatives(page, ids["the first"]) == ([], [f"child {number}" for number in range(8)], "and 2 more")
    assert relatives(page, ids["child 3"]) == (["the first"], [], "")
    assert relatives(page, ids[PROMPTS[1]]) == ([], [], "")

    page.post("/library/delete", data={"ids": ids["child 0"]})
    (program.library / "child 1.jpg").unlink()
    eventually(lambda: total(page, "q=child") == 8)
    assert relatives(page, ids["the first"]) == ([], [f"child {number}" for number in range(2, 10)], "")
    page.post("/library/delete", data={"ids": ids["the first"]})
    assert relatives(page, ids["child 3"]) == ([], [], ""), "what is gone is not shown"


def tiles(page: httpx.Client) -> list[Tag]:
    return list(parse(page.get("/library/block").text).select('[data-testid="painting"]'))


def relatives(page: httpx.Client, painting: str) -> tuple[list[str], list[str], str]:
    """Prompts of the parent and of the children listed, and what is said of those that are not."""
    details = parse(page.get(f"/library/details/{painting}").raise_for_status().text)
    listed = [
        [str(each["title"]) for each in details.select(f'[data-testid="{kind}"] [data-testid="relative"]')]
        for kind in ("made-from", "became")
    ]
    more = details.select_one('[data-testid="more-relatives"]')
    return listed[0], listed[1], more.get_text() if more else ""


def test_a_half_written_picture_harms_nobody(program: Program, page: httpx.Client) -> None:
    whole = put(program.library, "half.jpg", metadata("half of it")).read_bytes()
    (program.library / "half.jpg").write_bytes(whole[: len(whole) - 300])
    eventually(lambda: "half of it" in shown(page))

    answer = page.get("/paintings/4/thumbnail")

    assert alert_code(answer.text) == "picture_damaged"
    assert page.get("/library/details/4").status_code == 200


NONSENSE: list[tuple[str, dict[str, str]]] = [
    ("/library/favourite", {"ids": "1"}),
    ("/library/favourite", {"ids": "x", "on": "1"}),
    ("/library/delete", {"ids": "2-1"}),
    ("/library/albums", {"name": " "}),
    ("/library/albums", {}),
]


def test_what_makes_no_sense_is_refused(page: httpx.Client) -> None:
    assert [page.post(path, data=data).status_code for path, data in NONSENSE] == [422] * len(NONSENSE)
    assert shown(page) == list(PROMPTS)[::-1]


def test_use_again_leads_from_the_library_to_the_studio(program: Program, page: httpx.Client) -> None:
    current = {"HX-Current-URL": f"{program.base_url}/library?q=x"}

    answer = page.get("/paintings/2/form", headers=current)

    assert answer.headers["hx-redirect"] == "/"
    assert "a lighthouse</textarea>" in page.get("/").text


def test_the_size_of_tiles_is_kept(page: httpx.Client) -> None:
    assert page.post("/preferences", data={"tile": "240"}).status_code == 204
    assert 'data-tile="240"' in page.get("/library").text
    assert page.post("/preferences", data={"tile": "5"}).status_code == 422


def test_a_new_painting_is_in_the_library_at_once(page: httpx.Client) -> None:
    paint(page)

    assert len(shown(page)) == 4


def test_thumbnails_of_pictures_that_are_gone_are_cleared_away(program: Program) -> None:
    """Of those only; what was made lately stays, and what a picture still has or may soon have again."""
    files = [put(program.library, f"{name}.jpg", metadata(name)) for name in ("stays", "is renamed", "may come back")]
    eventually(lambda: len(rows(program)) == 3)
    with program.client() as page:
        for painting in rows(program):
            assert page.get(f"/paintings/{painting}/thumbnail").status_code == 200
    cache = program.data_dir / "thumbnails"
    half = cache / "00" / "half.part"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"what a killed program was just writing")
    renamed, *needed = (Thumbnails(cache).path(files[at]) for at in (1, 0, 2))
    old = {file for file in cache.rglob("*") if file.is_file()}
    assert old == {renamed, half, *needed}
    for file in old:
        os.utime(file, (time.time() - 2 * 86_400,) * 2)
    new = cache / "00" / f"{'0' * 24}.jpg"
    new.write_bytes(b"of a picture that is just being written down")
    program.stop()
    (program.library / "is renamed.jpg").rename(program.library / "has another name.jpg")
    (program.library / "may come back.jpg").unlink()

    program.start()
    eventually(lambda: not half.exists(), seconds=60)
    eventually(lambda: not renamed.exists(), seconds=30)
    time.sleep(1)  # until it has gone through all of them
    assert {file for file in cache.rglob("*") if file.is_file()} == {*needed, new}
