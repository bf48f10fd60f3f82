"""AI Gateway: where paintings go, what is asked of it, and what never reaches a place that cannot prove itself."""

from __future__ import annotations

import json

import pytest

from server.cloudflare.answers import Answer
from server.cloudflare.client import Cloudflare, Parameters
from server.cloudflare.proxy_routes import Gateway, Network
from server.cloudflare.refusals import refusal
from server.cloudflare.reply import Reply
from server.common.errors import UpstreamError
from server.common.secret import Secret
from server.paintings.models import MODELS
from tests.clients import PROMPT, Pauses, failure, quick, run_client
from tests.clients import paint as paint_directly
from tests.cloudflare_gateway import GATEWAY
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import refuse

GATEWAY_TOKEN = "cfut_gateway0gateway0gateway0gateway0gateway0"


def client(upstream: Upstream, gateway: Gateway, *, gateway_base: str | None = None) -> Cloudflare:
    async def now() -> Network:
        return Network(gateway=gateway)

    return Cloudflare(
        base_url=upstream.base_url,
        gateway_url=upstream.gateway_base if gateway_base is None else gateway_base,
        limits=Pauses().limits(),
        network=now,
    )


def paint(upstream: Upstream, gateway: Gateway, *, times: int = 1, gateway_base: str | None = None) -> list[Answer]:
    async def work(asking: Cloudflare) -> list[Answer]:
        return [await asking.paint(upstream.account, quick(), Parameters(PROMPT, 4)) for _ in range(times)]

    return run_client(client(upstream, gateway, gateway_base=gateway_base), work)


def test_a_painting_goes_through_it_and_leaves_no_trace(upstream: Upstream) -> None:
    [answer] = paint(upstream, Gateway(GATEWAY))

    [request] = upstream.requests
    assert request.path == f"/v1/{ACCOUNT_ID}/{GATEWAY}/workers-ai/run/@cf/black-forest-labs/flux-1-schnell"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["cf-aig-skip-cache"] == "true"
    assert request.headers["cf-aig-collect-log"] == "false"
    assert "cf-aig-authorization" not in request.headers
    assert (answer.picture.data, answer.neurons) == (upstream.pictures[-1], 172.8)
    assert upstream.gateways.known[GATEWAY].log == []


def test_the_same_order_is_painted_anew_unless_the_cache_is_wanted(upstream: Upstream) -> None:
    first, second = paint(upstream, Gateway(GATEWAY), times=2)
    assert first.picture.data != second.picture.data

    first, second = paint(upstream, Gateway(GATEWAY, cached=True), times=2)
    assert first.picture.data == second.picture.data
    assert len(upstream.pictures) == 3


def test_prompts_are_kept_only_where_that_is_wanted(upstream: Upstream) -> None:
    paint(upstream, Gateway(GATEWAY, logged=True))

    [kept] = upstream.gateways.known[GATEWAY].log
    assert json.loads(kept)["prompt"] == PROMPT


def test_a_gateway_with_a_token_of_its_own(upstream: Upstream) -> None:
    upstream.gateways.known[GATEWAY].token = GATEWAY_TOKEN
    for token in (None, Secret(TOKEN)):
        error = failure(lambda token=token: paint(upstream, Gateway(GATEWAY, token)))  # type: ignore[misc]
        assert (error.code, error.upstream_code) == ("gateway_refused", 2009)

    assert paint(upstream, Gateway(GATEWAY, Secret(GATEWAY_TOKEN)))
    assert upstream.requests[-1].headers["cf-aig-authorization"] == f"Bearer {GATEWAY_TOKEN}"


def test_a_form_with_parts_passes_through(upstream: Upstream) -> None:
    model = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]

    async def work(asking: Cloudflare) -> Answer:
        return await asking.paint(upstream.account, model, Parameters(PROMPT, 4))

    assert run_client(client(upstream, Gateway(GATEWAY)), work).picture.data == upstream.pictures[-1]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reads_forms": False}, "gateway_unfit"),
        ({"provides": False}, "gateway_provider"),
        ({"pays": False}, "gateway_credits"),
    ],
)
def test_what_a_gateway_refuses_has_a_name_and_goes_without_it(
    upstream: Upstream, changes: dict[str, bool], code: str
) -> None:
    for name, value in changes.items():
        setattr(upstream.gateways.known[GATEWAY], name, value)
    model = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]

    async def work(asking: Cloudflare) -> Answer:
        return await asking.paint(upstream.account, model, Parameters(PROMPT, 4))

    assert failure(lambda: run_client(client(upstream, Gateway(GATEWAY)), work)).code == code
    assert len(upstream.requests) == 1, "it never passes by waiting"
    without = Gateway(GATEWAY, without=frozenset({model.id}))
    assert run_client(client(upstream, without), work).picture.data == upstream.pictures[-1]
    assert upstream.requests[-1].path.startswith("/client/v4/")


def test_a_gateway_that_is_not_there_has_a_name(upstream: Upstream) -> None:
    assert failure(lambda: paint(upstream, Gateway("no-such-gateway"))).code == "gateway_unknown"


def test_of_another_code_7000_waiting_may_help_no_more(upstream: Upstream) -> None:
    """The same number means another thing where no gateway was asked."""
    upstream.next(refuse(7000, 404, "No route for that URI"))

    assert failure(lambda: paint_directly(upstream)).code == "route_unknown"


def test_what_workers_ai_says_behind_it_is_named_as_ever(upstream: Upstream) -> None:
    upstream.next(refuse(3036, 429), path="/workers-ai/")

    assert failure(lambda: paint(upstream, Gateway(GATEWAY))).code == "daily_quota_used"


def test_an_account_is_checked_without_it(upstream: Upstream) -> None:
    run_client(client(upstream, Gateway("no-such-gateway")), lambda asking: asking.check(upstream.account))

    assert [request.path.startswith("/client/v4/") for request in upstream.requests] == [True]


@pytest.mark.parametrize(
    "base", ["http://gateway.test/v1", "ftp://127.0.0.1/v1", "", "//[", "gateway.ai.cloudflare.com"]
)
def test_no_token_goes_where_nobody_proves_who_they_are(upstream: Upstream, base: str) -> None:
    gateway = Gateway(GATEWAY, Secret(GATEWAY_TOKEN))

    assert failure(lambda: paint(upstream, gateway, gateway_base=base)).code == "api_base_wrong"
    assert upstream.requests == []


@pytest.mark.parametrize(
    "told",
    [
        {"name": "AiGatewayError", "internalCode": 2009, "message": "Unauthorized"},
        {"success": False, "error": [{"code": 2009, "message": "Unauthorized"}]},
        {"success": False, "error": {"code": 2009, "message": "Unauthorized"}},
        {"success": False, "errors": [{"code": 2009, "message": "Unauthorized"}]},
    ],
)
def test_every_form_the_gateway_refuses_in(told: dict[str, object]) -> None:
    reply = Reply(401, {"content-type": "application/json"}, json.dumps(told).encode(), through_gateway=True)

    error = refusal(reply, told)

    assert isinstance(error, UpstreamError)
    assert (error.code, error.upstream_code) == ("gateway_refused", 2009)


def test_nothing_prints_its_token() -> None:
    gateway = Gateway(GATEWAY, Secret(GATEWAY_TOKEN))

    assert GATEWAY_TOKEN not in f"{gateway!r} {gateway} {Network(gateway=gateway)!r}"
