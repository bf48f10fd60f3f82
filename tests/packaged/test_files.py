"""What the built program gives away, takes in and throws away: exports, backups, the trash."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import httpx
from PIL import Image

from server.pictures.metadata import read_metadata
from server.pictures.picture import read_picture
from tests.eventually import eventually
from tests.html import has_handle
from tests.originals import as_it_came
from tests.packaged.serving import serving
from tests.program import Program
from tests.upstream import Upstream
from tests.web.test_http_backup import fill, library, merge, pictures, write
from tests.web.test_http_deleting import trashed
from tests.web.test_http_export import download, name_of, wish
from tests.web.test_http_library import shown
from tests.web.test_http_saving import paint, saved
from tests.web.test_http_trash import in_trash

WAIT = 60.0
"""Seconds, of which undo takes ten."""


def test_a_picture_is_exported_in_every_format(page: httpx.Client) -> None:
    [painting] = paint(page, "晨雾 lake")

    for kind, extension in (("png", ".png"), ("jpeg", ".jpg"), ("webp", ".webp")):
        for told in ("on", ""):
            asked = wish(str(painting), format=kind, quality="60", pattern="{prompt} {size}", story=told)
            answer = download(page, asked)

            assert name_of(answer) == f"晨雾 lake 1024x1024{extension}"
            assert read_picture(answer.content).kind.extension == extension
            metadata = read_metadata(answer.content)
            assert (metadata.prompt if metadata else None) == ("晨雾 lake" if told else None)


def test_several_are_exported_as_a_zip(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    ids = paint(page, "晨雾 lake", count=2)

    asked = wish(",".join(map(str, ids)), pattern="{prompt}")
    archive = zipfile.ZipFile(io.BytesIO(download(page, asked).content))

    assert archive.testzip() is None
    assert archive.namelist() == ["晨雾 lake.jpg", "晨雾 lake (2).jpg"]
    given = [as_it_came(archive.read(name)) for name in archive.namelist()]
    assert sorted(given) == sorted(upstream.pictures)
    asked = wish(",".join(map(str, ids)), pattern="{prompt}", format="webp")
    archive = zipfile.ZipFile(io.BytesIO(download(page, asked).content))
    assert [Image.open(io.BytesIO(archive.read(name))).format for name in archive.namelist()] == ["WEBP", "WEBP"]


def test_a_backup_is_written_and_taken_in_by_a_fresh_program(
    tmp_path: Path, program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    fill(program, page)
    file = tmp_path / "备份.zip"
    assert "4 pictures" in write(page, file)

    with serving(tmp_path / "other", api_base=upstream.base_url) as other, other.client() as there:
        assert "4 new" in merge(there, file, settings="on")
        eventually(lambda: library(there) == library(page), what=lambda: f"{library(there)} {library(page)}")
        assert len(library(there)["albums"]) == 1
        assert pictures(other.library) == pictures(program.library)
        assert 'data-theme="dark"' in there.get("/settings").text
        assert "0 new" in merge(there, file)


def test_what_is_deleted_comes_back_or_goes_to_the_system_s_trash(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page, "a boat")
    [file] = saved(program)
    data = file.read_bytes()

    assert has_handle(page.delete(f"/paintings/{painting}").text, "undo")
    assert shown(page) == []
    assert page.post(f"/paintings/{painting}/undo").status_code == 204
    assert shown(page) == ["a boat"]

    page.delete(f"/paintings/{painting}")
    eventually(lambda: in_trash(page) == ["a boat"], what="it is in the program's own trash")
    page.post("/preferences", data={"trash_days": "0"}).raise_for_status()
    eventually(lambda: trashed(program) == [data], what="it is in the trash", seconds=WAIT)
    assert list(program.library.rglob("*.jpg")) == []
    [told] = (program.trash / "info").iterdir()
    assert file.name.partition(" ")[0] in told.read_text(encoding="utf-8")

    [thrown] = (program.trash / "files").iterdir()
    thrown.rename(file)
    eventually(lambda: shown(page) == ["a boat"], what="it is what it was, taken out of there by hand")
