"""The sea under sun or moon, with a sail, and a lighthouse where the prompt speaks of one."""

from __future__ import annotations

from PIL import Image, ImageChops
from PIL.Image import Resampling, Transform

from server.cloudflare.sample_words import mentions
from server.cloudflare.samples.brushes import Line, Study, curve, disc, fade, fill, glow, gradient, noise, ridge, smooth
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.sky import Light, air, birds, clouds, light, mist, shine


def sea(study: Study) -> Image.Image:
    horizon = round(study.height * study.between(0.42, 0.52))
    there = light(study, horizon)
    image = air(study, horizon)
    shine(image, study, there)
    clouds(image, study, horizon, strength=1.25)
    _coast(image, study, horizon)
    _water(image, study, there, horizon)
    mist(image, study, y=horizon, colour=study.hour.sky[3], strength=0.5)
    if mentions(study.prompt, ("lighthouse", "灯塔")):
        _lighthouse(image, study, horizon, there)
    else:
        _sail(image, study, horizon, there)
    birds(image, study, there)
    return image


def _coast(image: Image.Image, study: Study, horizon: int) -> None:
    """Far hills that run out into the water."""
    side = study.rng.choice((-1, 1))
    for number in range(2):
        line = ridge(study.rng, roughness=0.46, points=512)
        reach = study.between(0.5, 0.75) - 0.18 * number
        high = study.least * (0.09 + 0.03 * number)
        points = []
        for place, rise in enumerate(line):
            x = place / (len(line) - 1)
            falling = max(0.0, 1 - x / reach) ** 0.7
            at = x if side > 0 else 1 - x
            points.append((at * study.width, horizon - falling * high * (0.6 + 0.35 * rise)))
        edge = 0 if side > 0 else study.width
        colour = mix(study.hour.far, study.hour.sky[3], 0.45 - 0.3 * number)
        fill(image, [[*points, (points[-1][0], horizon + 2), (edge, horizon + 2)]], colour)


def _water(image: Image.Image, study: Study, there: Light, horizon: int) -> None:
    """Waves that grow towards the viewer: a pattern laid flat."""
    hour, depth = study.hour, study.height - horizon
    deep = mix(hour.sky[0], hour.near, 0.45)
    body = gradient(
        (mix(hour.sky[3], hour.sky[2], 0.5), mix(hour.sky[2], hour.sky[1], 0.5), deep, deep), (study.width, depth)
    )
    waves = _laid_flat(study, (study.width, depth), (14, 40, 90, 170))
    dark = curve(waves, lambda v: (0.47 - v) * 3.4)
    crests = curve(waves, lambda v: (v - 0.57) * 4.2)
    nearer = fade(body.size, lambda v: 0.25 + 0.75 * v)
    body.paste(mix(deep, (0, 0, 0), 0.35), mask=ImageChops.multiply(dark, nearer))
    body.paste(mix(hour.sky[2], hour.light, 0.25), mask=curve(ImageChops.multiply(crests, nearer), lambda v: v * 0.55))
    path = Image.new("L", body.size)
    spread = there.radius * 1.1
    fill_path: Line = [
        (there.x - spread, 0),
        (there.x + spread, 0),
        (there.x + spread * 3.6, depth),
        (there.x - spread * 3.6, depth),
    ]
    canvas = path.convert("RGB")
    fill(canvas, [fill_path], (255, 255, 255), soft=spread * 0.7)
    path = canvas.getchannel("R")
    sparks = curve(waves, lambda v: (v - 0.5) * 7)
    body.paste(hour.light, mask=curve(ImageChops.multiply(path, sparks), lambda v: v * 0.9))
    body.paste(hour.light, mask=curve(path, lambda v: v * 0.16))
    image.paste(body, (0, horizon))


