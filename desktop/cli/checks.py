"""An order and the place for its copies, both proved before anything is begun."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from desktop.arguments import Options
from desktop.cli.command import Command
from desktop.cli.copies import CopyTarget, Misplaced
from desktop.cli.mistakes import describe
from desktop.cli.output import say
from desktop.speaker import Speaker
from server.common.errors import BadInput
from server.common.i18n import N_

NUMBER = re.compile(r"[1-9][0-9]{0,11}")
LONGEST_PROMPT_BYTES = 64 * 1024

NOT_SENT = N_("Not sent, as remarks:")

MISPLACED = {
    "empty": N_("--out needs a place."),
    "stdout_takes_one": N_("--out - takes one picture: leave out --count and --all."),
    "stdout_is_taken": N_("--out - and --json would both write to stdout."),
    "stdout_is_a_terminal": N_("--out - would write a picture to the terminal: send it to a file or a program."),
}


class Mistake(Exception):
    """On the command line; the sentences say which."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def checked_order(options: Options, command: Command, speaker: Speaker) -> tuple[dict[str, str], CopyTarget | None]:
    """The order's fields, and where copies go. Raises Mistake."""
    from server.commands.model_data import recall
    from server.paintings.models import DEFAULT_MODEL
    from server.studio.ordering import find_model, order_in_words

    fields = {**command.fields, "prompt": _prompt(command, speaker)}
    if options.demo:
        fields["sample"] = "1"
    model = None
    recall(options.data_dir)
    try:
        model = find_model(fields.get("model", DEFAULT_MODEL.id))
        fields["model"] = model.id
        order = order_in_words(fields)
        if command.out is None:
            return fields, None
        count = 2 if order.every else order.count
        return fields, CopyTarget.read(command.out, count=count, as_json=command.as_json)
    except BadInput as error:
        raise Mistake(*describe(error, model, speaker)) from error
    except Misplaced as error:
        raise Mistake(speaker.text(MISPLACED[error.code])) from error


def checked_pictures(command: Command, speaker: Speaker) -> tuple[list[int], list[Path], CopyTarget | None]:
    """Numbers of the library's pictures, or files, and where the larger ones go. Raises Mistake."""
    files = [Path(each) for each in command.pictures]
    numbers = [each for each in command.pictures if NUMBER.fullmatch(each) and not Path(each).exists()]
    if numbers and len(numbers) < len(files):
        raise Mistake(speaker.text(N_("Files and numbers of the library's pictures cannot go together.")))
    if missing := [each for each in files if not numbers and not each.is_file()]:
        raise Mistake(*(speaker.text(N_("There is no such file: {name}"), name=each) for each in missing))
    try:
        place = None
        if command.out is not None:
            place = CopyTarget.read(command.out, count=len(files), as_json=command.as_json)
    except Misplaced as error:
        raise Mistake(speaker.text(MISPLACED[error.code])) from error
    return [int(each) for each in numbers], [] if numbers else files, place


def _prompt(command: Command, speaker: Speaker) -> str:
    """As it is ordered: what is meant as it is written is marked so. Raises Mistake for what is no text."""
    from server.paintings.variables import escape

    text = _text(command.fields["prompt"], speaker)
    if command.literal:
        return escape(text)
    remarks = _remarks(text, speaker)
    if remarks and not command.quiet:
        say(f"{speaker.text(NOT_SENT)} {' '.join(remarks)}")
    return text


def _text(given: str, speaker: Speaker) -> str:
    """Raises Mistake."""
    try:
        if given == "-":
            stdin = sys.stdin.buffer.read(LONGEST_PROMPT_BYTES + 1) if sys.stdin is not None else b""
            return stdin.decode("utf-8-sig")
        given.encode()
    except UnicodeError as error:
        raise Mistake(speaker.text(N_("The prompt is no text in UTF-8."))) from error
    return given


def _remarks(text: str, speaker: Speaker) -> list[str]:
    """What of a prompt is not sent. Raises Mistake where it means nothing; its lists are looked at by who paints."""
    from server.common.advice import advise
    from server.paintings.variables import Misspelt, read

    try:
        return read(text, lambda name: ["x"]).remarks
    except Misspelt as error:
        sentence = f"{speaker.text(advise(error.code).sentence)} {error.about}".rstrip()
        raise Mistake(sentence, speaker.text(N_("--literal sends the prompt as it is."))) from error
