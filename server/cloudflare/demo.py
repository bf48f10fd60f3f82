"""Cloudflare without Cloudflare: a transport that answers the same addresses, and paints samples at no cost."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from itertools import count
from typing import Any

import httpx

from server.cloudflare.samples import SampleInputs, paint_sample
from server.cloudflare.samples.sample_texts import DESCRIBE, TRANSLATE, sample_words
from server.common.multipart import read_parts
from server.paintings.models import DEFAULT_MODEL, MODELS, AnswerForm
from server.paintings.models.helpers import HELPERS, HelperKind


class DemoTransport(httpx.AsyncBaseTransport):
    """For `Cloudflare(transport=…)`. A sample takes as long as a real picture often does: `seconds`, from and to."""

    def __init__(self, *, seconds: tuple[float, float] = (2.0, 4.0)) -> None:
        self._seconds = seconds
        self._variations = count(random.randrange(1_000_000))  # noqa: S311 - the same prompt never paints the same

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if path.endswith("/ai/v1/chat/completions"):
            return await self._words(await request.aread())
        if (name := path.partition("/ai/run/")[2]) in HELPERS:
            return await self._words(await request.aread(), name)
        if "/ai/run/" in path:
            return await self._painting(path.partition("/ai/run/")[2], request)
        if path.endswith("/tokens/verify"):
            return _success({"id": "demo", "status": "active"})
        if path.endswith("/ai/models/search"):
            return _success([{"id": name, "name": name, "task": {"name": "Text-to-Image"}} for name in MODELS])
        return _json(404, {"success": False, "errors": [{"code": 7003, "message": "No such route"}]})

    async def _painting(self, name: str, request: httpx.Request) -> httpx.Response:
        model = MODELS.get(name, DEFAULT_MODEL)
        fields, given = _read(request.headers.get("content-type", ""), await request.aread())
        lasting = asyncio.sleep(random.uniform(*self._seconds))  # noqa: S311
        steps = int(fields.get(model.steps.field, model.steps.default))
        size = (int(fields.get("width", model.width.default)), int(fields.get("height", model.height.default)))
        variation = int(fields.get("seed", next(self._variations)))
        prompt = str(fields["prompt"])
        painted, _ = await asyncio.gather(
            asyncio.to_thread(paint_sample, prompt, min(steps, 8), variation, size, given), lasting
        )
        if model.answer is AnswerForm.RAW:
            stream = httpx.ByteStream(painted)
            return httpx.Response(200, headers={"content-type": "image/jpeg", "cf-ai-neurons": "0"}, stream=stream)
        return _success({"image": base64.b64encode(painted).decode()}, cf_ai_neurons="0")

    async def _words(self, body: bytes, name: str = "") -> httpx.Response:
        """What a helper would answer, saying of itself that it is no such thing."""
        await asyncio.sleep(self._seconds[0] / 4)
        fields = json.loads(body)
        if not name:
            messages = fields["messages"]
            said = sample_words(messages[0]["content"], messages[-1]["content"])
            usage = {"neurons": 0}
            return _json(200, {"choices": [{"message": {"role": "assistant", "content": said}}], "usage": usage})
        if HELPERS[name].shape is HelperKind.CAPTION:
            return _success({"description": sample_words(DESCRIBE, "")}, cf_ai_neurons="0")
        if HELPERS[name].shape is HelperKind.QUERY:
            return _success({"answer": sample_words(DESCRIBE, "")}, cf_ai_neurons="0")
        return _success({"translated_text": sample_words(TRANSLATE, fields["text"])}, cf_ai_neurons="0")


def _read(content_type: str, body: bytes) -> tuple[dict[str, Any], SampleInputs]:
    """Fields, and the pictures to go by, of a form or of JSON."""
    if content_type.startswith("multipart/"):
        form, files = read_parts(content_type, body)
        return dict(form), SampleInputs(references=tuple(files.values()))
    fields = json.loads(body)
    base, mask = (bytes(fields[name]) if name in fields else None for name in ("image", "mask"))
    return fields, SampleInputs(base=base, mask=mask)


def _success(result: Any, **headers: str) -> httpx.Response:  # noqa: ANN401 - JSON
    return _json(200, {"result": result, "success": True, "errors": [], "messages": []}, **headers)


def _json(status: int, body: dict[str, Any], **headers: str) -> httpx.Response:
    """With a stream, as from a network; `httpx.Response(json=…)` counts as read already."""
    fields = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=fields, stream=httpx.ByteStream(json.dumps(body).encode()))
