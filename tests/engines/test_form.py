"""The form: what moves while one moves it, and what it makes of a prompt."""

from __future__ import annotations

from tests.engines.screen import Screen, within
from tests.engines.studio import DONE, prompts, unfold
from tests.upstream import Upstream


def test_the_sliders_number_moves_with_it(screen: Screen, upstream: Upstream) -> None:
    screen.open()
    unfold(screen)
    assert screen.text("steps-value") == "4"
    screen.focus("steps")
    for number in (5, 6, 7, 8):
        screen.press("ArrowRight")
        screen.wait_for_text("steps-value", str(number))
    screen.press("Home")
    screen.wait_for_text("steps-value", "1")
    screen.stroke("steps", (0.02, 0.5), (0.98, 0.5))
    screen.wait_for_text("steps-value", "8")
    screen.fill("prompt", "雨 and a street")
    assert screen.text("output[for=prompt]") == "14 / 2,048"
    screen.click("generate")
    screen.wait_for_count(DONE, 1)
    assert upstream.requests[-1].json() == {"prompt": "雨 and a street", "steps": 8}
    screen.reload()
    assert screen.text("more-said") == "Steps 8"
    unfold(screen)
    assert screen.text("steps-value") == "8"


def test_variables_come_out_while_one_types(screen: Screen) -> None:
    screen.open()
    screen.expect_statuses(422)
    screen.fill("prompt", "a {red|blue fox")
    screen.wait_for_text("unfold-problem", "not closed")
    screen.click("generate")
    screen.wait_for_text("#prompt-error", "not closed")
    screen.fill("prompt", "a {red|blue} fox")
    screen.wait_for_text("combinations", "2 combinations")
    screen.click("unfold-every")
    screen.wait_for_attribute("unfold-every", "aria-pressed", "true")
    screen.wait(
        lambda: screen.texts(within("unfolded", "li")) == ["a red fox", "a blue fox"], "what comes out of the prompt"
    )
    screen.click("generate")
    screen.wait_for_count(DONE, 2)
    assert prompts(screen) == ["a red fox", "a blue fox"]


def test_what_means_nothing_here_is_named_and_can_be_sent_as_it_is(screen: Screen, upstream: Upstream) -> None:
    screen.open()
    screen.expect_statuses(422)
    screen.fill("prompt", "a {red|red} ${thing}, ${other}")
    screen.wait_for_text("unfold-problem", "means nothing here. ${thing} ${other}")
    screen.wait_for_text("price", "see the prompt")
    screen.click("generate")
    screen.wait_for_text("#prompt-error", "means nothing here")
    screen.click("as-written")
    screen.wait_for_value("prompt", "a {red|red} \\${thing}, \\${other}")
    screen.wait_for_count("unfold-problem", 0)
    screen.click("generate")
    screen.wait_for_count(DONE, 1)
    assert upstream.requests[-1].json()["prompt"] == "a red ${thing}, ${other}"


def test_a_remark_is_asked_about_where_it_may_be_words(screen: Screen) -> None:
    screen.open()
    screen.fill("prompt", "a quiet lake # blue")
    screen.wait_for_text("unfold-problem", "looks like a remark, or like words for the model. # blue")
    screen.click("leave-out")
    screen.wait_for_value("prompt", "a quiet lake")
    screen.wait_until_hidden("unfold-problem")
    screen.fill("prompt", "a {red|blue} lake # for the wall")
    screen.wait_for_text("remarks", "Not sent, as remarks: # for the wall")


def test_an_empty_prompt_is_refused_beside_the_field(screen: Screen) -> None:
    screen.open()
    screen.expect_statuses(422)
    screen.click("generate")
    screen.wait_for_text("#prompt-error", "Write what you would like to see.")
    screen.wait_for_focus("prompt")
    screen.type("a word")
    screen.wait_for_count("#prompt-error *", 0)
    assert screen.count("painting") == 0
