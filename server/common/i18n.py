"""Languages of the interface: English is in the source, every other language in a gettext catalogue."""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from functools import cache

from server.common.paths import LOCALES

SOURCE_LANGUAGE = "en"
CATALOGUES: Mapping[str, str] = {"zh-CN": "zh_CN"}
LANGUAGES = ("zh-CN", "en")


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message for the catalogues without translating it here."""
    return message


@cache
def translations(language: str) -> gettext.NullTranslations:
    """The catalogue of one of LANGUAGES. Raises FileNotFoundError when the program was put together without it."""
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    return gettext.translation("atelier", localedir=LOCALES, languages=[CATALOGUES[language]])


def translate(language: str, message: str, **values: object) -> str:
    """The message in a language, with its `{named}` places filled."""
    text = translations(language).gettext(message)
    return text.format(**values) if values else text


def best_language(preferred: str) -> str:
    """The one of LANGUAGES that serves an `Accept-Language` header, or a single language tag, best."""
    for tag in _by_preference(preferred):
        primary = tag.replace("_", "-").split("-")[0]
        for language in LANGUAGES:
            if language.split("-")[0] == primary:
                return language
    return SOURCE_LANGUAGE


def _by_preference(header: str) -> list[str]:
    """Tags of an `Accept-Language` header, lower-cased, the wanted ones first (RFC 9110, 12.5.4)."""
    weighted = []
    for position, part in enumerate(header.lower().split(",")):
        tag, _, parameter = part.strip().partition(";")
        weighted.append((-_quality(parameter), position, tag.strip()))
    return [tag for quality, _, tag in sorted(weighted) if tag and quality < 0]


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