def _laid_flat(study: Study, size: tuple[int, int], octaves: tuple[int, ...]) -> Image.Image:
    """Noise as it looks on water that lies before one."""
    flat = noise(study.rng, (1024, 1024), octaves, stretch=2.6)
    flat = Image.blend(flat, noise(study.rng, (1024, 1024), (26, 70, 150, 300), stretch=3.4), 0.5)
    flat = curve(flat, lambda v: 0.5 + (v - 0.5) * 1.9)
    wide, high = size
    rows = []
    steps = 28
    for number in range(steps):
        top, bottom = (number / steps) ** 2, ((number + 1) / steps) ** 2
        y0, y1 = round(top * high), round(bottom * high)
        if y1 <= y0:
            continue
        rows.append(((0, y0, wide, y1), _part(top, bottom)))
    return flat.transform(size, Transform.MESH, rows, Resampling.BILINEAR)


def _part(top: float, bottom: float) -> tuple[float, ...]:
    """The corners of the pattern that are seen between two heights, of which 0 is the horizon."""

    def at(height: float) -> tuple[float, float, float]:
        away = 1 / (0.06 + height)
        half = min(512.0, 34 * away)
        return 512 - half, 512 + half, 1020 * (1 - (away - 0.94) / (16.67 - 0.94)) ** 1.0

    (l0, r0, y0), (l1, r1, y1) = at(top), at(bottom)
    return l0, y0, l1, y1, r1, y1, r0, y0


def _sail(image: Image.Image, study: Study, horizon: int, there: Light) -> None:
    unit = study.least * study.between(0.05, 0.075)
    x = there.x + study.rng.choice((-1, 1)) * study.width * study.between(0.12, 0.22)
    y = horizon + unit * 0.9
    lit, dark = mix(study.hour.light, study.hour.sky[3], 0.35), mix(study.hour.near, study.hour.sky[0], 0.2)
    big = [
        (x, y - unit * 2.3),
        *smooth([(x + unit * 0.06, y - unit * 2.2), (x + unit * 0.75, y - unit), (x + unit * 1.05, y - unit * 0.12)]),
        (x, y - unit * 0.16),
    ]
    jib = [
        (x - unit * 0.08, y - unit * 2.0),
        *smooth(
            [(x - unit * 0.1, y - unit * 1.9), (x - unit * 0.35, y - unit * 0.9), (x - unit * 0.72, y - unit * 0.1)]
        ),
        (x - unit * 0.1, y - unit * 0.14),
    ]
    hull = [
        (x - unit * 0.95, y - unit * 0.06),
        (x + unit * 1.2, y - unit * 0.1),
        (x + unit * 0.9, y + unit * 0.2),
        (x - unit * 0.65, y + unit * 0.2),
    ]
    for part in (big, jib):
        under = [(px, y + unit * 0.3 + (y - py) * 0.5) for px, py in part]
        fill(image, [under], lit, soft=unit * 0.1, strength=0.28)
    fill(image, [[(px, y + unit * 0.42 - (py - y) * 0.8) for px, py in hull]], dark, soft=unit * 0.07, strength=0.5)
    fill(image, [big], lit)
    fill(image, [jib], mix(lit, study.hour.far, 0.28))
    fill(image, [hull], dark)


