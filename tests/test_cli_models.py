"""`atelier models`, the help in both languages, and columns of characters of either width."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.cli.arguments import language_of
from desktop.cli.endings import Exit
from desktop.cli.tables import table
from server.models import MODELS
from tests.commands import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_models_are_a_table(shell: Shell) -> None:
    done = shell.run("models")

    assert (done.code, done.stderr) == (Exit.DONE, b"")
    headings, *rows = done.out
    assert headings.split()[:4] == ["model", "name", "maker", "steps"]
    assert [row.split()[0] for row in rows] == list(MODELS)
    assert "≈ 172.80" in rows[0]
    assert not shell.program.data_dir.exists()


def test_models_are_json(shell: Shell) -> None:
    models = shell.run("models", "--json").json["models"]

    assert [model["id"] for model in models] == list(MODELS)
    schnell = models[0]
    assert schnell["default"] is True
    assert schnell["steps"] == {"minimum": 1, "maximum": 8, "default": 4}
    assert schnell["width"] == {"minimum": 1024, "maximum": 1024, "default": 1024}
    assert (schnell["seed"], schnell["guidance"], schnell["negative_prompt"]) == (None, None, False)
    assert schnell["neurons"] == 172.8


def test_models_in_chinese_stand_under_each_other() -> None:
    assert table([["模型", "x"], ["abcde", "y"]]) == "模型   x\nabcde  y"


@pytest.mark.parametrize("command", [[], ["paint"], ["models"], ["allowance"]])
@pytest.mark.parametrize(("language", "word"), [("en", "usage: atelier"), ("zh-CN", "用法：atelier")])
def test_help_is_in_the_language_asked_for(shell: Shell, command: list[str], language: str, word: str) -> None:
    shell.environ["LC_ALL"] = "zh_CN.UTF-8" if language == "zh-CN" else "en_GB.UTF-8"

    done = shell.run(*command, "--help")

    assert (done.code, done.stderr) == (Exit.DONE, b"")
    assert done.out[0].startswith(" ".join([word, *command]))


def test_help_names_every_exit_code(shell: Shell) -> None:
    said = shell.run("paint", "--help", "--lang", "zh-CN").out

    shown = {int(line.split()[0]) for line in said if line.strip()[:1].isdigit()}
    assert shown == {int(code) for code in Exit}
    assert not any("where it is now" in line for line in said)


def test_mistakes_are_in_the_language_asked_for(shell: Shell) -> None:
    assert shell.run("paint", "--lang", "zh-CN").err[-1] == "atelier paint：错误：缺少：PROMPT"
    assert "1 到 8" in shell.run("paint", "一条船", "--steps", "9", "--lang=zh-CN").err[0]


def test_the_language_is_the_system_s_unless_asked_for() -> None:
    assert language_of(["paint", "a boat"], "zh-TW") == "zh-CN"
    assert language_of(["paint", "--lang", "en"], "zh-TW") == "en"
    assert language_of(["paint", "--lang=zh-CN"], "de") == "zh-CN"
    assert language_of(["paint", "--", "--lang=zh-CN"], "de") == "en"
    assert language_of(["paint", "--lang"], "de") == "en"
