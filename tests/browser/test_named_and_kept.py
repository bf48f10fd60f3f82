"""What was left out of an import, what came instead of a picture, and a model that goes around the gateway."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from server.paintings.painting import State
from tests.browser.axe import small_targets, violations
from tests.browser.conftest import Visit
from tests.browser.watch import Watch
from tests.browser.words import foreign, texts
from tests.cloudflare_gateway import GATEWAY
from tests.html import states
from tests.jpegs import make_picture
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import send_raw
from tests.web.test_http_backup import merge, rewritten, smuggle, write
from tests.web.test_http_queue import wait_for

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
EVERYBODY = {"bypass_csp": True, "reduced_motion": "reduce"}
BOTH = pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-CN", "dark")])


@BOTH
def test_what_came_instead_of_a_picture_is_shown_by_keyboard(
    program: Program, upstream: Upstream, visit: Visit, watches: dict[BrowserContext, Watch], language: str, theme: str
) -> None:
    upstream.next(send_raw(b"GIF89a is none of ours", "image/gif"))
    with program.client() as client:
        [painting] = states(client.post("/generate", data={"prompt": "1", "steps": "1"}).text)
        wait_for(client, {painting: State.FAILED})
    page = visit(program, "/", locale=language, color_scheme=theme, viewport={"width": 800, "height": 600}, **EVERYBODY)
    watches[page.context].expect_statuses(503)
    button = page.get_by_test_id("painting").first.locator('[data-action="answer"]')
    expect(button).to_be_visible()
    assert [*violations(page), *small_targets(page), *foreign(texts(page), language)] == []

    with page.expect_request(lambda request: request.url.endswith(f"/paintings/{painting}/answer")):
        button.press("Enter")


@BOTH
def test_each_file_that_was_not_taken_stands_with_why(
    program: Program, visit: Visit, tmp_path: Path, language: str, theme: str
) -> None:
    file = tmp_path / "1.zip"
    with program.client() as client:
        write(client, file)
        file.write_bytes(rewritten(file, smuggle(f"pictures/.{'1' * 200}.jpg", make_picture("JPEG"))))
        merge(client, file)
    page = visit(program, "/settings/library", locale=language, color_scheme=theme, **EVERYBODY)
    page.set_viewport_size({"width": 800, "height": 600})

    left = page.get_by_test_id("backup-left")
    expect(left.locator("li")).to_have_count(1)
    left.focus()
    expect(left).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [*violations(page), *small_targets(page), *foreign(texts(page), language)] == []


@BOTH
def test_a_model_goes_around_the_gateway_and_back(
    program: Program, upstream: Upstream, visit: Visit, language: str, theme: str
) -> None:
    upstream.gateways.known[GATEWAY].reads_forms = False
    with program.client() as client:
        client.post("/network/gateway", data={"gateway": GATEWAY})
        [painting] = states(client.post("/generate", data={"prompt": "1", "model": KLEIN}).text)
        wait_for(client, {painting: State.FAILED})
    page = visit(program, "/", locale=language, color_scheme=theme, **EVERYBODY)
    card = page.get_by_test_id("painting").first
    card.locator('[data-action="without_gateway"]').press("Enter")
    expect(card).to_have_attribute("data-state", "done")

    page.goto(f"{program.base_url}/settings/account")
    around = page.get_by_test_id("without-gateway")
    if not around.is_visible():
        page.get_by_test_id("network").locator("summary").first.press("Enter")
    expect(around.locator("li")).to_have_count(1)
    assert [*violations(page), *small_targets(page), *foreign(texts(page), language)] == []
    around.get_by_role("button").press("Enter")
    expect(around).to_have_count(0)
