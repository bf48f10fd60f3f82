"""Every word of every screen and state is in the language that was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from server.common.advice import ADVICE
from tests.browser.conftest import Visit
from tests.browser.tour import whole_tour
from tests.browser.watch import Watch
from tests.browser.words import foreign, texts
from tests.program import Program


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_nothing_is_said_in_another_language(
    tmp_path: Path, visit: Visit, watches: dict[BrowserContext, Watch], language: str
) -> None:
    wrong: dict[str, str] = {}
    seen: set[str] = set()

    def look(page: Page, stop: str) -> None:
        said = texts(page)
        assert len(said) > 1, stop
        seen.update(said)
        for text in foreign(said, language):
            wrong.setdefault(text, stop)

    def open_page(program: Program) -> Page:
        page = visit(program, locale=language, reduced_motion="reduce")
        watches[page.context].expect_statuses(403, 404, 415, 422, 502)
        watches[page.context].expect_lost_server()
        return page

    whole_tour(tmp_path, language, open_page, look, codes=ADVICE)
    assert not wrong, "\n".join(f"{stop}: {each}" for each, stop in wrong.items())
    assert len(seen) > 200, "the tour saw too little"
