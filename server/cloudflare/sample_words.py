"""What a prompt speaks of, as far as samples know: scene, hour and manner, in English and in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

LAKE = ("lake", "river", "fjord", "lagoon", "湖", "江", "河")

SCENE_WORDS: dict[str, tuple[str, ...]] = {
    "cat": ("cat", "kitten", "kitty", "tabby", "猫"),
    "deer": ("deer", "stag", "doe", "fawn", "elk", "animal", "wildlife", "鹿", "动物"),
    "koi": ("koi", "carp", "fish", "goldfish", "pond", "锦鲤", "鱼", "鲤", "池塘"),
    "cranes": ("crane", "bird", "heron", "swan", "goose", "geese", "鹤", "鸟", "雁", "鹭", "天鹅"),
    "figure": (
        *("figure", "person", "man", "woman", "girl", "boy", "wanderer", "traveller", "traveler", "portrait", "monk"),
        *("人", "女孩", "男孩", "少年", "少女", "旅人", "肖像", "僧"),
    ),
    "still_life": (
        *(
            "still life",
            "fruit",
            "pear",
            "apple",
            "orange",
            "lemon",
            "peach",
            "vase",
            "bowl",
            "teapot",
            "table",
            "food",
        ),
        *("静物", "水果", "苹果", "橙", "梨", "桃", "柠檬", "花瓶", "碗", "茶壶", "桌"),
    ),
    "flowers": (
        *("flower", "meadow", "poppy", "poppies", "tulip", "rose", "daisy", "garden", "bouquet", "peony", "bloom"),
        *("花", "花园", "牡丹", "玫瑰", "郁金香", "草地", "草原"),
    ),
    "rain": ("rain", "rainy", "raindrop", "window", "雨", "窗"),
    "space": (
        *("space", "planet", "galaxy", "nebula", "universe", "cosmos", "cosmic", "astronaut", "saturn", "mars"),
        *("宇宙", "星球", "行星", "银河", "星云", "太空", "星系", "宇航员", "土星", "火星"),
    ),
    "city": (
        *("city", "cities", "skyline", "street", "skyscraper", "neon", "cyberpunk", "downtown", "market", "metropolis"),
        *("城市", "都市", "街", "霓虹", "高楼", "夜市", "赛博朋克", "摩天"),
    ),
    "sea": (
        *("sea", "ocean", "seascape", "beach", "coast", "wave", "lighthouse", "island", "harbour", "harbor", "sail"),
        *("sailboat", "海", "海洋", "沙滩", "海岸", "浪", "灯塔", "岛", "港"),
    ),
    "desert": ("desert", "dune", "sahara", "sand", "oasis", "沙漠", "沙丘", "大漠", "戈壁"),
    "tree": ("tree", "cherry", "blossom", "sakura", "oak", "maple", "willow", "樱", "桃花", "梅", "枫", "树", "柳"),
    "forest": ("forest", "wood", "woodland", "jungle", "grove", "bamboo", "森林", "树林", "林", "竹"),
    "pattern": (
        *("pattern", "geometric", "mosaic", "tile", "ornament", "wallpaper", "textile", "art deco"),
        *("图案", "纹样", "几何", "花纹", "马赛克", "壁纸", "装饰"),
    ),
    "abstract": (
        *("abstract", "fluid", "silk", "aurora", "swirl", "smoke", "dream", "music", "gradient"),
        *("抽象", "流动", "丝绸", "极光", "烟", "梦", "音乐", "渐变"),
    ),
    "mountains": (
        *("mountain", "hill", "valley", "peak", "alps", "landscape", "cliff", "canyon", "volcano"),
        *("boat", "ship", "canoe", *LAKE, "山", "峰", "谷", "风景", "峡", "船", "舟", "瀑布"),
    ),
}
"""By name; where several are spoken of, the first in the prompt counts, and of two at one place the longer word."""

MANNER_WORDS: dict[str, tuple[str, ...]] = {
    "watercolour": ("watercolour", "watercolor", "aquarelle", "gouache", "水彩", "水粉", "淡彩"),
    "ink": ("ink", "ink wash", "sumi", "sumi-e", "shuimo", "calligraphy", "monochrome", "水墨", "墨", "国画", "写意"),
    "flat": (
        *(
            "flat",
            "vector",
            "poster",
            "minimal",
            "minimalist",
            "paper cut",
            "screen print",
            "illustration",
            "risograph",
        ),
        *("扁平", "矢量", "海报", "极简", "剪纸", "版画", "插画"),
    ),
    "painted": ("photo", "photograph", "photography", "realistic", "cinematic", "film", "照片", "摄影", "写实", "电影"),
}


HOUR_WORDS: dict[str, tuple[str, ...]] = {
    "dusk": ("sunset", "dusk", "evening", "twilight", "夕", "霞", "黄昏", "落日", "傍晚", "暮"),
    "night": ("night", "moon", "star", "midnight", "夜", "月", "星"),
    "dawn": (
        *("dawn", "morning", "sunrise", "spring", "pink", "blossom"),
        *("晨", "春", "樱", "粉", "朝", "黎明", "日出"),
    ),
    "winter": ("snow", "snowy", "winter", "ice", "frost", "雪", "冬", "冰"),
    "autumn": ("autumn", "fall", "golden", "maple", "秋", "枫", "金色"),
    "green": ("forest", "green", "tea", "summer", "bamboo", "林", "竹", "茶", "绿", "夏"),
    "day": ("day", "sky", "sea", "blue", "noon", "sunny", "天空", "白天", "海", "蓝", "晴"),
}
"""Of these the first that is spoken of counts, wherever it stands."""


def is_told(prompt: str) -> bool:
    """Whether a sample shows anything that the prompt speaks of."""
    return first_of(prompt, SCENE_WORDS) is not None or hour_of(prompt) is not None


def hour_of(prompt: str) -> str | None:
    """The hour that the prompt speaks of, or None."""
    return next((name for name, words in HOUR_WORDS.items() if mentions(prompt, words)), None)


def mentions(prompt: str, words: Iterable[str]) -> bool:
    return _first(prompt, tuple(words)) is not None


def first_of(prompt: str, choices: dict[str, tuple[str, ...]]) -> str | None:
    """The choice that the prompt speaks of first, or None."""
    found = [(place, name) for name, words in choices.items() if (place := _first(prompt, words)) is not None]
    return min(found, key=lambda each: each[0])[1] if found else None


def _first(prompt: str, words: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the first of these words stands, and how much shorter it is than others that may stand there."""
    match = _any_of(words).search(prompt.lower())
    return None if match is None else (match.start(), -len(match.group()))


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """English words whole, or with an ending of many; Chinese ones anywhere."""
    ordered = sorted(words, key=len, reverse=True)
    latin = "|".join(re.escape(word) for word in ordered if word.isascii())
    other = "|".join(re.escape(word) for word in ordered if not word.isascii())
    return re.compile(rf"(?<![a-z])(?:{latin})(?:e?s)?(?![a-z])|{other}" if other else rf"\b(?:{latin})(?:e?s)?\b")
