"""Libraries of any size: tiny pictures with metadata, in many folders, prompts of every length in two languages."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from uuid import UUID

from server.pictures.metadata import Metadata, embed
from tests.jpegs import make_picture

BEGAN = 1_600_000_000.0
EVERY = 1500.0
"""Seconds between two paintings: 100,000 of them take almost five years."""

MODELS = ("@cf/black-forest-labs/flux-1-schnell",) * 9 + ("@cf/leonardo/phoenix-1.0",)
RARE = {"en": "zeppelin over Valparaíso", "zh-CN": "鲲鹏展翅"}
"""In one of a thousand prompts."""

_ENGLISH = (
    "lighthouse in morning mist watercolour soft light red panda reading by a rainy window picture book illustration "
    "night market after rain neon on wet stone cinematic quiet lake small boat at dawn ink wash mountain forest river "
    "portrait of an old woman with a hat oil painting golden hour castle dragon flying over the city garden fox sea"
)
_CHINESE = (
    "清晨薄雾中的灯塔，水彩画，柔和的光线，小熊猫在雨天窗边读书，绘本插画，雨后的夜市，霓虹灯映在湿漉漉的石板路上，"
    "电影感，宁静的湖面上一叶小舟，水墨，山间森林与河流，戴帽子的老人肖像，油画，金色夕阳下的城堡与飞龙，花园里的狐狸"
)


def fill(library: Path, number: int, *, side: int = 16) -> None:
    """Write that many pictures below `library`, as wide as high; 100,000 small ones take a minute."""
    draw = random.Random(number)  # noqa: S311 - the same library each time
    picture = make_picture("JPEG", side=side)
    for each in range(number):
        told = metadata(draw, each)
        folder = _folder(library, each)
        (folder / f"{each:06d}.jpg").write_bytes(embed(picture, told))


def metadata(draw: random.Random, number: int) -> Metadata:
    prompt = _prompt(draw)
    if number % 1000 == 500:
        prompt += f" {RARE['en']} {RARE['zh-CN']}"
    return Metadata(
        uid=UUID(int=draw.getrandbits(128), version=4).hex,
        prompt=prompt,
        model=draw.choice(MODELS),
        steps=draw.randint(1, 8),
        width=draw.choice((1024, 1024, 1280)),
        height=1024,
        seconds=draw.uniform(1, 9),
        created=BEGAN + EVERY * number,
        version="0.1.0",
    )


def _prompt(draw: random.Random) -> str:
    if draw.random() < 0.5:
        return " ".join(draw.choices(_ENGLISH.split(), k=draw.randint(6, 40)))
    return "，".join(draw.choices(_CHINESE.split("，"), k=draw.randint(2, 12)))


def _folder(library: Path, number: int) -> Path:
    return _made(library / f"{number // 1500:04d}")


@cache
def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
