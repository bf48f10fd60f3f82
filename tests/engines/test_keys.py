"""Without a mouse: the sheet of keys, painting, going from picture to picture, closing what is on top."""

from __future__ import annotations

from tests.engines.screen import Screen, within
from tests.engines.studio import DONE, NEWEST, paint


def test_keys_do_what_their_sheet_says(screen: Screen) -> None:
    screen.open()
    screen.focus("model-open")
    screen.press("?")
    screen.wait_until_visible("shortcuts")
    screen.press("Escape")
    screen.wait_until_hidden("shortcuts")
    screen.fill("prompt", "is it?")
    screen.wait_for_value("prompt", "is it?")
    assert not screen.visible("shortcuts"), "in a text it is a question mark"

    screen.press("Control+Enter")
    screen.wait_for_count(DONE, 1)
    screen.wait_for_focus("prompt")
    paint(screen, "the second", "the third")
    screen.fill("prompt", "")
    screen.press("ArrowUp")
    screen.wait_for_value("prompt", "the third")
    screen.press("ArrowUp")
    screen.wait_for_value("prompt", "the second")
    screen.press("ArrowDown")
    screen.press("ArrowDown")
    screen.wait_for_value("prompt", "")

    screen.focus(NEWEST)
    for key, prompt in (
        ("ArrowRight", "the second"),
        ("ArrowRight", "is it?"),
        ("Home", "the third"),
        ("End", "is it?"),
    ):
        screen.press(key)
        screen.wait_for_focus(f'[data-testid="painting"][aria-label="{prompt}"]')
    screen.press("Enter")
    screen.wait_for_attribute("lightbox-image", "alt", "is it?")
    screen.press("Escape")
    screen.wait_for_count("lightbox", 0)


def test_escape_empties_a_search_and_then_closes_its_dialog(screen: Screen) -> None:
    screen.open()
    screen.click("open-prompts")
    screen.fill("prompt-search", "boat")
    screen.press("Escape")
    screen.wait_for_value("prompt-search", "")
    assert screen.visible("prompts")
    screen.press("Escape")
    screen.wait_for_count("prompts", 0)


def test_tab_goes_through_the_form_and_the_focus_is_seen(screen: Screen) -> None:
    screen.open()
    paint(screen, "one")
    screen.focus("prompt")
    passed = []
    for _ in range(40):
        screen.press("Tab")
        passed.append(screen.run(FOCUS))
        if passed[-1]["name"] == "more":
            break
    names = [each["name"] for each in passed]
    assert [name for name in ("model-open", "count", "generate", "favourite", "more") if name not in names] == [], names
    assert [each for each in passed if not each["ringed"]] == []
    screen.press("Delete")
    screen.wait_for_count("painting", 0)
    screen.click("undo")
    screen.wait_for_count(within(NEWEST, "painting-image"), 1)


FOCUS = """() => {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  return {
    name: element.dataset.testid ?? element.getAttribute("aria-label") ?? element.tagName,
    ringed: outlineStyle !== "none" && parseFloat(outlineWidth) >= 1,
  };
}"""
