"""Small pictures: made once, made again when their folder is gone, and named errors for what is no picture."""

from __future__ import annotations

import asyncio
import io
import shutil
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from server.common.errors import StorageError
from server.library.thumbnails import SIDE, Thumbnails
from tests.disks import small_disk
from tests.jpegs import make_jpeg, make_picture


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "a boat.jpg"
    file.write_bytes(make_jpeg(60_000, side=1024))
    return file


def get(thumbnails: Thumbnails, picture: Path) -> bytes:
    return asyncio.run(thumbnails.get(picture))


def test_a_thumbnail_is_a_small_jpeg(tmp_path: Path, picture: Path) -> None:
    with Image.open(io.BytesIO(get(Thumbnails(tmp_path / "small"), picture))) as image:
        assert (image.format, image.size) == ("JPEG", (SIDE, SIDE))


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_any_kind_of_picture_has_one(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "picture.bin"
    file.write_bytes(make_picture(kind))

    with Image.open(io.BytesIO(get(Thumbnails(tmp_path / "small"), file))) as image:
        assert image.format == "JPEG"


def test_it_is_made_once(tmp_path: Path, picture: Path) -> None:
    thumbnails = Thumbnails(tmp_path / "small")
    get(thumbnails, picture)
    thumbnails.path(picture).write_bytes(b"as it was made")

    assert get(thumbnails, picture) == b"as it was made"


def test_another_picture_under_the_same_name_has_its_own(tmp_path: Path, picture: Path) -> None:
    thumbnails = Thumbnails(tmp_path / "small")
    first = get(thumbnails, picture)
    picture.write_bytes(make_picture("PNG"))
    other = tmp_path / "elsewhere" / picture.name
    other.parent.mkdir()
    other.write_bytes(make_jpeg(60_000, side=640))

    assert len({first, get(thumbnails, picture), get(thumbnails, other)}) == 3


def test_it_is_made_again_when_the_folder_is_gone(tmp_path: Path, picture: Path) -> None:
    thumbnails = Thumbnails(tmp_path / "small")
    first = get(thumbnails, picture)
    shutil.rmtree(tmp_path / "small")

    assert get(thumbnails, picture) == first
    assert thumbnails.path(picture).exists()


def test_its_file_does_not_tell_the_prompt(tmp_path: Path, picture: Path) -> None:
    assert "boat" not in Thumbnails(tmp_path / "small").path(picture).name


def test_a_full_disk_costs_the_cache_alone(tmp_path: Path, picture: Path) -> None:
    with small_disk(tmp_path / "small") as disk:
        disk.fill()

        assert get(Thumbnails(disk.folder / "thumbnails"), picture)


def test_many_at_once_leave_no_remains(tmp_path: Path, picture: Path) -> None:
    thumbnails = Thumbnails(tmp_path / "small")

    async def many() -> set[bytes]:
        return set(await asyncio.gather(*[thumbnails.get(picture) for _ in range(12)]))

    assert len(asyncio.run(many())) == 1
    assert [file for file in (tmp_path / "small").rglob("*") if file.is_file()] == [thumbnails.path(picture)]


def claiming(width: int, height: int) -> bytes:
    """The start of a PNG that would need a lot of memory."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


JPEG = make_picture("JPEG")
PNG = make_picture("PNG")
NO_PICTURES = [
    b"",
    b"not a picture",
    JPEG[: len(JPEG) // 2],
    PNG[:40],
    PNG[:20] + bytes(200),
    None,
]


@pytest.mark.parametrize("data", NO_PICTURES)
def test_what_is_no_picture_is_named(tmp_path: Path, data: bytes | None) -> None:
    file = tmp_path / "a boat.jpg"
    if data is not None:
        file.write_bytes(data)

    with pytest.raises(StorageError) as caught:
        get(Thumbnails(tmp_path / "small"), file)

    assert caught.value.code == "picture_damaged"
    assert "boat" not in str(caught.value)


def test_what_is_too_large_is_not_called_damaged(tmp_path: Path) -> None:
    file = tmp_path / "a boat.png"
    file.write_bytes(claiming(30_000, 30_000))

    with pytest.raises(StorageError) as caught:
        get(Thumbnails(tmp_path / "small"), file)

    assert caught.value.code == "picture_beyond_limits"
