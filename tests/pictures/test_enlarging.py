"""Pictures made larger: without seams, in the colours they have, and in a process that stops when it is told to."""

from __future__ import annotations

import asyncio
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat

from server.common.errors import StorageError
from server.pictures.enlarging import tiles as enlarging_tiles
from server.pictures.enlarging.network import Network
from server.pictures.enlarging.process import Enlarging
from server.pictures.enlarging.tiles import enlarged
from server.pictures.enlarging.wish import SCALES, WORD, Enlargement, EnlargingKind, enlargement_of
from tests.eventually import LONG_ENOUGH

DRAWN, PHOTO = EnlargingKind.DRAWN, EnlargingKind.PHOTO


def drawing(width: int = 150, height: int = 90) -> Image.Image:
    """Lines, planes and something that glides from one colour to the other."""
    image = Image.linear_gradient("L").resize((width, height))
    image = Image.merge(
        "RGB", (image, image.transpose(Image.Transpose.ROTATE_180), image.point(lambda level: level // 2))
    )
    draw = ImageDraw.Draw(image)
    for step in range(0, max(width, height), 11):
        draw.line((step, 0, width - step, height), fill=(20, 30, 60), width=2)
    draw.ellipse((width // 4, height // 4, width // 2, height // 2), fill=(230, 80, 60))
    return image


def saved(folder: Path, image: Image.Image, name: str, **how: Any) -> Path:  # noqa: ANN401 - what Pillow takes
    image.save(folder / name, **how)
    return folder / name


def run(picture: Path, scale: int = 2, kind: EnlargingKind = DRAWN, **how: Any) -> Image.Image:  # noqa: ANN401
    """By the process that does it."""
    made = asyncio.run(Enlarging(Enlargement(scale, kind), **how).run(picture))
    return Image.open(io.BytesIO(made))


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("kind", EnlargingKind)
def test_no_seam_can_be_found(scale: int, kind: EnlargingKind, monkeypatch: pytest.MonkeyPatch) -> None:
    network, image = Network(Enlargement(scale, kind)), drawing()
    at_once = enlarged(image, scale, network.enlarge, lambda share: None)
    monkeypatch.setattr(enlarging_tiles, "TILE", 48)

    by_tiles = enlarged(image, scale, network.enlarge, lambda share: None)

    # Sums of floating point numbers may be taken in another order.
    assert max(level for _, level in ImageChops.difference(by_tiles, at_once).getextrema()) <= 1  # type: ignore[misc]


@pytest.mark.parametrize("colour", [(245, 240, 225), (12, 14, 18), (60, 150, 70), (200, 40, 40), (128, 128, 128)])
def test_colours_stay_what_they_are(colour: tuple[int, int, int]) -> None:
    plane = Image.new("RGB", (40, 40), colour)
    made = enlarged(plane, 2, Network(Enlargement(2)).enlarge, lambda share: None)

    differences = ImageChops.difference(made, Image.new("RGB", made.size, colour)).getextrema()
    assert max(level for _, level in differences) <= 2  # type: ignore[misc]


def test_a_photograph_keeps_its_texture() -> None:
    grain = Image.effect_noise((64, 64), 40).convert("RGB")
    plain = grain.resize((128, 128), Image.Resampling.LANCZOS)
    drawn, photo = (
        ImageStat.Stat(ImageChops.difference(Network(Enlargement(2, kind)).enlarge(grain), plain)).mean[0]
        for kind in (DRAWN, PHOTO)
    )

    assert photo < 0.7 * drawn


def test_a_jpeg_stays_one_and_its_profile_with_it(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = run(saved(tmp_path, drawing(), "a.jpg", icc_profile=profile))

    assert (made.format, made.size, made.info["icc_profile"]) == ("JPEG", (300, 180), profile)


def test_what_can_be_seen_through_stays_so(tmp_path: Path) -> None:
    image = drawing().convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    made = run(saved(tmp_path, image, "a.png"))

    assert (made.format, made.mode) == ("PNG", "RGBA")
    smaller = made.getchannel("A").resize(image.size, Image.Resampling.BOX)
    assert ImageChops.difference(smaller, image.getchannel("A")).getextrema()[1] <= 3  # type: ignore[operator]


def test_grey_stays_grey_and_a_turned_picture_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    made = run(saved(tmp_path, drawing().convert("L"), "a.jpg", exif=exif), 4)

    assert (made.mode, made.size, made.getexif().get(0x0112)) == ("L", (360, 600), None)


def test_progress_is_told_to_its_end(tmp_path: Path) -> None:
    told: list[float] = []
    run(saved(tmp_path, drawing(500, 90), "a.png"), on_progress=told.append)

    assert told == sorted(told)
    assert (len(told) > 2, told[-1]) == (True, 1.0)


def _cut_off(folder: Path) -> Path:
    picture = saved(folder, drawing(), "a.png")
    picture.write_bytes(picture.read_bytes()[:600])
    return picture


def _text(folder: Path) -> Path:
    (folder / "a.png").write_text("no picture")
    return folder / "a.png"


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "none.png", "picture_missing"),
        (_text, "picture_damaged"),
        (_cut_off, "picture_damaged"),
        (lambda folder: saved(folder, Image.new("L", (4100, 4100)), "a.png"), "picture_beyond_limits"),
    ],
)
def test_what_cannot_be_enlarged_has_a_name(make: Callable[[Path], Path], code: str, tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        run(make(tmp_path))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("network", "detail"),
    [("raise ImportError('libgomp.so.1')", "ImportError"), ("import os; os.kill(os.getpid(), 9)", "exit -9")],
)
def test_what_nobody_foresaw_is_told_all_the_same(
    network: str, detail: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ncnn.py").write_text(network)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    with pytest.raises(StorageError) as caught:
        run(saved(tmp_path, drawing(), "a.png"))

    assert (caught.value.code, caught.value.detail) == ("enlarging_failed", detail)


def test_a_process_that_cannot_be_begun_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path))

    with pytest.raises(StorageError) as caught:
        run(saved(tmp_path, drawing(), "a.png"))

    assert (caught.value.code, caught.value.detail) == ("enlarging_failed", "EACCES")


def test_whoever_stops_waiting_stops_the_work(tmp_path: Path) -> None:
    picture = saved(tmp_path, drawing(900, 900), "a.png")

    async def begin_and_stop() -> None:
        begun = asyncio.Event()
        loop = asyncio.get_running_loop()

        def tell(share: float) -> None:
            loop.call_soon_threadsafe(begun.set)

        enlarging = Enlarging(Enlargement(4), tell)
        task = asyncio.create_task(enlarging.run(picture))
        await asyncio.wait_for(begun.wait(), LONG_ENOUGH)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert enlarging.share < 1.0

    asyncio.run(begin_and_stop())


def test_it_ends_when_the_program_has_gone() -> None:
    """Which closes the pipe, whatever way it went."""
    worker = subprocess.Popen([sys.executable, "-m", "desktop", WORD], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with worker:
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(LONG_ENOUGH) != 0


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("kind", EnlargingKind)
def test_a_model_says_how(scale: int, kind: EnlargingKind) -> None:
    wish = Enlargement(scale, kind)
    assert enlargement_of(wish.model) == wish


@pytest.mark.parametrize(
    "model", ["", "local/", "local/realesr-animevideov3-x3", "@cf/black-forest-labs/flux-1-schnell"]
)
def test_no_other_model_does(model: str) -> None:
    assert enlargement_of(model) is None
