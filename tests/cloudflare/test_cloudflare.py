"""Painting through the real client, over real HTTP, from a stand-in as strict as Cloudflare."""

from __future__ import annotations

import asyncio
import base64
import logging
import traceback
from collections.abc import Callable, Iterator

import pytest

from server import __version__
from server.cloudflare.client import Cloudflare, Parameters
from server.cloudflare.client_limits import ClientLimits
from tests.clients import PROMPT, check, failure, paint, quick, with_client
from tests.jpegs import make_jpeg, make_picture
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import (
    Behaviour,
    cut,
    drip,
    hang,
    hang_up,
    redirect,
    refuse,
    send_picture,
    send_raw,
    zipped,
)
from tests.upstream_answers import envelope as json_envelope


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


def test_a_painting_arrives_byte_for_byte(upstream: Upstream) -> None:
    answer = paint(upstream)

    assert answer.picture.data == upstream.pictures[-1]
    assert (answer.picture.width, answer.picture.height) == (1024, 1024)
    assert answer.picture.kind.extension == ".jpg"
    assert answer.neurons == pytest.approx(172.8)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: {"image": "\r\n".join(text[start : start + 76] for start in range(0, len(text), 76))},
        lambda text: {"image": f"data:image/jpeg;base64,{text}"},
        lambda text: {"image": text.rstrip("=").replace("+", "-").replace("/", "_")},
        lambda text: text,
        lambda text: {"images": [text]},
        lambda text: {"data": [{"b64_json": text}]},
    ],
    ids=["in lines", "as an address", "for addresses", "bare", "one of several", "as of other makers"],
)
def test_a_picture_is_found_however_it_is_written(upstream: Upstream, written: Callable[[str], object]) -> None:
    picture = make_jpeg(20_001)
    upstream.next(send_raw(json_envelope(written(base64.b64encode(picture).decode())), "application/json"))

    assert paint(upstream).picture.data == picture


def test_the_request_holds_exactly_what_the_model_takes(upstream: Upstream) -> None:
    paint(upstream, steps=7)

    request = upstream.requests[-1]
    assert request.json() == {"prompt": PROMPT, "steps": 7}
    assert request.path.endswith(f"/accounts/{ACCOUNT_ID}/ai/run/@cf/black-forest-labs/flux-1-schnell")
    assert request.headers["user-agent"] == f"Atelier/{__version__}"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["content-type"] == "application/json"


def test_a_prompt_of_broken_text_is_sent_all_the_same(upstream: Upstream) -> None:
    paint(upstream, prompt="half a pair: \ud83e")

    assert upstream.requests[-1].json()["prompt"].startswith("half a pair: ")


def test_connections_are_used_again(upstream: Upstream) -> None:
    async def thrice(client: Cloudflare) -> None:
        for _ in range(3):
            await client.paint(upstream.account, quick(), Parameters(PROMPT, 4))

    with_client(upstream.base_url, thrice)

    assert len(upstream.pictures) == 3
    assert upstream.connections == 1


def test_sixteen_paintings_run_at_once(upstream: Upstream) -> None:
    async def many(client: Cloudflare) -> None:
        upstream.delay = 0.3
        jobs = [client.paint(upstream.account, quick(), Parameters(PROMPT, 4)) for _ in range(16)]
        await asyncio.gather(*jobs)

    with_client(upstream.base_url, many)

    assert upstream.most_at_once == 16


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_the_kind_is_told_from_the_bytes(upstream: Upstream, kind: str, extension: str) -> None:
    data = make_picture(kind)
    upstream.next(send_picture(data), send_raw(data, "image/png"), send_raw(data, "application/octet-stream"))

    for _ in range(3):
        answer = paint(upstream)
        assert answer.picture.kind.extension == extension
        assert answer.picture.data == data


@pytest.mark.parametrize(
    ("header", "neurons"),
    [("172.80", 172.8), ("0", 0.0), ("nan", None), ("-3", None), ("many", None), ("1e300", None), ("", None)],
)
def test_neurons_are_believed_when_they_make_sense(upstream: Upstream, header: str, neurons: float | None) -> None:
    upstream.next(send_picture(make_jpeg(20_000), cf_ai_neurons=header))

    assert paint(upstream).neurons == neurons


def test_a_zipped_answer_is_unpacked(upstream: Upstream) -> None:
    picture = make_jpeg(20_000)
    upstream.next(zipped(json_envelope({"image": base64.b64encode(picture).decode()})))

    assert paint(upstream).picture.data == picture


def test_a_slow_answer_that_keeps_coming_is_waited_for(upstream: Upstream) -> None:
    upstream.next(drip(0.02))

    assert paint(upstream, limits=ClientLimits(read=1.0)).picture.data == upstream.pictures[-1]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_never_gets_the_token(upstream: Upstream, status: int) -> None:
    with Upstream() as elsewhere:
        upstream.next(redirect(f"{elsewhere.base_url}/accounts/x", status))
        caught = failure(lambda: paint(upstream))

        assert caught.code == "redirected"
        assert elsewhere.connections == 0


@pytest.mark.parametrize(
    "behaviour",
    [
        refuse(5006, 400, f"Bad input: '{PROMPT}' for {TOKEN} of {ACCOUNT_ID} '/{TOKEN}'"),
        refuse(None, 500, PROMPT),
        redirect(f"http://127.0.0.1/{ACCOUNT_ID}?{TOKEN}"),
        send_picture(PROMPT.encode()),
        *(hang_up(), cut(), hang()),
    ],
)
def test_no_error_tells_a_secret(upstream: Upstream, behaviour: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
    upstream.next(behaviour)
    with caplog.at_level(logging.DEBUG):
        caught = failure(lambda: paint(upstream, model=quick(seconds=0.5)))
    told = [
        str(caught),
        repr(caught),
        f"{caught}",
        repr(vars(caught)),
        *traceback.format_exception(caught),
        caplog.text,
    ]

    for secret in (TOKEN, ACCOUNT_ID, PROMPT, "Zanzibar"):
        assert secret not in "".join(told)


def test_a_painting_logs_no_secret(upstream: Upstream, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        paint(upstream)
        check(upstream)

    for secret in (TOKEN, ACCOUNT_ID, "Zanzibar"):
        assert secret not in caplog.text


def test_no_cause_of_an_error_holds_the_request(upstream: Upstream) -> None:
    """httpx's errors do, and with it the token; whoever prints the whole chain would print it too."""
    upstream.next(hang_up())

    caught = failure(lambda: paint(upstream))

    assert caught.__cause__ is None
    assert caught.__context__ is None
