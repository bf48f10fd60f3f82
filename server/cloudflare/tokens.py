"""Why Cloudflare refused an API token: unknown to it, switched off, out of date, of another account, or too weak."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from server.common.errors import UpstreamError

Get = Callable[[str], Awaitable[Any]]
"""Asks for a path and returns its `result`. Raises UpstreamError."""

TOKEN_CODES = frozenset({"token_refused", "token_wrong"})
_NOT_THERE = TOKEN_CODES | {"cloudflare_refused", "answer_unexpected"}
_UNROUTED = frozenset({"account_wrong", "route_unknown"})
_MOST_ACCOUNTS = 50


async def why_refused(account_id: str, get: Get) -> UpstreamError:
    """Ask the two verify calls: one knows the tokens of users only, the other those of the account only."""
    users = await _verified("/user/tokens/verify", get)
    token = users or await _verified(f"/accounts/{account_id}/tokens/verify", get)
    if token is None:
        return UpstreamError("token_wrong")
    if code := _state(token, datetime.now(UTC)):
        return UpstreamError(code)
    if users is not None and await _is_elsewhere(account_id, get):
        return UpstreamError("token_other_account")
    return UpstreamError("permission_missing")


async def why_unrouted(account_id: str, refused: UpstreamError, get: Get) -> UpstreamError:
    """What Cloudflare knows no way to: it says the same of an account that is not there and of a wrong address."""
    if refused.http_status is None:  # not Cloudflare's word
        return refused
    unknown = UpstreamError(
        "route_unknown", refused.detail, upstream_code=refused.upstream_code, http_status=refused.http_status
    )
    for path in ("/user/tokens/verify", f"/accounts/{account_id}/ai/models/search?per_page=1"):
        try:
            await get(path)
        except UpstreamError as error:
            is_lost = error.code in _UNROUTED
            if is_lost and path.startswith("/user"):
                return unknown  # no account is in that
            if is_lost or error.http_status is None:
                return refused
    return unknown


async def _verified(path: str, get: Get) -> Mapping[str, Any] | None:
    """What is known of the token; None if it is not of that kind."""
    try:
        result = await get(path)
    except UpstreamError as error:
        if error.code in _NOT_THERE:
            return None
        raise
    return result if isinstance(result, dict) and "status" in result else None


def _state(token: Mapping[str, Any], now: datetime) -> str | None:
    if token["status"] == "disabled":
        return "token_disabled"
    if token["status"] == "expired" or (_moment(token.get("expires_on")) or now) < now:
        return "token_expired"
    return "token_not_yet_valid" if (_moment(token.get("not_before")) or now) > now else None


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


async def _is_elsewhere(account_id: str, get: Get) -> bool:
    """Whether the token opens accounts, but not this one. Many tokens may not list any: then nobody knows."""
    try:
        accounts = await get(f"/accounts?per_page={_MOST_ACCOUNTS}")
    except UpstreamError:
        return False
    if not isinstance(accounts, list) or not 0 < len(accounts) < _MOST_ACCOUNTS:
        return False
    return account_id not in [account.get("id") for account in accounts if isinstance(account, dict)]
