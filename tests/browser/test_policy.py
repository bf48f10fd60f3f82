"""Nothing leaves this computer, and the pages live under a policy that lets nothing else in."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit
from tests.browser.offline import NO_NAMESPACE, paint_without_a_network
from tests.browser.studio import newest, newest_order, order, paint
from tests.browser.watch import Watch
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse


def test_served_pages_hold_nothing_their_policy_refuses(program: Program, upstream: Upstream, visit: Visit) -> None:
    page = visit(program)
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    order(page, "<b style='color:red' onclick=alert(1)>bold</b><script>alert(2)</script>")
    expect(newest(page)).to_have_attribute("data-state", "failed")
    with program.client() as client:
        for path in ("/", "/connection", "/settings", "/paintings?before=999", "/nothing-here"):
            tree = BeautifulSoup(client.get(path).text, "html.parser")
            assert tree.select("[style], style, script:not([src]), iframe, base, object") == [], path
            assert [tag for tag in tree.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == [], path
            inside = [tag for tag in tree.find_all(True) if tag.get("target") != "_blank"]  # others open the browser
            links = [tag.get(name) for tag in inside for name in ("href", "src", "srcset") if tag.get(name)]
            assert [link for link in links if "://" in str(link) or str(link).startswith("//")] == [], path


def test_a_prompt_is_text_and_nothing_else(page: Page) -> None:
    prompt = '<img src=x onerror="document.title=1">{{ 7*7 }} $(id) \'"</li>'
    paint(page, prompt)
    expect(newest_order(page).get_by_role("heading")).to_have_text(prompt)
    expect(newest(page).get_by_role("img")).to_have_attribute("alt", prompt)
    page.reload()
    expect(newest_order(page).get_by_role("heading")).to_have_text(prompt)
    expect(page.locator("img[src=x]")).to_have_count(0)


def test_the_watch_sees_what_must_not_happen(
    program: Program, visit: Visit, watches: dict[BrowserContext, Watch]
) -> None:
    page = visit(program)
    problems = watches[page.context].problems
    page.evaluate("() => { document.body.setAttribute('style', 'color: red') }")
    page.evaluate("() => fetch('https://example.com/').catch(() => {})")
    page.evaluate("() => fetch('/nothing-here')")
    page.evaluate("() => { setTimeout(() => { throw new Error('a bug') }) }")
    expect(page.get_by_test_id("prompt")).to_be_visible()
    page.wait_for_timeout(100)
    told = "\n".join(problems)
    for sign in ("style-src-attr", "connect-src", "answered 404: GET /nothing-here", "a bug"):
        assert sign in told
    problems.clear()


def test_the_entry_opens_the_page_once(program: Program, visit: Visit, watches: dict[BrowserContext, Watch]) -> None:
    page = visit(program)
    watches[page.context].expect_statuses(403)
    page.context.clear_cookies()
    page.goto(program.entry_url)
    expect(page.get_by_test_id("alert")).to_contain_text("This address has been used already.")


@pytest.mark.skipif(NO_NAMESPACE != "", reason=NO_NAMESPACE or "possible here")
@pytest.mark.slow
def test_everything_works_with_no_network_at_all(tmp_path: Path) -> None:
    assert paint_without_a_network(tmp_path) == "painted"
