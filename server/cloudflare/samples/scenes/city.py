"""A city between dusk and night: towers with lit windows, and the wet street or river before them."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from PIL.Image import Resampling

from server.cloudflare.samples.brushes import Study, blur, curve, fade, glow, noise
from server.cloudflare.samples.hours import Colour, mix
from server.cloudflare.samples.scenes.sky import air, clouds, light, mist, shine

LAMPS: tuple[Colour, ...] = ((255, 214, 140), (255, 190, 110), (255, 232, 190), (190, 222, 255))
NEON: tuple[Colour, ...] = ((255, 84, 140), (70, 214, 230), (255, 176, 76), (150, 110, 255))


def city(study: Study) -> Image.Image:
    horizon = round(study.height * study.between(0.62, 0.68))
    image = air(study, horizon)
    there = light(study, round(horizon * 0.7))
    shine(image, study, there)
    clouds(image, study, horizon, strength=0.8)
    for number in range(4):
        _row(image, study, horizon, number / 3)
        if number < 3:
            veil = mix(study.hour.sky[3], study.hour.sky[2], 0.4)
            mist(image, study, y=horizon, colour=veil, strength=0.75 - 0.2 * number)
    _street(image, study, horizon)
    return image


def _row(image: Image.Image, study: Study, horizon: int, near: float) -> None:
    """Towers side by side, those further away lighter and hazier."""
    rng, hour = study.rng, study.hour
    wall = mix(mix(hour.far, hour.sky[2], 0.35), mix(hour.near, (6, 6, 18), 0.3), near**0.8)
    foot = mix(wall, hour.sky[3], 0.34 * (1 - near))
    x = -study.least * 0.05
    while x < study.width:
        wide = study.least * rng.uniform(0.045, 0.1) * (0.8 + 0.5 * near)
        middle = 1 - abs(x / study.width - 0.5) * 1.1
        high = study.least * rng.uniform(0.16, 0.5) * (1 - 0.36 * near) * (0.55 + 0.6 * middle)
        _tower(image, study, (round(x), round(horizon - high), round(x + wide), horizon), (wall, foot, near))
        x += wide * rng.uniform(0.9, 1.3)


def _tower(
    image: Image.Image, study: Study, box: tuple[int, int, int, int], look: tuple[Colour, Colour, float]
) -> None:
    left, top, right, bottom = box
    wall, foot, _ = look
    if right <= 0 or left >= image.width or right - left < 4:
        return
    size = (right - left, bottom - top)
    body = Image.composite(Image.new("RGB", size, foot), Image.new("RGB", size, wall), fade(size, lambda v: v**2))
    draw = ImageDraw.Draw(body)
    draw.rectangle((0, 0, max(1, size[0] // 14), size[1]), fill=mix(wall, study.hour.sky[3], 0.22))
    _windows(draw, study, size, look)
    image.paste(body, (left, top))
    draw = ImageDraw.Draw(image)
    kind = study.rng.random()
    middle = (left + right) // 2
    if kind < 0.3:
        step = size[0] // 5
        draw.rectangle((left + step, top - step, right - step, top), fill=wall)
        draw.line((middle, top - step * 4, middle, top), fill=wall, width=max(1, size[0] // 26))
    elif kind < 0.5:
        draw.polygon((left, top, right, top, right, top - size[0] // 3), fill=wall)
    elif kind < 0.62:
        draw.polygon((left, top, middle, top - size[0], right, top), fill=wall)


def _windows(
    draw: ImageDraw.ImageDraw, study: Study, size: tuple[int, int], look: tuple[Colour, Colour, float]
) -> None:
    """In rows; whole floors are lit or dark together more often than not."""
    rng, (wall, _, near) = study.rng, look
    lit = {"night": 0.62, "dusk": 0.55, "dawn": 0.4}.get(study.hour.name, 0.26)
    across = max(3, round((6 + 4 * near) * study.least / 1024))
    down = round(across * rng.choice((1.0, 1.5, 1.9)))
    colour = rng.choice(LAMPS)
    for y in range(down, size[1] - down, down):
        floor = rng.random()
        for x in range(across, size[0] - across, across):
            if rng.random() < lit * (0.35 + floor * 0.9) - 0.12:
                lamp = mix(
                    wall,
                    rng.choice(LAMPS) if rng.random() < 0.25 else colour,
                    rng.uniform(0.3, 0.95) * (0.5 + near / 2),
                )
                draw.rectangle((x, y, x + max(1, across * 0.5), y + max(1, down * 0.5)), fill=lamp)


def _street(image: Image.Image, study: Study, horizon: int) -> None:
    """Wet ground: the city upside down, drawn long, with puddles of clearer reflections."""
    depth = study.height - horizon
    above = image.crop((0, max(0, horizon - round(depth * 1.5)), study.width, horizon)).transpose(
        Image.Transpose.FLIP_TOP_BOTTOM
    )
    mirror = above.resize((study.width, depth), Resampling.BICUBIC)
    smeared = mirror.resize((study.width, max(4, depth // 14)), Resampling.BOX).resize(mirror.size, Resampling.BICUBIC)
    wet = noise(study.rng, mirror.size, (5, 14, 40), stretch=3)
    mirror = Image.composite(mirror, smeared, curve(wet, lambda v: (v - 0.42) * 3))
    ripple = noise(study.rng, mirror.size, (60, 140, 260), stretch=5)
    mirror = Image.composite(
        mirror,
        ImageChops.multiply(mirror, Image.new("RGB", mirror.size, (120, 120, 140))),
        curve(ripple, lambda v: v * 2.2 - 0.45),
    )
    dark = mix(study.hour.near, (4, 5, 14), 0.5)
    mirror.paste(dark, mask=fade(mirror.size, lambda v: 0.16 + 0.5 * v))
    image.paste(mirror, (0, horizon))
    _lamps(image, study, horizon)


def _lamps(image: Image.Image, study: Study, horizon: int) -> None:
    """Lights at the water's edge, each with its long reflection."""
    rng, depth = study.rng, study.height - horizon
    streaks = Image.new("RGB", (study.width, depth))
    draw = ImageDraw.Draw(streaks)
    count = round(study.width / study.least * (9 + study.steps))
    places = [(rng.uniform(0, study.width), rng.choice(NEON if rng.random() < 0.5 else LAMPS)) for _ in range(count)]
    for x, colour in places:
        half = study.least * rng.uniform(0.003, 0.008)
        y = 0.0
        while y < depth * rng.uniform(0.5, 1.0):
            high = study.least * rng.uniform(0.004, 0.012)
            shift = rng.gauss(0, half * (0.4 + 1.6 * y / depth))
            share = 0.75 * (1 - y / depth)
            draw.rectangle((x - half + shift, y, x + half + shift, y + high), fill=mix((0, 0, 0), colour, share))
            y += high * rng.uniform(1.1, 2.2)
    streaks = blur(streaks.filter(ImageFilter.BoxBlur(1)), 2.2)
    below = image.crop((0, horizon, study.width, study.height))
    image.paste(ImageChops.screen(below, streaks), (0, horizon))
    for x, colour in places:
        glow(image, (x, horizon - 2), study.least * rng.uniform(0.02, 0.05), colour, strength=0.9)
