"""The program's icon, in the forms that systems want: read by another program than the one that wrote it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from server.common.paths import ROOT

DESKTOP = ROOT / "desktop"
ICO_SIZES = {16, 20, 24, 32, 40, 48, 64, 128, 256}
# Points, and pixels for each of them.
ICNS_SIZES = [(16, 1), (16, 2), (32, 1), (32, 2), (128, 1), (128, 2), (256, 1), (256, 2), (512, 1), (512, 2)]
HICOLOR_SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512]


def opened(file: Path) -> Any:  # noqa: ANN401 - Pillow's readers of icons have methods of their own
    return Image.open(io.BytesIO(file.read_bytes()))


def covered(image: Image.Image) -> tuple[int, int, int, int]:
    """The box of what is more seen than seen through."""
    box = image.getchannel("A").point(lambda alpha: 255 * (alpha > 127)).getbbox()
    assert box is not None
    return box


def test_windows_finds_every_size_it_asks_for() -> None:
    icon = opened(DESKTOP / "icon.ico")

    assert {width for width, _ in icon.ico.sizes()} == ICO_SIZES


@pytest.mark.parametrize("size", sorted(ICO_SIZES))
def test_windows_pictures_are_whole_and_upright(size: int) -> None:
    image = opened(DESKTOP / "icon.ico").ico.getimage((size, size)).convert("RGBA")

    assert image.size == (size, size)
    looks_right(image)


@pytest.mark.parametrize(("points", "scale"), ICNS_SIZES)
def test_mac_pictures_are_whole_and_have_apples_margins(points: int, scale: int) -> None:
    image = opened(DESKTOP / "icon.icns").icns.getimage((points, points, scale)).convert("RGBA")
    size = points * scale

    assert image.size == (size, size)
    left, top, right, bottom = covered(image)
    # A tenth on each side, give or take what is no whole pixel.
    for margin in (left, top, size - right, size - bottom):
        assert margin == pytest.approx(size * 100 / 1024, abs=1.01)
    looks_right(image)


@pytest.mark.parametrize("size", HICOLOR_SIZES)
def test_linux_pictures_are_whole_and_upright(size: int) -> None:
    image = opened(DESKTOP / "hicolor" / f"{size}x{size}" / "apps" / "atelier.png").convert("RGBA")

    assert image.size == (size, size)
    looks_right(image)


def test_the_drawing_is_the_pages() -> None:
    drawing = DESKTOP / "hicolor" / "scalable" / "apps" / "atelier.svg"

    assert drawing.read_bytes() == (ROOT / "server" / "static" / "icon.svg").read_bytes()


def looks_right(image: Image.Image) -> None:
    """Round corners, a pale sun on the upper left, a dark hill at the foot."""
    size = image.width
    assert alpha(image, 0, 0) < 128
    assert alpha(image, size // 2, size // 2) == 255
    assert brightness(image, 0.34, 0.36) > 220
    assert brightness(image, 0.5, 0.88) < 90


def alpha(image: Image.Image, x: int, y: int) -> int:
    return pixel(image, x, y)[3]


def brightness(image: Image.Image, x: float, y: float) -> float:
    return sum(pixel(image, int(x * image.width), int(y * image.height))[:3]) / 3


def pixel(image: Image.Image, x: int, y: int) -> tuple[int, int, int, int]:
    red, green, blue, alpha = image.crop((x, y, x + 1, y + 1)).tobytes()
    return red, green, blue, alpha
