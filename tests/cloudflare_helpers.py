"""The models for words as the real service has them: strict in what they take, and each with its own form of answer."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Mapping
from typing import Any

from PIL import Image

from tests.cloudflare_models import NUMBER, Field
from tests.upstream_answers import Response, envelope

TRANSLATOR = "@cf/meta/m2m100-1.2b"
VIEWER = "@cf/llava-hf/llava-1.5-7b-hf"
LANGUAGES = {"en", "zh", "ja", "ko", "ru", "uk", "ar", "he", "el", "hi", "bn", "th", "ka", "hy"} | {
    *("de", "fr", "es", "pt", "it", "nl", "pl", "sv", "tr", "vi")
}
LOOKER = "@cf/moondream/moondream3.1-9B-A2B"
SEEING = "@cf/google/gemma-4-26b-a4b-it"
TALKING = (
    "@cf/ibm-granite/granite-4.0-h-micro",
    "@cf/meta/llama-3.2-3b-instruct",
    "@cf/zai-org/glm-4.7-flash",
    SEEING,
)
RUN: Mapping[str, Mapping[str, Field]] = {
    TRANSLATOR: {"text": (str, 1, math.inf), "source_lang": (str, 2, 2), "target_lang": (str, 2, 2)},
    LOOKER: {
        "task": (str, 1, 20),
        "image": (str, 1, math.inf),
        "question": (str, 1, math.inf),
        "reasoning": (bool, 0, 1),
        "stream": (bool, 0, 1),
        "max_tokens": (int, 1, 32_768),
    },
    VIEWER: {"image": (list, 1, math.inf), "prompt": (str, 1, math.inf), "max_tokens": (int, 1, 2048)},
}
REQUIRED = {TRANSLATOR: ("text", "target_lang"), VIEWER: ("image",), LOOKER: ("task", "image")}
CHAT: Mapping[str, Field] = {
    "model": (str, 1, 200),
    "messages": (list, 1, 100),
    "max_tokens": (int, 1, 100_000),
    "temperature": (NUMBER, 0, 2),
    "chat_template_kwargs": (dict, 0, math.inf),
}
ENGLISH = {"一只小狐狸": "a little fox", "宁静的湖面": "a quiet lake"}
DESCRIPTION = "a wooden boat on a calm lake, soft light"


class Unfit(Exception):
    """What is wrong with a request, in Cloudflare's words."""


def translated(fields: Mapping[str, Any]) -> Response:
    if not {fields["source_lang"], fields["target_lang"]} <= LANGUAGES:
        raise Unfit("AiError: Bad input: Error: '/source_lang' must be one of the languages")
    text = ENGLISH.get(fields["text"], f"English of {fields['text']}")
    return Response(body=envelope({"translated_text": text}), headers={"cf-ai-neurons": "3.73"})


def described(fields: Mapping[str, Any]) -> Response:
    """Of the bytes of a picture, as numbers; like the real model, at no cost and without saying so."""
    numbers = fields["image"]
    if not all(type(each) is int and 0 <= each <= 255 for each in numbers):
        raise Unfit("AiError: Bad input: Error: Type of '/image/0' not matched")
    _check_picture(bytes(numbers))
    return Response(body=envelope({"description": f" {DESCRIPTION}"}))


def looked_at(fields: Mapping[str, Any]) -> Response:
    """A question about a picture; answered as a stream of events unless that is forbidden, as the real model does."""
    if fields["task"] != "query" or not fields.get("question"):
        raise Unfit("AiError: Bad input: Error: required properties at '/' are 'question'")
    _check_picture(_in_address(fields["image"]))
    if fields.get("stream", True):
        return Response(body=b'data: {"chunk": "a"}\n\ndata: [DONE]\n\n', content_type="text/event-stream")
    return Response(
        body=envelope({"answer": f" {DESCRIPTION}", "finish_reason": "stop"}), headers={"cf-ai-neurons": "24.1"}
    )


def conversed(fields: Mapping[str, Any]) -> Response:
    """As OpenAI answers: no envelope around it."""
    model, messages = fields["model"], fields["messages"]
    if "chat_template_kwargs" in fields and model != SEEING:
        raise Unfit("AiError: Bad input: Error: Additional or unevaluated properties '/chat_template_kwargs'")
    for message in messages:
        if set(message) != {"role", "content"} or message["role"] not in ("system", "user", "assistant"):
            raise Unfit("AiError: Bad input: Error: Type of '/messages/0' not matched")
    content = messages[-1]["content"]
    words = _seen(content, model) if isinstance(content, list) else _answered(messages)
    body = {
        "object": "chat.completion",
        "model": model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 60, "completion_tokens": 40, "neurons": 0.62},
    }
    return Response(body=json.dumps(body).encode())


def _answered(messages: list[dict[str, Any]]) -> str:
    wish, text = messages[0]["content"], messages[-1]["content"]
    if wish.startswith("Translate"):
        return f'"{ENGLISH.get(text, f"English of {text}")}"'
    return f"**Prompt:** {text}, soft light, fine detail"


def _seen(content: list[dict[str, Any]], model: str) -> str:
    if model != SEEING:
        raise Unfit("AiError: this model takes no pictures")
    [url] = [part["image_url"]["url"] for part in content if part["type"] == "image_url"]
    _check_picture(_in_address(url))
    return DESCRIPTION


def _in_address(url: str) -> bytes:
    head, _, data = url.partition(",")
    if head != "data:image/jpeg;base64":
        raise Unfit("AiError: pictures have to be data URIs")
    return base64.b64decode(data, validate=True)


def _check_picture(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            too_large = max(picture.size) > 1024
    except OSError as error:
        raise Unfit("AiError: cannot identify image file") from error
    if too_large:
        raise Unfit("AiError: request is too large")
