"""A file's name comes back as it was, whatever bytes it is made of, and is text everywhere in between."""

from __future__ import annotations

import os
import random

import pytest

from server.common.file_names import disk_name, shown_name, stored_name

NAMES = [
    b"plain.png",
    "晨雾 é 😀.png".encode(),
    b"caf\xe9.png",
    b"\xff\xfe\x80.png",
    b"\xc4\xe3\xba\xc3.png",
    b"half \xe6\x99.png",
    "\uef80\uefff are characters, too.png".encode(),
    "\uef80".encode() + b"\xef",
    b"folder \xe9/and \xe8.png",
    b"\xed\xa0\x80 as WTF-8.png",
]


@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
@pytest.mark.parametrize("name", NAMES)
def test_every_name_comes_back(name: bytes) -> None:
    told = os.fsdecode(name)

    stored = stored_name(told)

    stored.encode()  # it is text
    shown_name(stored).encode()
    assert os.fsencode(disk_name(stored)) == name


@pytest.mark.skipif(os.name != "posix", reason="names of bytes")
def test_no_two_names_become_one() -> None:
    dice = random.Random(7)  # noqa: S311
    alphabet = [*"\uef80é晨a".encode(), 0xE9, 0xEE, 0xEF, 0xBE, 0x80, 0xFF]
    names = {bytes(dice.choices(alphabet, k=dice.randint(1, 6))) for _ in range(20_000)}

    stored = {name: stored_name(os.fsdecode(name)) for name in names}

    assert len(set(stored.values())) == len(names)
    assert all(os.fsencode(disk_name(text)) == name for name, text in stored.items())


def test_what_is_text_stays_as_it_is() -> None:
    assert stored_name("晨雾.png") == disk_name("晨雾.png") == shown_name("晨雾.png") == "晨雾.png"


def test_it_is_shown_with_a_mark() -> None:
    assert shown_name(stored_name("caf\udce9.png")) == "caf\ufffd.png"
