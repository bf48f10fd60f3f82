"""What is done with all paintings of an order at once, and what is said of those that failed together."""

from __future__ import annotations

import io
import re
from collections import Counter
from zipfile import ZipFile

import httpx

from server.paintings.painting import State
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import has_handle, parse, states
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import hang, refuse
from tests.web.test_http_queue import shown, wait_for

NOT_FOR_THIS_ACCOUNT = refuse(5035, 403)
USED_UP = refuse(4006, 429, "you have used up your daily free allocation of 10,000 neurons")


def order(page: httpx.Client, *, count: int, prompt: str = "a boat") -> list[int]:
    answer = page.post("/generate", data={"prompt": prompt, "steps": "4", "count": str(count)})
    assert answer.status_code == 200, answer.text
    return list(states(answer.text))


def name_of(page: httpx.Client) -> str:
    """The newest order's."""
    [found, *_] = parse(page.get("/").text).select('[data-testid="order"]')
    return str(found["id"]).removeprefix("order-")


def do(page: httpx.Client, deed: str, *, refused: bool = False) -> str:
    answer = page.post(f"/orders/{name_of(page)}/{deed}", headers={"hx-request": "true"})
    assert answer.is_success is not refused, answer.text
    return answer.text


def troubles(page: httpx.Client) -> list[str]:
    """What is said of whole orders."""
    found = parse(page.get("/").text).select('[data-testid="order-trouble"]')
    return [" ".join(each.get_text(" ").split()) for each in found]


