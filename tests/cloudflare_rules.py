"""Cloudflare's API as strict as it really is: what it takes, what it refuses and in which words."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qs

from tests import cloudflare_analytics
from tests.cloudflare_helpers import (
    CHAT,
    LOOKER,
    REQUIRED,
    RUN,
    TALKING,
    TRANSLATOR,
    Unfit,
    conversed,
    described,
    looked_at,
    translated,
)
from tests.cloudflare_models import MODELS, Field, Malformed, Served, form_fields, schema_of
from tests.http_server import Request
from tests.upstream_answers import Response, envelope

ACCOUNT_ID = "0123456789abcdef0123456789abcdef"
OTHER_ACCOUNT_ID = "fedcba9876543210fedcba9876543210"
TOKEN = "cfut_9sXkQ2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5tKw"  # looks like one, opens nothing

Paint = Callable[[str, int, int], bytes]
"""A picture of that kind (`JPEG`, `PNG`), width and height."""

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
    may_list_models: bool = True
    may_read_analytics: bool = False
    dates: Mapping[str, str] = field(default_factory=dict)


class Rules:
    """Answers a request as Cloudflare would. `paint` makes the pictures; `tokens` may be changed at any time.

    `usage` is what the analytics tell: neurons by UTC day and model.
    """

    def __init__(self, paint: Paint) -> None:
        self._paint = paint
        self.models: dict[str, Served] = dict(MODELS)
        self.tokens: dict[str, Token] = {TOKEN: Token()}
        self.usage: dict[tuple[str, str], float] = {}

    def change_token(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Token
        self.tokens[TOKEN] = replace(self.tokens[TOKEN], **changes)

    def answer(self, request: Request) -> Response:
        try:
            return self._analytics(request) if request.path == cloudflare_analytics.PATH else self._answer(request)
        except _Refusal as refusal:
            return refusal.response

    def _analytics(self, request: Request) -> Response:
        _check_user_agent(request)
        token = self.tokens.get(_bearer(request))
        readable = (token.accounts if token.may_read_analytics else ()) if token else None
        return cloudflare_analytics.answer(request, readable, self.usage)

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
        if not _opens(token, account_id, rest):
            raise _Refusal(401, 10000, "Authentication error")
        return self._workers_ai(request, rest)

    def _workers_ai(self, request: Request, rest: str) -> Response:
        if rest.startswith("/ai/models/") and request.method == "GET":
            return _success(self._models(request, rest))
        if rest == "/ai/v1/chat/completions" and request.method == "POST":
            return _helped("", _json_fields(request))
        if not rest.startswith("/ai/run/") or request.method != "POST":
            raise _Refusal(404, 7000, "No route for that URI")
        model = rest.removeprefix("/ai/run/")
        if model in RUN:
            return _helped(model, _json_fields(request))
        served = self.models.get(model)
        if served is None:
            raise _Refusal(400, 5007, f"No such model {model} or task")
        fields, pictures = _form(request, served) if served.form else (_json_fields(request), [])
        _check_schema(fields, served.fields)
        _check_pictures(fields, served)
        return self._painted(served, fields, len(pictures))

    def _models(self, request: Request, rest: str) -> object:
        if rest == "/ai/models/search":
            return _listing(request, self.models)
        if rest != "/ai/models/schema":
            raise _Refusal(404, 7000, "No route for that URI")
        [model] = parse_qs(request.query).get("model") or [""]
        if model not in self.models:
            raise _Refusal(400, 5007, f"No such model {model} or task")
        return schema_of(self.models[model])

    def _painted(self, served: Served, fields: dict[str, Any], pictures: int) -> Response:
        width, height = fields.get("width", served.size[0]), fields.get("height", served.size[1])
        if width % served.side_step or height % served.side_step:
            raise _Refusal(400, 3030, f"Model input is not valid: sides have to be multiples of {served.side_step}")
        steps = fields.get("num_steps", fields.get("steps", served.steps))
        neurons = served.neurons(width, height, steps, pictures)
        headers = {} if neurons is None else {"cf-ai-neurons": f"{neurons:.2f}"}
        picture = self._paint(served.kind, width, height)
        if served.raw:
            return Response(body=picture, content_type=served.label, headers=headers)
        return replace(_success({"image": base64.b64encode(picture).decode()}), headers=headers)


class _Refusal(Exception):
    def __init__(self, status: int, code: int, text: str, **chain: Any) -> None:  # noqa: ANN401 - JSON
        error = {"code": code, "message": text} | chain
        body = {"result": None, "success": False, "errors": [error], "messages": []}
        self.response = Response(status, json.dumps(body).encode())


def _helped(model: str, fields: dict[str, Any]) -> Response:
    """What the models for words answer."""
    _check_schema(fields, RUN[model] if model else CHAT, REQUIRED.get(model, ("model", "messages")))
    if not model and fields["model"] not in TALKING:
        raise _Refusal(400, 5007, f"No such model {fields['model']} or task")
    try:
        if not model:
            return conversed(fields)
        return {TRANSLATOR: translated, LOOKER: looked_at}.get(model, described)(fields)
    except Unfit as error:
        raise _Refusal(400, 5006, str(error)) from error


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


def _opens(token: Token | None, account_id: str, path: str) -> bool:
    if token is None or token.status != "active" or account_id not in token.accounts:
        return False
    return token.may_use_ai and (token.may_list_models or not path.startswith("/ai/models/"))


def _verified(token: Token | None, kind: str) -> Response:
    if token is None or token.kind != kind:
        raise _Refusal(401, 1000, "Invalid API Token")
    return _success({"id": "f00d", "status": token.status, **token.dates})


def _listing(request: Request, models: Mapping[str, Served]) -> list[dict[str, Any]]:
    """As `models/search` tells them; a task by any other name than its own finds nothing."""
    asked = parse_qs(request.query)
    if asked.get("task", ["Text-to-Image"]) != ["Text-to-Image"]:
        return []
    task = {"id": "3d6e1f35", "name": "Text-to-Image"}
    return [
        {"id": name, "name": name, "description": "", "task": task, "properties": list(models[name].properties)}
        for name in models
    ]


def _form(request: Request, served: Served) -> tuple[dict[str, Any], list[bytes]]:
    try:
        return form_fields(request, served.fields)
    except Malformed:
        raise _bad_input("required properties at '/' are 'multipart'") from None


def _check_pictures(fields: dict[str, Any], served: Served) -> None:
    """What the schema calls possible and the models themselves are not."""
    if not served.needs_mask and ("image" in fields or "mask" in fields):
        raise _Refusal(400, 3030, "AiError: input tensor `image` is not present in the model")
    if not served.needs_mask:
        return
    for name, said in (("image", "image"), ("mask", "mask_image")):
        data = fields.get(name)
        if not data or not all(type(each) is int and 0 <= each <= 255 for each in data):
            raise _Refusal(400, 3030, f"AiError: missing required input {said}")
        if not bytes(data).startswith(b"\x89PNG"):
            raise _Refusal(400, 3010, "AiError: Invalid or incomplete input for the model")


def _json_fields(request: Request) -> dict[str, Any]:
    try:
        fields = request.json()
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        raise _Refusal(400, 3003, "Bad input: incomplete request")
    return fields


def _check_schema(fields: dict[str, Any], schema: Mapping[str, Field], required: tuple[str, ...] = ("prompt",)) -> None:
    for name in fields:
        if name not in schema:
            raise _bad_input(f"Additional or unevaluated properties '/{name}' at '/' not allowed")
    for name in required:
        if name not in fields:
            raise _bad_input(f"required properties at '/' are '{name}'")
    for name, value in fields.items():
        _check_value(name, value, *schema[name])


def _check_value(name: str, value: object, kind: type | tuple[type, ...], least: float, most: float) -> None:
    if type(value) not in (kind if isinstance(kind, tuple) else (kind,)):
        raise _bad_input(f"Type of '/{name}' not matched")
    size, of = (len(value), "Length of ") if isinstance(value, str | list | dict) else (value, "")
    if isinstance(size, int | float) and not least <= size <= most:
        limit = f"<= {most}" if size > most else f">= {least}"
        raise _bad_input(f"{of}'/{name}' must be {limit}")


def _bad_input(text: str) -> _Refusal:
    return _Refusal(400, 5006, f"AiError: Bad input: Error: {text}")
