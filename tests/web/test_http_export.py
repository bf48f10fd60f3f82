"""Exporting over HTTP, as a browser does it: the dialog, names, one file, several in a ZIP."""

from __future__ import annotations

import io
import re
import zipfile
from urllib.parse import unquote

import httpx
import pytest

from server.pictures.metadata import read_metadata
from server.pictures.picture import read_picture
from tests.html import alert_code, parse
from tests.program import Program
from tests.web.test_http_saving import paint


def wish(ids: str, **changes: str) -> dict[str, str]:
    """What the dialog sends; a checkbox that is not ticked is not there."""
    fields = {"ids": ids, "format": "original", "quality": "90", "pattern": "", "story": "on"} | changes
    return {name: value for name, value in fields.items() if name != "story" or value}


def download(page: httpx.Client, asked: dict[str, str]) -> httpx.Response:
    prepared = page.post("/export/download", data=asked)
    assert prepared.status_code == 200
    [link] = parse(prepared.text).select("a[download]")
    return page.get(str(link["href"]))


def name_of(answer: httpx.Response) -> str:
    disposition, _, name = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert disposition == "attachment"
    assert re.fullmatch(r"[A-Za-z0-9._%-]+", name)
    return unquote(name)


def test_one_as_it_is(page: httpx.Client) -> None:
    [painting] = paint(page, "晨雾 lake")

    answer = download(page, wish(str(painting)))

    assert answer.content == page.get(f"/paintings/{painting}/picture").content
    assert answer.headers["content-type"] == "image/jpeg"
    assert name_of(answer).startswith("晨雾 lake_")


def test_one_as_asked_for(page: httpx.Client) -> None:
    [painting] = paint(page, "晨雾 lake")
    asked = wish(str(painting), format="webp", quality="30", pattern="{prompt} {size}", story="")

    answer = download(page, asked)

    assert read_picture(answer.content).kind.extension == ".webp"
    assert read_metadata(answer.content) is None
    assert name_of(answer) == "晨雾 lake 1024x1024.webp"
    html = parse(page.get(f"/paintings/{painting}/export").text)
    assert html.select("[name=format][checked]")[0]["value"] == "webp", "as it was chosen last"
    assert html.select("[name=quality]")[0]["value"] == "30"
    assert html.select("[name=story][checked]") == []
    assert "晨雾 lake 1024x1024.webp" in html.get_text()


def test_several_in_a_zip(page: httpx.Client) -> None:
    ids = paint(page, "晨雾 lake", count=3)
    asked = wish(",".join(map(str, [*ids, 9999])), pattern="{prompt}")

    answer = download(page, asked)

    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert name_of(answer).endswith(".zip")
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.namelist() == ["晨雾 lake.jpg", "晨雾 lake (2).jpg", "晨雾 lake (3).jpg"]
    found = [read_metadata(archive.read(name)) for name in archive.namelist()]
    assert all(metadata is not None and metadata.prompt == "晨雾 lake" for metadata in found)


def test_the_dialog_counts(page: httpx.Client) -> None:
    ids = paint(page, count=2)

    html = parse(page.post("/export", data={"ids": ",".join(map(str, ids))}).text)

    assert "Export 2 pictures" in html.get_text()
    assert html.select("[name=ids]")[0]["value"] == f"{ids[0]}-{ids[1]}"


def test_the_name_is_shown_before(page: httpx.Client) -> None:
    [painting] = paint(page, "a boat")

    def preview(**changes: str) -> str:
        return parse(page.post("/export/name", data=wish(str(painting), **changes)).text).get_text(" ", strip=True)

    assert preview(pattern="{counter} {prompt}", format="png") == "0001 a boat.png"
    assert preview(format="jpeg").startswith("a boat_2")
    assert "not one of those below" in preview(pattern="{sead}")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "gif"},
        {"quality": "0"},
        {"quality": "101"},
        {"quality": "x"},
        {"ids": ""},
        {"ids": "1;2"},
        {"more": "x"},
    ],
)
@pytest.mark.parametrize("path", ["/export/name", "/export/save", "/export/download"])
def test_a_wish_that_makes_no_sense_is_refused(shared_program: Program, path: str, changes: dict[str, str]) -> None:
    with shared_program.client() as page:
        answer = page.post(path, data=wish("1") | changes)

    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/export/save", "/export/download"])
def test_an_unknown_word_is_said(page: httpx.Client, path: str) -> None:
    [painting] = paint(page)

    answer = page.post(path, data=wish(str(painting), pattern="{sead}"))

    assert (answer.status_code, alert_code(answer.text)) == (422, "pattern_unknown_token")


def test_what_is_not_there_cannot_be_exported(page: httpx.Client) -> None:
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")

    for path in ("/export/name", "/export/save", "/export/download"):
        assert page.post(path, data=wish(f"{painting},77")).status_code == 404
    assert page.get(f"/paintings/{painting}/export").status_code == 404
    assert page.post("/export", data={"ids": "77"}).status_code == 404


def test_a_browser_has_no_folders_to_ask_for(page: httpx.Client) -> None:
    ids = paint(page, count=2)

    answer = page.post("/export/save", data=wish(",".join(map(str, ids))))

    assert (answer.status_code, alert_code(answer.text)) == (503, "dialog_failed")
    assert page.post("/export/stop").status_code == 204
    assert page.post("/export/reveal").status_code == 404
