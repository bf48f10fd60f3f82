"""What painting costs, in sight before and after."""

from __future__ import annotations

from dataclasses import asdict
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from server.models import MODELS, TILE, Price
from tests.browser.conftest import Visit
from tests.browser.studio import order, paint, paintings
from tests.program import Program

PRICES = [
    *(model.price for model in MODELS.values()),
    Price(per_tile=530, per_tile_and_step=10),
    Price(per_tile=636, per_tile_and_step=12, whole_tiles=False),
    Price(per_tile_and_step=37.5),
    Price(per_tile=26.05),
    Price(first_tile=1363.64, per_tile=181.82, tile_pixels=4 * TILE),
    Price(),
]
SIZES = [(1024, 1024), (1120, 1120), (1280, 720), (256, 256), (1920, 1920)]


def test_the_price_on_the_button_follows_steps_and_count_at_once(page: Page) -> None:
    price = page.get_by_test_id("price")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(f"{request.method} {urlsplit(request.url).path}"))
    expect(price).to_have_text("≈ 173 · 1.7%")
    page.get_by_test_id("steps").fill("1")
    expect(price).to_have_text("≈ 58 · 0.6%")
    page.get_by_test_id("count").fill("8")
    expect(price).to_have_text("≈ 461 · 4.6%")
    page.get_by_role("button", name="One fewer").click()
    expect(price).to_have_text("≈ 403 · 4.0%")
    page.get_by_test_id("steps").fill("8")
    expect(price).to_have_text("≈ 2,285 · 23%")
    assert [request for request in requests if not request.startswith(("GET /static/", "GET /events"))] == []


def test_the_page_reckons_as_the_program_does(page: Page) -> None:
    for price in PRICES:
        for width, height in SIZES:
            for steps in (1, 4, 25):
                found = page.evaluate(
                    "([price, ...numbers]) => priceOf(price, ...numbers)", [asdict(price), width, height, steps]
                )
                assert found == pytest.approx(price.neurons(width, height, steps)), (price, width, height, steps)


def test_the_meter_moves_with_each_painting(page: Page) -> None:
    meter, hint = page.get_by_test_id("allowance"), page.locator("#prompt-hint")
    expect(meter).to_have_attribute("aria-valuetext", "0 of 10,000 used")
    expect(hint).to_have_text("Enough for 57 like this")
    paint(page, "a lamp")
    expect(meter).to_have_attribute("aria-valuetext", "173 of 10,000 used")
    expect(meter).to_have_attribute("aria-valuenow", "173")
    expect(hint).to_have_text("Enough for 56 like this")
    page.get_by_test_id("steps").fill("1")
    expect(hint).to_have_text("Enough for 170 like this")


def test_a_painting_under_way_is_counted_before_it_is_done(page: Page) -> None:
    page.get_by_test_id("steps").fill("8")
    order(page, "eight lamps", count=8)
    expect(paintings(page, state="done")).to_have_count(8)
    expect(page.get_by_test_id("allowance")).to_have_attribute("aria-valuetext", "2,611 of 10,000 used")


def test_the_meter_speaks_chinese(program: Program, visit: Visit) -> None:
    page = visit(program, locale="zh-CN")
    expect(page.get_by_test_id("allowance")).to_have_attribute("aria-valuetext", "已用 0 / 10,000")
    expect(page.locator("#prompt-hint")).to_have_text("照此设置还能画 57 幅")
