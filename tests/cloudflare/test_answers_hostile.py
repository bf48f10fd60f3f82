"""Answers nobody should give: each is read, or gets one of our names. Nothing else ever leaves what reads them."""

from __future__ import annotations

import asyncio
import base64
import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from server.cloudflare import analytics
from server.cloudflare.answers import read_painting, read_result, read_words
from server.cloudflare.client import Cloudflare
from server.cloudflare.model_listing import read_list
from server.cloudflare.refusals import retry_after
from server.cloudflare.reply import Reply
from server.cloudflare.tokens import why_refused
from server.common.advice import ADVICE
from server.common.errors import UpstreamError
from server.paintings.models import FLUX_1_SCHNELL, MODELS
from server.paintings.models.schema import model_of
from server.prompts.helper_prompt import text_of
from tests.clients import failure, paint, with_client
from tests.cloudflare_models import MODELS as SERVED
from tests.cloudflare_models import schema_of
from tests.jpegs import make_picture
from tests.upstream import Upstream
from tests.upstream_answers import Behaviour, answer, refuse

DAY = "2026-11-24"
DIGITS = "9" * 5000
ODD = ("null", "true", "0", "-1", "1e999", "NaN", "-Infinity", "9" * 400, DIGITS, '""', '"x"', '"\\ud83d"', "[]", "{}")
ODD_VALUES = (*ODD, "[" * 900 + "]" * 900, "[" * 100_000 + "]" * 100_000, '{"a":' * 900 + "1" + "}" * 900, "[[[1]]]")
"""As JSON is written; among them what no parser of it takes."""

PLAIN: Mapping[str, Any] = {
    "painting": {"result": {"image": base64.b64encode(make_picture("JPEG")).decode()}, "success": True, "errors": []},
    "pictures": {"result": {"images": [{"b64_json": "aGVsbG8="}]}, "success": True, "errors": [], "messages": []},
    "refusal": {"result": None, "success": False, "errors": [{"code": 3036, "message": "no", "error_chain": [{}]}]},
    "gateway": {"success": False, "name": "AiGatewayError", "internalCode": 2009, "message": "Unauthorized"},
    "gateway's other": {"success": False, "error": [{"code": 2009, "message": "Unauthorized"}]},
    "words": {"choices": [{"message": {"content": "a fox", "reasoning": ""}}], "usage": {"neurons": 0.5}},
    "usage": {
        "data": {
            "viewer": {
                "accounts": [{"aiInferenceAdaptiveGroups": [{"sum": {"totalNeurons": 5}, "dimensions": {"date": DAY}}]}]
            }
        }
    },
    "token": {"result": {"id": "f", "status": "active", "expires_on": "2020-01-01T00:00:00Z", "not_before": "x"}},
    "models": {
        "result": [
            {
                "name": "@cf/some/model",
                "task": {"name": "Text-to-Image"},
                "properties": [{"property_id": "terms", "value": "https://example.test/terms"}],
            }
        ]
    },
    "schema": {"result": schema_of(SERVED[FLUX_1_SCHNELL.id])},
}


def told(reply: Reply) -> None:
    """All that is ever made of an answer. Raises UpstreamError."""
    for read in (read_painting, read_result, _words, _usage):
        try:
            read(reply)
        except UpstreamError as error:
            assert error.code in ADVICE
            assert len(str(error)) < 200
    result = read_result(reply)
    read_list(result)
    if (model := model_of("@cf/some/model", result)) is not None:
        json.dumps(result)
        assert model.prompt_limit > 0


def _words(reply: Reply) -> None:
    result, neurons = read_words(reply)
    assert neurons is None or math.isfinite(neurons)
    text_of(result).encode()


def _usage(reply: Reply) -> None:
    assert 0 <= analytics.read_usage(reply, DAY) < 1e12


def places(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield way
    within = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in within:
        yield from places(inner, (*way, key))


def changed(value: object, way: tuple[str | int, ...]) -> object:
    """The same with a mark at that place."""
    if not way:
        return "HERE"
    if isinstance(value, dict):
        return {key: changed(inner, way[1:]) if key == way[0] else inner for key, inner in value.items()}
    assert isinstance(value, list)
    return [changed(inner, way[1:]) if key == way[0] else inner for key, inner in enumerate(value)]


def every_oddity(kind: str) -> Iterator[tuple[str, bytes]]:
    for way in places(PLAIN[kind]):
        text = json.dumps(changed(PLAIN[kind], way))
        for odd in ODD_VALUES:
            yield f"{'/'.join(map(str, way))}: {odd[:20]}", text.replace('"HERE"', odd).encode()


@pytest.mark.parametrize("kind", PLAIN)
def test_an_odd_value_anywhere_gets_a_name(kind: str) -> None:
    for what, body in every_oddity(kind):
        for status, through in ((200, False), (429, False), (500, True)):
            reply = Reply(status, {"content-type": "application/json", "cf-ai-neurons": "1"}, body, through)
            try:
                told(reply)
            except UpstreamError as error:
                assert error.code in ADVICE, what


def test_bytes_that_were_damaged_on_the_way_get_a_name() -> None:
    luck = Random(1)  # noqa: S311 - spoils bytes, guards nothing
    whole = [json.dumps(each).encode() for each in PLAIN.values()] + [make_picture("JPEG"), make_picture("PNG")]
    for _ in range(1500):
        body = bytearray(luck.choice(whole))
        for _ in range(luck.randint(1, 4)):
            at = luck.randrange(len(body))
            body[at : at + luck.choice((0, 1, 1, 30))] = luck.randbytes(luck.choice((0, 1, 1, 30)))
        reply = Reply(200, {"content-type": luck.choice(("application/json", "image/png", ""))}, bytes(body))
        try:
            told(reply)
        except UpstreamError as error:
            assert error.code in ADVICE


HEADERS: Mapping[str, tuple[str, ...]] = {
    "cf-ai-neurons": ("NaN", "inf", "-1", DIGITS, "1e999", "", "x", "٣", "0x10", "1,5", "1_0"),
    "content-type": ("", "json", "image/", "\x00", "text/html; charset=x" * 100, "multipart/form-data"),
    "retry-after": (),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in HEADERS.items() for value in values])
