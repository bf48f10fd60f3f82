"""The account's own list of models: what is new appears, what is gone is marked, and both are kept for offline."""

from __future__ import annotations

import html
import json
from contextlib import closing

import httpx
from bs4 import Tag

from server.cloudflare.model_listing import SETTING
from server.paintings.painting import State
from server.paintings.store import Store
from tests.cloudflare_models import Served
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import parse, states
from tests.program import Program
from tests.rows import rows
from tests.upstream import Upstream
from tests.web.test_http_queue import wait_for

NEW = "@cf/maker/brush-2"
GONE = "@cf/leonardo/phoenix-1.0"
TERMS = ({"property_id": "planned_deprecation_date", "value": "2027-03-01"},)
BRUSH = Served(
    {"prompt": (str, 1, 900), "num_steps": (int, 1, 12), "seed": (int, 0, 2**53)}, raw=True, properties=TERMS
)


def options(page: httpx.Client) -> dict[str, Tag]:
    return {str(each["value"]): each for each in parse(page.get("/").text).select("#model option")}


def test_an_open_page_is_told(program: Program, upstream: Upstream) -> None:
    upstream.rules.models[NEW] = BRUSH
    del upstream.rules.models[GONE]
    with listen(program, seen="0") as stream:
        [*_, event] = stream.until(lambda event: NEW in event.html)
    shown = {str(each["value"]): each for each in parse(event.html).select("option")}
    assert NEW in shown
    assert "not offered" in shown[GONE].get_text()
    assert not [each for each in shown.values() if each.has_attr("selected")], "the choice is the page's"


def look(program: Program, page: httpx.Client) -> None:
    """Be a page, until the list has come."""
    with listen(program):
        eventually(lambda: NEW in options(page), seconds=20)


def test_a_new_model_is_offered_and_painted_with_and_a_gone_one_is_marked(program: Program, upstream: Upstream) -> None:
    upstream.rules.models[NEW] = BRUSH
    upstream.rules.models["@cf/maker/form-only"] = Served({"prompt": (str, 1, 100)}, form=True)
    del upstream.rules.models[GONE]
    with program.client() as page:
        assert NEW not in options(page)
        look(program, page)
        shown = options(page)
        assert "@cf/maker/form-only" not in shown
        assert "not offered" in shown[GONE].get_text()
        assert [name for name, each in shown.items() if "not offered" in each.get_text()] == [GONE]
        assert "2027-03-01" in str(shown[NEW]["data-remark"])
        profile = json.loads(html.unescape(str(shown[NEW]["data-profile"])))
        assert (profile["limit"], profile["steps"]["max"], profile["price"]["known"]) == (900, 12, False)

        wish = {"model": NEW, "prompt": "a fox", "steps": "7", "seed": "41"}
        assert page.post("/generate", data=wish).is_success
        eventually(lambda: [state for state, _ in rows(program).values()] == [State.DONE])
        assert upstream.requests[-1].path.endswith(f"/ai/run/{NEW}")
        assert upstream.requests[-1].json() == {"prompt": "a fox", "num_steps": 7, "seed": 41}
        assert page.post("/generate", data=wish | {"width": "512"}).status_code == 422
        assert "price unknown" in page.get("/").text

    asked = len(upstream.listings)
    program.stop()
    upstream.down()
    program.start()
    with program.client() as again:
        assert NEW in options(again), "kept for whoever is offline"
        assert "not offered" in options(again)[GONE].get_text()
    assert len(upstream.listings) == asked


def test_a_model_that_is_refused_is_looked_up_at_once(program: Program, upstream: Upstream) -> None:
    with program.client() as page, listen(program):
        eventually(lambda: kept(program) is not None, seconds=20)
    let_an_hour_pass(program)
    asked = len(upstream.listings)
    del upstream.rules.models[GONE]
    with program.client() as page, listen(program) as stream:
        wait_for(page, {order(page, GONE): State.FAILED})
        stream.until(lambda event: "not offered" in event.html)
        assert "not offered" in options(page)[GONE].get_text()
        [compared] = parse(page.get("/grids").text).select(f'label:has([value="{GONE}"])')
        assert "not offered" in compared.get_text()
    assert len(upstream.listings) == asked + 1


def order(page: httpx.Client, model: str) -> int:
    [painting] = states(page.post("/generate", data={"model": model, "prompt": "a fox"}).text)
    return painting


def kept(program: Program) -> str | None:
    with closing(Store(program.data_dir / "atelier.sqlite3")) as store:
        return store.settings().get(SETTING)


def let_an_hour_pass(program: Program) -> None:
    """Since the list was asked for."""
    program.stop()
    told = json.loads(kept(program) or "{}")
    with closing(Store(program.data_dir / "atelier.sqlite3")) as store:
        store.change_setting(SETTING, json.dumps(told | {"moment": told["moment"] - 3600}))
    program.start()


def test_a_failing_list_changes_nothing_and_says_nothing(program: Program, upstream: Upstream) -> None:
    upstream.rules.change_token(status="expired")
    with program.client() as page, listen(program):
        before = options(page).keys()
        eventually(lambda: upstream.listings != [], seconds=20)
        assert options(page).keys() == before
        assert not parse(page.get("/").text).select('[data-testid="alert"]')
