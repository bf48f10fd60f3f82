"""HTML from templates: whole pages and the fragments of them, in the language of whoever asks."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup
from msgspec import Struct

from server.cloudflare.allowance.prices import price_of_all
from server.cloudflare.doctor.lines import HELPS_WITH, LINE_NAMES, OK_WORDS, OUTCOME_NAMES, SKIPPED_WORDS
from server.cloudflare.sample_words import is_told
from server.common.advice import CONTROLS, COSTS, PARTS, Action, advise
from server.common.i18n import translate
from server.common.paths import TEMPLATES
from server.web.dates import ordered_at
from server.web.keys import key_names, key_shortcuts, key_text, on_mac
from server.web.labels import (
    ANNOUNCEMENTS,
    AXIS_COUNTS,
    HOLD_ICONS,
    HOLD_NAMES,
    LEFT_NAMES,
    SOURCE_NAMES,
    STATE_NAMES,
    moment_of,
)

USED = re.compile(r'(?:include|extends) "([\w./]+)"')


class Views(Struct, frozen=True):
    """`common` gives what every template may use: preferences, connection, the way the page is shown."""

    common: Callable[[], Mapping[str, Any]]
    _environment: Environment

    @classmethod
    def create(cls, common: Callable[[], Mapping[str, Any]], static_url: Callable[[str], str], compiled: Path) -> Views:
        """Set the templates up; each is compiled when first used, and kept in a folder for later runs."""
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            bytecode_cache=_Compiled(compiled),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals |= {"advise": advise, "icon": cache(lambda name: _icon(static_url("icons.svg"), name))}
        environment.globals |= {"static": static_url, "now": lambda: datetime.now(UTC).astimezone()}
        environment.globals |= {"costs": COSTS, "state_names": STATE_NAMES, "announcements": ANNOUNCEMENTS}
        environment.globals["left_names"] = LEFT_NAMES
        environment.globals |= {"line_names": LINE_NAMES, "outcome_names": OUTCOME_NAMES}
        environment.globals |= {"ok_words": OK_WORDS, "skipped_words": SKIPPED_WORDS, "doctor_helps": HELPS_WITH}
        environment.globals |= {"source_names": SOURCE_NAMES, "moment_of": moment_of, "ordered_at": ordered_at}
        environment.globals |= {"neurons_of": price_of_all}
        environment.globals |= {"hold_names": HOLD_NAMES, "hold_icons": HOLD_ICONS, "axis_counts": AXIS_COUNTS}
        environment.globals |= {"sample_shows": is_told}
        environment.globals |= {"controls": CONTROLS, "parts": PARTS, "Action": Action}
        environment.globals |= {"on_mac": on_mac, "keys": key_names, "key": key_text, "shortcuts": key_shortcuts}
        environment.filters |= {"seconds": _seconds, "file_size": _file_size, "neurons": _neurons, "share": _share}
        return cls(common, environment)

    def compile_page(self, name: str) -> None:
        """The template with all it is made of, so that the first page is as fast as later ones.

        May take 0.1 s: call it in a thread. All the other templates would take as long again, while a window starts.
        """
        ahead, seen = [name], set[str]()
        while ahead:
            each = ahead.pop()
            if each not in seen:
                seen.add(each)
                self._environment.get_template(each)
                ahead += USED.findall((TEMPLATES / each).read_text(encoding="utf-8"))

    def render(self, template: str, language: str, **values: object) -> str:
        """A page, or a fragment that has a file of its own."""
        return self._environment.get_template(template).render(self._context(language, values))

    def _context(self, language: str, values: Mapping[str, object]) -> dict[str, Any]:
        def in_language(message: str, **named: object) -> str:
            return translate(language, message, **named)

        def sentences(*texts: str) -> str:
            """One after the other: Chinese ones have their space in the full stop."""
            return ("" if language.startswith("zh") else " ").join(text for text in texts if text)

        return {**self.common(), "language": language, "_": in_language, "sentences": sentences, **values}


class _Compiled(FileSystemBytecodeCache):
    """Spares each start but the first 0.1 s; goes without where the disk takes nothing."""

    def __init__(self, folder: Path) -> None:
        with contextlib.suppress(OSError):
            folder.mkdir(exist_ok=True)
        super().__init__(str(folder))

    def load_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _icon(sprite: str, name: str) -> Markup:
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(sprite, name)


def _seconds(value: float | None) -> str:
    """`3.2`, from ten on without the decimal."""
    if value is None:
        return ""
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def _neurons(value: float) -> str:
    """`6,880`; of what costs less than ten, one decimal."""
    return f"{value:,.0f}" if value >= 10 or value == 0 else f"{value:.1f}"


def _share(value: float) -> str:
    """`1.7%`, from ten on without the decimal."""
    return f"{value:.0%}" if value >= 0.1 else f"{value:.1%}"


def _file_size(value: int | None) -> str:
    if value is None:
        return ""
    return f"{value / 1_000_000:.1f} MB" if value >= 1_000_000 else f"{value / 1000:.0f} kB"
