"""Where pictures are: in the library byte for byte, in the trash, and what is said when they are not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from server.paintings import State
from tests.behaviours import send_picture
from tests.eventually import eventually
from tests.html import alert_code, has_handle, states
from tests.jpegs import make_picture
from tests.program import Program
from tests.test_http_queue import wait_for
from tests.upstream import Upstream


@pytest.fixture
def page(program: Program) -> Iterator[httpx.Client]:
    with program.client() as page:
        yield page


def paint(page: httpx.Client, prompt: str = "a boat", *, count: int = 1) -> list[int]:
    """The ids of new paintings that are done."""
    answer = page.post("/generate", data={"prompt": prompt, "steps": "1", "count": str(count)})
    ids = list(states(answer.text))
    wait_for(page, dict.fromkeys(ids, State.DONE))
    return ids


def saved(program: Program) -> list[Path]:
    """All files of the library, hidden ones too."""
    return sorted(path for path in program.library.rglob("*") if path.is_file())


# -- saved before shown -------------------------------------------------------------------------------------------


def test_a_painting_is_a_file_with_the_very_bytes_that_came(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    [painting] = paint(page)

    [file] = saved(program)
    assert file.read_bytes() == upstream.pictures[-1]
    assert file.parent.parent == program.library
    assert file.parent.name.count("-") == 1
    assert file.name.startswith("a boat_")
    shown = page.get(f"/paintings/{painting}/picture")
    assert shown.content == upstream.pictures[-1]
    assert shown.headers["content-type"] == "image/jpeg"
    assert "immutable" in shown.headers["cache-control"]


@pytest.mark.parametrize(
    ("kind", "extension", "mime"),
    [("JPEG", ".jpg", "image/jpeg"), ("PNG", ".png", "image/png"), ("WEBP", ".webp", "image/webp")],
)
def test_the_extension_comes_from_the_bytes(
    program: Program, page: httpx.Client, upstream: Upstream, kind: str, extension: str, mime: str
) -> None:
    data = make_picture(kind)
    upstream.next(send_picture(data))

    [painting] = paint(page)

    [file] = saved(program)
    assert (file.suffix, file.read_bytes()) == (extension, data)
    assert page.get(f"/paintings/{painting}/picture").headers["content-type"] == mime


def test_one_prompt_many_times_makes_as_many_files(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    paint(page, "CON", count=8)

    files = saved(program)
    assert sorted(file.read_bytes() for file in files) == sorted(upstream.pictures)
    assert all(file.name.startswith("_CON_") for file in files)


@pytest.mark.parametrize("prompt", ["../../../etc/passwd", "🎨", "一只猫：水墨\n画", '"; filename="x.exe', "a" * 2048])
def test_a_download_is_the_file_under_its_own_name(program: Program, page: httpx.Client, prompt: str) -> None:
    [painting] = paint(page, prompt)

    answer = page.get(f"/paintings/{painting}/download")

    [file] = saved(program)
    assert answer.content == file.read_bytes()
    disposition, _, name = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert disposition == "attachment"
    assert unquote(name) == file.name


# -- files and folders that have gone -----------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["picture", "thumbnail", "download"])
@pytest.mark.parametrize("content", [None, b"", b"no picture at all"])
def test_a_file_that_is_gone_or_something_else_is_named(
    program: Program, page: httpx.Client, what: str, content: bytes | None
) -> None:
    [painting] = paint(page)
    [file] = saved(program)
    file.unlink()
    if content is not None:
        file.write_bytes(content)

    answer = page.get(f"/paintings/{painting}/{what}")

    assert alert_code(answer.text) in ("picture_missing", "picture_damaged")
    assert answer.status_code >= 400
    assert "a bug in the program" not in program.log
    assert states(page.get("/").text) == {painting: State.DONE}


@pytest.mark.parametrize("action", ["copy", "reveal", "save-as"])
def test_what_the_desktop_cannot_do_is_named(program: Program, page: httpx.Client, action: str) -> None:
    [painting] = paint(page)

    answer = page.post(f"/paintings/{painting}/{action}")

    assert answer.status_code in (409, 503)
    assert has_handle(answer.text, "alert")


def test_the_library_may_be_deleted_while_the_program_runs(program: Program, page: httpx.Client) -> None:
    paint(page)
    shutil.rmtree(program.library)

    [painting] = paint(page)

    assert page.get(f"/paintings/{painting}/picture").status_code == 200
    assert len(saved(program)) == 1


def test_thumbnails_may_be_deleted_while_the_program_runs(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page)
    first = page.get(f"/paintings/{painting}/thumbnail")
    shutil.rmtree(program.data_dir / "thumbnails")

    again = page.get(f"/paintings/{painting}/thumbnail")

    assert (first.status_code, first.headers["content-type"]) == (200, "image/jpeg")
    assert again.content == first.content


# -- deleting -----------------------------------------------------------------------------------------------------


def trashed(program: Program) -> list[bytes]:
    return [path.read_bytes() for path in (program.trash / "files").glob("*")]


def test_a_deleted_one_is_gone_from_the_page_and_back_after_undo(program: Program, page: httpx.Client) -> None:
    first, second = paint(page, count=2)

    answer = page.delete(f"/paintings/{first}")
    assert has_handle(answer.text, "undo")
    assert list(states(page.get("/").text)) == [second]
    assert page.get(f"/paintings/{first}/picture").status_code == 404
    assert len(saved(program)) == 2

    assert page.post(f"/paintings/{first}/undo").status_code == 204
    assert states(page.get("/").text) == {second: State.DONE, first: State.DONE}
    assert page.get(f"/paintings/{first}/picture").status_code == 200


def test_the_programs_end_puts_deleted_pictures_into_the_trash(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    first, second = paint(page, count=2)
    kept = page.get(f"/paintings/{second}/picture").content
    page.delete(f"/paintings/{first}")

    assert program.stop() == 0

    assert [file.read_bytes() for file in saved(program)] == [kept]
    assert trashed(program) == [data for data in upstream.pictures if data != kept]


def test_what_a_crash_left_deleted_goes_to_the_trash_at_the_next_start(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")
    program.kill()
    assert len(saved(program)) == 1

    program.start()

    eventually(lambda: len(trashed(program)) == 1)
    assert saved(program) == []
    with program.client() as again:
        assert states(again.get("/").text) == {}


def test_undo_without_a_deletion_is_too_late(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page)
    assert page.post(f"/paintings/{painting}/undo").status_code == 404

    page.delete(f"/paintings/{painting}")
    assert page.post(f"/paintings/{painting}/undo").status_code == 204
    assert page.post(f"/paintings/{painting}/undo").status_code == 404


def test_deleting_twice_is_deleting_what_is_not_there(page: httpx.Client) -> None:
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")

    assert page.delete(f"/paintings/{painting}").status_code == 404


def test_a_trash_that_refuses_gives_the_painting_back(program: Program, page: httpx.Client) -> None:
    program.trash.parent.mkdir(parents=True)
    program.trash.write_bytes(b"a file where a folder should be")
    [painting] = paint(page)
    page.delete(f"/paintings/{painting}")
    program.stop()

    program.start()

    with program.client() as again:
        html = again.get("/").text
    assert states(html) == {painting: State.DONE}
    assert "could not be moved to the trash" in html
    assert len(saved(program)) == 1


# -- using it again -----------------------------------------------------------------------------------------------


def test_the_form_takes_a_paintings_prompt_and_steps(page: httpx.Client) -> None:
    page.post("/generate", data={"prompt": "  first <b>&amp;  ", "steps": "7"})
    page.post("/generate", data={"prompt": "second", "steps": "2"})

    answer = page.get("/paintings/1/form")

    assert "first &lt;b&gt;&amp;amp;" in answer.text
    assert 'value="7"' in answer.text
    assert "first &lt;b&gt;" in page.get("/").text
