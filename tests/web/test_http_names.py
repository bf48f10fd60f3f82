"""Naming new pictures by one's own pattern, over HTTP and on the disk."""

from __future__ import annotations

import httpx
import pytest

from tests.html import parse
from tests.program import Program
from tests.web.test_http_saving import paint, saved


def set_pattern(page: httpx.Client, pattern: str) -> str:
    answer = page.post("/pattern", data={"pattern": pattern})
    assert answer.status_code == 200
    return parse(answer.text).get_text(" ", strip=True)


def test_new_pictures_get_such_names_and_none_is_written_over(program: Program, page: httpx.Client) -> None:
    assert "1024x1024 晨雾 lake.jpg" in set_pattern(page, "{size} {prompt}")

    paint(page, "a boat", count=3)
    program.stop()
    program.start()
    with program.client() as again:
        paint(again, "a boat")

    names = sorted(file.name for file in saved(program))
    assert names == [f"1024x1024 a boat{end}.jpg" for end in (" (2)", " (3)", " (4)", "")]


def test_an_empty_pattern_is_the_programs_own_way(program: Program, page: httpx.Client) -> None:
    set_pattern(page, "{steps}")
    assert "By default" in set_pattern(page, "  ")

    paint(page, "a boat")

    assert saved(program)[0].name.startswith("a boat_2")


@pytest.mark.parametrize("pattern", ["{sead}", "x" * 201])
def test_a_pattern_that_cannot_be_used_is_said_and_not_kept(page: httpx.Client, pattern: str) -> None:
    set_pattern(page, "{prompt} {id}")

    html = parse(page.post("/pattern", data={"pattern": pattern}).text)

    assert html.select(".field-error")
    [field] = parse(page.get("/settings").text).select('[data-testid="pattern"]')
    assert field["value"] == "{prompt} {id}"
