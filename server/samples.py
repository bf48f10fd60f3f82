"""Paints samples without a network: mountains in mist, at an hour that fits the prompt. Plainly marked as samples.

Pillow's own operations do the work on whole pictures; Python only counts out the ridges.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZE = 1024
Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Hour:
    """The colours of a time of day or year. `sky` runs from the zenith to the horizon."""

    sky: tuple[str, str, str, str]
    light: str
    far: str
    near: str
    stars: int = 0
    words: tuple[str, ...] = ()


HOURS = (
    Hour(
        ("#26346a", "#7a6aa6", "#f0a9a4", "#ffe0bd"), "#fff3d8", "#cf9fb0", "#1b1d3c", words=("dawn", "晨", "樱", "粉")
    ),
    Hour(
        ("#3d86c6", "#86bfe6", "#cfe8f2", "#f7f3e3"), "#fffef4", "#a4c6d8", "#17353f", words=("day", "sky", "蓝", "海")
    ),
    Hour(
        ("#221f52", "#7e3a6e", "#e9745c", "#ffca78"),
        "#fff0b8",
        "#bb6a76",
        "#190f2a",
        words=("sunset", "夕", "霞", "昏"),
    ),
    Hour(
        ("#050a1c", "#0d1d42", "#233f70", "#5577a3"), "#f6f2de", "#34557f", "#03060f", 260, ("night", "夜", "月", "星")
    ),
    Hour(
        ("#5f978f", "#9cc4b5", "#dbe9d8", "#f8f2dc"),
        "#fffbe6",
        "#98bfae",
        "#0d2a27",
        words=("forest", "green", "林", "竹"),
    ),
    Hour(
        ("#5f82aa", "#a3bed6", "#dfe7ef", "#fdf2e8"),
        "#ffffff",
        "#b7cadc",
        "#22344a",
        words=("snow", "winter", "雪", "冬"),
    ),
    Hour(
        ("#4f6084", "#b98f8b", "#f1c08a", "#fce8c4"),
        "#fff4d6",
        "#cf946c",
        "#33150f",
        words=("autumn", "秋", "枫", "金"),
    ),
)
