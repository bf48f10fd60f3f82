"""The program around the page, asked over HTTP: preferences, a second start, closing."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests.easel import Easel
from tests.eventually import eventually
from tests.html import alert_code, parse
from tests.program import Program
from tests.rows import rows
from tests.web.test_http_queue import order


def language_of(page: httpx.Client, accepted: str) -> str:
    return str(parse(page.get("/", headers={"Accept-Language": accepted}).text).select("html")[0]["lang"])


def test_preferences_are_found_again_after_a_restart(program: Program, page: httpx.Client) -> None:
    assert page.post("/preferences", data={"theme": "dark", "width": "7"}).status_code == 204
    page.post("/preferences", data={"language": "zh-CN"})
    page.post("/draft", data={"prompt": "半句话", "steps": "6", "count": "2"})
    program.stop()
    program.start()

    with program.client() as again:
        html = parse(again.get("/").text)
        settings = parse(again.get("/settings").text)
    [root] = html.select("html")
    assert (root["lang"], root["data-theme"]) == ("zh-CN", "dark")
    assert html.select('[data-testid="prompt"]')[0].get_text() == "半句话"
    assert html.select('[data-testid="steps"]')[0]["value"] == "6"
    assert settings.select('[name="width"] [selected]')[0]["value"] == "7"


def test_an_overlong_draft_is_kept_to_be_shortened(page: httpx.Client) -> None:
    page.post("/draft", data={"prompt": "x" * 5000, "steps": "99"})

    assert len(parse(page.get("/").text).select('[data-testid="prompt"]')[0].get_text()) == 5000


def test_the_language_is_the_browsers_until_one_is_chosen(program: Program, page: httpx.Client) -> None:
    assert language_of(page, "zh-TW,zh;q=0.9") == "zh-CN"
    assert language_of(page, "de") == "en"

    answer = page.post(
        "/preferences", data={"language": "en"}, headers={"HX-Current-URL": f"{program.base_url}/settings?x"}
    )
    assert answer.headers["hx-redirect"] == "/settings"
    assert language_of(page, "zh-CN") == "en"


@pytest.mark.parametrize("current", ["", "https://evil.example/", "https://evil.example/nothing", "javascript:x"])
def test_changing_the_language_leads_to_our_own_pages_alone(shared_program: Program, current: str) -> None:
    with shared_program.client() as page:
        answer = page.post("/preferences", data={"language": "system"}, headers={"HX-Current-URL": current})

    assert answer.headers["hx-redirect"] == "/"


@pytest.mark.parametrize("place", ["/library?q=%E6%B9%96&sort=oldest", "/grids/7", "/about"])
def test_changing_the_language_stays_where_one_is(shared_program: Program, place: str) -> None:
    """With what was searched for there."""
    current = {"HX-Current-URL": shared_program.base_url + place}
    with shared_program.client() as page:
        answer = page.post("/preferences", data={"language": "system"}, headers=current)

    assert answer.headers["hx-redirect"] == place


def test_a_second_start_may_knock(program: Program) -> None:
    first = json.loads((program.data_dir / "run.json").read_text())

    with program.stranger() as stranger:
        answer = stranger.post("/knock", headers={"X-Atelier-Knock": first["knock_token"]})

    assert first["port"] == program.port
    assert answer.status_code == 204


def test_a_folder_that_cannot_be_shown_is_named(page: httpx.Client) -> None:
    answer = page.post("/folders/reveal", data={"folder": "library"})

    assert (answer.status_code, alert_code(answer.text)) == (503, "reveal_failed")


def test_closing_now_ends_the_program_and_interrupts(tmp_path: Path) -> None:
    with Easel() as easel, Program(tmp_path, api_base=easel.base_url) as program, program.client() as page:
        order(page, "a boat")
        eventually(lambda: easel.busy)

        page.post("/window/close", data={"how": "now"})

        eventually(lambda: program.exit_code is not None)
        assert program.exit_code == 0
        assert rows(program) == {1: (State.INTERRUPTED, None)}


def test_finishing_first_ends_the_program_when_all_is_painted(tmp_path: Path) -> None:
    with Easel() as easel, Program(tmp_path, api_base=easel.base_url) as program, program.client() as page:
        page.post("/preferences", data={"width": "1"})
        order(page, "a", "b")
        easel.wait_for("a")

        page.post("/window/close", data={"how": "finish"})

        easel.release()
        easel.wait_for("b")
        easel.release()
        eventually(lambda: program.exit_code is not None)
        assert program.exit_code == 0
        assert [state for state, _ in rows(program).values()] == [State.DONE, State.DONE]
