"""What people do again and again, walked in the steps that docs/journeys.md allows and not one more."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from server.common.paths import Paths
from tests.browser.conftest import Visit
from tests.browser.seeding import seed
from tests.browser.studio import newest_order, order, painting_of, paintings
from tests.browser.test_connection import NO_ACCOUNT
from tests.browser.watch import Watch
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import refuse

TABLE = Path(__file__).resolve().parents[2] / "docs" / "journeys.md"
DAY = 86_400.0
PHOENIX = "@cf/leonardo/phoenix-1.0"


class Hands:
    """One person's, on a page: each click and each combination of keys is a step, each paste is one of its own."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.steps = 0
        self.pastes = 0

    def click(self, place: str | Locator, *, right: bool = False) -> None:
        self.steps += 1
        found = self.page.get_by_test_id(place) if isinstance(place, str) else place
        found.click(button="right" if right else "left")

    def press(self, keys: str) -> None:
        self.steps += 1
        self.page.keyboard.press(keys)

    def paste(self, place: str, text: str) -> None:
        self.pastes += 1
        self.page.get_by_test_id(place).fill(text)


def allowed() -> dict[str, int]:
    """By the journeys' names, as the table has them."""
    rows = [line.split("|") for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return {row[1].strip(): int(row[4]) for row in rows[1:]}


@pytest.fixture
def most(request: pytest.FixtureRequest) -> int:
    """Of the journey that the test is named by."""
    return allowed()[request.node.originalname.removeprefix("test_").replace("_", "-")]


@pytest.fixture
def newcomer(tmp_path: Path, upstream: Upstream, visit: Visit, watches: dict[BrowserContext, Watch]) -> Iterator[Page]:
    """At the first start, on a system without a keyring."""
    opener = tmp_path / "browser"
    opener.write_text("#!/bin/sh\n")
    opener.chmod(0o755)
    environ = {**NO_ACCOUNT, "BROWSER": str(opener)}
    with Program(tmp_path, api_base=upstream.base_url, environ=environ) as program:
        page = visit(program)
        watches[page.context].expect_statuses(422)  # there is no keyring, which is said
        expect(page.get_by_test_id("welcome")).to_be_visible()
        yield page
        page.context.close()


def four(page: Page) -> None:
    """Just painted."""
    order(page, "a fox", count=4)
    expect(newest_order(page).locator("[data-state=done]")).to_have_count(4)


def point_at(card: Locator) -> None:
    """With nothing in focus, as after a click into the empty."""
    card.page.evaluate("() => document.activeElement.blur()")
    card.hover()


def test_every_journey_of_the_table_is_walked() -> None:
    walked = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_")}
    assert allowed().keys() == walked - {"every-journey-of-the-table-is-walked"}


def test_first_sample(newcomer: Page, most: int) -> None:
    hands = Hands(newcomer)
    hands.click("samples")
    expect(newcomer.get_by_test_id("demo-banner")).to_be_visible()
    newcomer.get_by_test_id("prompt").fill("a sailing boat")
    hands.press("Control+Enter")
    expect(paintings(newcomer, state="done")).to_have_count(1)
    assert hands.steps <= most


def test_connecting(newcomer: Page, most: int) -> None:
    hands = Hands(newcomer)
    hands.click("welcome-connect")
    hands.click("token-page")
    expect(newcomer.get_by_test_id("account-id")).to_be_focused()
    hands.paste("account-id", ACCOUNT_ID)
    hands.paste("api-token", TOKEN)
    hands.press("Enter")
    # Without a keyring there is one question more, which is no part of the journey.
    newcomer.get_by_test_id("keep-in-memory").click()
    expect(newcomer.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
    assert (hands.steps <= most, hands.pastes) == (True, 2)


def test_best_of_four(page: Page, program: Program, most: int) -> None:
    with program.client() as client:
        client.post("/generate", data={"prompt": "before", "steps": "4"}).raise_for_status()
        expect(paintings(page, state="done")).to_have_count(1)
        client.post("/library/albums", data={"name": "the best", "ids": "1"}).raise_for_status()
    four(page)
    best = newest_order(page).get_by_test_id("painting").nth(2)
    point_at(best)
    hands = Hands(page)
    hands.press("f")
    expect(best.get_by_test_id("favourite")).to_have_attribute("aria-pressed", "true")
    hands.press("b")
    expect(page.get_by_test_id("album-undo")).to_be_visible()
    hands.click(best, right=True)
    hands.click(page.get_by_test_id("menu").get_by_test_id("export"))
    hands.click(page.locator("label").filter(has=page.get_by_test_id("export-webp")))
    with page.expect_download() as download:
        hands.click("export-save")
    assert download.value.suggested_filename.endswith(".webp")
    assert hands.steps <= most


def test_restoring(page: Page, program: Program, visit: Visit, most: int) -> None:
    order(page, "a lost lake")
    expect(paintings(page, state="done")).to_have_count(1)
    with program.client() as client:
        client.post("/library/delete", data={"ids": "1"}).raise_for_status()
    library = visit(program, "/library")
    hands = Hands(library)
    hands.click("trash")
    library.get_by_test_id("trashed").hover()
    hands.click(library.get_by_test_id("trashed").get_by_test_id("restore"))
    expect(paintings(page, state="done")).to_have_count(1)
    assert hands.steps <= most


def test_last_week(tmp_path: Path, visit: Visit, most: int) -> None:
    program = Program(tmp_path)
    seed(program.data_dir, ["long ago", "three days ago"])
    moment = time.time() - 3 * DAY
    with closing(sqlite3.connect(Paths.choose(str(program.data_dir)).database)) as database, database:
        database.execute("UPDATE paintings SET created = ?, place = ? WHERE id = 2", (moment, int(moment * 1_000_000)))
    with program:
        library = visit(program, "/library")
        hands = Hands(library)
        hands.click(library.locator("[data-testid=quick-since]:not([data-days='0'])"))
        expect(paintings(library)).to_have_count(1)
        hands.steps += 1
        paintings(library).dblclick()
        expect(library.get_by_test_id("lightbox-image")).to_have_attribute("alt", "three days ago")
        library.context.close()
    assert hands.steps <= most


def test_older_prompt(page: Page, most: int) -> None:
    order(page, "an older one")
    expect(paintings(page, state="done")).to_have_count(1)
    page.get_by_test_id("prompt").fill("something else")
    hands = Hands(page)
    hands.click(painting_of(page, "an older one"), right=True)
    hands.click(page.get_by_test_id("menu").get_by_test_id("other-model"))
    hands.click(page.locator(f"[data-testid=model-card][data-id='{PHOENIX}']"))
    expect(page.get_by_test_id("prompt")).to_have_value("an older one")
    expect(page.get_by_test_id("model")).to_have_value(PHOENIX)
    assert hands.steps <= most


def test_a_style(page: Page, most: int) -> None:
    page.get_by_test_id("prompt").fill("a boat")
    hands = Hands(page)
    hands.click("style-open")
    hands.click(page.get_by_test_id("style-card").first)
    expect(page.get_by_test_id("style-chip")).to_be_visible()
    assert hands.steps <= most


def test_all_again(page: Page, upstream: Upstream, most: int) -> None:
    upstream.next(*[refuse(5035, 403)] * 4)
    order(page, "a fox", count=4)
    hands = Hands(page)
    hands.click(page.get_by_test_id("order-trouble").get_by_test_id("retry"))
    expect(newest_order(page).locator("[data-state=done]")).to_have_count(4)
    assert hands.steps <= most


def test_keeping_the_best(page: Page, most: int) -> None:
    four(page)
    best = newest_order(page).get_by_test_id("painting").nth(1)
    name = best.get_attribute("data-id")
    point_at(best)
    hands = Hands(page)
    hands.press("f")
    expect(best.get_by_test_id("favourite")).to_have_attribute("aria-pressed", "true")
    hands.press("k")
    expect(paintings(page)).to_have_count(1)
    expect(paintings(page)).to_have_attribute("data-id", name or "")
    assert hands.steps <= most


def test_comparing(page: Page, most: int) -> None:
    order(page, "a lake")
    expect(paintings(page, state="done")).to_have_count(1)
    order(page, "two foxes", count=2)
    expect(paintings(page, state="done")).to_have_count(3)
    hands = Hands(page)
    hands.click(newest_order(page).get_by_test_id("order-compare"))
    hands.click("compare-add")
    hands.click(page.get_by_test_id("compare-choice").and_(page.get_by_label("a lake")))
    expect(page.get_by_test_id("compare-stage")).to_have_attribute("data-count", "3")
    assert hands.steps <= most