def test_an_odd_header_spoils_no_picture(name: str, value: str) -> None:
    body = json.dumps(PLAIN["painting"]).encode()
    found = read_painting(Reply(200, {"content-type": "application/json", name: value}, body))

    assert found.picture.width > 0
    assert found.neurons is None or 0 <= found.neurons < 1_000_000


DATES = (
    "Wed, 21 Oct 2026 07:28:00 +0800",
    "Wed, 21 Oct 2026 07:28:00 -0000",
    "Wed, 21 Oct 2026 07:28:00 +9999",
    f"Wed, 21 Oct 2026 07:28:00 +{DIGITS}",
    "Wed, 21 Oct 2026 07:28:00 +99999999999",
    "Wed, 21 Oct 2026 07:28:00 +99999999999999999999",
    "Wed, 21 Oct 99999999999 07:28:00 GMT",
    f"Wed, 21 Oct {DIGITS} 07:28:00 GMT",
    "Mon, 01 Jan 0001 00:00:00 +2359",
    "Fri, 31 Dec 9999 23:59:59 -2359",
    "Wed, 21 Oct 2026 99:99:99 GMT",
    *("", " ", ",", ":", "\x00", "-5", "-" + DIGITS, DIGITS, "1e999", "NaN", "soon", "٣", "\udcff", "0" * 5000),
)


@pytest.mark.parametrize("header", DATES)
def test_a_pause_is_some_seconds_or_none(header: str) -> None:
    now = datetime(2026, 10, 20, tzinfo=UTC)
    seconds = retry_after(header, now=now)

    assert seconds is None or (math.isfinite(seconds) and seconds >= 0)


def test_a_zone_is_reckoned_with() -> None:
    now = datetime(2026, 10, 20, 23, 28, tzinfo=UTC)

    assert retry_after("Wed, 21 Oct 2026 07:28:30 +0800", now=now) == 30.0


@pytest.mark.parametrize("header", [header for header in DATES if header.isascii() and header.isprintable()])
def test_no_pause_that_is_asked_for_breaks_the_asking(upstream: Upstream, header: str) -> None:
    upstream.next(*[refuse(3040, 429, retry_after=header)] * 3)

    assert failure(lambda: paint(upstream)).code == "no_capacity"


ASKS: Mapping[str, Callable[[Cloudflare, Upstream], Any]] = {
    "check": lambda client, upstream: client.check(upstream.account),
    "offers": lambda client, upstream: client.offers(upstream.account, FLUX_1_SCHNELL),
    "listing": lambda client, upstream: client.listing(upstream.account),
    "schema": lambda client, upstream: client.schema(upstream.account, FLUX_1_SCHNELL.id),
    "try": lambda client, upstream: client.try_running(upstream.account, FLUX_1_SCHNELL),
    "usage": lambda client, upstream: client.usage(upstream.account, DAY),
}
BEHAVIOURS: Mapping[str, Behaviour] = {
    **{odd[:12]: answer(odd.encode()) for odd in ODD_VALUES},
    **{f"result {odd[:12]}": answer(b'{"success": true, "result": %s}' % odd.encode()) for odd in ODD_VALUES},
    "a code of 5,000 digits": answer(b'{"success": false, "errors": [{"code": "%s"}]}' % DIGITS.encode(), status=400),
    "a number of 5,000 digits": answer(b'{"success": false, "errors": [{"code": %s}]}' % DIGITS.encode(), status=400),
    "a number of 400 digits": answer(b'{"success": false, "errors": [{"code": %s}]}' % DIGITS[:400].encode()),
}


@pytest.mark.parametrize("ask", ASKS)
def test_whatever_is_asked_an_odd_answer_has_a_name(upstream: Upstream, ask: str) -> None:
    async def work(client: Cloudflare) -> None:
        for what, behaviour in BEHAVIOURS.items():
            upstream.next(behaviour, path="/client/v4/")
            try:
                await ASKS[ask](client, upstream)
            except UpstreamError as error:
                assert error.code in ADVICE, what

    with_client(upstream.base_url, work)


@pytest.mark.parametrize("status", ["active", "disabled", [], {}, 5, None])
@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", DIGITS, 5, [], "\ud800"])
def test_a_token_with_odd_dates_is_refused_by_name(status: object, moment: object) -> None:
    async def get(_: str) -> object:
        return {"status": status, "expires_on": moment, "not_before": moment}

    assert asyncio.run(why_refused("0" * 32, get)).code in ADVICE


def test_no_price_of_a_list_counts_over_a_known_one() -> None:
    before = {model.id: model.price for model in MODELS.values()}
    priced = [{"name": name, "task": {"name": "Text-to-Image"}, "properties": [PRICE]} for name in before]

    assert set(read_list(priced)) == set(before)
    assert {model.id: model.price for model in MODELS.values()} == before


PRICE = {"property_id": "price", "value": [{"unit": "per tile", "price": 99.0, "currency": "USD"}]}