def test_one_reason_is_said_once_and_all_are_tried_again(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(*[NOT_FOR_THIS_ACCOUNT] * 3)
    ids = order(page, count=3)
    wait_for(page, dict.fromkeys(ids, State.FAILED))

    [trouble] = troubles(page)
    assert "None of the 3 was painted." in trouble
    assert "only for accounts on the Workers Paid plan" in trouble
    assert "Nothing was charged." in trouble
    assert "Try all again" in trouble

    do(page, "retry")
    wait_for(page, dict.fromkeys(ids, State.DONE))
    assert troubles(page) == []


def test_what_failed_of_an_order_is_counted(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(*[NOT_FOR_THIS_ACCOUNT] * 2)
    order(page, count=4)
    eventually(lambda: Counter(shown(page).values()) == {State.FAILED: 2, State.DONE: 2}, what="two of each")

    [trouble] = troubles(page)

    assert "2 of 4 were not painted." in trouble
    do(page, "retry")
    wait_for(page, dict.fromkeys(shown(page), State.DONE))
    assert len(upstream.pictures) == 4, "what was painted is not painted again"


def test_different_reasons_are_said_by_each(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(NOT_FOR_THIS_ACCOUNT, refuse(3030, 400))
    wait_for(page, dict.fromkeys(order(page, count=2), State.FAILED))

    assert troubles(page) == []
    assert len(parse(page.get("/").text).select('[data-testid="painting-error"] .sentence')) == 2


def test_an_open_page_hears_of_the_reason_they_share(page: httpx.Client, program: Program, upstream: Upstream) -> None:
    upstream.next(*[NOT_FOR_THIS_ACCOUNT] * 2)
    with listen(program) as told:
        order(page, count=2)
        assert told.until(lambda event: 'data-testid="order-trouble"' in event.html)


def test_waiting_is_for_all_that_stopped_for_it(page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(*[USED_UP] * 2)
    page.post("/preferences", data={"on_allowance": "fail"})
    ids = order(page, count=2)
    wait_for(page, dict.fromkeys(ids, State.FAILED))
    upstream.next(*[USED_UP] * 2)

    assert page.post(f"/paintings/{ids[0]}/wait").is_success

    wait_for(page, dict.fromkeys(ids, State.QUEUED))


def test_all_again_asks_where_todays_allowance_does_not_reach(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    upstream.next(*[NOT_FOR_THIS_ACCOUNT] * 3)
    ids = order(page, count=3)
    wait_for(page, dict.fromkeys(ids, State.FAILED))
    page.post("/allowance/cap", data={"cap": "400"})

    asked = do(page, "retry", refused=True)
    assert "2 of 3 paintings fit." in asked
    assert not has_handle(asked, "paint-rest")
    [button] = parse(asked).select('[data-testid="paint-fitting"]')
    page.post(str(button["hx-post"]), data={"how": "fitting"}).raise_for_status()

    wait_for(page, {ids[0]: State.DONE, ids[1]: State.DONE, ids[2]: State.FAILED})


def test_as_many_more_like_these_are_one_order(page: httpx.Client, upstream: Upstream) -> None:
    ids = order(page, count=2, prompt="a {red|red} boat")
    wait_for(page, dict.fromkeys(ids, State.DONE))

    do(page, "again")

    wait_for(page, dict.fromkeys([3, 4], State.DONE))
    groups = [group["data-count"] for group in parse(page.get("/").text).select('[data-testid="order"]')]
    assert groups == ["2", "2"]
    asked = [request.json() for request in upstream.requests]
    assert [each["prompt"] for each in asked] == ["a red boat"] * 4


def test_all_are_cancelled_at_once(page: httpx.Client, upstream: Upstream) -> None:
    page.post("/preferences", data={"width": "1"})
    upstream.next(hang())
    ids = order(page, count=3)
    assert has_handle(page.get("/").text, "order-cancel")

    do(page, "cancel")

    wait_for(page, dict.fromkeys(ids, State.CANCELLED))
    assert len(upstream.requests) == 1
    [trouble] = troubles(page)
    assert trouble.startswith("Cancelled None of the 3 was painted.")


def test_the_favourites_are_kept_and_the_rest_comes_back(page: httpx.Client) -> None:
    ids = order(page, count=4)
    wait_for(page, dict.fromkeys(ids, State.DONE))
    assert "First make the best of them a favourite" in do(page, "keep-favourites")
    assert len(shown(page)) == 4
    page.post("/library/favourite", data={"ids": str(ids[1]), "on": "1"})

    answer = do(page, "keep-favourites")

    assert list(shown(page)) == [ids[1]]
    [undo] = parse(answer).select('[data-testid="undo"]')
    page.post("/library/undo", data={"ids": f"{ids[0]},{ids[2]}-{ids[3]}"}).raise_for_status()
    assert str(ids[0]) in str(undo["hx-vals"])
    assert set(shown(page)) == set(ids)


def test_its_favourites_are_compared_else_its_first_four(page: httpx.Client) -> None:
    ids = order(page, count=5)
    wait_for(page, dict.fromkeys(ids, State.DONE))

    def compared() -> list[int]:
        answer = page.get(f"/orders/{name_of(page)}/compare")
        answer.raise_for_status()
        return [int(found) for found in re.findall(r'<figure class="layer" data-id="(\d+)"', answer.text)]

    assert compared() == ids[:4]
    page.post("/library/favourite", data={"ids": f"{ids[3]}-{ids[4]}", "on": "1"})
    assert compared() == ids[3:]


def test_the_menu_of_an_order_saves_all_of_it(page: httpx.Client) -> None:
    ids = order(page, count=2)
    wait_for(page, dict.fromkeys(ids, State.DONE))

    menu = parse(page.get(f"/orders/{name_of(page)}/menu").text)

    handles = {str(each["data-testid"]) for each in menu.select("[data-testid]")}
    assert handles >= {
        "order-favourite",
        "order-compare",
        "order-again",
        "order-delete",
        "order-keep",
        "album-add",
        "export",
    }
    [link] = menu.select('[data-testid="order-save"]')
    with ZipFile(io.BytesIO(page.get(str(link["href"])).content)) as archive:
        assert len(archive.namelist()) == 2


def test_an_order_that_is_not_there_is_not_found(page: httpx.Client) -> None:
    for deed in ("retry", "again", "cancel", "save", "keep-favourites"):
        assert page.post(f"/orders/{'0' * 32}/{deed}").status_code == 404, deed
