"""File names from prompts that Windows, macOS and Linux all take."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.paintings.filenames import picture_name, prompt_stem

WHEN = datetime(2026, 11, 22, 21, 35, 10, tzinfo=UTC)
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)", re.IGNORECASE)

HOSTILE = [
    "",
    " ",
    "...",
    ". . .",
    "../../etc/passwd",
    "..\\..\\Windows\\System32\\cmd.exe",
    "/etc/passwd",
    "C:\\boot.ini",
    "file:stream",
    "-rf *",
    "~root",
    ".hidden",
    "ends with dots...",
    "ends with spaces   ",
    "ends with both . . ",
    "CON",
    "con",
    "Nul.txt",
    "aux .jpg",
    "COM1",
    "com¹",
    "LPT9.tar.gz",
    "CONIN$",
    'a<b>c:d"e/f\\g|h?i*j',
    "line one\nline two\r\n\ttabbed",
    "bell \x07 escape \x1b[31m nul \x00 delete \x7f c1 \x85\x9f",
    "🚀🎨👨‍👩‍👧‍👦🏳️‍🌈",
    "❤️",
    "👍🏽",
    "1️⃣2️⃣",
    "\u200b\u200d\ufeff\u2060",
    "\u202egpj.exe",
    "\u2066isolated\u2069",
    "\u0301\u0302 marks without a letter",
    "e\u0301" * 300,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!͖̬̰̙̗̿̋ͥͥ̂ͣ̐́́͜͞",
    "中" * 2048,
    "𠮷野家" * 300,
    "مرحبا بالعالم",
    "שלום עולם",
    "a" * 2048,
    " " * 2000 + "late",
    "\ue000\U000f0000 private",
    "\ufffe\uffff\U0001ffff nothing assigned",
    "%00%2e%2e%2f",
    "$(rm -rf ~) `id` ;&|",
    "desktop.ini",
    "Thumbs.db",
]


@pytest.mark.parametrize("prompt", HOSTILE)
def test_any_prompt_makes_a_name_every_system_takes(prompt: str) -> None:
    name = picture_name(prompt, WHEN, ".jpg")

    assert Path(name).name == name
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]', name)
    assert not RESERVED.match(name)
    assert name[0] not in " .-~"
    assert name[-1] not in " ."
    assert len(name.encode()) <= 140
    assert name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("prompt", HOSTILE)
def test_names_show_no_boxes_and_turn_no_text_around(prompt: str) -> None:
    stem = prompt_stem(prompt)

    drawn = [character for character in stem if unicodedata.category(character)[0] in "LNPS"]
    assert drawn, "nothing of it would be seen"
    assert not any(unicodedata.category(character) in ("So", "Cf", "Co", "Cn", "Cc", "Cs") for character in stem)
    assert not any("\ufe00" <= character <= "\ufe0f" or "\U0001f3fb" <= character <= "\U0001f3ff" for character in stem)
    assert unicodedata.category(stem[0])[0] != "M"


@pytest.mark.parametrize(
    ("prompt", "stem"),
    [
        ("a small boat", "a small boat"),
        ("  two\n lines ", "two lines"),
        ("一只猫，水墨画", "一只猫，水墨画"),
        ("Ünïcödé", "Ünïcödé"),
        ("U\u0308ber", "Über"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("console", "console"),
        ("a/b:c", "a b c"),
        ("🚀 to the moon", "to the moon"),
        ("🚀", "painting"),
        ("❤️ and 👍🏽", "and"),
        ("...", "painting"),
        ("", "painting"),
    ],
)
def test_the_prompts_beginning_stays_readable(prompt: str, stem: str) -> None:
    assert prompt_stem(prompt) == stem


def test_a_name_tells_when_and_is_one_of_a_kind() -> None:
    names = {picture_name("a boat", WHEN, ".png") for _ in range(1000)}

    assert len(names) == 1000
    assert all(re.fullmatch(r"a boat_20261122-213510_[0-9a-f]{8}\.png", name) for name in names)


def test_a_long_prompt_is_cut_between_characters() -> None:
    stem = prompt_stem("x" + "中" * 100)

    assert len(stem.encode()) <= 96
    assert set(stem) == {"x", "中"}
