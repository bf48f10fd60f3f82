"""How a helper is asked, and what is made of its answer: models have several ways to say one thing."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from typing import Any

from server.common.errors import UpstreamError
from server.common.hidden import Hidden
from server.paintings.models.helpers import Helper, HelperKind, Task
from server.prompts.languages import language_of

LONGEST_ANSWER = 20_000
"""Characters; more is no prompt."""

_KEEP = "Answer with the prompt alone: no title, no quotation marks, no explanation."
_INSTRUCTIONS: Mapping[Task, str] = {
    Task.TRANSLATE: (
        "Translate the user's prompt for an image generator into English. Keep every detail, name, number, weight and"
        " punctuation; add nothing and leave nothing out. If it is English already, repeat it. " + _KEEP
    ),
    Task.ENRICH: (
        "You write prompts for an image generator. Turn the user's idea into one vivid prompt of at most 100 words:"
        " keep the subject and whatever is said of it, and add composition, light, material, mood and medium where"
        " they are not said. Describe what is to be seen, never what is not. {language} " + _KEEP
    ),
    Task.DESCRIBE: (
        "Describe this picture as a prompt for an image generator, in English, in at most 80 words: subject, setting,"
        " composition, light, colours, medium and style. " + _KEEP
    ),
}
_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"\A```[a-z]*\n(.*?)\n?```\Z", re.DOTALL)
_LABEL = re.compile(
    r"\A(?:\*\*)?(?:english |image )?(?:prompt|translation|description)(?:\*\*)?\s*[:：]\s*(?:\*\*)?", re.I
)
_QUOTES = {'"': '"', "“": "”", "「": "」", "'": "'"}


class HelperPrompt(Hidden, frozen=True):
    """What is to be done, with a text or with a picture (an encoded JPEG). `english`: an enriched prompt has to be."""

    task: Task
    text: str = ""
    picture: bytes = b""
    english: bool = True


def question(helper: Helper, wish: HelperPrompt) -> tuple[str, dict[str, Any]]:
    """The address below `/ai`, and the fields of the request: all the model takes and nothing else."""
    if helper.shape is HelperKind.TRANSLATION:
        fields = {"text": wish.text, "source_lang": language_of(wish.text), "target_lang": "en"}
        return f"/run/{helper.id}", fields
    if helper.shape is HelperKind.CAPTION:
        instructions = _instructions(wish)
        return f"/run/{helper.id}", {
            "image": list(wish.picture),
            "prompt": instructions,
            "max_tokens": helper.max_tokens,
        }
    if helper.shape is HelperKind.QUERY:
        asked = {"image": _address(wish.picture), "question": _instructions(wish), "max_tokens": helper.max_tokens}
        return f"/run/{helper.id}", {**asked, **helper.extras}
    return "/v1/chat/completions", {
        "model": helper.id,
        "messages": _messages(wish),
        "max_tokens": helper.max_tokens,
        "temperature": 0.2 if wish.task is Task.TRANSLATE else 0.7,
        **helper.extras,
    }


def text_of(result: Mapping[str, Any]) -> str:
    """The words of an answer in any of its shapes. Raises UpstreamError where there are none."""
    choice = _first(result.get("choices"))
    message = choice.get("message")
    content = message.get("content") if isinstance(message, dict) else choice.get("text")
    found = (
        content,
        *(result.get(name) for name in ("translated_text", "response", "description", "answer", "caption")),
    )
    text = next((cleaned for each in found if (cleaned := _cleaned(_joined(each)))), "")
    if not text:
        has_thought = isinstance(message, dict) and bool(message.get("reasoning_content") or message.get("reasoning"))
        cut = choice.get("finish_reason") == "length"
        raise UpstreamError("helper_only_thought" if has_thought or cut else "helper_silent")
    return text[:LONGEST_ANSWER]


def _messages(wish: HelperPrompt) -> list[dict[str, Any]]:
    if wish.task is Task.DESCRIBE:
        looked_at = {"type": "image_url", "image_url": {"url": _address(wish.picture)}}
        parts = [{"type": "text", "text": _instructions(wish)}, looked_at]
        return [{"role": "user", "content": parts}]
    return [{"role": "system", "content": _instructions(wish)}, {"role": "user", "content": wish.text}]


def _address(picture: bytes) -> str:
    return f"data:image/jpeg;base64,{base64.b64encode(picture).decode()}"


def _instructions(wish: HelperPrompt) -> str:
    language = "Write in English." if wish.english else "Write in the language of the user's idea."
    return _INSTRUCTIONS[wish.task].replace("{language}", language)


def _first(choices: object) -> Mapping[str, Any]:
    first = choices[0] if isinstance(choices, list) and choices else None
    return first if isinstance(first, dict) else {}


def _joined(content: object) -> str:
    """A text, or the texts of a list of parts."""
    parts = content if isinstance(content, list) else [content]
    texts = (part.get("text") if isinstance(part, dict) else part for part in parts)
    return "".join(text for text in texts if isinstance(text, str))


def _cleaned(text: str) -> str:
    """Without what models put around an answer."""
    text = text.encode("utf-8", "replace").decode()  # no halves of characters, which no page takes
    text = _THOUGHTS.sub("", text.replace("\x00", "")).strip()
    fenced = _FENCE.match(text)
    text = _LABEL.sub("", fenced[1].strip() if fenced else text).strip()
    closing = _QUOTES.get(text[:1])
    if closing and len(text) > 2 and text.endswith(closing) and closing not in text[1:-1]:
        text = text[1:-1].strip()
    return text
