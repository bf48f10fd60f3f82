"""Patterns that could be printed on paper or cloth: waves, fans, arcs, leaves."""

from __future__ import annotations

from math import cos, pi, sin

from PIL import Image, ImageDraw
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import Study, smooth
from server.cloudflare.samples.hours import Colour, mix

Palette = tuple[Colour, Colour, Colour, Colour, Colour]
"""The ground, then four that stand on it."""

PALETTES: tuple[Palette, ...] = (
    ((20, 40, 66), (232, 214, 180), (206, 104, 72), (88, 138, 150), (240, 188, 110)),
    ((244, 236, 222), (34, 58, 78), (198, 84, 66), (222, 168, 92), (116, 150, 138)),
    ((28, 58, 52), (226, 208, 160), (190, 132, 76), (120, 164, 132), (240, 232, 208)),
    ((60, 30, 56), (240, 202, 188), (214, 116, 120), (126, 84, 136), (250, 226, 196)),
    ((246, 232, 226), (96, 72, 120), (230, 130, 120), (140, 172, 190), (244, 196, 134)),
)
_FINE = 2
Draw = ImageDraw.ImageDraw


def pattern(study: Study) -> Image.Image:
    rng = study.rng
    palette = rng.choice(PALETTES)
    image = Image.new("RGB", (study.width * _FINE, study.height * _FINE), palette[0])
    kind = rng.choice((_waves, _fans, _arcs, _leaves))
    kind(ImageDraw.Draw(image), study, palette)
    return image.resize(study.size, Resampling.BOX)


