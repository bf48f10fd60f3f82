"""What the user set once and finds again: stored by name in the settings table, typed here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, get_type_hints

from msgspec import Struct

from server.common.i18n import LANGUAGES
from server.paintings.limit import Limit
from server.paintings.models import DEFAULT_MODEL, MODELS
from server.paintings.models.helpers import Helper, Task, helper_for
from server.paintings.naming import problem_of
from server.paintings.painting import Reason
from server.paintings.store import Store
from server.pictures.enlarging.wish import EnlargingKind
from server.pictures.export_options import QUALITIES, ExportFormat, ExportOptions

THEMES = ("system", "light", "dark")
LANGUAGE_CHOICES = ("system", *LANGUAGES)
MAX_WIDTH = 16
MAX_COUNT = 8
MAX_SEED = 2**53 - 1
"""The largest whole number that a page's script holds exactly."""
STEPS = range(1, 51)
"""Of any model."""
ANSWERS = ("wait", "fail")
"""What the queue does where something stands in the way that passes by itself."""
TRANSLATION = ("offer", "always", "never")
"""Of prompts in other languages, for models that read English best."""

HELPERS_OF = {"translator": Task.TRANSLATE, "writer": Task.ENRICH, "viewer": Task.DESCRIBE}

UNFOLDING = ("chance", "every")
"""What is painted of a prompt with variables: some by chance, or every combination."""

CAPS = range(100_000)
"""Neurons a day."""
SWITCHES = ("on", "off")
TRASH_DAYS = (30, 7, 90, 0)
"""For which deleted pictures can lie in our own trash; 0: not at all, but straight to the system's."""
TILES = range(96, 361)
"""Sides of the library's tiles, in pixels."""


def answer_to(reason: Reason) -> str:
    """The preference that says whether the queue waits for this."""
    return {Reason.NETWORK: "on_network", Reason.ALLOWANCE: "on_allowance"}.get(reason, "on_capacity")


class Preferences(Struct, frozen=True):
    """`width`: how many paintings run at a time. `samples`: the built-in painter is used until an account is there.

    `paused`: no painting begins. `on_network`, `on_capacity`, `on_allowance`: one of ANSWERS.
    `notify`: of what is done or failed while nobody looks; `sound`: let it be heard.
    `pattern`: how new pictures are named (server.paintings.naming); empty for the program's own way. `seed` is empty
    for another with each painting, `guidance` negative for the model's own; `references` names pictures
    (server.library.inputs), `parent` the painting that one of them is, `changing` that one where the form is for
    changing it. `cap`: neurons a day, 0 for no cap.
    `album`: the key of the one that a painting was put into last; `saved_in`: the folder one was saved in last.
    `translator`, `writer` and `viewer` are ids of helpers, empty for the usual ones (server.paintings.models.helpers).
    `trash_days`: how long deleted pictures stay in our own trash, 0 for straight to the system's.
    `draft` is in the form's prompt field; `typed` what it was made from, where a style or a helper has changed it.
    """

    theme: str = "system"
    language: str = "system"
    draft: str = ""
    model: str = DEFAULT_MODEL.id
    typed: str = ""
    style_used: str = ""
    unfold: str = "chance"
    translation: str = "offer"
    translator: str = ""
    writer: str = ""
    viewer: str = ""
    steps: int = 4
    picture_width: int = 1024
    picture_height: int = 1024
    seed: str = ""
    guidance: float = -1.0
    negative_prompt: str = ""
    references: str = ""
    parent: str = ""
    changing: str = ""
    count: int = 1
    width: int = 4
    samples: bool = False
    paused: bool = False
    on_network: str = "wait"
    on_capacity: str = "wait"
    on_allowance: str = "wait"
    notify: str = "on"
    sound: str = "off"
    tile: int = 176
    pattern: str = ""
    cap: int = 0
    album: str = ""
    saved_in: str = ""
    trash_days: int = 30
    enlarging: str = EnlargingKind.DRAWN.value
    export_form: str = ExportFormat.ORIGINAL.value
    export_quality: int = 90
    export_with_story: bool = True
    export_pattern: str = ""

    def waits(self, reason: Reason) -> bool:
        """Whether the queue is to wait for this; a pace that Cloudflare asks for goes with its capacity."""
        return bool(getattr(self, answer_to(reason)) == "wait")

    @property
    def export_options(self) -> ExportOptions:
        """As they were chosen last."""
        form = ExportFormat(self.export_form)
        return ExportOptions(form, self.export_quality, self.export_with_story, self.export_pattern)

    def helper(self, task: Task) -> Helper:
        """Who does it."""
        chosen = next(name for name, of in HELPERS_OF.items() if of is task)
        return helper_for(task, getattr(self, chosen))

    @property
    def limit(self) -> Limit:
        """What may be spent on a UTC day."""
        return Limit(self.cap)

    @classmethod
    def load(cls, store: Store) -> Preferences:
        """What is stored; anything damaged or out of range has its default."""
        stored = store.settings()
        hints = get_type_hints(cls)
        values = {name: _read(stored[name], hints[name]) for name in hints if name in stored}
        return cls(**{name: value for name, value in values.items() if _allowed(name, value)})

    def save(self, store: Store) -> None:
        """Write what differs from what is stored."""
        stored: Mapping[str, str] = store.settings()
        for name in self.__struct_fields__:
            value = str(getattr(self, name))
            if stored.get(name) != value:
                store.change_setting(name, value)


def _read(text: str, kind: type) -> Any:  # noqa: ANN401 - str, int or bool, as the field says
    if kind is bool:
        return text == "True"
    if kind is int:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    if kind is float:
        return float(text) if re.fullmatch(r"-?[0-9]{1,3}\.[0-9]{1,3}", text) else None
    return text


def _allowed(name: str, value: Any) -> bool:  # noqa: ANN401
    allowed = {
        "theme": THEMES,
        "language": LANGUAGE_CHOICES,
        "model": MODELS,
        "steps": STEPS,
        "picture_width": range(1, 10_000),
        "picture_height": range(1, 10_000),
        "export_form": tuple(form.value for form in ExportFormat),
        "export_quality": QUALITIES,
        "enlarging": tuple(kind.value for kind in EnlargingKind),
        "count": range(1, MAX_COUNT + 1),
        "width": range(1, MAX_WIDTH + 1),
        "tile": TILES,
        "notify": SWITCHES,
        "sound": SWITCHES,
        **dict.fromkeys(("on_network", "on_capacity", "on_allowance"), ANSWERS),
        "unfold": UNFOLDING,
        "translation": TRANSLATION,
        "cap": CAPS,
        "trash_days": TRASH_DAYS,
    }
    if name in ("pattern", "export_pattern"):
        return problem_of(value) is None
    if name == "seed":
        return value == "" or (value.isascii() and value.isdigit() and int(value[:17]) <= MAX_SEED)
    if name == "guidance":
        return value is not None
    return name not in allowed or value in allowed[name]
