"""What a lost database took with it: the person's settings and styles, and what was spent today."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.eventually import eventually
from tests.html import parse
from tests.jpegs import make_jpeg
from tests.program import Program
from tests.upstream import Upstream
from tests.upstream_answers import send_picture

STYLE = {"called": "mine", "text": "{prompt}, in blue"}


def lose(database: Path) -> None:
    for part in database.parent.glob(f"{database.name}*"):
        part.unlink()


def damage(database: Path) -> None:
    lose(database)
    database.write_bytes(b"no database at all" * 1000)


def meter(page: httpx.Client) -> str:
    found = parse(page.get("/").text).select_one('[data-testid="allowance"]')
    assert found is not None
    return str(found["aria-valuetext"])


@pytest.mark.parametrize("end", [lose, damage])
def test_settings_styles_cap_and_what_today_cost_are_there_again(
    program: Program, page: httpx.Client, upstream: Upstream, end: Callable[[Path], None]
) -> None:
    page.post("/allowance/cap", data={"cap": "4000"})
    page.post("/preferences", data={"theme": "dark"})
    assert page.post("/styles", data=STYLE).is_success
    upstream.next(send_picture(make_jpeg(2_000), cf_ai_neurons="1234"))
    page.post("/generate", data={"prompt": "a boat", "steps": "4"})
    eventually(lambda: meter(page).startswith("1,234 of 4,000"), what="the painting")
    program.stop()

    end(program.data_dir / "atelier.sqlite3")
    program.start()

    with program.client() as again:
        eventually(lambda: "1,234" in meter(again), what="today's sum")
        assert "4,000" in meter(again)
        assert "≈" in meter(again), "what failed may have cost something too"
        assert 'data-theme="dark"' in again.get("/").text or "dark" in again.get("/settings").text
        assert [style["name"] for style in again.get("/styles.json").json()] == ["mine"]


def test_nothing_private_lies_beside_the_pictures(program: Program, page: httpx.Client) -> None:
    page.post("/draft", data={"prompt": "a secret draft"})
    page.post("/network/proxy", data={"proxy": "own", "address": "http://a-user@proxy.example:8080"})
    page.post("/preferences", data={"theme": "dark"})
    page.post("/generate", data={"prompt": "a boat", "steps": "1"})
    eventually(lambda: page.get("/paintings/1/picture").is_success, what="the painting")
    program.stop()

    kept = (program.library / ".atelier" / "settings.json").read_text(encoding="utf-8")
    assert json.loads(kept)["theme"] == "dark"
    assert "secret" not in kept
    assert "proxy" not in kept


@pytest.mark.parametrize("kept", [b"", b"[]", b"{", b'{"theme": 5, "cap": "-7", "styles": "{"}', b"\xff" * 100])
def test_nonsense_there_is_no_reason_not_to_start(tmp_path: Path, kept: bytes) -> None:
    program = Program(tmp_path, arguments=("--demo",))
    folder = program.library / ".atelier"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_bytes(kept)

    with program, program.client() as page:
        assert page.get("/").status_code == 200