def _lighthouse(image: Image.Image, study: Study, horizon: int, there: Light) -> None:
    """On a rocky head at the side away from the sun."""
    left = there.x > study.width / 2
    unit = min(study.least * 0.085, horizon / 5.2)
    x = study.width * (study.between(0.2, 0.27) if left else study.between(0.73, 0.8))
    foot = horizon - unit * 0.55
    hour = study.hour
    rock = mix(hour.near, hour.far, 0.16)
    _rock(image, study, (x, horizon, unit), (left, rock))
    lamp = (x, foot - unit * 3.42)
    _beam(image, study, lamp, left)
    white, shade = mix((250, 247, 240), hour.sky[3], 0.25), mix(hour.far, hour.near, 0.3)
    tower: Line = [
        (x - unit * 0.3, foot - unit * 3),
        (x + unit * 0.3, foot - unit * 3),
        (x + unit * 0.47, foot + unit * 0.1),
        (x - unit * 0.47, foot + unit * 0.1),
    ]
    fill(image, [tower], white)
    for share in (0.16, 0.5, 0.84):
        half0, half1 = 0.3 + 0.17 * (share - 0.09), 0.3 + 0.17 * (share + 0.09)
        y0, y1 = foot - unit * 3 + unit * 3.1 * (share - 0.09), foot - unit * 3 + unit * 3.1 * (share + 0.09)
        band = [(x - unit * half0, y0), (x + unit * half0, y0), (x + unit * half1, y1), (x - unit * half1, y1)]
        fill(image, [band], mix((176, 58, 52), hour.sky[2], 0.18))
    away = -1 if left else 1
    shadow = [
        (x + away * unit * 0.05, foot - unit * 3),
        (x + away * unit * 0.3, foot - unit * 3),
        (x + away * unit * 0.47, foot + unit * 0.1),
        (x + away * unit * 0.12, foot + unit * 0.1),
    ]
    fill(image, [shadow], shade, soft=unit * 0.07, strength=0.5)
    deck = [
        (x - unit * 0.42, foot - unit * 3.06),
        (x + unit * 0.42, foot - unit * 3.06),
        (x + unit * 0.36, foot - unit * 2.96),
        (x - unit * 0.36, foot - unit * 2.96),
    ]
    room = [
        (x - unit * 0.2, foot - unit * 3.5),
        (x + unit * 0.2, foot - unit * 3.5),
        (x + unit * 0.2, foot - unit * 3.06),
        (x - unit * 0.2, foot - unit * 3.06),
    ]
    roof = [(x, foot - unit * 3.86), (x + unit * 0.3, foot - unit * 3.5), (x - unit * 0.3, foot - unit * 3.5)]
    fill(image, [deck, roof], mix(hour.near, (60, 20, 26), 0.3))
    fill(image, [room], (255, 240, 190))
    glow(image, lamp, unit * 1.6, (255, 243, 205), strength=0.9)
    disc(image, lamp, unit * 0.1, (255, 252, 240))


def _rock(image: Image.Image, study: Study, where: tuple[float, int, float], look: tuple[bool, Colour]) -> None:
    (x, horizon, unit), (left, colour) = where, look
    edge = -20.0 if left else study.width + 20.0
    tip = x + (unit * 2.3 if left else -unit * 2.3)
    rough = ridge(study.rng, roughness=0.6, points=128)
    line = []
    for number, rise in enumerate(rough):
        share = number / (len(rough) - 1)
        down = max(0.0, (share - 0.55) / 0.45) ** 1.6
        line.append((edge + (tip - edge) * share, horizon - unit * (0.62 - 0.9 * down) + rise * unit * 0.09))
    fill(image, [[*line, (tip, horizon + unit * 0.5), (edge, horizon + unit * 0.75)]], colour)
    shadow = [
        (edge, horizon + unit * 0.7),
        (tip, horizon + unit * 0.42),
        (tip, horizon + unit * 0.6),
        (edge, horizon + unit * 1.5),
    ]
    fill(image, [shadow], colour, soft=unit * 0.16, strength=0.6)


def _beam(image: Image.Image, study: Study, lamp: tuple[float, float], left: bool) -> None:
    reach = study.width * (1 if left else -1)
    cone = [lamp, (lamp[0] + reach, lamp[1] - study.least * 0.16), (lamp[0] + reach, lamp[1] + study.least * 0.05)]
    light_on = Image.new("RGB", image.size)
    fill(light_on, [cone], (255, 255, 255), soft=5)
    mask = light_on.getchannel("R")
    sideways = Image.linear_gradient("L").rotate(90 if left else -90).resize(image.size)
    image.paste((255, 246, 214), mask=curve(ImageChops.multiply(mask, sideways), lambda v: v * 0.34))