def _waves(draw: Draw, study: Study, palette: Palette) -> None:
    """Seigaiha: scales of concentric circles, row over row."""
    unit = study.least * _FINE / study.rng.choice((6, 8, 10))
    ground, line, *rest = palette
    rows, row = int(study.height * _FINE / (unit / 4)) + 6, 0
    for row in range(-2, rows):
        y = row * unit / 4
        x = -unit + (unit / 2 if row % 2 else 0)
        column = 0
        while x < study.width * _FINE + unit:
            body = rest[(row * 7 + column * 3 + (row // 2)) % len(rest)] if study.rng.random() < 0.34 else ground
            for number, share in enumerate((1.0, 0.94, 0.74, 0.68, 0.48, 0.42, 0.22)):
                half = unit / 2 * share
                colour = line if number % 2 == 0 else mix(body, ground, 0.1 * number / 6)
                draw.ellipse((x - half, y - half + unit / 2, x + half, y + half + unit / 2), fill=colour)
            x += unit
            column += 1


def _fans(draw: Draw, study: Study, palette: Palette) -> None:
    """As on the fronts of the nineteen-twenties: rays in arches."""
    unit = study.least * _FINE / study.rng.choice((4, 5, 6))
    ground, *tones = palette
    high = unit * 0.3
    rows = int(study.height * _FINE / high) + 4
    rays = 11
    for row in range(rows):
        y = row * high
        x = -unit + (unit / 2 if row % 2 else 0)
        while x < study.width * _FINE + unit:
            half = unit / 2
            draw.ellipse((x - half, y - half, x + half, y + half), fill=tones[0])
            draw.ellipse((x - half * 0.95, y - half * 0.95, x + half * 0.95, y + half * 0.95), fill=ground)
            for ray in range(rays):
                start = 180 + 180 * ray / rays
                end = start + 180 / rays * 0.66
                reach = half * (0.88 if ray % 2 else 0.8)
                draw.pieslice(
                    (x - reach, y - reach, x + reach, y + reach), start + 3, end + 3, fill=tones[1 + (ray + row) % 2]
                )
            for share, colour in ((0.44, ground), (0.36, tones[3])):
                draw.ellipse((x - half * share, y - half * share, x + half * share, y + half * share), fill=colour)
            x += unit


def _arcs(draw: Draw, study: Study, palette: Palette) -> None:
    """Quarters of circles that join to ribbons, each tile turned by chance."""
    rng = study.rng
    unit = study.least * _FINE / rng.choice((5, 6, 8))
    ground, *tones = palette
    for column in range(int(study.width * _FINE / unit) + 1):
        for row in range(int(study.height * _FINE / unit) + 1):
            x, y = column * unit, row * unit
            draw.rectangle(
                (x, y, x + unit, y + unit), fill=ground if (column + row) % 2 else mix(ground, tones[3], 0.16)
            )
            corners = (
                ((x, y, 0), (x + unit, y + unit, 180))
                if rng.random() < 0.5
                else ((x + unit, y, 90), (x, y + unit, 270))
            )
            for cx, cy, start in corners:
                for share, colour in (
                    (0.86, tones[0]),
                    (0.68, tones[1]),
                    (0.5, tones[2]),
                    (0.32, tones[3]),
                    (0.14, ground),
                ):
                    reach = unit * share
                    draw.pieslice((cx - reach, cy - reach, cx + reach, cy + reach), start, start + 90, fill=colour)


def _leaves(draw: Draw, study: Study, palette: Palette) -> None:
    """Sprigs in a grid, every second one mirrored, with berries between."""
    rng = study.rng
    unit = study.least * _FINE / rng.choice((3, 4))
    ground, *tones = palette
    pairs = rng.choice((4, 5))
    for column in range(-1, int(study.width * _FINE / unit) + 2):
        for row in range(-1, int(study.height * _FINE / unit) + 2):
            x, y = (column + 0.5) * unit, (row + (0.5 if column % 2 else 0.0) + 0.5) * unit
            _sprig(draw, (x, y, unit), (tones, pairs, 1 if (column + row) % 2 else -1))
            for turn in range(0, 360, 60):
                bx, by = x + unit * 0.5 + cos(turn * pi / 180) * unit * 0.07, y + sin(turn * pi / 180) * unit * 0.07
                size = unit * 0.026
                draw.ellipse((bx - size, by - size, bx + size, by + size), fill=tones[1])
            size = unit * 0.032
            draw.ellipse((x + unit * 0.5 - size, y - size, x + unit * 0.5 + size, y + size), fill=tones[3])
    del ground


def _sprig(draw: Draw, where: tuple[float, float, float], how: tuple[list[Colour], int, int]) -> None:
    (x, y, unit), (tones, pairs, side) = where, how
    stem = smooth(
        [
            (x - side * unit * 0.06, y + unit * 0.44),
            (x + side * unit * 0.05, y),
            (x - side * unit * 0.02, y - unit * 0.42),
        ],
        10,
    )
    draw.line(stem, fill=tones[0], width=round(unit * 0.016), joint="curve")
    for number in range(pairs * 2 + 1):
        share = (number // 2 + 0.6) / (pairs + 0.6)
        px, py = stem[min(len(stem) - 1, round(share * (len(stem) - 1)))]
        lean = 90 if number == pairs * 2 else (90 - 52 * (1 if number % 2 else -1))
        long = unit * (0.27 - 0.12 * share)
        draw.polygon(_leaf((px, py), lean, long), fill=tones[(number // 2) % 2 * 2])
        c, s = cos(lean * pi / 180), -sin(lean * pi / 180)
        draw.line(
            ((px, py), (px + c * long * 0.8, py + s * long * 0.8)), fill=tones[3], width=max(1, round(unit * 0.006))
        )


def _leaf(foot: tuple[float, float], turn: float, long: float) -> list[tuple[float, float]]:
    c, s = cos(turn * pi / 180), -sin(turn * pi / 180)
    outline = [(0.0, 0.0), (0.35, 0.26), (0.7, 0.2), (1.0, 0.0), (0.7, -0.2), (0.35, -0.26), (0.0, 0.0)]
    return [(foot[0] + (a * c - b * s) * long, foot[1] + (a * s + b * c) * long) for a, b in smooth(outline, 5)]
