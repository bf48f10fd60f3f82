"""How pages name keys: as they are written on the keyboard of whoever asks, in both languages."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from tests.eventually import eventually
from tests.program import Program

OTHERS = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
ON_MACS = {
    "window": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)",
    "Firefox": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Chrome": OTHERS.replace("X11; Linux x86_64", "Macintosh; Intel Mac OS X 10_15_7"),
}
FOREIGN = {True: re.compile(r"Ctrl|Control|\bAlt\b|\bDel\b"), False: re.compile("[⌘⌥⇧⌫]|Meta")}
"""What stands nowhere, by whether it is a Mac that asks."""


def paint(program: Program) -> None:
    with program.client() as page:
        page.post("/generate", data={"prompt": "a boat", "steps": "1"}).raise_for_status()
        eventually(lambda: page.get("/paintings/1/mask").status_code == 200, what="the painting")


def told(program: Program, path: str, user_agent: str, language: str) -> str:
    """All a page says, to the eye, in titles and to assistive technology."""
    with program.client() as page:
        answer = page.get(path, headers={"user-agent": user_agent, "accept-language": language})
    tree = BeautifulSoup(answer.raise_for_status().text, "html.parser")
    attributes = [
        str(tag.get(name)) for tag in tree.find_all(True) for name in ("title", "aria-label", "aria-keyshortcuts")
    ]
    return "\n".join([tree.get_text("\n", strip=True), *attributes])


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize(("user_agent", "mac"), [(OTHERS, False), *((name, True) for name in ON_MACS.values())])
def test_no_key_has_the_name_of_another_system(program: Program, user_agent: str, language: str, *, mac: bool) -> None:
    paint(program)
    for path in ("/", "/library", "/settings", "/paintings/1/mask"):
        assert FOREIGN[mac].findall(told(program, path, user_agent, language)) == [], path


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_a_mac_s_signs_stand_in_the_sheet_in_titles_and_in_sentences(shared_program: Program, language: str) -> None:
    text = told(shared_program, "/", ON_MACS["window"], language)
    for keys_together in ("⌘\n↵", "⌘\nS", "⌥\n↑\n↓", "⌫", "⌘ ↵", "Meta+Enter"):
        assert keys_together in text


def test_the_mask_s_undo_is_the_system_s(program: Program) -> None:
    paint(program)
    on_mac = told(program, "/paintings/1/mask", ON_MACS["window"], "zh-CN")
    elsewhere = told(program, "/paintings/1/mask", OTHERS, "zh-CN")
    for sign, text in (("⌘Z 撤销", on_mac), ("(⇧⌘Z)", on_mac), ("Meta+Shift+Z", on_mac)):
        assert sign in text
    for sign, text in (("Ctrl+Z 撤销", elsewhere), ("(Ctrl+Shift+Z)", elsewhere), ("Control+Shift+Z", elsewhere)):
        assert sign in text


@pytest.mark.parametrize(("language", "hint"), [("en", "Script Editor"), ("zh-CN", "脚本编辑器")])
def test_a_mac_is_told_whom_to_allow_notifications(shared_program: Program, language: str, hint: str) -> None:
    assert hint in told(shared_program, "/settings", ON_MACS["window"], language)
    assert hint not in told(shared_program, "/settings", OTHERS, language)
