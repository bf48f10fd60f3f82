"""The form follows the model, in the page; what it shows is what is asked for."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from server.paintings.models import MODELS
from tests.browser import studio
from tests.browser.conftest import Visit
from tests.browser.studio import more, newest, newest_order, order, paintings
from tests.cloudflare_models import Served
from tests.program import Program
from tests.upstream import Upstream

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
PHOENIX = "@cf/leonardo/phoenix-1.0"
SDXL = "@cf/stabilityai/stable-diffusion-xl-base-1.0"
PARTS = ("steps", "size", "guidance", "seed", "negative")


def choose(page: Page, model: str) -> None:
    page.get_by_test_id("model-open").click()
    page.locator(f"[data-testid=model-card][data-id='{model}']").click()


def seen(page: Page) -> set[str]:
    return {part for part in PARTS if more(page).get_by_test_id(f"{part}-field").is_visible()}


def test_the_form_shows_what_the_model_takes_without_a_request(page: Page) -> None:
    requests: list[str] = []
    page.wait_for_timeout(1000)
    page.on("request", lambda request: requests.append(request.url))
    assert seen(page) == {"steps"}
    for model in MODELS.values():
        if model.input.value == "masked":
            continue
        choose(page, model.id)
        expected = {"steps": not model.steps.is_fixed, "size": model.takes_size, "guidance": model.guidance is not None}
        expected |= {"seed": model.seed is not None, "negative": model.negative_prompt}
        assert seen(page) == {part for part, there in expected.items() if there}, model.name
        if not model.steps.is_fixed:
            expect(page.get_by_test_id("steps")).to_have_attribute("max", str(int(model.steps.maximum)))
            expect(page.get_by_test_id("steps-value")).to_have_text(str(int(model.steps.default)))
    assert requests == []


def test_a_model_from_the_account_s_list_has_a_form_of_its_own(
    program: Program, upstream: Upstream, visit: Visit
) -> None:
    name = "@cf/maker/brush-2"
    upstream.rules.models[name] = Served({"prompt": (str, 1, 900), "seed": (int, 0, 2**53)}, raw=True)
    del upstream.rules.models[PHOENIX]
    page = visit(program, "/")
    page.wait_for_timeout(4000)
    page.reload()
    expect(page.locator(f'#model option[value="{PHOENIX}"]')).to_contain_text("not offered by your account")
    choose(page, name)
    assert seen(page) == {"seed"}
    expect(page.get_by_test_id("price")).to_have_text("price unknown")
    expect(page.locator("#prompt-hint")).to_have_text("Counted from Cloudflare's answer")
    order(page, "a fox")
    expect(paintings(page, state="done")).to_have_count(1)
    assert set(upstream.requests[-1].json()) == {"prompt", "seed"}


def test_an_open_page_learns_of_new_models_and_keeps_what_was_chosen(
    program: Program, upstream: Upstream, visit: Visit
) -> None:
    name = "@cf/maker/brush-2"
    upstream.rules.models[name] = Served({"prompt": (str, 1, 900), "seed": (int, 0, 2**53)}, raw=True)
    del upstream.rules.models[SDXL]
    page = visit(program, "/")
    choose(page, PHOENIX)
    page.get_by_test_id("prompt").fill("half a sent")
    more(page).get_by_test_id("steps").fill("12")
    page.get_by_test_id("prompt").focus()
    expect(page.locator(f'#model option[value="{name}"]')).to_be_attached()
    expect(page.locator(f'#model option[value="{SDXL}"]')).to_contain_text("not offered by your account")
    expect(page.get_by_test_id("model")).to_have_value(PHOENIX)
    expect(page.get_by_test_id("prompt")).to_have_value("half a sent")
    expect(page.get_by_test_id("prompt")).to_be_focused()
    expect(page.get_by_test_id("steps")).to_have_value("12")
    assert seen(page) == {"steps", "size", "guidance", "seed", "negative"}
    choose(page, name)
    assert seen(page) == {"seed"}
    order(page, "a fox")
    expect(paintings(page, state="done")).to_have_count(1)


def test_the_library_s_filter_keeps_its_own_models(program: Program, upstream: Upstream, visit: Visit) -> None:
    upstream.rules.models["@cf/maker/brush-2"] = Served({"prompt": (str, 1, 900)}, raw=True)
    studio, library = visit(program, "/"), visit(program, "/library?sort=oldest")
    expect(studio.locator('#model option[value="@cf/maker/brush-2"]')).to_be_attached()
    library.get_by_test_id("filters").click()

    expect(library.get_by_test_id("filter-model").locator("option")).to_have_text(["All"])


def test_everything_chosen_reaches_the_model(page: Page, upstream: Upstream) -> None:
    choose(page, PHOENIX)
    more(page).get_by_test_id("negative-prompt").fill("手, blurry")
    more(page).get_by_test_id("steps").fill("12")
    page.locator("#guidance").fill("6.5")
    more(page).get_by_test_id("seed").fill("1234567")
    page.get_by_test_id("shape").filter(has_text="3:4").click()
    order(page, "一只狐狸")

    expect(paintings(page, state="done")).to_have_count(1)
    assert upstream.requests[-1].path.endswith(PHOENIX)
    sent = upstream.requests[-1].json()
    assert (sent.pop("width"), sent.pop("height")) == (888, 1184)
    assert sent == {
        "prompt": "一只狐狸",
        "negative_prompt": "手, blurry",
        "num_steps": 12,
        "guidance": 6.5,
        "seed": 1234567,
    }
    expect(newest_order(page).get_by_test_id("painting-model")).to_have_text("Phoenix 1.0")
    expect(newest_order(page)).to_contain_text("888 × 1184")


def test_what_was_chosen_is_there_when_one_comes_back(page: Page) -> None:
    choose(page, SDXL)
    more(page).get_by_test_id("seed").fill("99")
    page.get_by_test_id("width").fill("640")
    page.get_by_test_id("width").press("Tab")
    page.get_by_role("link", name="Library").click()
    page.wait_for_url("**/library*")
    page.get_by_test_id("to-studio").click()
    expect(page.get_by_test_id("model")).to_have_value(SDXL)
    expect(page.get_by_test_id("seed")).to_have_value("99")
    expect(page.get_by_test_id("size-value")).to_have_text("640 × 1024")
    expect(more(page).get_by_test_id("seed-field")).to_be_visible()


def test_shapes_keep_the_area_and_the_model_s_steps(page: Page) -> None:
    choose(page, KLEIN)
    for shape in page.get_by_test_id("shape").all():
        shape.click()
        expect(shape).to_have_attribute("aria-pressed", "true")
        width, height = (int(page.get_by_test_id(side).input_value()) for side in ("width", "height"))
        assert width % 16 == height % 16 == 0
        assert 0.9 < width * height / 1024**2 < 1.1
    page.get_by_role("button", name="Swap width and height").click()
    expect(page.get_by_test_id("size-value")).to_have_text(f"{height} × {width}")


def test_a_side_typed_becomes_one_the_model_takes(page: Page, upstream: Upstream) -> None:
    choose(page, KLEIN)
    for typed, taken in (("1000", "1008"), ("5", "256"), ("99999", "1920")):
        page.get_by_test_id("width").fill(typed)
        page.get_by_test_id("width").press("Tab")
        expect(page.get_by_test_id("width")).to_have_value(taken)
    page.get_by_test_id("width").fill("513")
    order(page, "a fox")  # with Enter's speed: the field was not left
    expect(paintings(page, state="done")).to_have_count(1)
    expect(newest_order(page)).to_contain_text(re.compile("512 × "))


def test_the_outline_has_the_picture_s_shape(page: Page) -> None:
    choose(page, KLEIN)
    for shape, ratio in (("16:9", 1360 / 768), ("1:1", 1.0), ("2:3", 832 / 1248)):
        page.get_by_test_id("shape").filter(has_text=shape).click()
        page.wait_for_timeout(300)
        box = page.locator(".paper i").bounding_box()
        assert box
        assert box["width"] / box["height"] == pytest.approx(ratio, rel=0.04)


def test_the_dice_choose_a_seed_and_the_lock_lets_go(page: Page) -> None:
    choose(page, SDXL)
    seed, lock = more(page).get_by_test_id("seed"), page.get_by_test_id("seed-lock")
    expect(lock).to_be_disabled()
    thrown = set()
    for _ in range(3):
        more(page).get_by_test_id("dice").click()
        thrown.add(seed.input_value())
    assert len(thrown) == 3
    lock.click()
    expect(seed).to_have_value("")
    expect(lock).to_be_disabled()


def test_a_seed_that_does_not_reproduce_is_said(page: Page) -> None:
    remark = "The same seed does not paint the same picture again with this model."
    choose(page, KLEIN)
    expect(more(page).get_by_text(remark)).to_be_visible()
    choose(page, SDXL)
    expect(page.get_by_text(remark)).to_have_count(0)


def test_several_of_a_seed_count_up(page: Page, upstream: Upstream) -> None:
    choose(page, SDXL)
    more(page).get_by_test_id("seed").fill("7")
    order(page, "a fox", count=3)
    expect(paintings(page, state="done")).to_have_count(3)
    assert sorted(request.json()["seed"] for request in upstream.requests) == [7, 8, 9]


def test_use_again_brings_all_of_it_back(page: Page) -> None:
    choose(page, PHOENIX)
    more(page).get_by_test_id("negative-prompt").fill("hands")
    page.get_by_test_id("shape").filter(has_text="16:9").click()
    order(page, "a fox")
    expect(paintings(page, state="done")).to_have_count(1)
    choose(page, "@cf/black-forest-labs/flux-1-schnell")
    page.get_by_test_id("prompt").fill("something else")
    studio.choose(page, newest(page), "reuse")
    expect(page.get_by_test_id("prompt")).to_have_value("a fox")
    expect(page.get_by_test_id("model")).to_have_value(PHOENIX)
    expect(page.get_by_test_id("negative-prompt")).to_have_value("hands")
    expect(page.get_by_test_id("seed")).to_have_value(re.compile("[0-9]+"))
    expect(page.get_by_test_id("size-value")).to_have_text("1368 × 768")


def test_the_price_follows_model_size_and_steps(page: Page) -> None:
    hint = page.get_by_test_id("price")
    expect(hint).to_have_text("1.7% of today")
    expect(hint).to_have_attribute("title", "about 173 neurons")
    choose(page, KLEIN)
    expect(hint).to_have_text("1.0% of today")
    page.get_by_test_id("width").fill("1920")
    page.get_by_test_id("height").fill("1920")
    expect(hint).to_have_text("3.9% of today")
    choose(page, PHOENIX)
    page.get_by_test_id("shape").filter(has_text="1:1").click()
    expect(hint).to_have_text("31% of today")


def test_cards_tell_what_each_costs_as_the_form_stands(page: Page) -> None:
    page.get_by_test_id("model-open").click()
    cards = page.get_by_test_id("model-card")
    expect(cards).to_have_count(len(MODELS) - 1)
    klein, sdxl = cards.filter(has_text="FLUX.2 klein 4B"), cards.filter(has_text="Stable Diffusion XL")
    expect(klein).to_contain_text("1.0% of a day")
    expect(klein).to_contain_text("reference pictures")
    expect(sdxl).to_contain_text("free")
    expect(sdxl).to_contain_text("negative prompt")
    sentences = cards.locator(".model-remark").all_text_contents()
    assert len(set(sentences)) == len(sentences) == len(MODELS) - 1, "each has its own"
    klein.click()
    expect(page.get_by_test_id("model-open")).to_be_focused()
    page.get_by_test_id("width").fill("1920")
    page.get_by_test_id("height").fill("1920")
    page.get_by_test_id("model-open").click()
    expect(klein).to_contain_text("3.9% of a day")


def test_keys_and_letters_work_as_in_a_native_list(page: Page) -> None:
    chosen, opener = page.get_by_test_id("model"), page.get_by_test_id("model-open")
    opener.focus()
    page.keyboard.type("flux.2 d")
    expect(chosen).to_have_value("@cf/black-forest-labs/flux-2-dev")
    page.wait_for_timeout(800)
    page.keyboard.press("s")
    expect(chosen).to_have_value(SDXL)
    page.keyboard.press("Enter")
    listed = page.get_by_test_id("model-list")
    expect(listed).to_be_visible()
    for key, name in (("Home", "FLUX.1 schnell"), ("ArrowDown", "FLUX.2 klein 4B"), ("End", "DreamShaper 8 LCM")):
        page.keyboard.press(key)
        expect(page.locator("[data-testid=model-card][data-active=true] .model-name")).to_have_text(name)
    expect(chosen).to_have_value(SDXL)
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(chosen).to_have_value(SDXL)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("p")
    page.keyboard.press("Tab")
    expect(listed).to_be_hidden()
    expect(chosen).to_have_value(PHOENIX)


def test_the_fold_says_what_is_not_the_model_s_own(page: Page) -> None:
    said = page.get_by_test_id("more-said")
    expect(said).to_be_empty()
    more(page).get_by_test_id("steps").fill("8")
    expect(said).to_have_text("Steps 8")
    choose(page, PHOENIX)
    more(page).get_by_test_id("seed").fill("42")
    more(page).get_by_test_id("negative-prompt").fill("hands")
    expect(said).to_have_text("Steps 8 · Seed 42 · Negative prompt")
    page.reload()
    expect(page.get_by_test_id("steps")).to_be_hidden()
    expect(said).to_have_text("Steps 8 · Seed 42 · Negative prompt")
    choose(page, KLEIN)
    expect(said).to_have_text("Seed 42")
