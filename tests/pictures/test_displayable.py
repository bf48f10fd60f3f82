"""One way to show a picture: upright, in everybody's colours, with what can be seen through it, and of 8 bits."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from server.library.export.convert import convert, plain_png
from server.library.inputs import Inputs, keep_masked
from server.library.painting_metadata import metadata_of
from server.library.thumbnails import Thumbnails
from server.paintings.input_names import names_in
from server.paintings.painting import Painting, State
from server.pictures.displayable import displayable_bytes
from server.pictures.export_options import ExportFormat, ExportOptions
from server.pictures.picture import PNG, WEBP, read_picture, sniff
from server.prompts.writer import small_jpeg
from tests.odd_pictures import of_16_bits, of_other_colours, png, saved, see_through, sideways

Colour = tuple[int, ...]
Shown = Callable[[Path, bytes], Image.Image]

ABOUT = metadata_of(
    Painting(id=1, uid="a" * 32, state=State.DONE, prompt="a boat", model="", steps=0, sample=False, created=1.0)
)


def as_thumbnail(folder: Path, data: bytes) -> Image.Image:
    file = folder / "picture"
    file.write_bytes(data)
    return opened(asyncio.run(Thumbnails(folder / "small").get(file)))


def as_reference(folder: Path, data: bytes) -> Image.Image:
    inputs = Inputs(folder / "inputs")
    return opened(inputs.read(inputs.put(data, 512)))


def as_described(_: Path, data: bytes) -> Image.Image:
    return opened(small_jpeg(data))


def as_square(folder: Path, data: bytes) -> Image.Image:
    """With a mask, whose half is to be painted anew."""
    inputs, side = Inputs(folder / "inputs"), 64
    mask = Image.new("L", (side, side))
    mask.paste(255, (0, 0, side, side // 2))
    square, _ = names_in(keep_masked(inputs, data, saved(mask, "PNG"), along=0.0, side=side))
    return opened(inputs.read(square))


def as_exported(form: ExportFormat) -> Shown:
    def export(_: Path, data: bytes) -> Image.Image:
        return opened(convert(read_picture(data), ABOUT, ExportOptions(form, quality=95))[0])

    export.__name__ = f"as_{form}"
    return export


def as_copied(_: Path, data: bytes) -> Image.Image:
    return opened(plain_png(read_picture(data)))


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        assert "icc_profile" not in image.info or sniff(data) == PNG
        image.load()
        return image


SMALL: list[Shown] = [as_thumbnail, as_reference, as_described]
ENCODED: list[Shown] = [as_exported(ExportFormat.JPEG), as_exported(ExportFormat.WEBP)]
ALL: list[Shown] = [*SMALL, *ENCODED]


def near(found: Colour, wanted: Colour) -> bool:
    """JPEG and WebP are not exact."""
    return all(abs(one - other) <= 16 for one, other in zip(found, wanted, strict=True))


def colour(image: Image.Image, x: float, y: float) -> Colour:
    """In shares of the width and height."""
    found = image.convert("RGB").getpixel((round(x * (image.width - 1)), round(y * (image.height - 1))))
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("show", [*ALL, as_exported(ExportFormat.PNG), as_copied])
def test_it_stands_upright(tmp_path: Path, show: Shown) -> None:
    """Blue, which was on the left, is on top."""
    image = show(tmp_path, sideways())

    assert image.width < image.height
    assert near(colour(image, 0.5, 0.1), (40, 40, 200))
    assert near(colour(image, 0.5, 0.9), (200, 40, 40))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("turn", range(1, 9))
def test_every_turn_in_every_format_is_taken_as_pillow_takes_it(kind: str, turn: int) -> None:
    from PIL import ImageOps

    data = sideways(kind, turn)
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")

    shown = displayable_bytes(data)

    assert (shown.size, shown.tobytes()) == (upright.size, upright.tobytes())
    picture = read_picture(data)
    assert (picture.width, picture.height) == upright.size


@pytest.mark.parametrize("show", [*ALL, as_square, as_exported(ExportFormat.PNG), as_copied])
def test_its_colours_are_those_of_its_profile(tmp_path: Path, show: Shown) -> None:
    assert near(colour(show(tmp_path, of_other_colours()), 0.5, 0.5), (40, 40, 200))


def test_a_profile_counts_where_something_is_to_be_seen_through() -> None:
    shown = displayable_bytes(of_other_colours("PNG", "RGBA"))

    found = shown.getpixel((5, 5))
    assert isinstance(found, tuple)
    assert near(found, (40, 40, 200, 128))


@pytest.mark.parametrize("profile", [b"no profile", b"\x00" * 600])
def test_a_broken_profile_is_as_none(profile: bytes) -> None:
    data = saved(Image.new("RGB", (40, 40), (200, 40, 40)), "PNG", icc_profile=profile)

    assert displayable_bytes(data).getpixel((5, 5)) == (200, 40, 40)


@pytest.mark.parametrize("show", [*ALL, as_square])
def test_16_bits_are_grey_and_not_white(tmp_path: Path, show: Shown) -> None:
    image = show(tmp_path, of_16_bits())

    right = (image.height if show is as_square else image.width) / image.width
    left, middle, end = (colour(image, x * right, 0.5)[0] for x in (0.02, 0.5, 0.98))
    assert left < 20
    assert (50 if show is as_square else 110) < middle < 150
    assert show is as_square or end > 235


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_can_be_seen_through_stays_so_where_that_is_shown(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "picture"
    file.write_bytes(see_through(kind))

    small = asyncio.run(Thumbnails(tmp_path / "small").get(file))

    assert sniff(small) == WEBP
    seen = set(opened(small).getchannel("A").tobytes())
    assert 0 < min(seen) < max(seen) < 64, "quiet squares, through which the ground is seen"


@pytest.mark.parametrize("show", [as_reference, as_described, as_square, as_exported(ExportFormat.JPEG)])
def test_and_is_white_where_it_cannot(tmp_path: Path, show: Shown) -> None:
    assert near(colour(show(tmp_path, see_through()), 0.5, 0.5), (255, 255, 255))


def test_transparency_of_a_palette_and_of_single_colours_counts() -> None:
    image = Image.new("P", (600, 600), 1)
    image.putpalette([0, 0, 0, 250, 10, 10])
    of_palette = saved(image, "PNG", transparency=1)
    of_colour = saved(Image.new("RGB", (600, 600), (1, 2, 3)), "PNG", transparency=(1, 2, 3))

    for data in (of_palette, of_colour):
        for side in (None, 40):
            shown = displayable_bytes(data, side=side)
            assert shown.mode == "RGBA"
            assert shown.getchannel("A").getextrema() == (0, 0)


def test_an_opaque_picture_with_room_for_transparency_is_a_jpeg(tmp_path: Path) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(saved(Image.new("RGBA", (40, 40), (9, 9, 9, 255)), "PNG"))

    assert asyncio.run(Thumbnails(tmp_path / "small").get(file)).startswith(b"\xff\xd8")


@pytest.mark.parametrize("size", [(3000, 1), (1, 3000), (2999, 1777), (801, 4001)])
def test_strips_leave_no_seam_and_lose_no_row(size: tuple[int, int]) -> None:
    """One that becomes lighter from top to bottom does so when it is small."""
    gradient = Image.linear_gradient("L").resize(size)

    shown = displayable_bytes(saved(gradient, "PNG"), side=100)

    expected = gradient.copy()
    expected.thumbnail((100, 100), Image.Resampling.LANCZOS)
    assert shown.size == expected.size
    levels = [level for level, _ in zip(shown.tobytes()[:: shown.width], range(shown.height), strict=True)]
    assert levels == sorted(levels)
    assert max(abs(one - other) for one, other in zip(shown.tobytes(), expected.tobytes(), strict=True)) <= 4


def test_thumbnails_of_an_earlier_way_are_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(png(40, 40))
    thumbnails = Thumbnails(tmp_path / "small")
    monkeypatch.setattr("server.library.thumbnails.VERSION", 1)
    old = thumbnails.path(file)
    asyncio.run(thumbnails.get(file))
    old.write_bytes(b"made as it was then")
    monkeypatch.undo()

    assert asyncio.run(thumbnails.get(file)).startswith(b"\xff\xd8")
