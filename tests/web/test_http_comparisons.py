"""Comparisons over HTTP: reckoned beforehand, ordered as a whole, shown as a table, handed out as a picture."""

from __future__ import annotations

import io
import re

import httpx
from PIL import Image

from server.paintings.models import MODELS
from tests.eventually import eventually
from tests.html import alert_code, parse
from tests.program import Program

PHOENIX = "@cf/leonardo/phoenix-1.0"
FORM = {"prompt": "一只小船", "steps": "4", "count": "2"}
NAMES = [model.id for model in MODELS.values() if model.input != "masked"]
BOTH = {f"with_{NAMES.index(each)}": each for each in (NAMES[0], PHOENIX)}
BYTES = {"content-type": "application/octet-stream"}


def order(page: httpx.Client, **fields: str) -> str:
    """The path of the new comparison."""
    answer = page.post("/grids", data=FORM | fields)
    assert answer.status_code == 200, answer.text
    return str(parse(answer.text).select_one('[data-testid="to-grid"]')["href"])  # type: ignore[index]


def cells(page: httpx.Client, path: str) -> list[str]:
    answer = page.get(f"{path}/table")
    assert answer.status_code == 200, answer.text
    found = parse(answer.text).select('[data-testid="grid-cell"]')
    return [str(each.get("data-state", "")) for each in found]


def problem(html: str) -> str:
    [found] = parse(html).select('[data-testid="grid-problem"]')
    return str(found["data-code"])


def test_the_dialog_offers_every_model_that_needs_no_mask(page: httpx.Client) -> None:
    offered = parse(page.get("/grids").text).select('[data-testid="grid-model"]')

    assert [each["value"] for each in offered] == NAMES
    assert len(NAMES) < len(MODELS)


def test_the_preview_counts_and_names_what_is_left_out(page: httpx.Client) -> None:
    shown = parse(page.post("/grids/preview", data=FORM | BOTH | {"axis_steps": "4, 20"}).text)

    assert re.search(r"^3 paintings, ≈ \d", shown.select_one('[data-testid="grid-count"]').get_text())  # type: ignore[union-attr]
    left_out = shown.select_one('[data-testid="grid-left-out"]').get_text(" ", strip=True)  # type: ignore[union-attr]
    assert left_out.endswith("FLUX.1 schnell · 20 steps")
    assert problem(page.post("/grids/preview", data=FORM | {"axis_steps": "x"}).text) == "grid_list_unreadable"


def test_a_comparison_is_painted_and_shown_as_a_table(page: httpx.Client, program: Program) -> None:
    path = order(page, **BOTH, axis_steps="4, 20")
    eventually(lambda: cells(page, path) == ["done", "", "done", "done"], what=lambda: str(cells(page, path)))

    shown = parse(page.get(path).text)
    assert [each.get_text(strip=True) for each in shown.select("th[scope=col]")] == ["4 steps", "20 steps"]
    assert [each.get_text(strip=True) for each in shown.select("th[scope=row]")] == ["FLUX.1 schnell", "Phoenix 1.0"]
    assert shown.select_one('[data-testid="grid-prompt"]').get_text() == "一只小船"  # type: ignore[union-attr]
    assert "Not for this model" in shown.select('[data-testid="grid-cell"]')[1].get_text()
    assert len(shown.select("td .open img")) == 3
    facts = [each.get_text(" ", strip=True) for each in shown.select(".cell-facts")]
    assert [bool(re.fullmatch(r"[\d.]+ s ≈ [\d,]+ neurons", each)) for each in facts] == [False, True, True]
    assert all(re.search(r" s (≈ )?[\d,.]+ neurons$", each) for each in facts)
    details = parse(page.get("/library/details/1").text)
    assert details.select_one('[data-testid="part-of-grid"]')["href"] == path  # type: ignore[index]
    program.stop()
    program.start()
    with program.client() as again:
        assert cells(again, path) == ["done", "", "done", "done"]


def test_a_deleted_painting_leaves_its_cell(page: httpx.Client) -> None:
    path = order(page, axis_steps="1, 2")
    eventually(lambda: cells(page, path) == ["done", "done"], what="both")
    page.delete("/paintings/2")

    assert cells(page, path) == ["done", ""]
    assert "Deleted" in page.get(path).text


def test_what_is_no_comparison_orders_nothing(page: httpx.Client) -> None:
    for fields, code in (
        ({}, "grid_axes"),
        ({"axis_seed": "1-30"}, "grid_too_large"),
        ({"axis_steps": "30, 40"}, "grid_nothing_left"),
        ({"prompt": " ", "axis_steps": "1, 2"}, "prompt_empty"),
    ):
        answer = page.post("/grids", data=FORM | fields)
        assert (answer.status_code, problem(answer.text)) == (422, code)
    assert "painting-1" not in page.get("/").text


def test_the_allowance_is_asked_for_the_whole(page: httpx.Client) -> None:
    page.post("/allowance/cap", data={"cap": "60"})
    answer = page.post("/grids", data=FORM | {"axis_steps": "4, 8"})
    assert answer.status_code == 422
    assert parse(answer.text).select('[data-testid="grid-not-fitting"]')
    assert "painting-1" not in page.get("/").text

    path = order(page, axis_steps="4, 8", anyway="yes")
    eventually(lambda: cells(page, path) == ["done", "done"], what=lambda: str(cells(page, path)))


def test_one_choice_of_a_variable_is_for_all_cells(page: httpx.Client) -> None:
    path = order(page, prompt="a {red|green|blue|black|white} boat", axis_steps="1-8")
    found = parse(page.get(path).text)
    eventually(lambda: set(cells(page, path)) == {"done"}, what="all")
    found = parse(page.get(path).text)
    told = {str(each["alt"]) for each in found.select("td img")}
    assert len(told) == 1
    assert re.fullmatch(r"a (red|green|blue|black|white) boat", told.pop())


def test_the_drawn_table_is_given_out_once(page: httpx.Client) -> None:
    path = order(page, axis_steps="1, 2")
    drawn = io.BytesIO()
    Image.new("RGB", (30, 20), "white").save(drawn, "PNG")
    where = f"/grids/picture?grid={path.rpartition('/')[2]}"
    answer = page.post(where, content=drawn.getvalue(), headers=BYTES)
    link = str(parse(answer.text).select_one("a")["href"])  # type: ignore[index]

    given = page.get(link)
    assert given.content == drawn.getvalue()
    assert given.headers["content-type"] == "image/png"
    assert "filename" in given.headers["content-disposition"]
    assert page.get(link).status_code == 404
    refused = page.post(where, content=b"no picture", headers=BYTES)
    assert (refused.status_code, alert_code(refused.text)) == (415, "body_of_wrong_kind")
    assert page.post("/grids/picture?grid=99", content=drawn.getvalue(), headers=BYTES).status_code == 404
    assert page.get("/grids/99").status_code == 404


def test_comparisons_outlive_the_database(page: httpx.Client, program: Program) -> None:
    path = order(page, **BOTH, axis_steps="4, 20")
    eventually(lambda: cells(page, path) == ["done", "", "done", "done"])
    eventually(lambda: (program.library / ".atelier" / "keepsakes.json").exists())
    before = [each.get_text(" ", strip=True) for each in parse(page.get(path).text).select("th, .cell-facts")]
    program.stop()
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()

    program.start()
    with program.client() as again:
        eventually(lambda: again.get(path).status_code == 200)
        eventually(lambda: cells(again, path) == ["done", "", "done", "done"])
        after = [each.get_text(" ", strip=True) for each in parse(again.get(path).text).select("th, .cell-facts")]
    assert after == before
