"""Painting over a part over HTTP: what reaches the model, what is refused, and what stays possible after."""

from __future__ import annotations

import io
import os
import time
from pathlib import Path

import httpx
import pytest
from PIL import Image

from server.paintings.models import MODELS, SD_INPAINTING
from server.paintings.painting import State
from tests.eventually import eventually
from tests.html import parse, states
from tests.jpegs import make_picture
from tests.program import Program
from tests.rows import with_inputs
from tests.upstream import Upstream
from tests.upstream_answers import send_picture
from tests.web.test_http_queue import wait_for
from tests.web.test_http_saving import paint


def drawn(mark: tuple[int, int, int, int] | None, *, side: int = 512, kind: str = "PNG") -> bytes:
    """As a browser's canvas gives it: with colours and transparency."""
    image = Image.new("RGBA", (side, side), "black")
    if mark:
        image.paste("white", mark)
    made = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(made, kind)
    return made.getvalue()


def send(page: httpx.Client, painting: int, mask: bytes | None, **fields: str) -> httpx.Response:
    files = {name: (None, value.encode(), None) for name, value in ({"prompt": "a red fox"} | fields).items()}
    given = {} if mask is None else {"mask": ("mask.png", mask, "image/png")}
    return page.post(f"/paintings/{painting}/mask", files={**files, **given})


def newest(page: httpx.Client) -> int:
    return max(states(page.get("/").text))


def done(page: httpx.Client) -> int:
    painting = newest(page)
    wait_for(page, {painting: State.DONE})
    return painting


def pixels(numbers: list[int]) -> Image.Image:
    image = Image.open(io.BytesIO(bytes(numbers)))
    assert image.format == "PNG"
    assert image.size == (512, 512)
    return image


def code_of(answer: httpx.Response) -> str:
    assert answer.status_code == 422
    return str(parse(answer.text).select("[data-code]")[0]["data-code"])


def test_variables_and_lists_become_words_as_elsewhere(
    page: httpx.Client, program: Program, upstream: Upstream
) -> None:
    [painting] = paint(page)
    file = program.library / "wildcards" / "colour.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("red\n", encoding="utf-8")

    assert send(page, painting, drawn((0, 0, 90, 90)), prompt="a __colour__ {fox|fox}, \\{big}").status_code == 200
    made = done(page)
    assert upstream.requests[-1].json()["prompt"] == "a red fox, {big}"
    [order] = parse(page.get("/").text).select(f'[data-testid="order"]:has(#painting-{made})')
    assert order.select(".sent-text")[0].get_text() == "a __colour__ {fox|fox}, \\{big}"


@pytest.mark.parametrize(
    ("prompt", "code"), [("a __nowhere__", "list_unknown"), ("a {red|blue", "choice_unclosed"), ("{|}", "prompt_empty")]
)
def test_mistakes_in_variables_are_named_before_anything_is_kept(
    page: httpx.Client, program: Program, prompt: str, code: str
) -> None:
    [painting] = paint(page)
    assert code_of(send(page, painting, drawn((0, 0, 90, 90)), prompt=prompt)) == code
    assert not list((program.data_dir / "inputs").glob("*"))
    assert newest(page) == painting


def test_picture_and_mask_reach_the_model(page: httpx.Client, upstream: Upstream) -> None:
    [painting] = paint(page)
    settings = {"steps": "7", "guidance": "6.5", "seed": "11", "negative_prompt": "fog"}

    assert send(page, painting, drawn((100, 50, 300, 200)), **settings).status_code == 200
    made = done(page)

    assert made > painting
    assert upstream.requests[-1].path.endswith(SD_INPAINTING.id)
    sent = upstream.requests[-1].json()
    mask, image = pixels(sent.pop("mask")), pixels(sent.pop("image"))
    assert (mask.mode, image.mode) == ("L", "RGB")
    assert mask.getbbox() == (100, 50, 300, 200)
    assert mask.getcolors() == [(512 * 512 - 200 * 150, 0), (200 * 150, 255)]
    expected = {"prompt": "a red fox", "num_steps": 7, "guidance": 6.5, "seed": 11, "negative_prompt": "fog"}
    assert sent == expected


def test_of_a_wide_picture_the_square_chosen_is_sent(page: httpx.Client, upstream: Upstream, tmp_path: Path) -> None:
    three = Image.new("RGB", (1536, 512))
    for number, shade in enumerate(("#ff0000", "#00ff00", "#0000ff")):
        three.paste(shade, (number * 512, 0, number * 512 + 512, 512))
    data = io.BytesIO()
    three.save(data, "PNG")
    upstream.next(send_picture(data.getvalue()))
    [painting] = paint(page)

    for along, colour in (("0", (255, 0, 0)), ("50", (0, 255, 0)), ("100", (0, 0, 255))):
        send(page, painting, drawn((0, 0, 9, 9)), along=along)
        done(page)
        assert pixels(upstream.requests[-1].json()["image"]).getcolors() == [(512 * 512, colour)]


