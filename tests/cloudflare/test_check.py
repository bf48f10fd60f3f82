"""The connection check says which of account, token and permission is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.common.account import Account
from server.common.secret import Secret
from tests.clients import check, failure, paint, with_client
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import Behaviour, answer, envelope, hang_up, refuse, web_page

SEARCH = "/ai/models/search"
VERIFY_USER = "/user/tokens/verify"
VERIFY_ACCOUNT = f"/accounts/{ACCOUNT_ID}/tokens/verify"
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.mark.parametrize("kind", ["user", "account"])
def test_a_good_account_passes_with_one_question(upstream: Upstream, kind: str) -> None:
    upstream.rules.change_token(kind=kind)

    check(upstream)

    [request] = upstream.requests
    assert (request.path.partition("/accounts/")[2], request.query) == (f"{ACCOUNT_ID}{SEARCH}", "per_page=1")


def test_a_wrong_account_id(upstream: Upstream) -> None:
    assert failure(lambda: check(upstream, Account("f" * 32, Secret(TOKEN)))).code == "account_wrong"


def test_an_address_below_which_nothing_is(upstream: Upstream) -> None:
    """Cloudflare says the same of it as of an account that is not there."""
    account = Account(ACCOUNT_ID, Secret(TOKEN))

    assert failure(lambda: with_client(f"{upstream.base_url}/v5", lambda asking: asking.check(account))).code == (
        "route_unknown"
    )


def test_a_painting_that_finds_no_way_says_whether_the_account_is_there(upstream: Upstream) -> None:
    lost = "Could not route to /accounts/ai/run, perhaps your object identifier is invalid?"
    upstream.next(refuse(7003, 404, lost))
    assert failure(lambda: paint(upstream)).code == "route_unknown"

    upstream.next(refuse(7003, 404, lost))
    upstream.next(refuse(7003, 404, lost), path=SEARCH)
    assert failure(lambda: paint(upstream)).code == "account_wrong"

    upstream.next(refuse(7003, 404, lost))
    upstream.next(hang_up(), path=VERIFY_USER)
    assert failure(lambda: paint(upstream)).code == "account_wrong", "nothing more is known then"


def test_an_unknown_token(upstream: Upstream) -> None:
    account = Account(ACCOUNT_ID, Secret("cfut_thisTokenIsNotKnownToAnybodyAtAll00000000"))

    assert failure(lambda: check(upstream, account)).code == "token_wrong"
    assert [request.path.partition("/v4")[2] for request in upstream.requests[1:]] == [VERIFY_USER, VERIFY_ACCOUNT]


@pytest.mark.parametrize("kind", ["user", "account"])
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "disabled"}, "token_disabled"),
        ({"status": "expired"}, "token_expired"),
        ({"may_use_ai": False, "dates": {"expires_on": YESTERDAY}}, "token_expired"),
        ({"may_use_ai": False, "dates": {"not_before": TOMORROW}}, "token_not_yet_valid"),
        ({"may_use_ai": False}, "permission_missing"),
        ({"may_use_ai": False, "dates": {"not_before": YESTERDAY, "expires_on": TOMORROW}}, "permission_missing"),
        ({"may_use_ai": False, "dates": {"not_before": "once", "expires_on": "?"}}, "permission_missing"),
    ],
)
def test_what_a_token_lacks(upstream: Upstream, kind: str, changes: dict[str, Any], code: str) -> None:
    upstream.rules.change_token(kind=kind, **changes)

    assert failure(lambda: check(upstream)).code == code


def test_a_token_of_another_account(upstream: Upstream) -> None:
    upstream.rules.change_token(accounts=(OTHER_ACCOUNT_ID,))

    assert failure(lambda: check(upstream)).code == "token_other_account"


def test_a_token_that_lists_no_accounts_lacks_permission(upstream: Upstream) -> None:
    """It may be another account's, but nobody can tell; the advice fits both."""
    upstream.rules.change_token(accounts=(OTHER_ACCOUNT_ID,), may_list_accounts=False)

    assert failure(lambda: check(upstream)).code == "permission_missing"


def test_a_long_list_of_accounts_may_go_on(upstream: Upstream) -> None:
    upstream.rules.change_token(accounts=tuple(f"{number:032x}" for number in range(50)))

    assert failure(lambda: check(upstream)).code == "permission_missing"


def test_an_account_list_that_fails_does_no_harm(upstream: Upstream) -> None:
    upstream.rules.change_token(may_use_ai=False)
    upstream.next(refuse(1001, 400), path="/v4/accounts$")

    assert failure(lambda: check(upstream)).code == "permission_missing"


def test_an_account_id_as_token_is_a_damaged_paste(upstream: Upstream) -> None:
    """What the page would not let through, the stand-in refuses as Cloudflare does."""
    assert failure(lambda: check(upstream, Account(ACCOUNT_ID, Secret(ACCOUNT_ID)))).code == "paste_damaged"


@pytest.mark.parametrize(
    ("path", "behaviour", "code"),
    [
        (SEARCH, web_page(), "web_page_answered"),
        (SEARCH, refuse(None, 500), "server_trouble"),
        (SEARCH, hang_up(), "connection_cut"),
        (SEARCH, refuse(10000, 200), "token_wrong"),
        (VERIFY_USER, hang_up(), "connection_cut"),
        (VERIFY_USER, web_page(), "web_page_answered"),
        (VERIFY_ACCOUNT, refuse(None, 503), "server_trouble"),
        (VERIFY_ACCOUNT, answer(envelope([])), "token_wrong"),
    ],
)
def test_trouble_on_the_way_is_not_taken_for_a_wrong_token(
    upstream: Upstream, path: str, behaviour: Behaviour, code: str
) -> None:
    upstream.rules.tokens.clear()
    upstream.next(behaviour, path=path)

    assert failure(lambda: check(upstream)).code == code


def test_a_refused_connection(upstream: Upstream) -> None:
    upstream.down()

    assert failure(lambda: check(upstream)).code == "connection_refused"


def test_a_token_that_may_not_list_models_passes_if_it_may_run_them(upstream: Upstream) -> None:
    upstream.rules.change_token(may_list_models=False)

    check(upstream)

    assert upstream.requests[-1].path.partition("/ai/")[2] == "run/@cf/black-forest-labs/flux-1-schnell"
    assert upstream.requests[-1].body == b"{}", "which nothing can be painted of, so that nothing is paid"
