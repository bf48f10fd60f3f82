"""The About page in a browser: texts that come when they are wanted, and copying."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import more
from tests.program import Program


def test_it_is_reached_from_every_place_one_looks(program: Program, visit: Visit) -> None:
    page = visit(program)
    more(page).get_by_test_id("steps").press("?")
    page.get_by_test_id("shortcuts").get_by_role("link", name="About the program").click()
    expect(page.get_by_test_id("version")).to_be_visible()

    page.goto(f"{program.base_url}/settings")
    page.get_by_test_id("settings-link").filter(has_text="About").click()
    expect(page.get_by_test_id("version")).to_be_visible()

    page.goto(program.base_url)
    page.get_by_test_id("about").click()
    expect(page.get_by_test_id("version")).to_be_visible()


def test_a_licence_comes_when_it_is_opened(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/about")
    licence = page.locator("[data-testid=licence][data-name=httpx]")
    expect(licence.locator("pre")).to_be_hidden()

    licence.locator("summary").press("Enter")

    expect(licence.locator("pre")).to_contain_text("Encode OSS")
    licence.locator("summary").press("Enter")
    expect(licence.locator("pre")).to_be_hidden()


def test_diagnostics_are_copied(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/about", permissions=["clipboard-read", "clipboard-write"])
    expect(page.get_by_test_id("diagnostics")).to_contain_text("Atelier")

    page.get_by_test_id("copy-diagnostics").click()

    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert copied == page.get_by_test_id("diagnostics").text_content()
    assert "Engine: Mozilla/5.0" in copied


def test_the_language_changes_in_place(program: Program, visit: Visit) -> None:
    page = visit(program, "/about")
    page.get_by_test_id("settings-search").fill("language")
    page.get_by_test_id("language").get_by_role("button", name="中文").click()

    expect(page.get_by_role("heading", name="关于")).to_be_visible()
    expect(page).to_have_url(f"{program.base_url}/about")
