"""Which language the system speaks, from the environment that Linux and terminals give a program."""

from __future__ import annotations

import pytest

from desktop.language import system_language


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "POSIX"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_Hans_CN.UTF-8@pinyin"}, "zh-Hans-CN"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh-TW"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en-GB"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "C:zh"}, "zh"),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, "en"),
        ({"LANG": "not a locale"}, "en"),
    ],
)
def test_language_of_the_environment(environ: dict[str, str], language: str) -> None:
    assert system_language(environ) == language
