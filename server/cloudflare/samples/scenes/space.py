"""A planet, often with rings, before a nebula and stars."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageOps
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import Study, blur, curve, disc, glow, gradient, level, noise
from server.cloudflare.samples.hours import Colour, mix

SKIES: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((6, 7, 22), (88, 40, 120), (40, 120, 170)),
    ((4, 10, 20), (20, 92, 108), (196, 92, 84)),
    ((10, 6, 20), (140, 48, 84), (74, 62, 168)),
    ((5, 8, 18), (36, 66, 140), (170, 120, 180)),
)
WORLDS: tuple[tuple[Colour, ...], ...] = (
    ((236, 196, 150), (196, 128, 92), (250, 226, 190), (168, 100, 84), (226, 176, 128)),
    ((120, 170, 200), (196, 220, 228), (74, 116, 168), (168, 204, 216), (96, 140, 184)),
    ((212, 148, 170), (120, 84, 140), (240, 196, 196), (164, 108, 152), (226, 168, 176)),
    ((150, 188, 160), (84, 130, 132), (206, 222, 186), (110, 156, 148), (176, 204, 172)),
)


def space(study: Study) -> Image.Image:
    rng = study.rng
    image = _nebula(study)
    _starfield(image, study)
    radius = study.least * study.between(0.2, 0.29)
    x, y = study.width * study.between(0.4, 0.62), study.height * study.between(0.44, 0.58)
    palette = rng.choice(WORLDS)
    ringed = rng.random() < 0.7
    tilt = rng.uniform(-28, -12)
    rings = _rings(study, radius, palette) if ringed else None
    if rings is not None:
        _put_rings(image, rings, (x, y, tilt), front=False)
    glow(image, (x, y), radius * 1.75, mix(palette[2], (140, 180, 255), 0.5), strength=0.5)
    _planet(image, study, (x, y, radius), palette, tilt)
    if rings is not None:
        _put_rings(image, rings, (x, y, tilt), front=True)
    _moon(image, study, (x, y, radius))
    return image


def _nebula(study: Study) -> Image.Image:
    """Clouds of gas: soft light in three tints, torn by noise that was itself moved by noise."""
    rng = study.rng
    dark, one, other = rng.choice(SKIES)
    image = gradient((dark, mix(dark, one, 0.12), dark), study.size)
    slant = rng.uniform(-0.5, 0.5)
    smoke = _torn(study)
    turned = (smoke, smoke.transpose(Image.Transpose.ROTATE_180), ImageOps.mirror(smoke), ImageOps.flip(smoke))
    for number, colour in enumerate((one, other, mix(one, other, 0.5), mix(one, (255, 255, 255), 0.35))):
        cloud = Image.new("RGB", study.size)
        for _ in range(9):
            along = rng.gauss(0, 0.34)
            x = study.width * (0.5 + along)
            y = study.height * (0.5 + along * slant * 2 + rng.gauss(0, 0.13))
            glow(
                cloud, (x, y), study.least * rng.uniform(0.16, 0.42) * (1, 0.9, 0.7, 0.3)[number], colour, strength=0.8
            )
        image = ImageChops.screen(image, ImageChops.multiply(cloud, turned[number].convert("RGB")))
    veins = curve(turned[2], lambda v: (0.2 - v) * 1.4)
    image.paste(mix(dark, (0, 0, 0), 0.4), mask=veins)
    return image


def _torn(study: Study) -> Image.Image:
    """Noise with threads in it, as smoke has."""
    size = (study.width // 2, study.height // 2)
    plain = noise(study.rng, size, (4, 11, 26, 60))
    moved, strength = noise(study.rng, (24, 24), (3, 7)), size[0] * 0.3
    rows = []
    count = 16
    for gx in range(count):
        for gy in range(count):
            box = tuple(
                round(side * at / count)
                for side, at in ((size[0], gx), (size[1], gy), (size[0], gx + 1), (size[1], gy + 1))
            )
            corners = []
            for x, y in ((gx, gy), (gx, gy + 1), (gx + 1, gy + 1), (gx + 1, gy)):
                at = level(moved, x, y)
                other = level(moved, y, x)
                corners += [
                    size[0] * x / count + (2 * at - 1) * strength,
                    size[1] * y / count + (2 * other - 1) * strength,
                ]
            rows.append((box, tuple(corners)))
    torn = plain.transform(size, Image.Transform.MESH, rows, Resampling.BILINEAR, fillcolor=110)
    ridged = curve(torn, lambda v: 1 - abs(v - 0.5) * 3.2)
    return Image.blend(curve(torn, lambda v: (v - 0.25) * 2), ridged, 0.45).resize(study.size, Resampling.BICUBIC)


def _starfield(image: Image.Image, study: Study) -> None:
    rng, draw = study.rng, ImageDraw.Draw(image)
    count = round(study.width * study.height / 1500) + 40 * study.steps
    for _ in range(count):
        x, y, bright = rng.randrange(study.width), rng.randrange(study.height), rng.random()
        radius = bright**14 * 1.5 + 0.3
        tint = mix((255, 236, 214), (190, 214, 255), rng.random())
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=mix((60, 60, 90), tint, bright**2.2))
    for _ in range(9):
        x, y = rng.randrange(study.width), rng.randrange(study.height)
        size = study.least * rng.uniform(0.01, 0.032)
        glow(image, (x, y), size, (206, 222, 255), strength=0.9)
        disc(image, (x, y), size * 0.075, (255, 255, 255))


def _planet(
    image: Image.Image, study: Study, where: tuple[float, float, float], palette: tuple[Colour, ...], tilt: float
) -> None:
    """Bands of weather, then the night side, then a thin bright edge of air."""
    x, y, radius = where
    side = round(radius * 2)
    rng = study.rng
    stops = [rng.choice(palette) for _ in range(rng.randrange(9, 15))]
    bands = gradient(stops, (side + 80, side + 80))
    swirl = noise(rng, bands.size, (5, 12, 30, 60), stretch=5)
    rows = []
    strip = 6
    for row in range(0, bands.height, strip):
        shift = rng.gauss(0, 7)
        end = min(bands.height, row + strip)
        rows.append(
            ((0, row, bands.width, end), (shift, row, shift, end, bands.width + shift, end, bands.width + shift, row))
        )
    swirl = swirl.transform(bands.size, Image.Transform.MESH, rows, Resampling.BILINEAR)
    bands.paste(palette[3], mask=curve(swirl, lambda v: (v - 0.5) * 2))
    bands.paste(palette[2], mask=curve(swirl, lambda v: (0.44 - v) * 2))
    ball = blur(bands, 1.2).rotate(tilt, Resampling.BICUBIC).crop((40, 40, 40 + side, 40 + side))
    shade = Image.radial_gradient("L").resize((round(side * 2.1),) * 2, Resampling.BICUBIC)
    left, top = round(side * 0.82), round(side * 0.78)
    shade = curve(shade.crop((left, top, left + side, top + side)), lambda v: 1.12 - (v / 0.5) ** 2.4)
    lit = ImageChops.multiply(
        ball, Image.merge("RGB", [shade, shade, curve(shade, lambda v: min(1.0, v * 0.97 + 0.03))])
    )
    mask = Image.new("L", (side * 2, side * 2))
    ImageDraw.Draw(mask).ellipse((2, 2, side * 2 - 3, side * 2 - 3), fill=255)
    mask = mask.resize((side, side), Resampling.BOX)
    rim = ImageChops.subtract(mask, blur(mask, radius * 0.06).point([max(0, round((v - 128) * 2)) for v in range(256)]))
    lit.paste(mix(palette[2], (200, 225, 255), 0.6), mask=ImageChops.multiply(rim, curve(shade, lambda v: v * 0.75)))
    image.paste(lit, (round(x - radius), round(y - radius)), mask)


def _rings(study: Study, radius: float, palette: tuple[Colour, ...]) -> Image.Image:
    """Seen from the side and not yet turned; with the strength of each ring as alpha."""
    rng = study.rng
    outer, inner = radius * 2.15, radius * 1.28
    across = 1400
    disc_of = Image.new("RGBA", (across, across))
    draw = ImageDraw.Draw(disc_of)
    steps = 90
    level = 0.7
    for number in range(steps):
        at = outer - (outer - inner) * number / steps
        level = min(0.95, max(0.05, level + rng.gauss(0, 0.16)))
        if 0.38 < number / steps < 0.44:
            level = 0.05
        colour = mix(palette[2], palette[0], rng.random())
        half = at / outer * across / 2
        middle = across / 2
        draw.ellipse((middle - half, middle - half, middle + half, middle + half), fill=(*colour, round(205 * level)))
    half = inner / outer * across / 2
    draw.ellipse((across / 2 - half, across / 2 - half, across / 2 + half, across / 2 + half), fill=(0, 0, 0, 0))
    return disc_of.resize((round(outer * 2), round(outer * 0.62)), Resampling.LANCZOS)


def _put_rings(image: Image.Image, rings: Image.Image, where: tuple[float, float, float], *, front: bool) -> None:
    x, y, tilt = where
    part = rings.copy()
    half = part.height // 2
    empty = (0, 0, part.width, half) if front else (0, half, part.width, part.height)
    part.paste((0, 0, 0, 0), empty)
    turned = part.rotate(tilt * -1, Resampling.BICUBIC, expand=True)
    image.paste(
        turned.convert("RGB"), (round(x - turned.width / 2), round(y - turned.height / 2)), turned.getchannel("A")
    )


def _moon(image: Image.Image, study: Study, around: tuple[float, float, float]) -> None:
    x, y, radius = around
    side = study.rng.choice((-1, 1))
    where = (x + side * radius * study.between(1.35, 1.7), y - radius * study.between(0.6, 1.05))
    size = radius * study.between(0.09, 0.15)
    disc(image, where, size, (206, 204, 210))
    disc(image, (where[0] + size * 0.36, where[1] + size * 0.3), size * 0.92, (24, 24, 40), strength=0.82)
