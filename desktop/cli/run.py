"""From a command to its exit code."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading

from desktop.arguments import Options
from desktop.cli import output
from desktop.cli.command import Command, Word
from desktop.cli.copies import STDOUT, Misplaced, Place
from desktop.cli.endings import Exit, exit_for
from desktop.cli.guest import Gone
from desktop.cli.mistakes import describe
from desktop.cli.output import NoReader, fault, in_words
from desktop.cli.owner import find_owner
from desktop.cli.paint import Painting
from desktop.cli.progress import Progress
from desktop.cli.tables import list_models
from desktop.instance import AlreadyRunning
from desktop.language import system_language
from desktop.server_thread import isolate_server
from desktop.signals import Interrupts
from desktop.speaker import Speaker
from desktop.unused import leave_out_unused
from server.errors import AtelierError, BadInput
from server.i18n import N_
from server.paths import Paths

LONGEST_PROMPT_BYTES = 64 * 1024
END_SECONDS = 15.0
"""From Ctrl+C to the end of the process, whatever hangs. A slow disk may have a picture to take."""

MISPLACED = {
    "empty": N_("--out needs a place."),
    "stdout_takes_one": N_("--out - takes one picture: leave out --count."),
    "stdout_is_taken": N_("--out - and --json would both write to stdout."),
    "stdout_is_a_terminal": N_("--out - would write a picture to the terminal: send it to a file or a program."),
}


class Mistake(Exception):
    """On the command line; the sentences say which."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(*sentences)
        self.sentences = sentences


def run_command(options: Options, command: Command) -> int:
    """The exit code, when all is done."""
    isolate_server()
    leave_out_unused()
    # Before there is a log, Python's would be stderr.
    logging.getLogger().addHandler(logging.NullHandler())
    speaker = Speaker(command.language or system_language(os.environ))
    try:
        if command.word is Word.MODELS:
            return list_models(speaker, as_json=command.as_json)
        return _paint(options, command, speaker)
    except asyncio.CancelledError:
        return Exit.INTERRUPTED
    except NoReader:
        # What is left in the buffer must not be tried once more at the end.
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - until the process ends
        return Exit.NO_READER


def _paint(options: Options, command: Command, speaker: Speaker) -> Exit:
    """Raises NoReader, and CancelledError when interrupted before anything was ordered."""
    try:
        session = Session(options, command, speaker)
        return asyncio.run(session.run(*_checked(options, command, speaker)))
    except Mistake as mistake:
        return _refuse(command, speaker, mistake)
    except (AlreadyRunning, Gone):
        speaker.say(N_("The program is already running but does not answer."))
        return Exit.BUSY
    except AtelierError as error:
        return _failed(command, speaker, error)
    except OSError as error:
        speaker.say_failure(error)
        return Exit.FAILED


class Session:
    """One run of `atelier paint`, on a loop of its own, that Ctrl+C ends in good order."""

    def __init__(self, options: Options, command: Command, speaker: Speaker) -> None:
        self._options = options
        self._command = command
        self._speaker = speaker
        self._painting: Painting | None = None
        self._stopping: asyncio.Task[None] | None = None

    async def run(self, order: dict[str, str], place: Place | None) -> Exit:
        """Raises what `find_owner` and `Painting.run` do, and CancelledError when interrupted before the order."""
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - this is one

        def interrupted() -> None:
            loop.call_soon_threadsafe(self._interrupt, task)

        Interrupts(interrupted).listen()
        if place is not None:
            place.prepare()
        paths = Paths.choose(self._options.data_dir)
        quiet, demo = self._command.quiet, bool(order.get("sample"))
        async with find_owner(paths, self._speaker, demo=demo, quiet=quiet) as owner:
            progress = Progress(self._speaker, quiet=quiet)
            self._painting = Painting(owner, self._speaker, progress, place, self._command.as_json)
            return await self._painting.run(order)

    def _interrupt(self, task: asyncio.Task[object]) -> None:
        last_resort = threading.Timer(END_SECONDS, os._exit, (int(Exit.INTERRUPTED),))
        last_resort.daemon = True
        last_resort.start()
        if self._painting is not None:
            self._painting.interrupted = True
        if self._painting is None or not self._painting.ids:
            task.cancel()
        else:
            self._stopping = asyncio.create_task(self._painting.interrupt())


def _checked(options: Options, command: Command, speaker: Speaker) -> tuple[dict[str, str], Place | None]:
    """The order's fields and where copies go, both proved before anything is begun. Raises Mistake."""
    from server.commands.orders import find_model, read_order
    from server.models import DEFAULT_MODEL

    fields = {**command.fields, "prompt": _prompt(command.fields["prompt"], speaker)}
    if options.demo:
        fields["sample"] = "1"
    model = None
    try:
        model = find_model(fields.get("model", DEFAULT_MODEL.id))
        fields["model"] = model.id
        order = read_order(fields)
        if command.out is None:
            return fields, None
        return fields, Place.read(command.out, count=order.count, as_json=command.as_json)
    except BadInput as error:
        raise Mistake(*describe(error, model, speaker)) from error
    except Misplaced as error:
        raise Mistake(speaker.text(MISPLACED[error.code])) from error


def _prompt(given: str, speaker: Speaker) -> str:
    """Raises Mistake for what is no text."""
    try:
        if given == "-":
            stdin = sys.stdin.buffer.read(LONGEST_PROMPT_BYTES + 1) if sys.stdin is not None else b""
            return stdin.decode("utf-8-sig")
        given.encode()
    except UnicodeError as error:
        raise Mistake(speaker.text(N_("The prompt is no text in UTF-8."))) from error
    return given


def _failed(command: Command, speaker: Speaker, error: AtelierError) -> Exit:
    told = fault(speaker, error.code, error.detail)
    output.say(in_words(told))
    code = exit_for(error.code)
    if command.as_json:
        output.write_json({"paintings": [], "error": told, "exit_code": int(code)})
    return code


def _refuse(command: Command, speaker: Speaker, mistake: Mistake) -> Exit:
    for sentence in mistake.sentences:
        output.say(f"atelier {command.word.value}: {sentence}")
    output.say(speaker.text(N_("`atelier {command} --help` says more."), command=command.word.value))
    if command.as_json and command.out != STDOUT:
        told = {"code": "bad_input", "detail": "", "sentence": " ".join(mistake.sentences), "next_step": ""}
        output.write_json({"paintings": [], "error": {**told, "cost": "nothing"}, "exit_code": int(Exit.USAGE)})
    return Exit.USAGE
