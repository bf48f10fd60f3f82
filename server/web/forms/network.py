"""What is entered about the way to the API → values, or `BadInput` with the fields at fault."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from msgspec import Struct
from robyn import Request

from server.cloudflare.account.pasted import clean_token
from server.cloudflare.proxy_routes import Gateway, OwnProxy, ProxyKind, ProxyUse
from server.common.errors import AtelierError, BadInput
from server.common.secret import Secret
from server.web.forms import read_fields

PROXY_FIELDS = frozenset({"kind", "host", "port", "user", "password"})
LIKE_TOKEN = 32
"""Characters; a name that long, with a fault elsewhere in the form, is not sent back."""

MAX_LOGIN = 255
"""Bytes of a user name or a password: more does not fit into SOCKS5."""

_NAME = re.compile(
    r"(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?"
)
_KINDS = {**{kind.value: kind for kind in ProxyKind}, "socks": ProxyKind.SOCKS5H}


_GATEWAY = re.compile(r"[A-Za-z0-9_-]{1,64}")
_GATEWAY_IN_ADDRESS = re.compile(r"/v1/[0-9a-f]{32}/([A-Za-z0-9_-]{1,64})(?:/|$)")
GATEWAY_FIELDS = frozenset({"token", "cached", "logged"})


class ProxyChoice(Struct, frozen=True):
    """`proxy` only with a proxy of one's own."""

    use: ProxyUse
    proxy: OwnProxy | None


def parse_proxy(request: Request) -> ProxyChoice:
    """The proxy's form; a whole address in the field for the host is taken apart. Raises BadInput."""
    fields = read_fields(request, required={"use"}, optional=PROXY_FIELDS)
    if fields["use"] not in set(ProxyUse):
        raise BadInput({"use": "unknown_value"})
    use = ProxyUse(fields["use"])
    return ProxyChoice(use, _own(_apart(fields)) if use is ProxyUse.OWN else None)


def entered_proxy(request: Request) -> dict[str, str]:
    """What was typed, to be corrected: no password, and nothing that may hold one."""
    try:
        fields = read_fields(request, required={"use"}, optional=PROXY_FIELDS)
    except AtelierError:
        return {}
    fields.pop("password", None)
    if not _host(fields.get("host", "")):
        fields["host"] = ""
    return fields


def parse_gateway(request: Request) -> Gateway | None:
    """The gateway's form; without a name there is none. Raises BadInput."""
    fields = read_fields(request, required={"gateway"}, optional=GATEWAY_FIELDS)
    text, pasted = fields["gateway"].strip(), fields.get("token", "").strip()
    if not text:
        return None
    found = _GATEWAY_IN_ADDRESS.search(text)
    name = found.group(1) if found else text
    problems = {} if _GATEWAY.fullmatch(name) else {"gateway": "gateway_wrong"}
    token = None
    try:
        token = Secret(clean_token(pasted)) if pasted else None
    except BadInput as error:
        problems["token"] = error.fields["api_token"]
    if problems:
        raise BadInput(problems)
    return Gateway(name, token, cached="cached" in fields, logged="logged" in fields)


def entered_gateway(request: Request) -> dict[str, str]:
    """What was typed, to be corrected, but for what may be a token in the wrong field."""
    try:
        fields = read_fields(request, required={"gateway"}, optional=GATEWAY_FIELDS)
    except AtelierError:
        return {}
    name = fields["gateway"].strip()
    is_name = _GATEWAY.fullmatch(name) and len(name) < LIKE_TOKEN
    return {"gateway": name if is_name else "", **{box: "on" for box in ("cached", "logged") if box in fields}}


def _own(fields: Mapping[str, str]) -> OwnProxy:
    entered = {name: fields.get(name, "").strip() for name in PROXY_FIELDS - {"password"}}
    user, password = entered["user"], fields.get("password", "")
    found = {
        "host": _problem_of_host(entered["host"]),
        "port": "" if _is_port(entered["port"]) else "proxy_port_wrong",
        "kind": "" if entered["kind"] in _KINDS else "unknown_value",
        "user": _problem_of_user(user, password),
        "password": "" if _fits(password) else "proxy_password_wrong",
    }
    if problems := {name: code for name, code in found.items() if code}:
        raise BadInput(problems)
    secret = Secret(password) if password else None
    return OwnProxy(_KINDS[entered["kind"]], _host(entered["host"]), int(entered["port"]), user, secret)


def _problem_of_host(text: str) -> str:
    if _host(text):
        return ""
    return "proxy_host_wrong" if text else "proxy_host_missing"


def _problem_of_user(user: str, password: str) -> str:
    if password and not user:
        return "proxy_user_missing"
    return "" if _fits(user) and ":" not in user else "proxy_user_wrong"


def _fits(text: str) -> bool:
    return len(text.encode()) <= MAX_LOGIN and (text.isprintable() or not text)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) < 65536


def _host(text: str) -> str:
    """The name or address as it is, without brackets; empty if it is neither."""
    host = text.strip().removeprefix("[").removesuffix("]")
    if _NAME.fullmatch(host):
        return host
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return ""


def _apart(fields: dict[str, str]) -> dict[str, str]:
    """People paste `socks5://me:secret@host:1080` as a whole, or `host:1080`, or `[::1]:1080`."""
    text = fields.get("host", "").strip()
    if "/" not in text and "@" not in text and text.count(":") != 1 and "]:" not in text:
        return fields
    try:
        address = urlsplit(text if "://" in text else f"//{text}")
        parts = {
            "kind": address.scheme.lower(),
            "host": address.hostname or "",
            "port": str(address.port or ""),
            "user": unquote(address.username or ""),
            "password": unquote(address.password or ""),
        }
    except ValueError:
        return fields
    return {**fields, **{name: value for name, value in parts.items() if value}}
