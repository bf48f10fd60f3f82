"""Names by the user's own pattern."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from server.paintings.naming import EXAMPLE, LONGEST_PATTERN, LONGEST_STEM, TOKENS, Subject, problem_of, stem_of
from tests.paintings.test_filenames import HOSTILE, RESERVED


@pytest.fixture(autouse=True)
def in_shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Names tell local time."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("pattern", "stem"),
    [
        ("{prompt}", "晨雾 lake"),
        ("{date} {time} {prompt}", "2026-11-23 06-15-10 晨雾 lake"),
        ("{date}_{model}_{seed}_{steps}_{size}_{counter}", "2026-11-23_flux-1-schnell_42_4_1024x1024_0007"),
        ("my {id}", "my 3f9a62c1"),
        ("{prompt}{prompt}", "晨雾 lake晨雾 lake"),
        ("no words at all", "no words at all"),
        ("a/b\\c:{steps}", "a b c 4"),
        ("../{prompt}", "晨雾 lake"),
        ("con", "_con"),
        ("{size}.{steps}.", "1024x1024.4"),
    ],
)
def test_a_pattern_becomes_a_name(pattern: str, stem: str) -> None:
    assert problem_of(pattern) is None
    assert stem_of(pattern, EXAMPLE) == stem


def test_what_is_not_known_leaves_no_gap() -> None:
    unknown = Subject(uid="0" * 32, prompt="a boat", created=0.0, counter=1)

    assert stem_of("{prompt}_{seed}_{size}_{steps}_end", unknown) == "a boat_end"
    assert stem_of("{seed}", unknown) == "painting"


@pytest.mark.parametrize("pattern", ["{prompt}", "{prompt}.{prompt}", "{date} {prompt} {id}", "{prompt} {seed}"])
def test_every_prompt_makes_a_safe_name(pattern: str) -> None:
    stems = [stem_of(pattern, replace(EXAMPLE, prompt=prompt)) for prompt in HOSTILE]

    assert [stem for stem in stems if not 0 < len(stem.encode()) <= LONGEST_STEM] == []
    assert [stem for stem in stems if re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', stem)] == []
    assert [stem for stem in stems if RESERVED.match(stem)] == []
    assert [stem for stem in stems if stem.strip(" .") != stem] == []


def test_a_long_prompt_leaves_room_for_the_rest() -> None:
    stem = stem_of("{prompt} {date} {seed} {id}", replace(EXAMPLE, prompt="画" * 2048))

    assert stem.endswith(" 2026-11-23 42 3f9a62c1")
    assert len(stem.encode()) <= LONGEST_STEM
    assert stem_of("x" * 180 + "{prompt}", EXAMPLE) == "x" * LONGEST_STEM


@pytest.mark.parametrize("pattern", ["{unknown}", "{}", "{counter", "seed}", "{{seed}}", "{Prompt}", "{prompt} {sead}"])
def test_an_unknown_word_is_refused(pattern: str) -> None:
    assert problem_of(pattern) == "pattern_unknown_token"


def test_the_longest_pattern() -> None:
    assert problem_of("x" * LONGEST_PATTERN) is None
    assert problem_of("x" * (LONGEST_PATTERN + 1)) == "pattern_too_long"


def test_every_word_can_be_used() -> None:
    for token in TOKENS:
        assert "{" not in stem_of(f"{{{token}}}", EXAMPLE)
