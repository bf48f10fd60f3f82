"""Every row of what Cloudflare is known to refuse with: what the card says, what it cost, and the buttons that help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from bs4 import Tag

from server.common.advice import ADVICE, COSTS, Cost
from server.paintings.painting import State
from tests import secret_service
from tests.cloudflare.test_refusals import DOCUMENTED, SEEN_IN_THE_WILD
from tests.cloudflare_rules import ACCOUNT_ID, TOKEN
from tests.disks import small_disk
from tests.eventually import eventually
from tests.html import alert_code, parse, states
from tests.jpegs import make_blank
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import answer, hang_up, refuse, send_picture, send_raw, web_page

WAITING = ("on_network", "on_capacity", "on_allowance")
NOTHING, MAYBE = Cost.NOTHING, Cost.MAYBE
OUTCOMES: dict[str, tuple[Cost, list[str]]] = {
    "model_unknown": (NOTHING, ["model"]),
    "data_invalid": (NOTHING, ["retry"]),
    "finetune_incomplete": (NOTHING, ["model"]),
    "request_incomplete": (NOTHING, ["retry"]),
    "model_private": (NOTHING, ["model"]),
    "licence_needed": (NOTHING, ["model", "licence"]),
    "account_blocked": (NOTHING, ["support"]),
    "paid_plan_needed": (NOTHING, ["model", "plan"]),
    "version_unsupported": (NOTHING, []),
    "lora_unsupported": (NOTHING, ["model"]),
    "request_too_large": (NOTHING, ["shorten"]),
    "upstream_timeout": (MAYBE, ["retry", "parameters"]),
    "painting_aborted": (MAYBE, ["retry"]),
    "daily_quota_used": (NOTHING, ["wait", "plan"]),
    "no_capacity": (NOTHING, ["retry", "wait"]),
    "prompt_flagged": (NOTHING, ["once_more", "reword"]),
    "output_flagged": (MAYBE, ["once_more", "reword"]),
    "input_flagged": (NOTHING, ["once_more", "pictures"]),
    "input_invalid": (NOTHING, ["parameters", "reword"]),
    "prompt_too_long": (NOTHING, ["shorten"]),
    "parameter_refused": (NOTHING, ["parameters", "model"]),
    "model_retired": (NOTHING, ["model"]),
    "token_refused": (NOTHING, ["connect"]),
    "paste_damaged": (NOTHING, ["connect"]),
    "token_wrong": (NOTHING, ["connect"]),
    "inference_failed": (MAYBE, ["retry"]),
    "gateway_refused": (NOTHING, ["settings", "tokens"]),
    "gateway_unknown": (NOTHING, ["settings", "gateway"]),
    "gateway_provider": (NOTHING, ["without_gateway", "gateway"]),
    "gateway_credits": (NOTHING, ["without_gateway", "gateway"]),
    "stored_key_refused": (NOTHING, ["gateway", "model"]),
    "route_unknown": (NOTHING, []),
    "credits_needed": (NOTHING, ["model", "gateway"]),
}


@pytest.fixture
def page(shared_program: Program) -> Iterator[httpx.Client]:
    """The queue waits for nothing, so that everything fails that can."""
    with shared_program.client() as page:
        page.post("/preferences", data=dict.fromkeys(WAITING, "fail"))
        page.post("/allowance/cap", data={"cap": "99999"})  # also after Cloudflare said that all is used up
        yield page
        page.post("/preferences", data=dict.fromkeys(WAITING, "wait"))


def fail(page: httpx.Client, upstream: Upstream, number: int | None, status: int, text: str = "AiError: no") -> Tag:
    """The card of a painting refused that way; a full centre is asked three times."""
    is_full = (number == 3040 and "allocation" not in text) or "Capacity" in text
    upstream.next(*[refuse(number, status, text)] * (3 if is_full else 1))
    return order(page, State.FAILED)


def order(page: httpx.Client, wanted: State, prompt: str = "a boat on a lake") -> Tag:
    [painting] = states(page.post("/generate", data={"prompt": prompt, "steps": "1"}).text)
    eventually(lambda: states(page.get("/").text)[painting] is wanted, what=lambda: page.get("/").text)
    return card(page, painting)


def card(page: httpx.Client, painting: int) -> Tag:
    [found] = parse(page.get("/").text).select(f'[data-testid="painting"][data-id="{painting}"]')
    return found


def remedies(found: Tag) -> list[str]:
    return [str(button["data-action"]) for button in found.select(".remedy")]


def press(page: httpx.Client, found: Tag, action: str) -> httpx.Response:
    """As htmx does."""
    [button] = found.select(f'.remedy[data-action="{action}"]')
    if button.has_attr("hx-get"):
        return page.get(str(button["hx-get"]))
    if button.has_attr("href"):
        return page.get(str(button["href"]))
    vals = httpx.Response(200, text=str(button.get("hx-vals", "{}"))).json()
    return page.post(str(button["hx-post"]), data=vals)


@pytest.mark.parametrize(("number", "status", "text", "code"), DOCUMENTED + SEEN_IN_THE_WILD)
def test_a_refusal_says_what_happened_what_it_cost_and_what_helps(
    page: httpx.Client, shared_upstream: Upstream, number: int | None, status: int, text: str, code: str
) -> None:
    found = fail(page, shared_upstream, number, status, text)

    cost, actions = OUTCOMES[code]
    [problem] = found.select('[data-testid="painting-error"]')
    [sentence] = problem.select(".sentence")
    assert sentence.get_text() == ADVICE[code].sentence
    assert COSTS[cost] in problem.get_text()
    assert remedies(found) == actions
    assert found.select('[data-testid="retry"]'), "on the user's word everything can be tried again"


UNREAD = {
    "no picture": (send_raw(b"GIF89a is none of ours", "image/gif"), "not_a_picture", b"GIF89a is none of ours"),
    "cut short": (answer(b'{"result": {"image": "/9j/4AAQ'), "answer_unreadable", b'{"result": {"image": "/9j/4AAQ'),
    "elsewhere": (answer(b'{"result": {"url": "x"}}'), "no_picture", b'{"result": {"url": "x"}}'),
    "packed": (
        answer(b"no gzip", content_encoding="gzip"),
        "answer_unreadable",
        b"no gzip",
    ),
}


@pytest.mark.parametrize("what", UNREAD)
def test_an_answer_that_was_paid_for_is_kept_and_shown(
    page: httpx.Client, shared_program: Program, shared_upstream: Upstream, what: str
) -> None:
    behaviour, code, data = UNREAD[what]
    shared_upstream.next(behaviour)
    found = order(page, State.FAILED)

    assert found.select(".sentence")[0].get_text() == ADVICE[code].sentence
    assert "kept for a week" in found.get_text()
    [head] = found.find_parents(class_="order")[0].select(".order-head")
    assert (ADVICE[code].cost is Cost.CHARGED) == ("of a day" in head.get_text())
    assert "answer" in remedies(found)
    assert data in [each.read_bytes() for each in (shared_program.data_dir / "answers").iterdir()]
    shown = press(page, found, "answer")
    assert shown.status_code == 204 or alert_code(shown.text) == "reveal_failed", "no file manager runs here"

    for each in (shared_program.data_dir / "answers").iterdir():
        each.unlink()


def test_a_refusal_leaves_nothing_to_show(
    page: httpx.Client, shared_program: Program, shared_upstream: Upstream
) -> None:
    for behaviour in (refuse(3010, 200, "no"), answer(b"garbled", status=500), web_page()):
        shared_upstream.next(behaviour)
        found = order(page, State.FAILED)
        assert "answer" not in remedies(found)
        assert "kept for a week" not in found.get_text()
    folder = shared_program.data_dir / "answers"
    assert not folder.exists() or not list(folder.iterdir())


def test_the_filter_is_named_and_told_from_input_that_cannot_be_used(
    page: httpx.Client, shared_upstream: Upstream
) -> None:
    filtered = fail(page, shared_upstream, 3030, 400, "AiError: Input prompt contains NSFW content")
    unusable = fail(page, shared_upstream, 3030, 400, "AiError: Model input is not valid")

    assert "at random" in filtered.get_text()
    assert "not your fault" in filtered.get_text()
    assert "filter" not in unusable.get_text()


@pytest.mark.parametrize(
    ("number", "status", "text", "action"),
    [
        (3008, 408, "Aborted", "retry"),
        (8007, 400, "AiError: Input prompt contains NSFW content.", "once_more"),
    ],
)
def test_one_more_try_on_the_user_s_word(
    page: httpx.Client, shared_upstream: Upstream, number: int, status: int, text: str, action: str
) -> None:
    found = fail(page, shared_upstream, number, status, text)
    asked = len(shared_upstream.requests)

    assert press(page, found, action).status_code == 204

    eventually(lambda: card(page, int(str(found["data-id"])))["data-state"] == "done", what="the second try")
    assert len(shared_upstream.requests) == asked + 1, "one, and no more"


def test_waiting_is_what_the_queue_does_from_then_on(program: Program, upstream: Upstream) -> None:
    with program.client() as page:
        page.post("/preferences", data={"on_allowance": "fail"})
        found = fail(page, upstream, 4006, 429, "you have used up your daily free allocation of 10,000 neurons")
        upstream.next(refuse(4006, 429, "you have used up your daily free allocation of 10,000 neurons"))

        assert "From now on the queue waits" in press(page, found, "wait").text

        number = int(str(found["data-id"]))
        eventually(lambda: card(page, number).select('[data-reason="allowance"]'), what="a painting that waits")
        assert card(page, number)["data-state"] == "queued"
        assert parse(page.get("/settings").text).select('[name="on_allowance"] option[value="wait"][selected]')


def test_only_what_passes_by_itself_can_be_waited_for(page: httpx.Client, shared_upstream: Upstream) -> None:
    found = fail(page, shared_upstream, 3030, 400, "NSFW")

    assert page.post(f"/paintings/{found['data-id']}/wait").status_code == 404


@pytest.mark.parametrize(
    ("number", "status", "text", "action", "part", "limit"),
    [
        (3030, 400, "NSFW", "reword", "prompt", "2048"),
        (5006, 400, "AiError: Bad input: Error: Length of '/prompt' must be <= 1024", "shorten", "prompt", "1024"),
        (3006, 413, "Request too large", "shorten", "prompt", "2048"),
        (3030, 400, "Input image contains NSFW content", "pictures", "references", "2048"),
        (5006, 400, "AiError: Bad input: Error: '/steps' must be <= 4", "parameters", "steps", "2048"),
        (5028, 410, "Model deprecated", "model", "model-open", "2048"),
    ],
)
def test_the_form_comes_back_with_the_painting_and_leads_to_the_part_at_fault(
    page: httpx.Client,
    shared_upstream: Upstream,
    number: int,
    status: int,
    text: str,
    action: str,
    part: str,
    limit: str,
) -> None:
    found = fail(page, shared_upstream, number, status, text)
    page.post("/draft", data={"prompt": "something else meanwhile", "steps": "8"})

    form = parse(press(page, found, action).text)

    assert form.select_one("#prompt").get_text() == "a boat on a lake"  # type: ignore[union-attr]
    [mend] = form.select('[x-data="mend"]')
    assert (mend["data-how"], mend["data-part"], mend["data-limit"]) == (action, part, limit)


def test_from_the_library_it_is_the_studio_that_leads_there(page: httpx.Client, shared_upstream: Upstream) -> None:
    found = fail(page, shared_upstream, 3030, 400, "NSFW")
    [button] = found.select('[data-action="reword"]')

    answer = page.get(str(button["hx-get"]), headers={"HX-Current-URL": f"{page.base_url}/library?q=boat"})

    assert answer.headers["HX-Redirect"] == "/?then=reword"
    assert parse(page.get("/?then=reword").text).select('[x-data="mend"][data-how="reword"]')
    assert not parse(page.get("/?then=nonsense").text).select('[x-data="mend"]')


def test_a_refused_token_leads_to_the_connection(page: httpx.Client, shared_upstream: Upstream) -> None:
    found = fail(page, shared_upstream, 10000, 401, "Authentication error")

    assert parse(press(page, found, "connect").text).select_one('[data-testid="api-token"]')


def test_cloudflare_s_own_pages_open_in_the_browser(tmp_path: Path, upstream: Upstream) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}.part && mv {opened}.part {opened}\n')
    browser.chmod(0o755)
    program = Program(tmp_path, api_base=upstream.base_url, environ={"BROWSER": str(browser)})
    with program, program.client() as page:
        found = fail(page, upstream, 5035, 403)
        assert press(page, found, "plan").status_code == 204
        assert opened.read_text() == "https://dash.cloudflare.com/?to=/:account/workers/plans\n"

        elsewhere = page.post("/dashboard", data={"page": "https://example.org"})
        assert elsewhere.status_code == 422
        assert opened.read_text() == "https://dash.cloudflare.com/?to=/:account/workers/plans\n"


def test_a_form_that_is_refused_offers_to_shorten(page: httpx.Client) -> None:
    answer = page.post("/generate", data={"prompt": "字" * 2050, "steps": "1"})

    assert answer.status_code == 422
    [button] = parse(answer.text).select('#prompt-error [data-action="shorten"]')
    assert (button["data-how"], button["data-part"]) == ("shorten", "prompt")


def test_what_is_interrupted_or_cancelled_can_be_tried_again(page: httpx.Client, shared_upstream: Upstream) -> None:
    shared_upstream.delay = 30
    painting = order(page, State.PAINTING)
    shared_upstream.delay = 0
    page.post(f"/paintings/{painting['data-id']}/cancel")
    eventually(lambda: remedies(card(page, int(str(painting["data-id"])))) == ["retry"], what="the button to try again")


def test_a_broken_connection_is_never_tried_again_by_itself(page: httpx.Client, shared_upstream: Upstream) -> None:
    asked = len(shared_upstream.requests)
    shared_upstream.next(hang_up())

    found = order(page, State.FAILED)

    assert remedies(found) == ["retry"]
    assert COSTS[MAYBE] in found.get_text()
    assert len(shared_upstream.requests) == asked + 1


def test_a_picture_kept_elsewhere_can_be_saved_again_from_its_note(program: Program, upstream: Upstream) -> None:
    with small_disk(program.library) as disk, program.client() as page:
        disk.fill()
        found = order(page, State.DONE)
        [note] = found.select('[data-testid="note"]')
        assert (note["data-code"], remedies(note)) == ("kept_elsewhere", ["save_again"])

        refused = press(page, found, "save_again")
        assert (refused.status_code, alert_code(refused.text)) == (507, "disk_full")
        alert = parse(refused.text)
        [save] = alert.select('[data-action="save_as"]')
        assert page.get(str(save["href"])).content.startswith(b"\xff\xd8")
        assert [str(b["hx-vals"]) for b in alert.select('[data-action="folder"]')] == ['{"folder": "library"}']

        disk.make_room()
        assert press(page, found, "save_again").status_code == 204
        assert not card(page, int(str(found["data-id"]))).select('[data-testid="note"]')
        program.kill()


def test_an_alert_offers_the_same_request_again(page: httpx.Client) -> None:
    found = order(page, State.DONE)
    path = f"/paintings/{found['data-id']}/reveal"

    alert = page.post(path)  # nothing here shows files

    assert (alert.status_code, alert_code(alert.text)) == (503, "reveal_failed")
    [again] = parse(alert.text).select('[data-action="retry"]')
    assert again["hx-post"] == path


def test_an_alert_about_what_is_gone_offers_to_load_the_page_again(page: httpx.Client) -> None:
    alert = page.post("/paintings/4711/retry")

    assert alert_code(alert.text) == "not_found"
    [button] = parse(alert.text).select(".remedy")
    assert (button["data-action"], button["href"]) == ("reload", "")


def test_a_file_that_is_no_picture_offers_to_choose_another(page: httpx.Client) -> None:
    alert = page.post("/stories", content=b"GIF89a", headers={"Content-Type": "application/octet-stream"})

    assert alert_code(alert.text) == "dropped_no_picture"
    [button] = parse(alert.text).select('[data-action="choose"]')
    assert parse(page.get("/").text).select(f"#{button['data-for']}")


@pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}")
def test_a_keyring_that_came_later_is_asked_again(tmp_path: Path, upstream: Upstream) -> None:
    nobody = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
    with secret_service.secret_service(tmp_path / "keyring") as environment:
        program = Program(tmp_path, api_base=upstream.base_url, environ={**environment, **nobody})
        with program, program.client() as page:
            refused = page.post("/connection/keyring")
            assert (refused.status_code, alert_code(refused.text)) == (409, "no_account")

            other = Program(tmp_path / "other", api_base=upstream.base_url, environ={**environment, **nobody})
            with other, other.client() as login:
                login.post("/connection", data={"account_id": ACCOUNT_ID, "api_token": TOKEN})

            assert page.post("/connection/keyring").status_code == 204
            assert order(page, State.DONE)["data-state"] == "done"


@pytest.mark.parametrize("colour", [(0, 0, 0), (120, 120, 120)])
def test_an_empty_picture_is_kept_noted_and_painted_again(
    page: httpx.Client, shared_upstream: Upstream, colour: tuple[int, int, int]
) -> None:
    shared_upstream.next(send_picture(make_blank("JPEG", colour=colour)))
    found = order(page, State.DONE)
    number = int(str(found["data-id"]))
    eventually(lambda: card(page, number).select('[data-testid="note"]'), what="the note")
    found = card(page, number)
    [note] = found.select('[data-testid="note"]')
    assert note["data-code"] == "empty_picture"
    assert "It may have been charged." in note.get_text()
    assert remedies(note) == ["paint_again", "model"]
    asked = len(shared_upstream.requests)

    assert press(page, found, "paint_again").status_code == 204

    newest = max(states(page.get("/").text))
    assert newest > number, "another painting; the picture that was paid for stays"
    eventually(lambda: card(page, newest)["data-state"] == "done", what="the second painting")
    assert not card(page, newest).select('[data-testid="note"]')
    assert len(shared_upstream.requests) == asked + 1
    first, second = (json.loads(request.body) for request in shared_upstream.requests[-2:])
    assert first == second


def test_what_was_not_painted_here_is_not_painted_again(page: httpx.Client) -> None:
    assert page.post("/paintings/4711/again").status_code == 404
