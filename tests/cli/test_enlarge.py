"""`atelier enlarge`: files as they lie there, and pictures of the library by their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from desktop.cli.exit_codes import Exit
from server.pictures.metadata import embed, read_metadata
from tests.commands import Shell
from tests.jpegs import make_picture
from tests.pictures_on_disk import metadata
from tests.upstream import Upstream


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """64 × 64 pixels, with a story."""
    file = tmp_path / "a boat.jpg"
    file.write_bytes(embed(make_picture("JPEG"), metadata("a boat")))
    return file


def size(file: Path) -> tuple[int, int]:
    with Image.open(file) as image:
        return image.size


def test_a_larger_file_comes_beside_it(shell: Shell, file: Path, upstream: Upstream) -> None:
    before = file.read_bytes()
    done = shell.run("enlarge", str(file))

    larger = file.with_name("a boat-2x.jpg")
    assert (done.code, done.out) == (Exit.DONE, [str(larger)])
    assert (size(larger), file.read_bytes()) == ((128, 128), before)
    told, first = read_metadata(larger.read_bytes()), read_metadata(before)
    assert told is not None
    assert first is not None
    assert (told.prompt, told.parent_uid, told.model) == ("a boat", first.uid, "local/realesr-animevideov3-x2")
    assert (upstream.requests, shell.pictures) == ([], [])


def test_never_over_another_file(shell: Shell, file: Path) -> None:
    taken = file.with_name("a boat-2x.jpg")
    taken.write_bytes(b"mine")

    done = shell.run("enlarge", str(file))

    assert taken.read_bytes() == b"mine"
    assert done.out == [str(file.with_name("a boat-2x (2).jpg"))]


def test_several_go_where_they_are_wanted_and_one_that_is_none_stops_nothing(
    shell: Shell, file: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    done = shell.run(
        "enlarge", str(broken), str(file), "--scale", "4", "--kind", "photo", "--out", str(tmp_path / "large") + "/"
    )

    assert done.code == Exit.DISK
    assert [size(Path(line)) for line in done.out] == [(256, 256)]
    assert Path(done.out[0]).parent == tmp_path / "large"
    assert any(line.startswith("broken.png: ") for line in done.err)


def test_json_tells_all_of_it(shell: Shell, file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")

    document = shell.run("enlarge", str(file), str(broken), "--json").json

    first, second = document["pictures"]
    assert (first["source"], first["width"], first["height"], first["error"]) == (str(file), 128, 128, None)
    assert (second["file"], second["error"]["code"], document["exit_code"]) == (None, "picture_damaged", Exit.DISK)


def test_a_number_is_of_the_library_and_so_is_the_larger_one(shell: Shell) -> None:
    small = ("--model", "flux-2-klein-4b", "--size", "256x256")
    painted = shell.run("paint", "a boat", "--sample", *small, "--json").json["paintings"][0]

    done = shell.run("enlarge", str(painted["id"]), "--json")

    [larger] = done.json["paintings"]
    assert (done.code, larger["state"]) == (Exit.DONE, "done")
    assert size(Path(larger["file"])) == tuple(2 * side for side in size(Path(painted["file"])))
    assert len(shell.pictures) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["none.jpg"], "There is no such file: none.jpg"),
        (["1", "FILE"], "cannot go together"),
        (["FILE", "FILE", "--out", "-"], "--out - takes one picture"),
        (["FILE", "--scale", "3"], "3"),
    ],
)
def test_mistakes_are_named_and_nothing_is_begun(shell: Shell, file: Path, words: list[str], said: str) -> None:
    done = shell.run("enlarge", *(str(file) if word == "FILE" else word for word in words))

    assert done.code == Exit.USAGE
    assert any(said in line for line in done.err)
    assert list(file.parent.glob("*-2x*")) == []


def test_a_number_that_there_is_not_says_so(shell: Shell) -> None:
    done = shell.run("enlarge", "99")

    assert done.code != Exit.DONE
    assert done.err
