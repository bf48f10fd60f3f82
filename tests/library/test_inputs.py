"""Pictures given to a model are made to fit, and never lost while somebody needs them."""

from __future__ import annotations

import contextlib
import io
import os
import time
from pathlib import Path

import pytest
from PIL import Image

from server.library.inputs import InputGone, Inputs
from server.paintings.input_names import names_in
from server.paintings.store import Store
from server.pictures.picture import NotAPicture
from tests.eventually import eventually
from tests.jpegs import make_picture
from tests.program import Program


def opened(inputs: Inputs, name: str) -> Image.Image:
    return Image.open(io.BytesIO(inputs.read(name)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("size", "fitted"), [((1024, 512), (496, 248)), ((300, 900), (165, 496)), ((64, 64), (64, 64))]
)
def test_a_picture_is_made_to_fit(tmp_path: Path, kind: str, size: tuple[int, int], fitted: tuple[int, int]) -> None:
    inputs = Inputs(tmp_path / "inputs")
    name = inputs.put(make_picture(kind, side=size[0], height=size[1]), 496)

    assert opened(inputs, name).size == fitted
    assert inputs.has([name])


def test_a_photograph_taken_sideways_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = io.BytesIO()
    Image.new("RGB", (400, 200), "teal").save(sideways, "JPEG", exif=exif)
    inputs = Inputs(tmp_path)

    assert opened(inputs, inputs.put(sideways.getvalue(), 496)).size == (200, 400)


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(clear, "PNG")
    inputs = Inputs(tmp_path)

    assert opened(inputs, inputs.put(clear.getvalue(), 496)).getpixel((20, 20)) == (255, 255, 255)


def test_the_same_picture_is_kept_once(tmp_path: Path) -> None:
    inputs, picture = Inputs(tmp_path), make_picture("PNG")

    assert inputs.put(picture, 496) == inputs.put(picture, 496)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"no picture", make_picture("PNG")[:200], make_picture("JPEG")[:60]])
def test_what_is_no_picture(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(NotAPicture):
        Inputs(tmp_path).put(data, 496)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a.jpg", "0" * 24 + ".exe", "0" * 24 + ".jpg"])
def test_a_name_that_is_none_of_ours(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputGone):
        Inputs(tmp_path).read(name)
    assert not Inputs(tmp_path).has([name])


def test_old_ones_that_nobody_needs_are_removed(tmp_path: Path) -> None:
    inputs = Inputs(tmp_path)
    needed, old, new = (inputs.put(make_picture("PNG", side=side), 496) for side in (20, 30, 40))
    for name in (needed, old):
        os.utime(tmp_path / name, (time.time() - 100_000,) * 2)
    inputs.sweep({needed})

    assert {file.name for file in tmp_path.iterdir()} == {needed, new}


def test_lists_of_names() -> None:
    assert names_in("") == ()
    assert names_in("a,b") == ("a", "b")


def test_a_start_clears_up(tmp_path: Path) -> None:
    data = tmp_path / "data"
    inputs = Inputs(data / "inputs")
    old, in_form, new = (inputs.put(make_picture("PNG", side=side), 496) for side in (20, 30, 40))
    for name in (old, in_form):
        os.utime(inputs.path(name), (time.time() - 100_000,) * 2)
    with contextlib.closing(Store(data / "atelier.sqlite3")) as store:
        store.change_setting("references", in_form)
    with Program(tmp_path, api_base="http://127.0.0.1:9/client/v4"):
        eventually(lambda: not inputs.path(old).exists())
    assert inputs.has([in_form, new])
