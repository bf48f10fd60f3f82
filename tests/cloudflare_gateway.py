"""AI Gateway in front of Workers AI, as strict as the real one: its address, its headers, its token, cache and log."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace

from tests.cloudflare_rules import ACCOUNT_ID, Rules
from tests.http_server import Request
from tests.upstream_answers import Response, envelope

GATEWAY = "paintings"
_PATH = re.compile(r"/v1/([^/]+)/([^/]+)/workers-ai/run/(.+)")
_SWITCHES = ("cf-aig-skip-cache", "cf-aig-collect-log")
_KNOWN = {*_SWITCHES, "cf-aig-authorization"}


@dataclass(slots=True)
class Gateway:
    """`token`: what it wants in `cf-aig-authorization`, where it wants one. `log` holds the bodies it kept.

    `reads_forms`: whether it passes on what is no JSON; `pays`: whether the credits it pays with are taken; `provides`:
    whether it knows Workers AI as a provider.
    """

    token: str | None = None
    reads_forms: bool = True
    pays: bool = True
    provides: bool = True
    log: list[bytes] = field(default_factory=list)
    cache: dict[bytes, Response] = field(default_factory=dict)


class Gateways:
    """Those of the stand-in's account, by name; may be changed at any time."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self.known: dict[str, Gateway] = {GATEWAY: Gateway()}

    def answer(self, request: Request) -> Response:
        found = _PATH.fullmatch(request.path)
        if not found or request.method != "POST":
            return _refusal(404, 7003, "Could not route to this path")
        account_id, name, model = found.groups()
        gateway = self.known.get(name) if account_id == ACCOUNT_ID else None
        if gateway is None or not _speaks_well(request):
            return _refusal(400, 2001, "Please configure AI Gateway in the Cloudflare dashboard")
        if gateway.token is not None and request.headers.get("cf-aig-authorization") != f"Bearer {gateway.token}":
            return _refusal(401, 2009, "Unauthorized")
        return _hindered(gateway, request) or self._pass_on(
            gateway, request, f"/client/v4/accounts/{account_id}/ai/run/{model}"
        )

    def _pass_on(self, gateway: Gateway, request: Request, path: str) -> Response:
        if request.headers.get("cf-aig-collect-log") != "false":
            gateway.log.append(request.body)
        uses_cache = request.headers.get("cf-aig-skip-cache") != "true"
        if uses_cache and request.body in gateway.cache:
            return _marked(gateway.cache[request.body], "HIT")
        response = self._rules.answer(replace(request, path=path))
        if uses_cache and response.status == 200:
            gateway.cache[request.body] = response
        return _marked(response, "MISS")


def _hindered(gateway: Gateway, request: Request) -> Response | None:
    if not gateway.provides:
        return _refusal(400, 2008, "Invalid provider")
    if not gateway.pays:
        return _refusal(402, 2021, "Unified billing request refused")
    if not gateway.reads_forms and request.headers.get("content-type", "").startswith("multipart/"):
        return Response(500, envelope(None, (7000, "Invalid request body"), success=False))
    return None


def _speaks_well(request: Request) -> bool:
    """No header of its own that it does not know, and no switch that is neither on nor off."""
    told = {name for name in request.headers if name.startswith("cf-aig-")}
    return told <= _KNOWN and all(request.headers[name] in ("true", "false") for name in told & set(_SWITCHES))


def _marked(response: Response, status: str) -> Response:
    return replace(response, headers={**response.headers, "cf-aig-cache-status": status})


def _refusal(status: int, code: int, text: str) -> Response:
    """Not in the API's form: the gateway has one of its own."""
    told = {"success": False, "name": "AiGatewayError", "internalCode": code, "message": text}
    return Response(status, json.dumps(told).encode())
