"""What painting costs, as the page is told it: counted from the answers' headers, kept across restarts."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from server.paintings.day import reset_after
from server.paintings.painting import State
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import parse
from tests.jpegs import make_jpeg
from tests.program import Program
from tests.rows import calls, not_before, put_off, seed
from tests.upstream import Upstream
from tests.upstream_answers import cut, late, refuse, send_picture
from tests.web.test_http_queue import wait_for

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"


def order(page: httpx.Client, *, steps: int = 4, count: int = 1) -> None:
    answer = page.post("/generate", data={"prompt": "a boat", "steps": str(steps), "count": str(count)})
    assert answer.status_code == 200, answer.text


def used(html: str, *, limit: int = 10_000) -> str:
    """What the meter says."""
    meter = parse(html).select_one('[data-testid="allowance"]')
    assert meter is not None, html
    assert meter["role"] == "meter"
    assert meter["aria-valuemax"] == str(limit)
    return str(meter["aria-valuetext"])


def test_the_meter_begins_with_nothing(page: httpx.Client) -> None:
    html = page.get("/").text

    assert used(html) == "0 of 10,000 used"
    assert "10,000 of 10,000 left" in html


def test_paintings_are_counted_by_what_the_answers_say(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(send_picture(make_jpeg(2_000), cf_ai_neurons="100.25"))
    order(page)
    wait_for(page, {1: State.DONE})
    assert used(page.get("/").text) == "100 of 10,000 used"

    order(page, steps=8, count=2)
    wait_for(page, {2: State.DONE, 3: State.DONE})
    assert used(page.get("/").text) == "753 of 10,000 used"


def test_an_answer_that_does_not_say_is_counted_as_estimated(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(send_picture(make_jpeg(2_000)))
    order(page)
    wait_for(page, {1: State.DONE})

    assert used(page.get("/").text) == "≈ 173 of 10,000 used"


def test_a_failure_is_counted_only_where_it_may_have_been_charged(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    order(page)
    wait_for(page, {1: State.FAILED})
    assert used(page.get("/").text) == "0 of 10,000 used"

    upstream.next(cut())
    order(page)
    wait_for(page, {2: State.FAILED})
    assert used(page.get("/").text) == "≈ 173 of 10,000 used"


def test_a_page_hears_how_the_day_stands(program: Program, page: httpx.Client) -> None:
    with listen(program, seen="0") as stream:
        order(page)
        stream.until_state(1, State.DONE)
        [*_, around] = stream.until_told()

    assert used(around.html) == "173 of 10,000 used"
    assert "9,827 of 10,000 left" in around.html


def test_a_restart_keeps_the_day(program: Program, page: httpx.Client) -> None:
    order(page)
    wait_for(page, {1: State.DONE})
    program.stop()

    with program.start().client() as again:
        assert used(again.get("/").text) == "173 of 10,000 used"


def test_what_was_under_way_when_the_program_died_counts_as_estimated(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    upstream.next(late(60))
    order(page)
    upstream.wait_for_requests(1)
    program.kill()

    with program.start().client() as again:
        assert used(again.get("/").text) == "≈ 173 of 10,000 used"


def test_samples_have_no_price(tmp_path: Path) -> None:
    with Program(tmp_path, arguments=("--demo",)) as program, program.client() as page:
        html = page.get("/").text
        assert parse(html).select_one('[data-testid="allowance"]') is None
        assert parse(html).select_one('[data-testid="price"]') is None
        order(page)
        wait_for(page, {1: State.DONE})

        # The ledger holds nothing either: an account connected later begins with an empty day.
        assert calls(program) == 0


def today() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d}"


def test_cloudflare_s_own_count_finds_what_was_used_elsewhere(program: Program, upstream: Upstream) -> None:
    upstream.rules.change_token(may_read_analytics=True)
    upstream.rules.usage = {(today(), "@cf/meta/llama-3.2-1b-instruct"): 2_500.0}
    with program.client() as page:
        assert used(page.get("/").text) == "0 of 10,000 used"
        with listen(program, seen="0") as stream:
            [*_, told] = stream.until(lambda event: "2,500 of 10,000 used" in event.html)

        assert "Elsewhere" in told.html
        assert "Corrected by Cloudflare" in told.html
        assert "Counted by this program" not in told.html

        order(page)
        wait_for(page, {1: State.DONE})
        assert used(page.get("/").text) == "2,673 of 10,000 used"
    assert [question.path for question in upstream.questions] == ["/client/v4/graphql"]

    program.stop()
    with program.start().client() as again:
        assert used(again.get("/").text) == "2,673 of 10,000 used"


def test_a_token_that_may_not_read_analytics_is_asked_with_once_and_nobody_is_bothered(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    with listen(program, seen="0") as stream:
        upstream.wait_for_questions(1)
        order(page, count=3)
        events = stream.until_state(3, State.DONE)

    wait_for(page, dict.fromkeys((1, 2, 3), State.DONE))
    assert not any('data-testid="alert"' in event.html for event in events)
    html = page.get("/").text
    assert used(html) == "518 of 10,000 used"
    assert "Counted by this program" in html
    assert len(upstream.questions) == 1


def test_nobody_asks_where_no_page_is_open(page: httpx.Client, upstream: Upstream) -> None:
    order(page)
    wait_for(page, {1: State.DONE})

    assert upstream.questions == []


def test_cloudflare_s_no_for_today_is_believed(page: httpx.Client, upstream: Upstream) -> None:
    order(page)
    wait_for(page, {1: State.DONE})
    upstream.next(refuse(3036, 429))
    order(page)
    eventually(lambda: used(page.get("/").text) == "10,000 of 10,000 used", what="the meter at its end")
    assert "≈ 0 of 10,000 left" in page.get("/").text


def post_order(page: httpx.Client, *, count: int = 1, steps: int = 8) -> httpx.Response:
    return page.post("/generate", data={"prompt": "a boat", "steps": str(steps), "count": str(count)})


def asked(answer: httpx.Response) -> tuple[str, str, list[str]]:
    """The code, what is said, and the ways out, of an order that was not taken."""
    assert answer.status_code == 409, answer.text
    [dialog] = parse(answer.text).select('[data-testid="shortfall"]')
    ways = [str(button["data-testid"]) for button in dialog.select("button")]
    return str(dialog["data-code"]), dialog.get_text(" ", strip=True), ways


def go_on(page: httpx.Client, answer: httpx.Response, how: str) -> httpx.Response:
    [path] = {str(button["hx-post"]) for button in parse(answer.text).select("button[hx-post]")}
    return page.post(path, data={"how": how})


def test_a_batch_that_does_not_fit_says_how_many_do(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(send_picture(make_jpeg(2_000), cf_ai_neurons="9000"))
    order(page)
    wait_for(page, {1: State.DONE})

    answer = post_order(page, count=8)
    code, text, ways = asked(answer)
    assert code == "allowance_short"
    assert "3 of 8 paintings fit." in text
    assert "Each takes ≈ 326 neurons, and 1,000 of 10,000 are left." in text
    assert ways == ["paint-fitting", "paint-rest", "paint-all", "paint-none"]
    assert len(upstream.requests) == 1

    assert go_on(page, answer, "fitting").status_code == 204
    wait_for(page, dict.fromkeys((2, 3, 4), State.DONE))
    assert len(upstream.requests) == 4
    # What was answered is answered once.
    assert go_on(page, answer, "all").status_code == 404


def test_a_word_for_one_order_counts_for_that_order_alone(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(send_picture(make_jpeg(2_000), cf_ai_neurons="9900"))
    order(page)
    wait_for(page, {1: State.DONE})

    code, _, ways = asked(answer := post_order(page))
    assert (code, ways) == ("allowance_short", ["paint-rest", "paint-all", "paint-none"])
    assert go_on(page, answer, "all").status_code == 204
    wait_for(page, {2: State.DONE})

    shown = page.get("/").text
    assert "0 of 10,000 left" in shown
    assert asked(post_order(page))[0] == "allowance_short"
    assert len(upstream.requests) == 2


def test_a_cap_of_one_s_own_is_asked_about_and_stays(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    assert page.post("/allowance/cap", data={"cap": "500"}).status_code == 204
    assert "500 of 500 left" in page.get("/").text
    order(page, steps=8)
    wait_for(page, {1: State.DONE})

    code, text, _ = asked(answer := post_order(page, count=2))
    assert code == "cap_reached"
    assert "0 of 2 paintings fit." in text
    assert "Paint all of them" in text
    assert go_on(page, answer, "all").status_code == 204
    wait_for(page, dict.fromkeys((2, 3), State.DONE))
    assert used(page.get("/").text, limit=500) == "979 of 500 used"
    assert asked(post_order(page))[0] == "cap_reached"

    program.stop()
    with program.start().client() as again:
        assert asked(post_order(again))[0] == "cap_reached"
        assert again.post("/allowance/cap", data={"cap": ""}).status_code == 204
        assert used(again.get("/").text) == "979 of 10,000 used"


def test_trying_again_costs_as_much_and_is_asked_about_too(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    order(page)
    wait_for(page, {1: State.FAILED})
    page.post("/allowance/cap", data={"cap": "100"})

    code, text, ways = asked(answer := page.post("/paintings/1/retry"))
    assert (code, ways) == ("cap_reached", ["paint-all", "paint-none"])
    assert "paintings fit" not in text
    assert go_on(page, answer, "all").status_code == 204
    wait_for(page, {1: State.DONE})


def test_what_waits_counts_as_spent(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(*[late(60)] * 4)
    page.post("/allowance/cap", data={"cap": "1500"})
    order(page, count=6)

    assert "2 of 3 paintings fit." in asked(post_order(page, count=3, steps=4))[1]


def test_a_cap_that_is_no_number_is_refused(page: httpx.Client) -> None:
    for cap in ("-1", "1e3", "many", "100000", "12.5"):
        assert page.post("/allowance/cap", data={"cap": cap}).status_code == 422, cap
        assert "10,000 of 10,000 left" in page.get("/").text, cap


def test_samples_know_no_cap(tmp_path: Path) -> None:
    with Program(tmp_path, arguments=("--demo",)) as program, program.client() as page:
        page.post("/allowance/cap", data={"cap": "1"})
        order(page, count=8)


def test_the_rest_is_painted_on_the_next_day(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    page.post("/allowance/cap", data={"cap": "800"})
    wish = {"prompt": "a boat", "model": KLEIN, "seed": "7", "count": "8", "width": "1024", "height": "1024"}
    answer = page.post("/generate", data=wish)
    assert go_on(page, answer, "rest").status_code == 204
    wait_for(page, dict.fromkeys(range(1, 8), State.DONE) | {8: State.QUEUED})

    [card] = parse(page.get("/").text).select('[data-testid="painting"][data-state="queued"]')
    assert "Postponed to the next day." in card.get_text()
    left = parse(page.get("/").text).select_one("#allowance-open")
    assert left and "71 of 800 left" in left.get_text()
    assert not_before(program, 8) == pytest.approx(reset_after(time.time()) + 5)
    assert [seed(program, number) for number in (1, 7, 8)] == [7, 13, 14]

    program.stop()
    with program.start().client() as again:
        # Nobody has to wait for it: others overtake, and its user may still have it at once.
        again.post("/allowance/cap", data={"cap": ""})
        order(again)
        wait_for(again, {8: State.QUEUED, 9: State.DONE})
        again.post("/paintings/8/now")
        wait_for(again, {8: State.DONE})


def test_what_was_put_off_begins_when_its_day_has_come(program: Program, page: httpx.Client) -> None:
    page.post("/allowance/cap", data={"cap": "100"})
    answer = post_order(page)
    assert go_on(page, answer, "rest").status_code == 204
    wait_for(page, {1: State.QUEUED})
    program.stop()
    put_off(program, 1, time.time() - 1)

    with program.start().client() as again:
        wait_for(again, {1: State.DONE})


def test_an_order_of_several_prompts_is_divided_between_them(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    page.post("/allowance/cap", data={"cap": "400"})
    answer = page.post("/generate", data={"prompt": "a {red|blue|green} boat", "steps": "4", "unfold": "every"})
    assert "2 of 3 paintings fit." in asked(answer)[1]
    assert go_on(page, answer, "rest").status_code == 204
    wait_for(page, {1: State.DONE, 2: State.DONE, 3: State.QUEUED})

    page.post("/allowance/cap", data={"cap": ""})
    page.post("/paintings/3/now")
    wait_for(page, {3: State.DONE})
    prompts = {request.json()["prompt"] for request in upstream.requests}
    assert prompts == {"a red boat", "a blue boat", "a green boat"}
