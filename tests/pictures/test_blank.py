"""Pictures of a single colour are told from those with anything in them, and mostly without decoding."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw

from server.pictures.blank import is_blank, may_be_blank
from server.pictures.picture import read_picture
from tests.jpegs import make_blank, make_jpeg, make_picture


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("side", [64, 512, 1024, 2048])
@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (13, 200, 77)])
def test_a_single_colour_is_empty(kind: str, side: int, colour: tuple[int, int, int]) -> None:
    assert is_blank(read_picture(make_blank(kind, side=side, colour=colour)))


def test_so_is_a_black_webp() -> None:
    assert is_blank(read_picture(make_blank("WEBP")))


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1"])
def test_in_whatever_mode_a_png_is(mode: str) -> None:
    encoded = io.BytesIO()
    Image.new("RGB", (512, 512)).convert(mode).save(encoded, "PNG")

    assert is_blank(read_picture(encoded.getvalue()))


def test_a_progressive_jpeg_too() -> None:
    encoded = io.BytesIO()
    Image.new("RGB", (1024, 768), (30, 30, 30)).save(encoded, "JPEG", progressive=True, quality=95)

    assert is_blank(read_picture(encoded.getvalue()))


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_moon_in_the_night_is_a_picture(kind: str) -> None:
    image = Image.new("RGB", (1024, 1024))
    ImageDraw.Draw(image).ellipse((700, 120, 716, 136), fill=(240, 240, 220))
    encoded = io.BytesIO()
    image.save(encoded, kind)
    picture = read_picture(encoded.getvalue())

    assert may_be_blank(picture), "few enough bytes, so that it is looked at"
    assert not is_blank(picture)


def test_what_is_painted_is_not_even_decoded() -> None:
    for data in (make_jpeg(300_000), make_picture("PNG", side=256)):
        assert not may_be_blank(read_picture(data))
        assert not is_blank(read_picture(data))


def test_what_cannot_be_decoded_is_not_called_empty() -> None:
    picture = read_picture(make_blank("PNG"))
    broken = type(picture)(picture.data[:200], picture.kind, picture.width, picture.height)

    assert not is_blank(broken)
