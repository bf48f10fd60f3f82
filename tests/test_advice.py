"""Every error that can be raised has advice, and all advice is fit to be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import server
from server.advice import ADVICE, COSTS, GENERAL, Action, Advice, Cost, advise

ERRORS = {"AtelierError", "BadRequest", "CredentialsError", "ShellError", "StorageError", "UpstreamError"}
SOURCES = [
    path for package in ("server", "desktop") for path in (Path(server.__file__).parents[1] / package).rglob("*.py")
]


def raised_codes(source: Path) -> Iterator[str]:
    """The codes that stand in calls of our errors: `StorageError("disk_full")`, `BadInput({"prompt": "too_long"})`."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in ERRORS:
            yield from filter(_is_code, _texts(node.args))
        if node.func.id == "BadInput" and node.args and isinstance(node.args[0], ast.Dict):
            yield from _texts(node.args[0].values)


def test_every_code_raised_has_advice() -> None:
    raised = {code: source.name for source in SOURCES for code in raised_codes(source)}

    assert len(raised) > 20
    assert {code: name for code, name in raised.items() if code not in ADVICE} == {}


@pytest.mark.parametrize(("code", "advice"), ADVICE.items())
def test_advice_is_whole_sentences(code: str, advice: Advice) -> None:
    assert code.isascii()
    assert code == code.lower()
    for text in [advice.sentence] + [advice.next_step] * bool(advice.next_step):
        assert text[0].isupper() or text.startswith("www.")
        assert text.endswith(".")
        assert "  " not in text
        assert "{" not in text


@pytest.mark.parametrize("code", ["", "never_heard_of", "NotFound"])
def test_an_unknown_code_gets_general_advice(code: str) -> None:
    assert advise(code) is GENERAL


def test_known_codes_get_their_own() -> None:
    assert advise("no_capacity").action is Action.RETRY
    assert advise("daily_quota_used").action is Action.WAIT
    assert advise("prompt_flagged").action is Action.REWORD
    assert advise("prompt_too_long").action is Action.SHORTEN
    assert advise("no_account").action is Action.CONNECT
    assert advise("model_retired").action is Action.SETTINGS
    assert advise("disk_full").action is Action.SAVE_AS


def test_every_cost_has_a_sentence() -> None:
    assert set(COSTS) == set(Cost)


@pytest.mark.parametrize(
    ("code", "cost"),
    [
        ("dns_failed", Cost.NOTHING),
        ("connection_refused", Cost.NOTHING),
        ("no_capacity", Cost.NOTHING),
        ("daily_quota_used", Cost.NOTHING),
        ("connection_cut", Cost.MAYBE),
        ("answer_timed_out", Cost.MAYBE),
        ("interrupted", Cost.MAYBE),
        ("output_flagged", Cost.MAYBE),
        ("picture_incomplete", Cost.CHARGED),
        ("disk_full", Cost.CHARGED),
    ],
)
def test_costs_are_told_honestly(code: str, cost: Cost) -> None:
    assert advise(code).cost is cost


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def _is_code(text: str) -> bool:
    return text.replace("_", "").isalpha() and text.islower()
