"""Handing paintings out: what is in the files, what they are called, and that none is ever written over."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageStat

from server.common.errors import NotFound, StorageError
from server.library.export import Exporter, ExportFormat, ExportOptions, ExportReport
from server.library.export.convert import convert, plain_png
from server.library.folder import part_of, write_new
from server.library.painting_metadata import metadata_of
from server.paintings.painting import Painting, State
from server.pictures.metadata import embed, read_metadata, strip
from server.pictures.picture import JPEG, PNG, WEBP, Picture, read_picture
from tests.disks import Disk, small_disk
from tests.jpegs import make_jpeg, make_picture
from tests.odd_pictures import RED, red_and_blue_swapped, saved
from tests.pictures.test_metadata import STORY, drawn, pixels

PAINTING = Painting(
    id=1,
    uid="a" * 32,
    state=State.DONE,
    prompt="晨雾 lake",
    model="@cf/black-forest-labs/flux-1-schnell",
    steps=4,
    sample=False,
    created=1_795_385_710.0,
    file="2026-11/晨雾 lake_20261122-213510_a1b2c3d4.jpg",
)
KINDS = ("JPEG", "PNG", "WEBP")


def made(data: bytes, options: ExportOptions) -> Picture:
    """What comes out, looked at anew."""
    converted, kind = convert(read_picture(data), metadata_of(PAINTING), options)
    found = read_picture(converted)
    assert found.kind == kind
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_clipboard_gets_the_pixels_as_png_and_nothing_else(kind: str) -> None:
    data = embed(make_picture(kind), STORY)

    png = plain_png(read_picture(data))

    assert read_picture(png).kind == PNG
    assert pixels(png) == pixels(data)
    assert read_metadata(png) is None


def test_a_broken_picture_is_not_copied() -> None:
    with pytest.raises(StorageError, match="picture_damaged"):
        plain_png(Picture(b"RIFF....WEBP", WEBP, 8, 8))


@pytest.mark.parametrize("kind", KINDS)
def test_the_original_is_given_as_it_is(kind: str) -> None:
    told = embed(make_picture(kind), STORY)

    assert made(told, ExportOptions()).data == told


@pytest.mark.parametrize("kind", KINDS)
def test_an_original_without_metadata_gets_it(kind: str) -> None:
    data = make_picture(kind)

    given = made(data, ExportOptions())

    assert read_metadata(given.data) == metadata_of(PAINTING)
    assert pixels(given.data) == pixels(data)


@pytest.mark.parametrize("form", list(ExportFormat))
@pytest.mark.parametrize("kind", KINDS)
def test_with_its_metadata_or_without_a_word(kind: str, form: ExportFormat) -> None:
    told = embed(drawn(kind, exif=_camera()), STORY)

    with_story, without = (made(told, ExportOptions(form, with_story=with_story)) for with_story in (True, False))

    assert read_metadata(with_story.data) == STORY
    assert read_metadata(without.data) is None
    assert strip(without.data) == without.data
    for word in (b"Camera", b"Atelier", "小船".encode(), "小船".encode("utf-16-be")):
        assert word not in without.data
    assert pixels(with_story.data) == pixels(without.data)


def _camera() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    return exif


@pytest.mark.parametrize("kind", KINDS)
def test_png_keeps_every_pixel(kind: str) -> None:
    data = make_picture(kind)

    assert pixels(made(data, ExportOptions(ExportFormat.PNG)).data) == pixels(data)


@pytest.mark.parametrize("form", [ExportFormat.JPEG, ExportFormat.WEBP])
def test_less_quality_makes_smaller_files(form: ExportFormat) -> None:
    data = make_picture("PNG", side=256)

    sizes = [len(made(data, ExportOptions(form, quality=quality)).data) for quality in (100, 80, 20)]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 2 * sizes[2]


def test_what_shows_through_is_white_in_a_jpeg() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (32, 32), (0, 0, 0, 0)).save(clear, "PNG")

    _, bytes_of = pixels(made(clear.getvalue(), ExportOptions(ExportFormat.JPEG)).data)

    assert set(bytes_of) == {255}
    assert pixels(made(clear.getvalue(), ExportOptions(ExportFormat.WEBP)).data)[0] == "RGBA"


@pytest.mark.parametrize("form", [ExportFormat.PNG, ExportFormat.JPEG, ExportFormat.WEBP])
def test_what_is_exported_is_what_is_seen(form: ExportFormat) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(Image.new("RGB", (48, 40), RED), "JPEG", exif=exif, icc_profile=red_and_blue_swapped())

    given = made(data, ExportOptions(form, quality=100))

    with Image.open(io.BytesIO(given.data)) as image:
        assert "icc_profile" not in image.info, "its colours are those that every program expects"
        red, _, blue = ImageStat.Stat(image.convert("RGB")).mean
        assert blue > red + 100
        assert image.size == (40, 48), "turned, so that nobody has to know"
        assert 0x0112 not in image.getexif()


@pytest.mark.parametrize("mode", ["L", "CMYK"])
@pytest.mark.parametrize("form", [ExportFormat.PNG, ExportFormat.JPEG, ExportFormat.WEBP])
def test_grey_and_printers_colours(form: ExportFormat, mode: str) -> None:
    given = made(drawn("JPEG", mode), ExportOptions(form))

    assert pixels(given.data)[0] in ("L", "RGB")


@pytest.mark.parametrize("form", list(ExportFormat))
def test_a_damaged_picture_is_named(form: ExportFormat) -> None:
    broken = Picture(make_jpeg(20_000, side=128)[:200], JPEG, 128, 128)

    with pytest.raises(StorageError) as caught:
        convert(broken, metadata_of(PAINTING), ExportOptions(form, with_story=False))
    assert caught.value.code == "picture_damaged"


# -- many -----------------------------------------------------------------------------------------------------------


class Shelf:
    """Pictures by painting; what is not there has gone."""

    def __init__(self, count: int) -> None:
        self.paintings = [
            replace(PAINTING, id=number, uid=f"{number:032x}", file=f"2026-11/boat {number % 2}.jpg")
            for number in range(1, count + 1)
        ]
        self.pictures = {each.id: read_picture(make_jpeg(20_000, side=64)) for each in self.paintings}

    async def read(self, painting: Painting) -> Picture:
        if painting.id not in self.pictures:
            raise NotFound
        return self.pictures[painting.id]


def export(shelf: Shelf, options: ExportOptions, folder: Path) -> ExportReport:
    async def run() -> ExportReport:
        report = ExportReport(len(shelf.paintings))
        async for _ in Exporter(shelf.read).to_folder(shelf.paintings, options, folder, report):
            pass
        return report

    return asyncio.run(run())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    (tmp_path / "boat 1.jpg").write_bytes(b"mine")

    report = export(Shelf(4), ExportOptions(), tmp_path)

    assert names(tmp_path) == ["boat 0 (2).jpg", "boat 0.jpg", "boat 1 (2).jpg", "boat 1 (3).jpg", "boat 1.jpg"]
    assert (tmp_path / "boat 1.jpg").read_bytes() == b"mine"
    assert [path.name for path in report.files] == ["boat 1 (2).jpg", "boat 0.jpg", "boat 1 (3).jpg", "boat 0 (2).jpg"]
    export(Shelf(4), ExportOptions(), tmp_path)
    assert len(names(tmp_path)) == 9


def test_names_by_a_pattern_count_up(tmp_path: Path) -> None:
    export(Shelf(3), ExportOptions(ExportFormat.PNG, pattern="{counter} {prompt}"), tmp_path)

    assert names(tmp_path) == ["0001 晨雾 lake.png", "0002 晨雾 lake.png", "0003 晨雾 lake.png"]
    assert all(read_picture(path.read_bytes()).kind == PNG for path in tmp_path.iterdir())


def test_what_cannot_be_read_is_left_out_and_counted(tmp_path: Path) -> None:
    shelf = Shelf(4)
    del shelf.pictures[2]

    report = export(shelf, ExportOptions(), tmp_path)

    assert (report.total, report.done, report.failed) == (4, 4, [2])
    assert len(names(tmp_path)) == 3


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk


def test_a_full_disk_ends_it_and_leaves_no_half_file(disk: Disk) -> None:
    disk.fill()

    with pytest.raises(StorageError) as caught:
        export(Shelf(3), ExportOptions(), disk.folder)

    assert caught.value.code == "disk_full"
    assert list(disk.folder.glob("*boat*")) == []
    assert list(disk.folder.glob(".*part")) == []


def test_a_file_that_appears_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    target = tmp_path / "a.jpg"
    write_new(target, b"first")

    with pytest.raises(FileExistsError):
        write_new(target, b"second")

    assert target.read_bytes() == b"first"
    assert not part_of(target).exists()


def zipped(paintings: Sequence[Painting], shelf: Shelf, options: ExportOptions) -> tuple[zipfile.ZipFile, int]:
    """The archive, and its largest piece in bytes."""

    async def run() -> list[bytes]:
        return [piece async for piece in Exporter(shelf.read).as_zip(paintings, options)]

    pieces = asyncio.run(run())
    return zipfile.ZipFile(io.BytesIO(b"".join(pieces))), max(map(len, pieces))


def test_a_zip_holds_them_all_and_comes_in_pieces() -> None:
    shelf = Shelf(6)
    shelf.pictures.pop(5)

    archive, largest = zipped(shelf.paintings, shelf, ExportOptions())

    assert archive.testzip() is None
    assert len(archive.namelist()) == 5
    assert {"boat 1.jpg", "boat 1 (2).jpg", "boat 0.jpg", "boat 0 (3).jpg"} <= set(archive.namelist())
    assert {read_metadata(archive.read(name)) for name in archive.namelist()} == {
        replace(metadata_of(painting)) for painting in shelf.paintings if painting.id != 5
    }
    assert largest < 40_000


def test_a_zip_of_nothing_is_one() -> None:
    shelf = Shelf(1)
    shelf.pictures.clear()

    assert zipped(shelf.paintings, shelf, ExportOptions())[0].namelist() == []
