"""What several paintings have in common, in the order people look for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from server.common.i18n import N_
from server.library.index.in_common import InCommon
from server.paintings.models import name_of_model
from server.web.dates import Words, day_in_words
from server.web.details import DetailFact

_COLUMNS = {
    N_("Prompt"): ("prompt",),
    N_("Negative prompt"): ("negative_prompt",),
    N_("Model"): ("model",),
    N_("Steps"): ("steps",),
    N_("Guidance"): ("guidance",),
    N_("Size"): ("width", "height"),
}


class SharedFacts(Struct, frozen=True):
    """What all of them share, msgids of what they do not, and what holds for all together."""

    same: list[DetailFact]
    differing: list[str]
    together: list[DetailFact]


def shared_facts(common: InCommon, words: Words) -> SharedFacts:
    """`words` has the language that dates are written in."""
    first, last = (day_in_words(moment, words) for moment in (common.oldest, common.newest))
    together = (
        DetailFact(N_("Date"), first if first == last else f"{first} – {last}"),
        DetailFact(N_("File size"), f"{common.bytes / 1_000_000:,.1f} MB" if common.bytes else ""),
        DetailFact(N_("Favourites"), f"{common.favourites:,}" if common.favourites else ""),
    )
    return SharedFacts(
        same=[DetailFact(label, value) for label, value in _same(common.same) if value],
        differing=[label for label, names in _COLUMNS.items() if set(names) & set(common.differing)],
        together=[fact for fact in together if fact.value],
    )


def _same(same: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    model = same.get("model") or ""
    yield N_("Prompt"), same.get("prompt") or ""
    yield N_("Negative prompt"), same.get("negative_prompt") or ""
    yield N_("Model"), name_of_model(model)
    yield N_("Steps"), f"{same['steps']}" if same.get("steps") else ""
    yield N_("Guidance"), f"{same['guidance']:g}" if same.get("guidance") else ""
    yield N_("Size"), f"{same['width']} × {same['height']}" if same.get("width") and same.get("height") else ""
