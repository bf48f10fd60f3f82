"""Choosing a language, and messages in it."""

from __future__ import annotations

import pytest

from server.common.i18n import LANGUAGES, best_language, translate, translations


@pytest.mark.parametrize(
    ("preferred", "language"),
    [
        ("zh-CN", "zh-CN"),
        ("zh", "zh-CN"),
        ("zh_TW", "zh-CN"),
        ("zh-Hant-HK,en;q=0.5", "zh-CN"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("de-DE,de;q=0.9,zh-CN;q=0.5,en;q=0.3", "zh-CN"),
        ("en;q=0.1, ZH-cn;q=0.2", "zh-CN"),
        ("zh;q=0,en", "en"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        ("zh;q=lots", "en"),
        (";;;,,,===", "en"),
        ("zh" * 1000, "en"),
        ("zhuang", "en"),
    ],
)
def test_the_best_language_for_a_wish(preferred: str, language: str) -> None:
    assert best_language(preferred) == language


def test_every_language_has_its_catalogue() -> None:
    for language in LANGUAGES:
        assert translations(language)


def test_a_message_is_translated_and_its_places_filled() -> None:
    assert translate("en", "Saved as {name}", name="a.jpg") == "Saved as a.jpg"
    assert translate("zh-CN", "Saved as {name}", name="a.jpg") != "Saved as a.jpg"
    assert "a.jpg" in translate("zh-CN", "Saved as {name}", name="a.jpg")


def test_an_unknown_message_is_shown_as_it_is() -> None:
    assert translate("zh-CN", "No such message {") == "No such message {"


def test_what_is_filled_in_is_not_read_as_a_pattern() -> None:
    assert translate("en", "Saved as {name}", name="{0.__class__}") == "Saved as {0.__class__}"
