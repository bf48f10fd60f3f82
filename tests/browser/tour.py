"""Every screen and state there is, one after the other, for tests that look at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, expect

from server.pictures.metadata import Metadata, embed
from tests.browser.seeding import seed, seed_failures
from tests.browser.studio import choose, more, newest, order, paintings, right_click, scroll_to_the_end, to_the_login
from tests.jpegs import make_picture
from tests.program import Program
from tests.upstream import OTHER_ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import hang, refuse

CHAT = "/chat/completions"
NO_ACCOUNT = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
FEW = ["daily_quota_used", "token_refused", "web_page_answered"]
PROMPTS = {"en": "a quiet lake", "zh-CN": "宁静的湖面"}

Look = Callable[[Page, str], None]
"""Called on each stop with its name."""


@dataclass(frozen=True, slots=True)
class Tour:
    """`studio` is connected and has a history with a few failures; `newcomer` has neither.

    `failures` has every kind of failure: so many that each further step there would take a second. `disconnected` has
    paintings, but no account any more.
    """

    studio: Program
    failures: Program
    newcomer: Program
    disconnected: Program
    upstream: Upstream
    prompt: str


@contextmanager
def prepared(folder: Path, language: str, codes: Iterable[str]) -> Iterator[Tour]:
    prompt = PROMPTS[language]
    with Upstream() as upstream:
        studio = Program(folder / "studio", api_base=upstream.base_url)
        seed_failures(studio.data_dir, prompt, FEW)
        failures = Program(folder / "failures", api_base=upstream.base_url)
        seed_failures(failures.data_dir, prompt, sorted(codes))
        seed(studio.data_dir, [prompt] * 2, size=8_000)
        newcomer = Program(folder / "newcomer", api_base=upstream.base_url, environ=NO_ACCOUNT)
        disconnected = Program(folder / "disconnected", api_base=upstream.base_url, environ=NO_ACCOUNT)
        seed(disconnected.data_dir, [prompt], size=8_000)
        with studio, failures, newcomer, disconnected:
            yield Tour(studio, failures, newcomer, disconnected, upstream, prompt)


def whole_tour(
    folder: Path, language: str, visit: Callable[[Program], Page], look: Look, *, codes: Iterable[str]
) -> None:
    """`visit` opens a page that expects 403, 404, 422 and in the end no answer; `codes` are the failures shown."""
    with prepared(folder, language, codes) as tour:
        for program, stops in (
            (tour.newcomer, newcomer_s_tour),
            (tour.disconnected, disconnected_look),
            (tour.failures, failures_look),
            (tour.studio, stranger_s_look),
            (tour.studio, studio_s_tour),
        ):
            page = visit(program)
            stops(page, tour, look)
            page.context.close()


def newcomer_s_tour(page: Page, tour: Tour, look: Look) -> None:
    look(page, "first start")
    page.get_by_test_id("welcome-connect").click()
    look(page, "first start, a token is made")
    to_the_login(page)
    look(page, "first start, account and token are pasted")
    page.get_by_test_id("account-id").fill("123")
    page.get_by_test_id("api-token").fill("123")
    page.get_by_test_id("connect").click()
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    look(page, "fields refused")
    for account_id in (OTHER_ACCOUNT_ID, tour.upstream.account_id):
        page.get_by_test_id("account-id").fill(account_id)
        page.get_by_test_id("api-token").fill(TOKEN)
        with page.expect_response("**/connection"):
            page.get_by_test_id("connect").click()
        expect(page.get_by_test_id("api-token")).to_have_value("")
        look(page, f"account refused: {account_id}")
    network_s_tour(page, look)
    page.goto(tour.newcomer.base_url)
    page.get_by_test_id("samples").click()
    expect(page.get_by_test_id("empty")).to_be_visible()
    look(page, "studio, empty, with samples")
    page.goto(f"{tour.newcomer.base_url}/library")
    expect(page.get_by_test_id("invitation")).to_be_visible()
    look(page, "library, empty")
    page.goto(f"{tour.newcomer.base_url}/settings/account")
    look(page, "settings, without an account")


def network_s_tour(page: Page, look: Look) -> None:
    page.get_by_test_id("network").locator("summary").first.click()
    page.get_by_test_id("proxy-use").select_option("own")
    page.get_by_test_id("proxy-save").click()
    expect(page.locator("#proxy [aria-invalid=true]")).to_have_count(2)
    page.get_by_test_id("gateway-name").fill("a b")
    page.get_by_test_id("gateway-save").click()
    expect(page.locator("#gateway [aria-invalid=true]")).to_have_count(1)
    look(page, "network, proxy and gateway refused")
    page.get_by_test_id("network").get_by_test_id("doctor-run").click()
    expect(page.get_by_test_id("doctor")).to_have_attribute("data-running", "false")
    look(page, "doctor")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("doctor-dialog")).to_have_count(0)


def failures_look(page: Page, _tour: Tour, look: Look) -> None:
    scroll_to_the_end(page)
    look(page, "every failure")


def studio_s_tour(page: Page, tour: Tour, look: Look) -> None:
    look(page, "done, and a few failures")
    page.get_by_test_id("allowance-open").click()
    expect(page.get_by_test_id("allowance-details")).to_be_visible()
    look(page, "today's allowance")
    page.get_by_test_id("model-open").click()
    look(page, "models")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.get_by_test_id("prompt").fill(" ")
    page.get_by_test_id("generate").click()
    expect(page.locator("#prompt-error")).not_to_be_empty()
    look(page, "prompt refused")
    tour.upstream.next(*[hang()] * 4)
    order(page, tour.prompt, count=5)
    expect(paintings(page, state="painting")).to_have_count(4)
    expect(page.get_by_test_id("generate")).to_be_enabled()
    look(page, "painting and waiting")
    right_click(page, paintings(page, state="done").first)
    look(page, "menu")
    page.keyboard.press("Escape")
    choose(page, newest(page), "delete")
    expect(page.get_by_test_id("undo")).to_be_visible()
    look(page, "deleted, with undo")
    more(page).get_by_test_id("steps").press("?")
    expect(page.get_by_test_id("shortcuts")).to_be_visible()
    look(page, "keys")
    page.keyboard.press("Escape")
    dropped_pictures(page, tour, look)
    styles_and_prompts(page, tour, look)
    prompts_with_variables(page, look)
    helped_prompts(page, tour, look)
    choose(page, paintings(page, state="done").first, "export")
    page.get_by_text("JPEG", exact=True).click()
    expect(page.get_by_test_id("export-quality")).to_be_visible()
    look(page, "export")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("export-dialog")).to_have_count(0)
    paintings(page, state="done").first.get_by_test_id("painting-image").click()
    expect(page.get_by_test_id("lightbox-image")).to_be_visible()
    look(page, "lightbox")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("lightbox")).to_have_count(0)
    library_s_tour(page, tour, look)
    for section in ("general", "account", "painting", "library", "prompts"):
        page.goto(f"{tour.studio.base_url}/settings/{section}")
        look(page, f"settings: {section}")
    page.get_by_test_id("settings-search").fill("proxy")
    look(page, "settings, searched")
    page.goto(f"{tour.studio.base_url}/about")
    expect(page.get_by_test_id("diagnostics")).to_contain_text("Atelier")
    page.get_by_test_id("licence").nth(1).locator("summary").click()
    expect(page.get_by_test_id("licence").nth(1).locator("pre")).to_contain_text("PYTHON")
    look(page, "about")
    page.goto(f"{tour.studio.base_url}/connection")
    look(page, "connection, to replace the account")
    page.goto(f"{tour.studio.base_url}/nothing-here")
    look(page, "nothing here")
    page.goto(tour.studio.base_url)
    tour.studio.kill()
    expect(page.get_by_test_id("lost")).to_be_visible()
    look(page, "nobody answers")


def dropped_pictures(page: Page, tour: Tour, look: Look) -> None:
    """One with metadata of which not all can be used, one without, and what is none."""
    told = embed(
        make_picture("PNG"), Metadata(uid="0" * 32, prompt=tour.prompt, steps=30, seed=5, width=640, height=480)
    )
    for name, data in (("with a story", told), ("without a story", make_picture("PNG"))):
        give(page, data)
        expect(page.get_by_test_id("story")).to_be_visible()
        look(page, f"picture {name}")
        page.keyboard.press("Escape")
        expect(page.get_by_test_id("story")).to_have_count(0)
    give(page, b"no picture")
    expect(page.get_by_test_id("alert")).to_be_visible()
    look(page, "no picture")
    page.get_by_test_id("reader").evaluate("element => { element.dataset.over = 'true' }")
    expect(page.locator(".reader-hint")).to_be_visible()
    look(page, "a file over the window")
    page.get_by_test_id("reader").evaluate("element => { element.dataset.over = 'false' }")
    page.get_by_test_id("alert").get_by_role("button").last.click()


def styles_and_prompts(page: Page, tour: Tour, look: Look) -> None:
    page.get_by_test_id("style-open").click()
    look(page, "styles")
    page.get_by_test_id("style-new").click()
    page.get_by_test_id("style-name").fill(tour.prompt)
    page.get_by_test_id("style-text").fill("{prompt}")
    page.get_by_test_id("style-save").click()
    expect(page.get_by_test_id("style-delete")).to_have_count(1)
    look(page, "styles of one's own")
    page.get_by_test_id("styles-close").click()
    page.get_by_test_id("open-prompts").click()
    expect(page.get_by_test_id("style")).to_have_count(1)
    look(page, "styles and earlier prompts")
    page.get_by_test_id("prompt-search").fill(tour.prompt * 2)
    expect(page.get_by_test_id("style")).to_have_count(0)
    look(page, "nothing found")
    page.keyboard.press("Escape")  # empties the field
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("prompts")).to_have_count(0)


def prompts_with_variables(page: Page, look: Look) -> None:
    page.get_by_test_id("prompt").fill("{a|b|c} __list__")
    expect(page.get_by_test_id("unfold-problem")).to_be_visible()
    look(page, "a list that is not there")
    page.get_by_test_id("prompt").fill("a {red|blue} boat, {day|night}, {1|2|3|4|5|6|7}")
    expect(page.get_by_test_id("combinations")).to_be_visible()
    look(page, "a prompt with variables")
    page.get_by_test_id("prompt").fill("")


def helped_prompts(page: Page, tour: Tour, look: Look) -> None:
    page.get_by_test_id("prompt").fill("宁静的湖面")
    expect(page.get_by_test_id("offer")).to_be_visible()
    look(page, "translation offered")
    page.get_by_test_id("translate").click()
    expect(page.get_by_test_id("beside")).to_be_visible()
    look(page, "a translation beside the prompt")
    page.get_by_test_id("beside-use").click()
    expect(page.get_by_test_id("typed")).to_be_visible()
    tour.upstream.next(refuse(3036, 429), path=CHAT)
    page.get_by_test_id("enrich").click()
    expect(page.get_by_test_id("beside-problem")).to_be_visible()
    look(page, "an enrichment that failed")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("beside")).to_have_count(0)
    choose(page, paintings(page, state="done").first, "describe")
    expect(page.get_by_test_id("beside-picture")).to_be_visible()
    look(page, "a picture described")
    page.keyboard.press("Escape")
    page.get_by_test_id("prompt").fill("")


def give(page: Page, data: bytes) -> None:
    page.get_by_test_id("picture-file").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": data})


def library_s_tour(page: Page, tour: Tour, look: Look) -> None:
    page.goto(f"{tour.studio.base_url}/library")
    expect(page.get_by_test_id("painting").first).to_be_visible()
    look(page, "library")
    page.get_by_test_id("painting").first.click()
    expect(page.get_by_test_id("selection")).to_be_visible()
    expect(page.get_by_test_id("details")).to_contain_text(tour.prompt)
    look(page, "library, one selected")
    page.get_by_test_id("painting").nth(1).click(modifiers=["ControlOrMeta"])
    expect(page.get_by_test_id("in-common")).to_be_visible()
    look(page, "library, several selected")
    page.get_by_test_id("album-menu").click()
    page.get_by_test_id("album-name").fill(tour.prompt)
    look(page, "library, new album")
    page.get_by_test_id("album-make").click()
    expect(page.get_by_test_id("place-album")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_test_id("filters").click()
    look(page, "library, filters")
    page.goto(f"{tour.studio.base_url}/library?show=failed")
    expect(page.get_by_test_id("painting").first).to_be_visible()
    look(page, "library, failures")
    page.goto(f"{tour.studio.base_url}/trash")
    expect(page.get_by_test_id("nothing")).to_be_visible()
    look(page, "library, empty trash")
    page.goto(f"{tour.studio.base_url}/library?album=1")
    look(page, "library, album")
    page.get_by_test_id("place-comparisons").click()
    page.get_by_test_id("album-new").click()
    look(page, "library, comparisons and a new album in its place")
    page.goto(f"{tour.studio.base_url}/library?album=1")
    page.get_by_test_id("painting").first.click()
    page.keyboard.press("Delete")
    expect(page.get_by_test_id("painting")).to_have_count(1)
    trash_look(page, tour, look)


def trash_look(page: Page, tour: Tour, look: Look) -> None:
    page.goto(f"{tour.studio.base_url}/trash")
    expect(page.get_by_test_id("trashed")).to_have_count(1)
    look(page, "trash")
    page.locator(".trash-picture").click()
    expect(page.get_by_test_id("selection")).to_be_visible()
    look(page, "trash, one chosen")
    page.get_by_test_id("trash-look").click()
    expect(page.get_by_test_id("trash-picture")).to_be_visible()
    look(page, "trash, one picture")
    page.keyboard.press("Escape")
    page.get_by_test_id("erase-all").click()
    expect(page.get_by_test_id("erase-question")).to_be_visible()
    look(page, "trash, question")
    page.keyboard.press("Escape")
    page.get_by_test_id("restore-all").click()
    expect(page.get_by_test_id("nothing")).to_be_visible()


def disconnected_look(page: Page, tour: Tour, look: Look) -> None:
    expect(paintings(page)).to_have_count(1)
    look(page, "studio, disconnected")


def stranger_s_look(page: Page, tour: Tour, look: Look) -> None:
    """Someone without the run's secret."""
    page.context.clear_cookies()
    page.goto(tour.studio.base_url)
    look(page, "not admitted")
