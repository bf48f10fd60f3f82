"""How far the paintings are: one calm line on a terminal, a line for each event where something else reads."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from desktop.cli.exit_codes import HELD
from desktop.cli.output import fault, in_words, say
from desktop.speaker import Speaker
from server.common.i18n import N_
from server.paintings.painting import State

if TYPE_CHECKING:
    from server.commands.painting_data import PaintingData

SENTENCES: Mapping[State, str] = {
    State.PAINTING: N_("is being painted"),
    State.CANCELLED: N_("cancelled"),
    State.INTERRUPTED: N_("interrupted"),
}
LONGEST_PROMPT = 120
"""Columns of it that are told."""

CLEAR = "\r\x1b[2K"


class ProgressLine:
    """`quiet` leaves the errors."""

    def __init__(self, speaker: Speaker, *, quiet: bool) -> None:
        self._speaker = speaker
        self._quiet = quiet
        self._live = not quiet and sys.stderr.isatty()
        self._begun = time.monotonic()
        self._paintings: dict[int, PaintingData] = {}
        self._numbers: dict[int, int] = {}

    def expect(self, ids: list[int]) -> None:
        """These are going to be painted."""
        self._numbers = {painting_id: number for number, painting_id in enumerate(ids, start=1)}

    def tell(self, told: PaintingData) -> None:
        """How one of them is now."""
        self._paintings[told["id"]] = told
        sentence = self._sentence(told)
        if sentence and (told["error"] or not (self._quiet or self._live)):
            self._say(f"{self._numbers[told['id']]}/{len(self._numbers)} {sentence}")
        self.tick()

    def tick(self) -> None:
        """Once a second, for the line that stays."""
        if self._live:
            _write(CLEAR + _cut(self._line(), shutil.get_terminal_size().columns - 1))

    def end(self) -> None:
        if self._live:
            _write(CLEAR)

    def say(self, message: str, **values: object) -> None:
        """Something beside the paintings."""
        if not self._quiet:
            self._say(self._speaker.text(message, **values))

    def _say(self, line: str) -> None:
        self.end()
        say(line)

    def _line(self) -> str:
        done = sum(told["over"] for told in self._paintings.values())
        running = sum(told["state"] == State.PAINTING for told in self._paintings.values())
        seconds = int(time.monotonic() - self._begun)
        return self._speaker.text(
            N_("{done} of {count} done, {running} being painted · {seconds} s · Ctrl+C stops"),
            done=done,
            count=len(self._numbers),
            running=running,
            seconds=seconds,
        )

    def _sentence(self, told: PaintingData) -> str:
        """Empty where there is nothing to say."""
        if told["error"]:
            said = in_words(fault(self._speaker, told["error"], told["error_detail"]))
            return f"{said} {self._kept(told['answer'])}" if told["answer"] else said
        if told["state"] == State.DONE:
            return self._done(told)
        if told["held"]:
            return self._speaker.text(
                N_("waits: {why}"), why=fault(self._speaker, HELD.get(told["held"], "queue_paused"))["sentence"]
            )
        message = SENTENCES.get(State(told["state"]))
        sentence = self._speaker.text(message) if message else ""
        is_drawn = told["state"] == State.PAINTING and told["prompt_sent"] != told["prompt"]
        return f"{sentence}: {_one_line(told['prompt_sent'])}" if is_drawn else sentence

    def _kept(self, path: str) -> str:
        return self._speaker.text(N_("What came instead is kept for a week: {path}"), path=path)

    def _done(self, told: PaintingData) -> str:
        seconds = f"{told['seconds'] or 0.0:.1f}"
        if not told["neurons"]:
            return self._speaker.text(N_("done in {seconds} s"), seconds=seconds)
        neurons = f"{told['neurons']:.2f}"
        return self._speaker.text(N_("done in {seconds} s, {neurons} neurons"), seconds=seconds, neurons=neurons)


def _write(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def _one_line(prompt: str) -> str:
    """As much of it as a line has room for, and nothing that a terminal would obey."""
    return _cut(" ".join("".join(each if each.isprintable() else " " for each in prompt).split()), LONGEST_PROMPT)


def _cut(text: str, columns: int) -> str:
    """As much as stays on one line; Chinese characters take two columns."""
    width = 0
    for position, character in enumerate(text):
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if width > columns:
            return text[:position]
    return text
