"""`atelier models`, the help in both languages, and columns of characters of either width."""

from __future__ import annotations

import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.cli.arguments import language_of
from desktop.cli.exit_codes import Exit
from desktop.cli.models import table
from server.paintings.models import MODELS
from server.paintings.store import Store
from tests.commands import Shell

NEW = "@cf/maker/brush-2"
GONE = "@cf/leonardo/phoenix-1.0"


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


@pytest.fixture
def heard(shell: Shell) -> Shell:
    """Where a window has once asked an account that has a model more and one less."""
    settings = {"account_models": json.dumps(kept())}
    shell.program.data_dir.mkdir(parents=True)
    with closing(Store(shell.program.data_dir / "atelier.sqlite3")) as store:
        store.restore_settings(settings)
    return shell


def kept() -> dict[str, Any]:
    schema = {"input": {"type": "object", "properties": {"prompt": {"type": "string", "maxLength": 900}}}}
    listed = [name for name in MODELS if name != GONE] + [NEW]
    return {
        "account": "an account",
        "moment": time.time() - 60,
        "listed": [{"id": name, "terms": "", "ends": "2031-02-03" if name == NEW else ""} for name in listed],
        "learnt": {NEW: {"terms": "", "schema": schema}},
    }


def test_models_of_the_account_are_listed_and_gone_ones_marked(heard: Shell) -> None:
    headings, *rows = heard.run("models").out
    assert headings.split()[-1] == "remark"
    assert [row.split()[0] for row in rows] == [*MODELS, NEW]
    assert [row.split()[0] for row in rows if row.endswith("(not offered by your account at the moment)")] == [GONE]
    assert rows[-1].endswith("Cloudflare means to end it on 2031-02-03.")

    models = {model["id"]: model for model in heard.run("models", "--json").json["models"]}
    assert [name for name, model in models.items() if model["gone"]] == [GONE]
    assert [name for name, model in models.items() if model["learnt"]] == [NEW]
    assert (models[NEW]["ends"], models[NEW]["price_known"], models[NEW]["prompt_limit"]) == ("2031-02-03", False, 900)


def test_models_are_listed_beside_a_program_that_has_the_data(heard: Shell) -> None:
    with heard.program:
        assert NEW in [model["id"] for model in heard.run("models", "--json").json["models"]]


def test_a_model_of_the_account_can_be_painted_with(heard: Shell) -> None:
    done = heard.run("paint", "a boat", "--model", "brush-2", "--sample", "--json")
    assert done.code == Exit.DONE, done.stderr
    assert done.json["paintings"][0]["model"] == NEW


def test_a_kept_list_that_is_damaged_is_as_none(shell: Shell) -> None:
    shell.program.data_dir.mkdir(parents=True)
    (shell.program.data_dir / "atelier.sqlite3").write_bytes(b"no database")
    assert [model["id"] for model in shell.run("models", "--json").json["models"]] == list(MODELS)


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

    assert "退出码：" in said

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
    assert language_of(["--lang", "zh-CN", "paint"], "de") == "zh-CN"
    assert language_of(["--lang", "en", "paint", "--lang=zh-CN"], "de") == "zh-CN"


@pytest.mark.parametrize("before", [["--lang", "zh-CN"], ["--lang=zh-CN"]])
def test_the_language_may_stand_before_the_command(shell: Shell, before: list[str]) -> None:
    assert shell.run(*before, "models").out[0].split()[0] == "模型"
    assert shell.run(*before, "paint", "--help").out[0].startswith("用法：atelier paint")
    assert shell.run(*before, "--help").out[0].startswith("用法：atelier")
    assert "1 到 8" in shell.run(*before, "paint", "一条船", "--steps", "9").err[0]


def test_a_language_that_is_not_spoken_is_refused_before_the_command_too(shell: Shell) -> None:
    done = shell.run("--lang", "de", "models")
    assert (done.code, done.out) == (Exit.USAGE, [])
    assert "zh-CN" in done.err[-1]


def test_a_language_without_a_command_is_refused_with_the_way_to_choose_one(shell: Shell) -> None:
    done = shell.run("--lang", "en", "--serve")
    assert done.code == Exit.USAGE
    assert done.err[-1].endswith("--lang goes with a command; the page's language is chosen in its settings")
