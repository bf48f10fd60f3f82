"""`atelier models`: a table for people, JSON for programs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.cli import output
from desktop.cli.exit_codes import Exit
from desktop.speaker import Speaker
from server.common.i18n import N_

if TYPE_CHECKING:
    from server.commands.model_data import Limits, ModelTold

HEADINGS = (N_("model"), N_("name"), N_("maker"), N_("steps"), N_("size"), N_("neurons a picture"))


def list_models(data_dir: str | None, speaker: Speaker, *, as_json: bool) -> Exit:
    """Raises NoReader."""
    from server.commands.model_data import models, recall

    found = models(recall(data_dir))
    if as_json:
        output.write_json({"models": found})
        return Exit.DONE
    rows = [[speaker.text(heading) for heading in HEADINGS], *(_row(model) for model in found)]
    remarks = [_remark(model, speaker) for model in found]
    if any(remarks):
        rows = [[*row, last] for row, last in zip(rows, [speaker.text(N_("remark")), *remarks], strict=True)]
    output.write(table(rows))
    return Exit.DONE


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns under each other, also where characters are two columns wide."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _row(model: ModelTold) -> list[str]:
    size = f"{_span(model['width'])} x {_span(model['height'])}"
    neurons = f"≈ {model['neurons']:,.2f}" if model["neurons"] else "0" if model["price_known"] else "?"
    return [model["id"], model["name"], model["maker"], _span(model["steps"]), size, neurons]


def _remark(model: ModelTold, speaker: Speaker) -> str:
    gone = speaker.text(N_("(not offered by your account at the moment)")) if model["gone"] else ""
    ends = speaker.text(N_("Cloudflare means to end it on {date}."), date=model["ends"]) if model["ends"] else ""
    return " ".join(filter(None, (gone, ends)))


def _span(limits: Limits) -> str:
    least, most = limits["minimum"], limits["maximum"]
    return f"{least:g}" if least == most else f"{least:g}–{most:g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
