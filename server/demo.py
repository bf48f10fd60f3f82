"""Cloudflare without Cloudflare: a transport that answers the same addresses, and paints samples at no cost."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from itertools import count
from typing import Any

import httpx

from server.models import DEFAULT_MODEL
from server.samples import paint_sample


class DemoTransport(httpx.AsyncBaseTransport):
    """For `Cloudflare(transport=…)`. A sample takes as long as a real picture often does: `seconds`, from and to."""

    def __init__(self, *, seconds: tuple[float, float] = (2.0, 4.0)) -> None:
        self._seconds = seconds
        self._variations = count(random.randrange(1_000_000))  # noqa: S311 - the same prompt never paints the same

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if "/ai/run/" in path:
            return await self._painting(await request.aread())
        if path.endswith("/tokens/verify"):
            return _success({"id": "demo", "status": "active"})
        if path.endswith("/ai/models/search"):
            return _success([{"id": "demo", "name": DEFAULT_MODEL.id}])
        return _json(404, {"success": False, "errors": [{"code": 7003, "message": "No such route"}]})

    async def _painting(self, body: bytes) -> httpx.Response:
        fields = json.loads(body)
        lasting = asyncio.sleep(random.uniform(*self._seconds))  # noqa: S311
        steps = int(fields.get("steps", DEFAULT_MODEL.steps.default))
        painted, _ = await asyncio.gather(
            asyncio.to_thread(paint_sample, str(fields["prompt"]), steps, next(self._variations)), lasting
        )
        return _success({"image": base64.b64encode(painted).decode()}, cf_ai_neurons="0")


def _success(result: Any, **headers: str) -> httpx.Response:  # noqa: ANN401 - JSON
    return _json(200, {"result": result, "success": True, "errors": [], "messages": []}, **headers)


def _json(status: int, body: dict[str, Any], **headers: str) -> httpx.Response:
    """With a stream, as from a network; `httpx.Response(json=…)` counts as read already."""
    fields = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=fields, stream=httpx.ByteStream(json.dumps(body).encode()))
