"""What a file may cost: what is no picture in it is stepped over, and what would take too much is refused by name."""

from __future__ import annotations

import asyncio
import io
import os
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from server.common.errors import StorageError
from server.common.paths import ROOT
from server.library.folder import MOST_BYTES, Library
from server.library.index.walk import Found, InspectedFile, look_into
from server.library.thumbnails import Thumbnails
from server.pictures.decoding import MOST_MEMORY, memory_for
from server.pictures.displayable import displayable_bytes
from server.pictures.kinds import MOST_PIXELS, NotAPicture, TooCostly, TooLarge
from server.pictures.parts import read_parts
from server.pictures.picture import measure, read_picture
from tests.odd_pictures import chunk, png, saved

MEGABYTES_ALLOWED = 300

PACKED_TEXT = chunk(b"zTXt", b"k\x00\x00" + zlib.compress(bytes(8_000_000), 9))
PACKED_PROFILE = chunk(b"iCCP", b"k\x00\x00" + zlib.compress(bytes(50_000_000), 9))


def jpeg(**options: object) -> bytes:
    return saved(Image.linear_gradient("L").resize((64, 64)).convert("RGB"), "JPEG", **options)


def webp_of_a_canvas(side: int) -> bytes:
    canvas = bytes((0x10, 0, 0, 0)) + (side - 1).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + saved(Image.new("RGB", (8, 8)), "WEBP")[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def with_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    data = saved(Image.new("RGB", (4096, 4096)), "JPEG", progressive=True)
    last = data[data.rindex(b"\xff\xda") : -2]
    return data[:-2] + last * count + data[-2:]


@pytest.mark.parametrize("extra", [PACKED_TEXT * 40, PACKED_PROFILE])
def test_packed_texts_are_not_unpacked(tmp_path: Path, extra: bytes) -> None:
    file = tmp_path / "x.png"
    plain = png(64, 64)
    end = plain.index(b"IEND") - 4
    for data in (png(64, 64, before=extra), plain[:end] + extra + plain[end:]):
        file.write_bytes(data)

        assert displayable_bytes(data).size == (64, 64)
        assert measure(file)[1:] == (64, 64)
        assert asyncio.run(Thumbnails(tmp_path / "small").get(file))


def test_pixels_in_many_pieces_are_a_picture() -> None:
    data = png(64, 64)
    at = data.index(b"IDAT") - 4
    size = int.from_bytes(data[at : at + 4], "big")
    body = data[at + 8 : at + 8 + size]
    pieces = b"".join(chunk(b"IDAT", body[i : i + 1]) for i in range(size))

    shown = displayable_bytes(data[:at] + pieces + data[at + 12 + size :])

    assert shown.tobytes() == displayable_bytes(data).tobytes()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (png(8, 8)[:33] + chunk(b"IDAT", b"") * 50_000 + png(8, 8)[33:], "too many pieces"),
        (jpeg()[:2] + b"\xff\xfe\x00\x02" * 50_000 + jpeg()[2:], "too many segments"),
        (jpeg()[:2] + b"\xff" * 2_000_000 + jpeg()[2:], "no picture in it"),
        (jpeg()[:2] + b"\xff\x00" * 1_000_000 + jpeg()[2:], "no picture in it"),
    ],
)
def test_what_never_comes_to_the_point_is_given_up(data: bytes, why: str) -> None:
    with pytest.raises(NotAPicture, match=why):
        read_picture(data)


def test_some_filling_is_no_harm() -> None:
    data = jpeg()

    for filling in (b"\xff" * 70_000, b"\xff\x00 rubbish", b""):
        assert displayable_bytes(data[:2] + filling + data[2:]).tobytes() == displayable_bytes(data).tobytes()


def test_of_a_sparse_file_only_the_head_is_read(tmp_path: Path) -> None:
    file = tmp_path / "x.png"
    file.write_bytes(png(64, 64))
    os.truncate(file, 1_500_000_000)
    found = Found("x.png", 1_500_000_000, 1)

    seen = look_into(tmp_path, found)

    assert isinstance(seen, InspectedFile)
    assert (seen.width, seen.height) == (64, 64)
    assert asyncio.run(Thumbnails(tmp_path / "small").get(file))
    with pytest.raises(StorageError) as caught:
        Library(folder=tmp_path, rescued=tmp_path / "rescued").read("x.png")
    assert caught.value.code == "picture_beyond_limits"
    assert file.stat().st_size > MOST_BYTES


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: png(13_300, 13_300, pixels=b""), TooLarge),
        (lambda: webp_of_a_canvas(16_383), TooLarge),
        (lambda: webp_of_a_canvas(4300), TooCostly),
        (lambda: png(8192, 8192, colour=6, pixels=b""), TooCostly),
        (lambda: with_scans(200), TooLarge),
    ],
    ids=["pixels", "canvas", "a decoder's copies", "transparency", "scans"],
)
def test_what_would_take_too_much_is_refused(make: Callable[[], bytes], error: type[TooLarge]) -> None:
    data = make()

    with pytest.raises(error) as caught:
        displayable_bytes(data, side=400)

    assert type(caught.value) is error
    assert caught.value.code == "picture_beyond_limits"


def test_the_limits_are_the_same_for_looking_and_taking() -> None:
    for side, taken in ((8192, True), (8193, False)):
        head = png(side, side, pixels=b"")
        if taken:
            assert read_picture(head).width == side
        else:
            with pytest.raises(TooLarge):
                read_picture(head)


def test_a_picture_of_most_pixels_fits_as_it_is_and_small() -> None:
    parts = read_parts(io.BytesIO(png(8192, 8192, pixels=b"")))

    assert parts.width * parts.height == MOST_PIXELS
    assert memory_for(parts) <= MOST_MEMORY
    assert memory_for(parts, 400) <= MOST_MEMORY


def test_what_only_a_browser_can_decode_cheaply_is_its_own_thumbnail(tmp_path: Path) -> None:
    file = tmp_path / "x.webp"
    file.write_bytes(webp_of_a_canvas(4300))

    assert asyncio.run(Thumbnails(tmp_path / "small").get(file)) == file.read_bytes()


@pytest.mark.skipif(sys.platform != "linux", reason="Linux tells it")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("side", "colour"), [(13_300, 2), (8192, 2), (7000, 6)], ids=["far too large", "just not too large", "transparent"]
)
def test_no_thumbnail_takes_more_memory_than_a_picture_may(tmp_path: Path, side: int, colour: int) -> None:
    """Several at once, in a process of their own, by the two threads that make them."""
    data = png(side, side, colour=colour)
    for number in range(2):
        (tmp_path / f"{number}.png").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", SEVERAL, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )

    most, names = done.stdout.split(maxsplit=1)
    assert int(most) / 1024 < MEGABYTES_ALLOWED + BASE, names


BASE = 40
"""Megabytes of an interpreter with what it needs for this."""

SEVERAL = """
import asyncio, pathlib, re, sys
from desktop.memory import settle_memory
from server.common.errors import StorageError
from server.library.thumbnails import Thumbnails

settle_memory()
folder = pathlib.Path(sys.argv[1])
thumbnails = Thumbnails(folder / "small")

async def get(file):
    try:
        return len(await thumbnails.get(file)) > 0
    except StorageError as error:
        return error.code

async def main():
    return await asyncio.gather(*[get(file) for file in sorted(folder.glob("*.png"))])

found = asyncio.run(main())
most = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())  # ru_maxrss has the parent's too
print(most[1], found)
"""
