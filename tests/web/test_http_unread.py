"""What in the folder cannot be read is counted and named; what only has an odd name is a picture like all others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.library.index.unread import MOST_NAMED
from tests.eventually import eventually
from tests.html import parse
from tests.jpegs import make_picture
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.web.test_http_export import download, name_of, wish
from tests.web.test_http_library import shown

CHINESE = {"Accept-Language": "zh-CN"}


@pytest.fixture
def page(program: Program) -> Iterator[httpx.Client]:
    put(program.library, "good.jpg", metadata("a boat"))
    with program.client() as page:
        eventually(lambda: shown(page) == ["a boat"])
        yield page


def notice(page: httpx.Client, **headers: str) -> str:
    found = parse(page.get("/library", headers=headers).text).select_one('[data-testid="unread"]')
    return found.get_text(strip=True) if found else ""


def named(page: httpx.Client, **headers: str) -> dict[str, str]:
    """Why each file is not read, by its path."""
    dialog = parse(page.get("/library/unread", headers=headers).raise_for_status().text)
    files = dialog.select('[data-testid="unread-file"]')
    return {each.select("span")[0].get_text(): each.select("span")[1].get_text() for each in files}


def test_where_all_is_well_nothing_is_said(page: httpx.Client) -> None:
    assert notice(page) == ""


@pytest.mark.skipif(os.name != "posix", reason="pipes and links")
def test_each_is_named_with_its_reason(program: Program, page: httpx.Client) -> None:
    folder = program.library / "2026-11"
    put(folder, "beside.jpg", metadata("beside them"))
    (folder / "empty.png").touch()
    (folder / "text.png").write_text("no picture")
    (folder / "broken.jpg").write_bytes(make_picture("JPEG")[:100])
    os.mkfifo(folder / "pipe.png")
    (folder / "loop.png").symlink_to("loop.png")
    (folder / "nowhere.png").symlink_to("gone.png")

    eventually(lambda: notice(page) == "6 files could not be read")

    assert "beside them" in shown(page)
    assert named(page) == {
        "2026-11/broken.jpg": "No JPEG, PNG or WebP, or damaged",
        "2026-11/empty.png": "Empty: it may still be on its way, or its download broke off",
        "2026-11/loop.png": "A link that leads nowhere",
        "2026-11/nowhere.png": "A link that leads nowhere",
        "2026-11/pipe.png": "Not a file but a pipe, a device or a socket",
        "2026-11/text.png": "No JPEG, PNG or WebP, or damaged",
    }
    assert notice(page, **CHINESE) == "有 6 个文件无法读取"
    assert named(page, **CHINESE)["2026-11/pipe.png"] == "不是普通文件，而是管道、设备或套接字"


def test_what_was_mended_is_found_by_looking_again(program: Program, page: httpx.Client) -> None:
    file = program.library / "late.jpg"
    file.write_bytes(b"not yet")
    eventually(lambda: notice(page) == "1 file could not be read")
    before = file.stat()

    with file.open("r+b") as stream:  # as a disk would, unheard and with the time it had
        stream.write(b"still n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    page.post("/library/unread").raise_for_status()
    eventually(lambda: notice(page) == "1 file could not be read")
    put(program.library, "late.jpg", metadata("here at last"))
    page.post("/library/unread").raise_for_status()

    eventually(lambda: "here at last" in shown(page))
    eventually(lambda: notice(page) == "")


def test_they_are_named_after_the_next_start_too(program: Program, page: httpx.Client) -> None:
    (program.library / "text.png").write_text("no picture")
    eventually(lambda: notice(page) != "")
    page.close()
    program.stop()
    program.start()

    with program.client() as again:
        eventually(lambda: notice(again) == "1 file could not be read")
        assert list(named(again)) == ["text.png"]


def test_what_goes_away_is_no_longer_named(program: Program, page: httpx.Client) -> None:
    (program.library / "text.png").write_text("no picture")
    eventually(lambda: notice(page) != "")

    (program.library / "text.png").unlink()

    eventually(lambda: notice(page) == "")


def test_of_very_many_the_first_are_named(program: Program, page: httpx.Client) -> None:
    for number in range(MOST_NAMED + 7):
        (program.library / f"{number:04}.png").write_text("no picture")

    eventually(lambda: notice(page) == f"{MOST_NAMED + 7} files could not be read")

    assert len(named(page)) == MOST_NAMED
    assert "and 7 more files" in page.get("/library/unread").text


def strange(program: Program, name: bytes = b"caf\xe9 \xff.jpg", prompt: str = "a strange name") -> Path:
    """A picture whose name is no UTF-8."""
    file = Path(os.fsdecode(os.fsencode(program.library) + b"/" + name))
    put(file.parent, file.name, metadata(prompt))
    return file


@pytest.mark.skipif(sys.platform != "linux", reason="where names are any bytes")
class TestNamesThatAreNoText:
    def test_it_is_listed_shown_and_told_of(self, program: Program, page: httpx.Client) -> None:
        file = strange(program)
        eventually(lambda: "a strange name" in shown(page))
        [tile] = parse(page.get("/library/block?q=strange").text).select('[data-testid="painting"]')
        number = tile["data-id"]

        assert page.get(f"/paintings/{number}/picture").content == file.read_bytes()
        assert page.get(f"/paintings/{number}/thumbnail").status_code == 200
        assert "caf\ufffd \ufffd.jpg" in page.get(f"/library/details/{number}").text
        download = page.get(f"/paintings/{number}/download")
        assert download.content == file.read_bytes()
        assert "caf%EF%BF%BD" in download.headers["content-disposition"]
        assert notice(page) == ""

    def test_it_is_followed_where_it_goes(self, program: Program, page: httpx.Client) -> None:
        file = strange(program)
        eventually(lambda: "a strange name" in shown(page))
        [before] = parse(page.get("/library/block?q=strange").text).select('[data-testid="painting"]')

        folder = Path(os.fsdecode(os.fsencode(program.library) + b"/fold\xe9r"))
        folder.mkdir()
        file.rename(folder / os.fsdecode(b"n\xe4w.jpg"))

        def moved() -> bool:
            found = parse(page.get("/library/block?q=strange").text).select('[data-testid="painting"]')
            return [each["data-id"] for each in found] == [before["data-id"]] and "fold\ufffdr/n\ufffdw.jpg" in (
                page.get(f"/library/details/{before['data-id']}").text
            )

        eventually(moved)

    def test_it_is_exported(self, program: Program, page: httpx.Client) -> None:
        strange(program)
        eventually(lambda: "a strange name" in shown(page))
        [tile] = parse(page.get("/library/block?q=strange").text).select('[data-testid="painting"]')

        answer = download(page, wish(str(tile["data-id"]), format="png"))

        assert answer.content.startswith(b"\x89PNG")
        assert name_of(answer) == "caf\ufffd \ufffd.png"

    def test_it_is_deleted_and_back(self, program: Program, page: httpx.Client) -> None:
        file = strange(program)
        eventually(lambda: "a strange name" in shown(page))
        [tile] = parse(page.get("/library/block?q=strange").text).select('[data-testid="painting"]')

        page.delete(f"/paintings/{tile['data-id']}").raise_for_status()
        assert "a strange name" not in shown(page)
        page.post(f"/paintings/{tile['data-id']}/undo").raise_for_status()
        assert "a strange name" in shown(page)
        page.delete(f"/paintings/{tile['data-id']}").raise_for_status()
        page.close()
        program.stop()

        assert not file.exists()
