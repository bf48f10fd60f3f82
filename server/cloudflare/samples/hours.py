"""The hours and seasons that samples show, as colours."""

from __future__ import annotations

from msgspec import Struct

Colour = tuple[int, int, int]


class Hour(Struct, frozen=True):
    """`sky` runs from the zenith to the horizon. Its words are in server.cloudflare.sample_words."""

    name: str

    sky: tuple[Colour, Colour, Colour, Colour]
    light: Colour
    far: Colour
    near: Colour
    stars: int = 0


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _hour(name: str, sky: str, land: str, stars: int = 0) -> Hour:
    zenith, high, low, horizon = (_colour(text) for text in sky.split())
    light, far, near = (_colour(text) for text in land.split())
    return Hour(name, (zenith, high, low, horizon), light, far, near, stars)


def _colour(text: str) -> Colour:
    red, green, blue = bytes.fromhex(text)
    return red, green, blue


DUSK = _hour("dusk", "221f52 7e3a6e e9745c ffca78", "fff0b8 bb6a76 190f2a")
NIGHT = _hour("night", "050a1c 0d1d42 233f70 5577a3", "f6f2de 34557f 03060f", stars=260)
DAWN = _hour("dawn", "26346a 7a6aa6 f0a9a4 ffe0bd", "fff3d8 cf9fb0 1b1d3c")
WINTER = _hour("winter", "5f82aa a3bed6 dfe7ef fdf2e8", "ffffff b7cadc 22344a")
AUTUMN = _hour("autumn", "4f6084 b98f8b f1c08a fce8c4", "fff4d6 cf946c 33150f")
GREEN = _hour("green", "5f978f 9cc4b5 dbe9d8 f8f2dc", "fffbe6 98bfae 0d2a27")
DAY = _hour("day", "3d86c6 86bfe6 cfe8f2 f7f3e3", "fffef4 a4c6d8 17353f")
HOURS = {hour.name: hour for hour in (DUSK, NIGHT, DAWN, WINTER, AUTUMN, GREEN, DAY)}
