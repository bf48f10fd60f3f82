"""Where pictures are: in the library, not a pixel changed, in the trash, and what is said when they are not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from glob import escape
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from server.common.paths import Paths
from server.paintings.painting import OWN, State
from server.paintings.store import Store
from tests.html import alert_code, has_handle, states
from tests.jpegs import make_picture
from tests.originals import all_as_they_came, as_it_came
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse, send_picture
from tests.web.test_http_queue import wait_for


@pytest.fixture(scope="module")
def one_upstream() -> Iterator[Upstream]:
    with Upstream() as upstream:
        yield upstream


@pytest.fixture(scope="module")
def one_program(tmp_path_factory: pytest.TempPathFactory, one_upstream: Upstream) -> Iterator[Program]:
    """For all tests here that do not end it."""
    with Program(tmp_path_factory.mktemp("saving"), api_base=one_upstream.base_url) as program:
        yield program


@pytest.fixture
def one_page(one_program: Program) -> Iterator[httpx.Client]:
    with one_program.client() as page:
        yield page


def paint(page: httpx.Client, prompt: str = "a boat", *, count: int = 1) -> list[int]:
    """The ids of new paintings that are done."""
    answer = page.post("/generate", data={"prompt": prompt, "steps": "1", "count": str(count)})
    ids = list(states(answer.text))
    wait_for(page, dict.fromkeys(ids, State.DONE))
    return ids


def file_of(program: Program, page: httpx.Client, painting: int) -> Path:
    """The painting's file, by the name it has when downloaded."""
    named = page.get(f"/paintings/{painting}/download").headers["content-disposition"]
    name = unquote(named.partition("''")[2])
    [file] = program.library.glob(f"*/{escape(name)}")
    return file


def saved(program: Program) -> list[Path]:
    """All files of the library, hidden ones too; not what is kept beside the pictures."""
    return sorted(path for path in program.library.rglob("*") if path.is_file() and path.parent.name != OWN)


# -- saved before shown -------------------------------------------------------------------------------------------


def test_a_painting_is_a_file_with_the_very_picture_that_came(
    one_program: Program, one_page: httpx.Client, one_upstream: Upstream
) -> None:
    [painting] = paint(one_page)

    file = file_of(one_program, one_page, painting)
    assert as_it_came(file.read_bytes()) == one_upstream.pictures[-1]
    assert file.parent.parent == one_program.library
    assert file.parent.name.count("-") == 1
    assert file.name.startswith("a boat_")
    shown = one_page.get(f"/paintings/{painting}/picture")
    assert shown.content == file.read_bytes()
    assert shown.headers["content-type"] == "image/jpeg"
    assert "immutable" in shown.headers["cache-control"]


@pytest.mark.parametrize(
    ("kind", "extension", "mime"),
    [("JPEG", ".jpg", "image/jpeg"), ("PNG", ".png", "image/png"), ("WEBP", ".webp", "image/webp")],
)
def test_the_extension_comes_from_the_bytes(
    one_program: Program, one_page: httpx.Client, one_upstream: Upstream, kind: str, extension: str, mime: str
) -> None:
    data = make_picture(kind)
    one_upstream.next(send_picture(data))

    [painting] = paint(one_page)

    file = file_of(one_program, one_page, painting)
    assert (file.suffix, as_it_came(file.read_bytes())) == (extension, data)
    assert one_page.get(f"/paintings/{painting}/picture").headers["content-type"] == mime


