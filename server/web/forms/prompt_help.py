"""What pages send to have a prompt helped with."""

from __future__ import annotations

from robyn import Request

from server.common.errors import BadInput
from server.paintings.models import MODELS, Model
from server.paintings.models.helpers import Task
from server.paintings.preferences import UNFOLDING
from server.prompts.helper_prompt import HelperPrompt
from server.web.forms import MAX_DRAFT, read_fields


def parse_help(request: Request) -> tuple[HelperPrompt, str, Model]:
    """What is to be done with the prompt in the form, what that was made from, and the model. Raises BadInput."""
    fields = read_fields(request, required={"prompt", "typed", "task", "model"})
    if fields["task"] not in (Task.TRANSLATE, Task.ENRICH):
        raise BadInput({"task": "unknown_value"})
    model = MODELS.get(fields["model"])
    if model is None:
        raise BadInput({"model": "unknown_value"})
    text = clean(fields["prompt"])
    if not text:
        raise BadInput({"prompt": "prompt_empty"})
    return HelperPrompt(Task(fields["task"]), text, english=model.only_english), clean(fields["typed"]) or text, model


def clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()[:MAX_DRAFT]


def parse_preview(request: Request) -> tuple[str, bool]:
    """A prompt, and whether every combination is wanted. Raises BadInput."""
    fields = read_fields(request, required={"prompt", "unfold"})
    if fields["unfold"] not in UNFOLDING:
        raise BadInput({"unfold": "unknown_value"})
    return clean(fields["prompt"]), fields["unfold"] == "every"
