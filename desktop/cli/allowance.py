"""`atelier allowance`: what today has cost, for people or as JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from desktop.cli import output
from desktop.cli.models import table
from desktop.speaker import Speaker
from server.common.i18n import N_

if TYPE_CHECKING:
    from server.commands.allowance_data import AllowanceTold


def show_allowance(told: AllowanceTold, speaker: Speaker, *, as_json: bool) -> None:
    """Raises NoReader."""
    if as_json:
        output.write_json({"allowance": told})
        return
    about = "≈ " if told["estimated"] else ""
    resets = datetime.fromisoformat(told["resets"]).astimezone()
    rows = [
        (N_("used today"), f"{about}{told['used']:,.2f} neurons"),
        (N_("waiting"), f"≈ {told['waiting']:,.2f} neurons"),
        (N_("left"), f"{about}{told['left']:,.2f} / {told['limit']:,} neurons"),
        (N_("resets"), f"{resets:%Y-%m-%d %H:%M %Z} ({_until(resets)})"),
    ]
    shown = [[speaker.text(name), value] for name, value in rows if name != "waiting" or told["waiting"]]
    shown += [[f"  {use['model']}", f"{use['neurons']:,.2f} neurons, {use['count']} ×"] for use in told["models"]]
    output.write(table(shown))


def _until(moment: datetime) -> str:
    """Hours and minutes, as clocks show them."""
    minutes = max(timedelta(0), moment - datetime.now(UTC)) // timedelta(minutes=1)
    return f"−{minutes // 60}:{minutes % 60:02}"