def test_one_prompt_many_times_makes_as_many_files(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    paint(page, "CON", count=8)

    files = saved(program)
    assert all_as_they_came(file.read_bytes() for file in files) == sorted(upstream.pictures)
    assert all(file.name.startswith("_CON_") for file in files)


@pytest.mark.parametrize("prompt", ["../../../etc/passwd", "🎨", "一只猫：水墨\n画", '"; filename="x.exe', "a" * 2048])
def test_a_download_is_the_file_under_its_own_name(one_program: Program, one_page: httpx.Client, prompt: str) -> None:
    [painting] = paint(one_page, prompt)

    answer = one_page.get(f"/paintings/{painting}/download")

    disposition, _, name = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert disposition == "attachment"
    assert re.fullmatch(r"[A-Za-z0-9._%-]+", name)
    [file] = one_program.library.glob(f"*/{escape(unquote(name))}")
    assert answer.content == file.read_bytes()


# -- files and folders that have gone -----------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["picture", "thumbnail", "download"])
@pytest.mark.parametrize("content", [None, b"", b"no picture at all"])
def test_a_file_that_is_gone_or_something_else_is_named(
    one_program: Program, one_page: httpx.Client, what: str, content: bytes | None
) -> None:
    [painting] = paint(one_page)
    file = file_of(one_program, one_page, painting)
    file.unlink()
    if content is not None:
        file.write_bytes(content)

    answer = one_page.get(f"/paintings/{painting}/{what}")

    # "not_found" where the librarian has seen it first, and the painting is hidden.
    assert alert_code(answer.text) in ("picture_missing", "picture_damaged", "not_found")
    assert answer.status_code >= 400
    assert "a bug in the one_program" not in one_program.log
    # What is damaged stays to be seen; what is gone leaves as soon as that is noticed.
    left = states(one_page.get("/").text).get(painting)
    assert left is State.DONE or (left is None and content is None)


@pytest.mark.parametrize("what", ["thumbnail", "download"])
def test_a_painting_without_a_picture_has_none(one_page: httpx.Client, one_upstream: Upstream, what: str) -> None:
    one_upstream.next(refuse(3030, 400))
    [painting] = states(one_page.post("/generate", data={"prompt": "a boat"}).text)
    wait_for(one_page, {painting: State.FAILED})

    answer = one_page.get(f"/paintings/{painting}/{what}")

    assert (answer.status_code, alert_code(answer.text)) == (404, "not_found")


@pytest.mark.parametrize("action", ["copy", "reveal", "save-as"])
def test_what_the_desktop_cannot_do_is_named(one_program: Program, one_page: httpx.Client, action: str) -> None:
    [painting] = paint(one_page)

    answer = one_page.post(f"/paintings/{painting}/{action}")

    assert answer.status_code in (409, 503)
    assert has_handle(answer.text, "alert")


def test_save_writes_beside_what_is_where_one_was_saved_last(
    tmp_path: Path, program: Program, upstream: Upstream
) -> None:
    place = tmp_path / "my own place"
    place.mkdir()
    program.stop()
    store = Store(Paths.choose(str(program.data_dir)).database)
    store.change_setting("saved_in", str(place))
    store.close()
    program.start()
    with program.client() as page:
        [painting] = paint(page)
        said = [page.post(f"/paintings/{painting}/save").text for _ in range(2)]
        names = sorted(file.name for file in place.iterdir())
        assert names == [names[1].replace(".jpg", " (2).jpg"), names[1]]
        assert all(as_it_came(file.read_bytes()) == upstream.pictures[-1] for file in place.iterdir())
        assert all("my own place" in each for each in said)
        shutil.rmtree(place)
        assert page.post(f"/paintings/{painting}/save").status_code in (409, 503), "asks, which needs a window"


def test_the_library_may_be_deleted_while_the_program_runs(program: Program, page: httpx.Client) -> None:
    """It may as well be on a disk that was unplugged: nothing is written to where it was, and nothing is lost."""
    paint(page)
    shutil.rmtree(program.library)

    [painting] = paint(page)

    assert page.get(f"/paintings/{painting}/picture").status_code == 200
    assert not program.library.exists()
    assert len(list((program.data_dir / "rescued").iterdir())) == 1


def test_thumbnails_may_be_deleted_while_the_program_runs(one_program: Program, one_page: httpx.Client) -> None:
    [painting] = paint(one_page)
    first = one_page.get(f"/paintings/{painting}/thumbnail")
    shutil.rmtree(one_program.data_dir / "thumbnails")

    again = one_page.get(f"/paintings/{painting}/thumbnail")

    assert (first.status_code, first.headers["content-type"]) == (200, "image/jpeg")
    assert again.content == first.content


# -- using it again -----------------------------------------------------------------------------------------------


def test_the_form_takes_a_paintings_prompt_and_steps(page: httpx.Client) -> None:
    page.post("/generate", data={"prompt": "  first <b>&amp;  ", "steps": "7"})
    page.post("/generate", data={"prompt": "second", "steps": "2"})

    answer = page.get("/paintings/1/form")

    assert "first &lt;b&gt;&amp;amp;" in answer.text
    assert 'value="7"' in answer.text
    assert "first &lt;b&gt;" in page.get("/").text
