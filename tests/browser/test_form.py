"""The parameters: prompt, steps, count, and what they remember."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.studio import choose, more, newest, newest_order, order, paint, paintings
from tests.browser.watch import Watch
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang

LIMIT = 2048


def test_the_slider_moves_its_number_without_a_request(page: Page) -> None:
    requests: list[str] = []
    slider, value = more(page).get_by_test_id("steps"), page.get_by_test_id("steps-value")
    expect(value).to_have_text("4")
    page.on("request", lambda request: requests.append(request.url))
    slider.focus()
    for number in (5, 6, 7, 8):
        page.keyboard.press("ArrowRight")
        expect(value).to_have_text(str(number))
    box = slider.bounding_box()
    assert box
    page.mouse.click(box["x"] + 2, box["y"] + box["height"] / 2)
    expect(value).to_have_text("1")
    assert requests == []


def test_the_slider_s_track_is_filled_up_to_the_thumb(page: Page) -> None:
    slider = more(page).get_by_test_id("steps")
    slider.evaluate("(slider) => slider.blur()")
    middle = _track_colours(slider)
    assert middle[0.2] != middle[0.8], "half filled at 4"
    slider.fill("8")
    full = _track_colours(slider)
    assert full[0.2] == full[0.8] == middle[0.2]
    slider.fill("1")
    empty = _track_colours(slider)
    assert empty[0.2] == empty[0.8] == middle[0.8]


def _track_colours(slider: Locator) -> dict[float, object]:
    picture = Image.open(io.BytesIO(slider.screenshot())).convert("RGB")
    return {share: picture.getpixel((int(picture.width * share), picture.height // 2)) for share in (0.2, 0.8)}


def test_ctrl_enter_paints_from_anywhere(page: Page) -> None:
    paint(page, "a seal")
    for number, place in enumerate(("prompt", "steps", "to-library", "painting", "nowhere"), start=2):
        page.get_by_test_id("prompt").fill(f"{number} seals")
        page.evaluate("() => document.activeElement.blur()")
        if place != "nowhere":
            more(page).get_by_test_id(place).first.focus()
        page.keyboard.press("Control+Enter")
        expect(newest_order(page)).to_contain_text(f"{number} seals")
        expect(paintings(page, state="done")).to_have_count(number)


def test_what_is_chosen_is_what_is_asked_for(page: Page, upstream: Upstream) -> None:
    more(page).get_by_test_id("steps").fill("7")
    order(page, "  雨后的街道，a street after rain 🌧  ", count=2)
    expect(paintings(page, state="done")).to_have_count(2)
    assert [request.json() for request in upstream.requests] == [
        {"prompt": "雨后的街道，a street after rain 🌧", "steps": 7}
    ] * 2


def test_the_prompt_counts_its_characters(page: Page) -> None:
    counter = page.locator("output[for=prompt]")
    expect(counter).to_have_text("0 / 2,048")
    page.get_by_test_id("prompt").fill("雨 and 🌧🌧")
    expect(counter).to_have_text("8 / 2,048")


def test_the_prompt_grows_with_its_text(page: Page) -> None:
    prompt = page.get_by_test_id("prompt")
    before = prompt.bounding_box()
    prompt.fill("line\n" * 12)
    after = prompt.bounding_box()
    assert before and after and after["height"] > before["height"] * 1.5
    prompt.fill("")
    assert prompt.bounding_box() == before


def test_the_longest_prompt_is_painted_and_one_character_more_is_not(
    page: Page, watch: Watch, upstream: Upstream
) -> None:
    watch.expect_statuses(422)
    order(page, "画" * (LIMIT + 1))
    expect(page.get_by_text("The prompt is too long for this model.")).to_be_visible()
    expect(page.get_by_test_id("prompt")).to_have_value("画" * (LIMIT + 1))
    assert upstream.requests == []
    order(page, "画" * LIMIT)
    expect(paintings(page, state="done")).to_have_count(1)
    expect(page.get_by_text("The prompt is too long for this model.")).to_have_count(0)


def test_an_empty_prompt_is_refused_beside_the_field(page: Page, watch: Watch) -> None:
    watch.expect_statuses(422)
    complaint = page.get_by_text("Write what you would like to see.")
    for prompt in ("", "   \n "):
        order(page, prompt)
        expect(complaint).to_be_visible()
        expect(page.get_by_test_id("prompt")).to_have_value(prompt)
        page.get_by_test_id("prompt").fill("a word")
        expect(complaint).to_have_count(0)
    expect(paintings(page)).to_have_count(0)


def test_the_count_stays_between_one_and_eight(page: Page, watch: Watch) -> None:
    count = page.get_by_test_id("count")
    fewer, more = page.get_by_role("button", name="One fewer"), page.get_by_role("button", name="One more")
    fewer.click()
    expect(count).to_have_value("1")
    for _ in range(9):
        more.click()
    expect(count).to_have_value("8")
    watch.expect_statuses(422)
    order(page, "a hundred owls", count=100)
    expect(page.get_by_text("This value is out of range.")).to_be_visible()
    expect(paintings(page)).to_have_count(0)


def test_what_is_typed_survives_a_restart(program: Program, visit: Visit) -> None:
    page = visit(program)
    draft = "a half-finished thought,\nwith a second line"
    with page.expect_response("**/draft"):
        page.get_by_test_id("prompt").fill(draft)
    page.context.close()
    program.stop()
    page = visit(program.start())
    expect(page.get_by_test_id("prompt")).to_have_value(draft)
    expect(page.locator("output[for=prompt]")).to_have_text(f"{len(draft)} / 2,048")


LEAVING = {
    "by a link": lambda page: page.get_by_test_id("to-studio").click(),
    "by reloading": lambda page: page.reload(),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_what_was_set_last_is_there_on_the_next_page(page: Page, leave: Callable[[Page], None]) -> None:
    more(page).get_by_test_id("steps").fill("7")
    page.get_by_role("button", name="One more").click()
    page.evaluate("() => { window.before = true }")
    leave(page)
    page.wait_for_function("() => !window.before && performance.getEntriesByName('begun').length")
    expect(page.get_by_test_id("steps")).to_have_value("7")
    expect(page.get_by_test_id("count")).to_have_value("2")


def test_the_form_that_an_answer_brings_has_what_was_set_last(page: Page) -> None:
    paint(page, "a boat")
    page.get_by_test_id("model").select_option("@cf/black-forest-labs/flux-2-klein-4b")
    page.get_by_test_id("prompt").fill("a fox like this")
    page.get_by_test_id("width").fill("1360")
    choose(page, newest(page), "as-reference")
    expect(page.get_by_test_id("reference")).to_have_count(1)
    expect(page.get_by_test_id("prompt")).to_have_value("a fox like this")
    expect(page.get_by_test_id("width")).to_have_value("1360")


def test_a_page_that_was_not_touched_says_nothing_when_it_goes(page: Page, program: Program) -> None:
    said: list[str] = []
    page.on("request", lambda request: said.append(request.url) if "/draft" in request.url else None)
    page.reload()
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.wait_for_function("() => performance.getEntriesByName('begun').length")
    with program.client() as client:  # as another window would
        client.post("/draft", data={"prompt": "from elsewhere", "steps": "8"}).raise_for_status()
    page.goto(program.base_url + "/settings")
    page.goto(program.base_url)
    expect(page.get_by_test_id("prompt")).to_have_value("from elsewhere")
    expect(page.get_by_test_id("steps")).to_have_value("8")
    assert said == []


def test_steps_and_count_survive_a_reload(page: Page) -> None:
    more(page).get_by_test_id("steps").fill("6")
    order(page, "kept", count=2)
    expect(paintings(page, state="done")).to_have_count(2)
    page.reload()
    expect(page.get_by_test_id("steps")).to_have_value("6")
    expect(page.get_by_test_id("steps-value")).to_have_text("6")
    expect(page.get_by_test_id("count")).to_have_value("2")


def test_arrow_up_brings_the_last_prompts(page: Page) -> None:
    paint(page, "the older one", "the newer one", "the newer one")
    prompt = page.get_by_test_id("prompt")
    prompt.fill("")
    prompt.press("ArrowUp")
    expect(prompt).to_have_value("the newer one")
    prompt.press("ArrowUp")
    expect(prompt).to_have_value("the older one")
    prompt.press("ArrowUp")
    expect(prompt).to_have_value("the older one")
    prompt.press("ArrowDown")
    expect(prompt).to_have_value("the newer one")
    prompt.press("ArrowDown")
    expect(prompt).to_have_value("")


def test_arrow_up_in_a_text_moves_the_cursor_only(page: Page) -> None:
    paint(page, "an older prompt")
    prompt = page.get_by_test_id("prompt")
    prompt.fill("first line\nsecond line")
    prompt.press("ArrowUp")
    expect(prompt).to_have_value("first line\nsecond line")


def test_an_example_fills_the_prompt(page: Page) -> None:
    example = page.get_by_test_id("example").nth(1)
    text = example.inner_text()
    example.click()
    expect(page.get_by_test_id("prompt")).to_have_value(text)
    expect(page.get_by_test_id("prompt")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(newest_order(page)).to_contain_text(text)
    expect(example).to_be_hidden()


def test_the_button_stays_ready_while_paintings_are_under_way(page: Page, upstream: Upstream) -> None:
    upstream.next(hang())
    order(page, "one that takes long")
    expect(paintings(page, state="painting")).to_have_count(1)
    order(page, "another meanwhile")
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest_order(page)).to_contain_text("another meanwhile")
