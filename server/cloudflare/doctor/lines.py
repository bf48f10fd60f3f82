"""What the doctor looks at, what came of it, and the words for both. Texts are msgids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct

from server import __version__
from server.common.i18n import N_
from server.common.redaction import starred


class Outcome(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


class CheckLine(Struct, frozen=True):
    """`code` says why it failed (server.common.advice) or was skipped (SKIPPED_WORDS); `used` are today's neurons."""

    name: str
    outcome: Outcome = Outcome.WAITING
    code: str = ""
    detail: str = ""
    seconds: float | None = None
    used: int = 0


HELPS_WITH = frozenset(
    {
        *("dns_failed", "connection_refused", "network_unreachable", "connect_timed_out", "tls_failed", "clock_wrong"),
        *("api_base_wrong", "proxy_failed", "proxy_login", "proxy_misconfigured", "web_page_answered", "redirected"),
        *("token_refused", "token_wrong", "account_wrong", "permission_missing", "gateway_refused", "paste_damaged"),
        *("gateway_unknown", "gateway_provider", "gateway_unfit", "route_unknown"),
        *("keyring_missing", "keyring_locked", "keyring_refused", "keyring_slow", "keyring_failed"),
    }
)
"""Codes of errors beside which the doctor's button stands."""

LINE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "name": N_("Name (DNS)"),
        "proxy": N_("Proxy"),
        "tls": N_("Encryption (TLS)"),
        "keyring": N_("Keyring"),
        "token": N_("API token"),
        "account": N_("Account ID"),
        "permission": N_("Permission"),
        "model": N_("Model"),
        "gateway": N_("AI Gateway"),
        "allowance": N_("Allowance"),
    }
)

OUTCOME_NAMES: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.WAITING: N_("Not yet checked"),
        Outcome.RUNNING: N_("Being checked"),
        Outcome.OK: N_("In order"),
        Outcome.FAILED: N_("Failed"),
        Outcome.SKIPPED: N_("Skipped"),
    }
)

OK_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "name": N_("The address of Cloudflare's API was found."),
        "proxy": N_("The proxy leads to Cloudflare."),
        "tls": N_("The server has proved to be Cloudflare."),
        "keyring": N_("The account is there."),
        "token": N_("Cloudflare knows the token, and it is valid."),
        "account": N_("The account ID and the token belong together."),
        "permission": N_("The token may use Workers AI."),
        "model": N_("The chosen model is offered to this account."),
        "gateway": N_("The gateway lets paintings through."),
        "allowance": N_("{n} of 10,000 neurons are used today, as far as this program knows."),
    }
)

SKIPPED_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "no_proxy": N_("No proxy is used."),
        "proxy_looks_up": N_("The proxy looks the name up."),
        "is_address": N_("It is not a name, so there is nothing to look up."),
        "not_encrypted": N_("The API is on this computer and speaks without encryption."),
        "no_account": N_("No account is connected."),
        "no_gateway": N_("No gateway is used."),
        "without_gateway": N_("The chosen model is asked without the gateway."),
        "list_refused": N_("The token may not read the list of models. Painting does not need it."),
        "after_failure": N_("Not checked, because something above it failed."),
        "samples_only": N_("The samples need no connection."),
    }
)


def told(lines: tuple[CheckLine, ...], way: str) -> str:
    """The lines for whoever helps from afar: in English, without anything secret. `way`: which proxy is chosen."""
    return starred("\n".join([*_head(way), *(_line(line) for line in lines)]) + "\n")


def _head(way: str) -> Iterator[str]:
    yield f"Connection check, Atelier {__version__}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    yield f"Proxy chosen: {way}"


def _line(line: CheckLine) -> str:
    said = " ".join(part for part in (line.outcome.value, line.code, f"({line.detail})" if line.detail else "") if part)
    return f"{line.name}: {said}" + (f", {line.seconds:.2f} s" if line.seconds is not None else "")
