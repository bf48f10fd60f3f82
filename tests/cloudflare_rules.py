"""Cloudflare's API as strict as it really is: what it takes, what it refuses and in which words."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.behaviours import Response, envelope
from tests.http_server import Request

ACCOUNT_ID = "0123456789abcdef0123456789abcdef"
OTHER_ACCOUNT_ID = "fedcba9876543210fedcba9876543210"
TOKEN = "cfut_9sXkQ2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5tKw"  # looks like one, opens nothing

_SD = "@cf/stabilityai/stable-diffusion-xl-base-1.0"
MULTIPART_MODELS = (
    "@cf/black-forest-labs/flux-2-dev",
    "@cf/black-forest-labs/flux-2-klein-4b",
    "@cf/black-forest-labs/flux-2-klein-9b",
)
MODELS = ("@cf/black-forest-labs/flux-1-schnell", *MULTIPART_MODELS, _SD)
# Field -> (type, least, most): characters of a text, value of a number.
SCHEMAS: Mapping[str, Mapping[str, tuple[type, int, int]]] = {
    "@cf/black-forest-labs/flux-1-schnell": {"prompt": (str, 1, 2048), "steps": (int, 1, 8)},
    _SD: {"prompt": (str, 1, 100_000), "num_steps": (int, 1, 20), "seed": (int, 0, 2**53)},
}
_ACCOUNT_PATH = re.compile(r"/client/v4/accounts/([^/]*)(/.*)")
_BEARER = re.compile(r"Bearer ([A-Za-z0-9_-]{8,})")


@dataclass(frozen=True, slots=True)
class Token:
    """A token the stand-in knows: `kind` is `user` or `account`, `accounts` those it opens."""

    kind: str = "user"
    status: str = "active"
    accounts: tuple[str, ...] = (ACCOUNT_ID,)
    may_use_ai: bool = True
    may_list_accounts: bool = True
    dates: Mapping[str, str] = field(default_factory=dict)


class Rules:
    """Answers a request as Cloudflare would. `paint` makes the pictures; `tokens` may be changed at any time."""

    def __init__(self, paint: Callable[[], bytes]) -> None:
        self._paint = paint
        self.tokens: dict[str, Token] = {TOKEN: Token()}

    def change_token(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Token
        self.tokens[TOKEN] = replace(self.tokens[TOKEN], **changes)

    def answer(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except _Refusal as refusal:
            return refusal.response

    def _answer(self, request: Request) -> Response:
        _check_user_agent(request)
        name = _bearer(request)
        token = self.tokens.get(name)
        if request.path == "/client/v4/user/tokens/verify":
            return _verified(token, "user")
        if request.path == "/client/v4/accounts":
            return _success([{"id": one} for one in token.accounts] if token and token.may_list_accounts else [])
        found = _ACCOUNT_PATH.fullmatch(request.path)
        if not found or found.group(1) not in (ACCOUNT_ID, OTHER_ACCOUNT_ID):
            raise _Refusal(404, 7003, f"Could not route to {request.path}, perhaps your object identifier is invalid?")
        account_id, rest = found.groups()
        if rest == "/tokens/verify":
            return _verified(token if token and account_id in token.accounts else None, "account")
        if not _opens(token, account_id):
            raise _Refusal(401, 10000, "Authentication error")
        return self._workers_ai(request, rest)

    def _workers_ai(self, request: Request, rest: str) -> Response:
        if rest == "/ai/models/search" and request.method == "GET":
            return _success([{"id": "1", "name": name} for name in MODELS])
        if not rest.startswith("/ai/run/") or request.method != "POST":
            raise _Refusal(404, 7000, "No route for that URI")
        model = rest.removeprefix("/ai/run/")
        if model not in MODELS:
            raise _Refusal(400, 5007, f"No such model {model} or task")
        if model in MULTIPART_MODELS:
            _check_multipart(request)
            return self._painted(104.2)
        fields = _json_fields(request)
        _check_fields(fields, SCHEMAS[model])
        if model == _SD:
            return Response(body=self._paint(), content_type="image/png", headers={"cf-ai-neurons": "0.00"})
        return self._painted(4 * (4.8 + fields.get("steps", 4) * 9.6))

    def _painted(self, neurons: float) -> Response:
        picture = base64.b64encode(self._paint()).decode()
        return replace(_success({"image": picture}), headers={"cf-ai-neurons": f"{neurons:.2f}"})


class _Refusal(Exception):
    def __init__(self, status: int, code: int, text: str, **chain: Any) -> None:  # noqa: ANN401 - JSON
        error = {"code": code, "message": text} | chain
        body = {"result": None, "success": False, "errors": [error], "messages": []}
        self.response = Response(status, json.dumps(body).encode())


def _success(result: object) -> Response:
    return Response(body=envelope(result))


def _check_user_agent(request: Request) -> None:
    """Cloudflare's firewall refuses the names that libraries give themselves."""
    name = request.headers.get("user-agent", "").lower()
    if not name or name.startswith("python"):
        raise _Refusal(403, 1010, "browser_signature_banned")


def _bearer(request: Request) -> str:
    found = _BEARER.fullmatch(request.headers.get("authorization", ""))
    if not found or re.fullmatch(r"[0-9a-f]{32}", found.group(1)):
        chain = [{"code": 6111, "message": "Invalid format for Authorization header"}]
        raise _Refusal(400, 6003, "Invalid request headers", error_chain=chain)
    return found.group(1)


def _opens(token: Token | None, account_id: str) -> bool:
    return token is not None and token.status == "active" and token.may_use_ai and account_id in token.accounts


def _verified(token: Token | None, kind: str) -> Response:
    if token is None or token.kind != kind:
        raise _Refusal(401, 1000, "Invalid API Token")
    return _success({"id": "f00d", "status": token.status, **token.dates})


def _check_multipart(request: Request) -> None:
    if not request.headers.get("content-type", "").startswith("multipart/form-data; boundary="):
        raise _bad_input("required properties at '/' are 'multipart'")
    if b'name="prompt"' not in request.body:
        raise _bad_input("required properties at '/' are 'prompt'")


def _json_fields(request: Request) -> dict[str, Any]:
    try:
        fields = request.json()
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise _Refusal(400, 3003, "Bad input: incomplete request")
    return fields


def _check_fields(fields: dict[str, Any], schema: Mapping[str, tuple[type, int, int]]) -> None:
    for name in fields:
        if name not in schema:
            raise _bad_input(f"Additional or unevaluated properties '/{name}' at '/' not allowed")
    if "prompt" not in fields:
        raise _bad_input("required properties at '/' are 'prompt'")
    for name, value in fields.items():
        _check_value(name, value, *schema[name])


def _check_value(name: str, value: object, kind: type, least: int, most: int) -> None:
    if type(value) is not kind:
        raise _bad_input(f"Type of '/{name}' not matched")
    size, of = (len(value), "Length of ") if isinstance(value, str) else (value, "")
    if isinstance(size, int) and not least <= size <= most:
        limit = f"<= {most}" if size > most else f">= {least}"
        raise _bad_input(f"{of}'/{name}' must be {limit}")


def _bad_input(text: str) -> _Refusal:
    return _Refusal(400, 5006, f"AiError: Bad input: Error: {text}")
