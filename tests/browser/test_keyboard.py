"""Without a mouse: from the first start to a deleted and restored painting, with the focus always in sight."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import newest, order, paint, painting_of, paintings, to_the_login
from tests.browser.watch import Watch
from tests.program import Program
from tests.secret_service import MISSING, secret_service
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

FOCUS = """() => {
  const element = document.activeElement;
  // Of a box to tick a drawn one is seen; the real one lies over it, invisible.
  const drawn = element.closest(".check")?.querySelector(".box") ?? element;
  const { outlineStyle, outlineWidth } = getComputedStyle(drawn);
  const { width, height } = drawn.getBoundingClientRect();
  return {
    name: element.dataset.testid ?? element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40),
    lost: element === document.body,
    ringed: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
    seen: drawn.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && width > 1 && height > 1,
  };
}"""
MOST_STOPS = 60


def tab_to(page: Page, target: Locator) -> list[str]:
    """Press Tab until the target has the focus; every stop on the way must be visible and marked."""
    names: list[str] = []
    while len(names) < MOST_STOPS:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        names.append(stop["name"])
        assert stop["seen"] and stop["ringed"] and not stop["lost"], stop
        if target.count() and target.evaluate("(element) => element === document.activeElement"):
            return names
    raise AssertionError(f"cannot be reached with Tab: {target}; stops: {names}")


@pytest.fixture
def newcomer(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """With a keyring and no account."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}")
    with secret_service(tmp_path / "keyring") as keyring:
        environ = {
            "CLOUDFLARE_ACCOUNT_ID": "",
            "CLOUDFLARE_API_TOKEN": "",
            "DBUS_SESSION_BUS_ADDRESS": keyring["DBUS_SESSION_BUS_ADDRESS"],
        }
        with Program(tmp_path, api_base=upstream.base_url, environ=environ) as program:
            yield program


def test_everything_by_keyboard(newcomer: Program, visit: Visit) -> None:
    page = visit(newcomer)
    page.wait_for_url("**/connection")
    tab_to(page, page.get_by_test_id("welcome-connect"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_test_id("have-token"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("account-id")).to_be_focused()
    page.keyboard.insert_text(ACCOUNT_ID)
    expect(page.get_by_test_id("api-token")).to_be_focused()  # a whole ID leads on by itself
    page.keyboard.insert_text(TOKEN)
    tab_to(page, page.get_by_test_id("first-picture"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_test_id("connect"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.keyboard.type("by keys alone")
    tab_to(page, page.get_by_test_id("generate"))
    page.keyboard.press("Enter")
    expect(newest(page)).to_have_attribute("data-state", "done")
    tab_to(page, newest(page).get_by_role("link", name="Show large"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("lightbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    tab_to(page, newest(page).get_by_test_id("more"))
    page.keyboard.press("Delete")
    expect(paintings(page)).to_have_count(0)
    expect(page.locator("main:focus-within")).to_have_count(1)
    tab_to(page, page.get_by_test_id("undo"))
    page.keyboard.press("Enter")
    expect(newest(page)).to_have_attribute("data-state", "done")
    page.context.close()


def test_tab_reaches_every_action_of_every_card(page: Page) -> None:
    paint(page, "the older", "the newer")
    last = painting_of(page, "the older").get_by_test_id("more")
    page.get_by_test_id("prompt").focus()
    names = tab_to(page, last)
    for handle in ("generate", "favourite", "save-as", "more"):
        assert handle in names


def test_the_skip_link_comes_first_and_leads_past_the_tools(shared_program: Program, visit: Visit) -> None:
    page = visit(shared_program, "/settings")
    page.keyboard.press("Tab")
    skip = page.locator("a[href='#main']")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("settings-search")).to_be_focused()


def test_the_focus_survives_what_happens_to_its_card(page: Page, upstream: Upstream) -> None:
    upstream.delay = 0.4
    order(page, "watched")
    newest(page).get_by_test_id("more").focus()
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(newest(page).get_by_test_id("more")).to_be_focused()


def test_the_focus_moves_on_from_a_button_that_is_gone(page: Page, upstream: Upstream) -> None:
    upstream.delay = 0.4
    order(page, "watched")
    newest(page).get_by_test_id("cancel").focus()
    expect(newest(page)).to_have_attribute("data-state", "done")
    expect(page.locator("[data-testid=painting]:focus-within")).to_have_count(1)


def test_the_focus_moves_to_a_neighbour_when_its_card_goes(page: Page) -> None:
    paint(page, "first", "second", "third")
    painting_of(page, "second").get_by_test_id("more").focus()
    page.keyboard.press("Delete")
    expect(paintings(page)).to_have_count(2)
    expect(page.locator("[data-testid=painting]:focus-within")).to_have_count(1)


def test_a_refused_login_keeps_the_focus(newcomer: Program, visit: Visit, watches: dict[BrowserContext, Watch]) -> None:
    page = visit(newcomer)
    watches[page.context].expect_statuses(422)
    to_the_login(page)
    page.get_by_test_id("account-id").fill("no id")
    page.get_by_test_id("api-token").fill("no token")
    page.get_by_test_id("connect").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(page.get_by_test_id("connect")).to_be_focused()
    page.context.close()


def test_the_button_keeps_the_focus_while_it_orders(page: Page) -> None:
    page.get_by_test_id("prompt").fill("pressed by keys")
    page.get_by_test_id("generate").focus()
    page.keyboard.press("Enter")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(page.get_by_test_id("generate")).to_be_focused()


def test_painting_keeps_the_focus_where_it_was(page: Page) -> None:
    page.get_by_test_id("prompt").focus()
    page.keyboard.type("once")
    page.keyboard.press("Control+Enter")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.keyboard.type(" more")
    expect(page.get_by_test_id("prompt")).to_have_value("once more")


def test_a_dialog_keeps_the_focus_inside_and_gives_it_back(page: Page) -> None:
    opener = page.get_by_role("button", name="Keyboard shortcuts")
    opener.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_test_id("shortcuts")
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_menu_key_opens_the_actions(page: Page) -> None:
    paint(page, "one")
    newest(page).focus()
    page.keyboard.press("ContextMenu")
    menu = page.get_by_test_id("menu")
    expect(menu).to_be_visible()
    expect(menu.get_by_test_id("favourite")).to_be_focused()
    for action in menu.locator(".action").all():
        expect(action).to_be_in_viewport(ratio=1)


def test_a_mac_has_its_own_main_key(program: Program, visit: Visit) -> None:
    page = visit(program, user_agent="Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15")
    expect(page.get_by_test_id("generate")).to_contain_text("⌘ ↵")
    page.get_by_test_id("prompt").fill("a boat")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Meta+Enter")
    expect(paintings(page, state="done")).to_have_count(1)
    paintings(page).first.focus()
    page.keyboard.press("Backspace")
    expect(page.get_by_test_id("undo")).to_be_visible()
    page.get_by_test_id("undo").click()
    expect(paintings(page)).to_have_count(1)
