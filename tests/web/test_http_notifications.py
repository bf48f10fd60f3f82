"""The system's notifications, from the real program over a real message bus to a service that shows them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests.event_stream import Event, listen
from tests.eventually import eventually
from tests.notifications import Desktop, notification_service
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import refuse
from tests.web.test_http_queue import order, wait_for

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="no dbus-daemon")
PROMPT = "a very private boat"


@pytest.fixture
def desktop(tmp_path: Path) -> Iterator[Desktop]:
    with notification_service(tmp_path) as desktop:
        yield desktop


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream, desktop: Desktop) -> Iterator[Program]:
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path / "opened"}\n')
    browser.chmod(0o755)
    environ = {**desktop.environ, "BROWSER": str(browser)}
    with Program(tmp_path, api_base=upstream.base_url, environ=environ) as program:
        yield program


def look(page: httpx.Client, front: str) -> None:
    assert page.post("/window/front", data={"front": front}).status_code == 204


def rings(event: Event) -> bool:
    return 'x-data="chime"' in event.html


def test_who_looks_elsewhere_is_told_of_what_is_done(
    program: Program, page: httpx.Client, desktop: Desktop, tmp_path: Path
) -> None:
    with listen(program):
        look(page, "no")
        order(page, PROMPT)
        shown = desktop.wait_for("Your painting is done")
    assert shown["name"] == "AI 绘画工坊"

    desktop.press()
    eventually((tmp_path / "opened").exists, what="the page was opened again")
    assert PROMPT not in f"{desktop.shown()} {program.log} {program.stderr}"


def test_several_that_end_together_are_told_of_together(
    program: Program, page: httpx.Client, upstream: Upstream, desktop: Desktop
) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    look(page, "no")
    with listen(program):
        page.post("/generate", data={"prompt": PROMPT, "steps": "1", "count": "4"})
        shown = desktop.wait_for("3 paintings done, 1 failed")

    assert "content filter" in shown["text"]
    assert len(desktop.shown()) == 1


def test_a_later_one_takes_the_place_of_an_earlier_one(
    page: httpx.Client, upstream: Upstream, desktop: Desktop, tmp_path: Path
) -> None:
    look(page, "no")
    order(page, PROMPT)
    first = desktop.wait_for("Your painting is done")
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    order(page, PROMPT)

    assert desktop.wait_for("A painting has failed")["id"] == first["id"]
    desktop.press()
    opened = tmp_path / "opened"
    eventually(opened.exists, what="the page was opened again")
    page.post("/generate", data={"prompt": PROMPT, "steps": "1", "count": "2"})
    desktop.wait_for("2 paintings are done")
    ways_in = [line for line in opened.read_text().splitlines() if line.startswith("file:")]
    assert len(ways_in) == 1, "pressed once, opened once"


def test_in_the_language_of_the_page(page: httpx.Client, desktop: Desktop) -> None:
    page.post("/preferences", data={"language": "zh-CN"})
    look(page, "no")
    order(page, PROMPT)

    desktop.wait_for("您的画作已完成")


def test_who_looks_or_wants_none_or_never_was_there_is_not_told(
    program: Program, page: httpx.Client, desktop: Desktop
) -> None:
    page.post("/preferences", data={"sound": "on"})
    with listen(program) as stream:
        order(page, "nobody was there yet")
        stream.until_state(1, State.DONE)
        stream.until(rings)  # the moment it would have been told of
        look(page, "yes")
        order(page, "somebody looks")
        stream.until_state(2, State.DONE)
        stream.until(rings)
        look(page, "no")
        page.post("/preferences", data={"notify": "off"})
        order(page, "nobody wants to know")
        stream.until_state(3, State.DONE)
        stream.until(rings)
        page.post("/preferences", data={"notify": "on"})
        order(page, "now")
        desktop.wait_for("Your painting is done")

    assert len(desktop.shown()) == 1


def test_nothing_sounds_unless_it_is_wished(program: Program, page: httpx.Client) -> None:
    with listen(program) as stream:
        order(page, PROMPT)
        seen = stream.until_state(1, State.DONE)
        page.post("/preferences", data={"sound": "on"})
        order(page, PROMPT)
        stream.until(rings)
    assert not any(rings(event) for event in seen)


def test_a_desktop_without_notifications_does_no_harm(tmp_path: Path, upstream: Upstream) -> None:
    environ = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path / 'nothing'}"}
    with Program(tmp_path, api_base=upstream.base_url, environ=environ) as program, program.client() as page:
        look(page, "no")
        order(page, PROMPT)
        wait_for(page, {1: State.DONE})
        eventually(lambda: "the system shows no notification" in program.log)
        assert page.get("/").status_code == 200
