"""What bytes are is told from the bytes alone."""

from __future__ import annotations

import struct
import subprocess
import sys
import zlib

import pytest

from server.pictures.picture import JPEG, PNG, WEBP, NotAPicture, PictureKind, is_complete, read_picture
from tests.jpegs import make_jpeg, make_picture


@pytest.mark.parametrize(("name", "kind"), [("JPEG", JPEG), ("PNG", PNG), ("WEBP", WEBP)])
def test_kind_and_size_are_read(name: str, kind: PictureKind) -> None:
    data = make_picture(name, side=96)
    picture = read_picture(data)

    assert (picture.kind, picture.width, picture.height) == (kind, 96, 96)
    assert picture.data is data
    assert is_complete(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0" + b"\x00" * 50,
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 50,
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        b"RIFF\x10\x00\x00\x00WAVE" + b"\x00" * 50,
    ],
)
def test_what_is_no_picture(data: bytes) -> None:
    with pytest.raises(NotAPicture):
        read_picture(data)
    assert not is_complete(data)


def test_a_jpeg_is_incomplete_until_its_last_row() -> None:
    data = make_jpeg(60_000)

    assert is_complete(data)
    assert [is_complete(data[: len(data) * share // 100]) for share in (5, 50, 90, 99)] == [False] * 4


def test_a_png_is_incomplete_until_its_last_row() -> None:
    data = make_picture("PNG")

    assert [is_complete(data[: len(data) * share // 100]) for share in (50, 90, 99)] == [False] * 3


def test_a_small_file_that_claims_to_be_huge_is_not_believed() -> None:
    """Decoding it would take 10 GB."""
    bomb = _png(60_000, 60_000)

    with pytest.raises(NotAPicture):
        read_picture(bomb)
    assert not is_complete(bomb)


def test_a_large_picture_gives_no_warning() -> None:
    """Pillow warns of 90 megapixels and more; the limit is below, so that no warning is ever needed."""
    assert read_picture(_png(7_000, 7_000)).width == 7_000


def test_the_bytes_are_not_in_its_text() -> None:
    assert "xff" not in repr(read_picture(make_jpeg(20_000)))


def test_pillow_is_not_loaded_before_there_is_a_picture() -> None:
    code = (
        "import sys, server.pictures.picture, server.cloudflare.client\n"
        "print('PIL' in sys.modules, 'httpx' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


def _png(width: int, height: int) -> bytes:
    """One that holds next to nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
