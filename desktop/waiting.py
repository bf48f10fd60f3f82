"""A program that starts while a command has its data: it says so, and waits."""

from __future__ import annotations

import time

from desktop.speaker import Speaker
from server.common.i18n import N_

BOX_SECONDS = 3.0
"""After which somebody who double-clicked wants to know; most pictures are painted by then."""


class GaveUp(Exception):
    """Its user did not want to wait."""


class CommandWait:
    """Called again and again while it lasts. `has_window`: nobody reads what is said in a terminal."""

    def __init__(self, speaker: Speaker, *, has_window: bool) -> None:
        self._speaker = speaker
        self._ask_at = time.monotonic() + BOX_SECONDS if has_window else float("inf")
        self._said = False

    def __call__(self) -> None:
        """Raises GaveUp."""
        if not self._said:
            self._speaker.say(N_("A command is painting. The program goes on when it has finished."))
            self._said = True
        if time.monotonic() > self._ask_at:
            self._ask_at = float("inf")
            self._ask()

    def _ask(self) -> None:
        from desktop.dialog import Message, ask

        text = self._speaker.text
        message = Message(
            title=text(N_("A command is painting (atelier paint).")),
            text=text(N_("The window opens when it has finished, for only one of them can use the data at a time.")),
            button=text(N_("Wait")),
            close=text(N_("Close")),
        )
        if not ask(message):
            raise GaveUp