REFUSED: list[tuple[bytes | None, dict[str, str], str]] = [
    (drawn(None), {}, "mask_empty"),
    (None, {}, "mask_empty"),
    (drawn((0, 0, 9, 9), side=256), {}, "mask_unreadable"),
    (drawn((0, 0, 9, 9), kind="JPEG"), {}, "mask_unreadable"),
    (drawn((0, 0, 9, 9))[:-200], {}, "mask_unreadable"),
    (b"no picture", {}, "mask_unreadable"),
    (drawn((0, 0, 9, 9)), {"prompt": " "}, "prompt_empty"),
    (drawn((0, 0, 9, 9)), {"steps": "21"}, "out_of_range"),
    (drawn((0, 0, 9, 9)), {"along": "101"}, "out_of_range"),
    (drawn((0, 0, 9, 9)), {"seed": "-1"}, "out_of_range"),
]


def test_what_cannot_be_painted_is_said(page: httpx.Client, upstream: Upstream) -> None:
    [painting] = paint(page)

    told = [code_of(send(page, painting, mask, **fields)) for mask, fields, _ in REFUSED]
    assert told == [code for *_, code in REFUSED]
    assert newest(page) == painting
    assert len(upstream.requests) == 1


def test_what_is_no_form_of_ours_is_refused(page: httpx.Client) -> None:
    [painting] = paint(page)
    mask = drawn((0, 0, 9, 9))

    assert send(page, painting, mask, model="x").status_code == 422
    assert send(page, painting, bytes(1_000_001)).status_code == 413
    assert page.post(f"/paintings/{painting}/mask", data={"prompt": "a"}).status_code == 400
    assert send(page, 999, mask).status_code == 404
    assert page.get("/paintings/999/mask").status_code == 404


def test_an_empty_mask_is_refused_in_chinese_too(page: httpx.Client) -> None:
    [painting] = paint(page)
    page.post("/preferences", data={"language": "zh-CN"})

    assert "还没有涂抹任何地方" in send(page, painting, drawn(None)).text


def test_such_a_painting_can_be_varied_and_its_settings_used_again(page: httpx.Client, upstream: Upstream) -> None:
    [painting] = paint(page)
    send(page, painting, drawn((0, 0, 9, 9)), seed="11")
    made = done(page)
    first = upstream.requests[-1].json()

    page.post(f"/paintings/{made}/vary")
    assert done(page) > made
    second = upstream.requests[-1].json()
    assert first.pop("seed") != second.pop("seed")
    assert first == second

    form = parse(page.get(f"/paintings/{made}/form").text)
    [chosen] = form.select("#model option[selected]")
    assert MODELS[str(chosen["value"])] is not SD_INPAINTING
    assert form.select("#prompt")[0].get_text() == "a red fox"


def test_a_form_cannot_ask_the_model_without_a_mask(page: httpx.Client) -> None:
    answer = page.post("/generate", data={"prompt": "a", "model": SD_INPAINTING.id})

    assert answer.status_code == 422
    assert states(answer.text) == {}


def test_a_mask_that_is_gone_is_said(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page)
    send(page, painting, drawn((0, 0, 9, 9)))
    made = done(page)
    for file in (program.data_dir / "inputs").iterdir():
        file.unlink()

    page.post(f"/paintings/{made}/vary")
    wait_for(page, {newest(page): State.FAILED})


def test_the_dialog_lets_the_square_be_chosen_where_there_is_a_choice(page: httpx.Client, upstream: Upstream) -> None:
    [square] = paint(page)
    upstream.next(send_picture(make_picture("JPEG", side=640, height=320)))
    [wide] = paint(page)

    assert not parse(page.get(f"/paintings/{square}/mask").text).select("[name=along]")
    dialog = parse(page.get(f"/paintings/{wide}/mask").text)
    assert dialog.select("[name=along]")
    assert (dialog.select("[name=steps]")[0]["max"], dialog.select("[name=guidance]")[0]["max"]) == ("20", "20")


def test_what_it_was_made_from_outlives_the_database(page: httpx.Client, program: Program, upstream: Upstream) -> None:
    [painting] = paint(page)
    send(page, painting, drawn((100, 50, 300, 200)))
    done(page)
    given = upstream.requests[-1].json()
    kept = program.library / ".atelier" / "keepsakes.json"
    eventually(lambda: kept.exists() and b'"inputs": {}' not in kept.read_bytes())
    program.stop()
    for file in program.data_dir.glob("atelier.sqlite3*"):
        file.unlink()
    for file in (program.data_dir / "inputs").iterdir():
        os.utime(file, (time.time() - 100_000,) * 2)

    program.start()
    [painting] = eventually(lambda: with_inputs(program))
    program.stop()
    program.start()
    with program.client() as again:
        again.post(f"/paintings/{painting}/vary")
        done(again)
    order = upstream.requests[-1].json()
    assert (order["image"], order["mask"]) == (given["image"], given["mask"])
