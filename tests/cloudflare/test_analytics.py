"""Cloudflare's own count of a day: asked through the real client, and what becomes of it."""

from __future__ import annotations

import json

import pytest

from server.cloudflare.allowance.audit import LATE, elsewhere
from server.cloudflare.allowance.usage_ledger import Sum
from server.cloudflare.client import Cloudflare
from server.common.account import Account
from server.common.secret import Secret
from tests.clients import failure, with_client
from tests.upstream import OTHER_ACCOUNT_ID, Upstream
from tests.upstream_answers import Behaviour, answer, hang_up, web_page

DAY = "2026-11-24"
SCHNELL = "@cf/black-forest-labs/flux-1-schnell"


def usage(upstream: Upstream, account: Account | None = None) -> float:
    async def work(client: Cloudflare) -> float:
        return await client.usage(account or upstream.account, DAY)

    return with_client(upstream.base_url, work)


def test_the_day_s_models_are_summed_up(upstream: Upstream) -> None:
    upstream.rules.change_token(may_read_analytics=True)
    upstream.rules.usage = {
        ("2026-11-23", SCHNELL): 9_000.0,
        (DAY, SCHNELL): 1_728.0,
        (DAY, "@cf/meta/m2m100-1.2b"): 3.75,
        ("2026-11-25", SCHNELL): 5.0,
    }

    assert usage(upstream) == 1_731.75
    [question] = upstream.questions
    assert (question.method, question.path) == ("POST", "/client/v4/graphql")
    assert question.json()["variables"] == {"account": upstream.account_id, "day": DAY}
    assert question.headers["content-type"] == "application/json"


def test_a_day_without_use(upstream: Upstream) -> None:
    upstream.rules.change_token(may_read_analytics=True)

    assert usage(upstream) == 0


def test_a_token_for_workers_ai_alone_is_refused(upstream: Upstream) -> None:
    refused = failure(lambda: usage(upstream))

    assert refused.code == "analytics_refused"
    assert upstream.account_id not in str(refused)


def test_another_account_or_token_is_refused(upstream: Upstream) -> None:
    upstream.rules.change_token(may_read_analytics=True)
    for account in (
        Account(OTHER_ACCOUNT_ID, upstream.account.token),
        Account(upstream.account_id, Secret("cfut_some_other_token_altogether")),
    ):
        assert failure(lambda account=account: usage(upstream, account)).code == "analytics_refused"  # type: ignore[misc]


def _told(*groups: object) -> Behaviour:
    accounts = [{"aiInferenceAdaptiveGroups": list(groups)}]
    return answer(json.dumps({"data": {"viewer": {"accounts": accounts}}}).encode())


def _group(neurons: object) -> dict[str, object]:
    return {"sum": {"totalNeurons": neurons}, "dimensions": {"date": DAY}}


@pytest.mark.parametrize(
    "behaviour",
    [
        answer(b"{}"),
        answer(b"[]"),
        answer(b"null"),
        answer(b"", status=200),
        answer(b'{"data": {"viewer": {"accounts": []}}}'),
        answer(b'{"data": {"viewer": null}}'),
        answer(b'{"errors": "no"}', status=400),
        web_page(),
        web_page(403),
        _told({}),
        _told(_group("many")),
        _told(_group(None)),
        _told(_group(-5)),
        _told(_group(float("nan"))),
        _told(_group(float("inf"))),
        _told(3),
    ],
)
def test_what_cannot_be_understood_is_a_refusal(upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.rules.change_token(may_read_analytics=True)
    upstream.next(behaviour, path="/graphql")

    assert failure(lambda: usage(upstream)).code == "analytics_refused"


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [(web_page(502), "server_trouble"), (answer(b"{}", status=429), "server_trouble"), (hang_up(), "connection_cut")],
)
def test_passing_trouble_is_no_refusal(upstream: Upstream, behaviour: Behaviour, code: str) -> None:
    upstream.rules.change_token(may_read_analytics=True)
    upstream.next(behaviour, path="/graphql")

    assert failure(lambda: usage(upstream)).code == code


NOW = 1_000_000.0
QUIET, BUSY = NOW - LATE - 1, NOW - 10


@pytest.mark.parametrize(
    ("counted", "ours", "expected"),
    [
        (500.0, Sum(300.0, 0.0, BUSY, 0.0, None), 200.0),
        (500.0, Sum(300.0, 0.0, QUIET, 0.0, None), 200.0),
        # Cloudflare is late: less than ours says nothing yet, and what was found before stays.
        (100.0, Sum(300.0, 100.0, BUSY, 0.0, None), 0.0),
        (350.0, Sum(500.0, 0.0, BUSY, 200.0, NOW - 600), 200.0),
        # After a while it does: our estimates were too high, and what was found before is found anew.
        (250.0, Sum(300.0, 100.0, QUIET, 0.0, None), -50.0),
        (100.0, Sum(300.0, 100.0, QUIET, 0.0, None), -100.0),
        (350.0, Sum(300.0, 0.0, QUIET, 200.0, NOW - 600), 50.0),
        # What answers said themselves is not doubted.
        (100.0, Sum(300.0, 0.0, QUIET, 0.0, None), 0.0),
        (0.0, Sum(0.0, 0.0, 0.0, 0.0, None), 0.0),
    ],
)
def test_what_was_used_elsewhere(counted: float, ours: Sum, expected: float) -> None:
    assert elsewhere(counted, ours, NOW) == expected
