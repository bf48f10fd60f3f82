"""From a command to its exit code."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from desktop.arguments import Options
from desktop.cli import output
from desktop.cli.allowance import show_allowance
from desktop.cli.checks import Mistake, checked_order, checked_pictures
from desktop.cli.command import Command, Word
from desktop.cli.copies import STDOUT, CopyTarget
from desktop.cli.exit_codes import Exit, exit_for
from desktop.cli.mistakes import describe
from desktop.cli.models import list_models
from desktop.cli.output import NoReader, fault, in_words
from desktop.cli.paint import PaintCommand
from desktop.cli.progress import ProgressLine
from desktop.cli.remote_studio import Gone
from desktop.cli.studio_client import StudioClient, find_owner
from desktop.environment import own_environment
from desktop.instance import AlreadyRunning
from desktop.language import system_language
from desktop.server_thread import isolate_server
from desktop.signals import Interrupts
from desktop.speaker import Speaker
from desktop.unused import leave_out_unused
from server.common.background import begin
from server.common.errors import AtelierError, BadInput
from server.common.i18n import N_
from server.common.paths import Paths
from server.pictures.enlarging.wish import Enlargement, EnlargingKind

END_SECONDS = 15.0
"""From Ctrl+C to the end of the process, whatever hangs. A slow disk may have a picture to take."""


def run_command(options: Options, command: Command) -> int:
    """The exit code, when all is done."""
    isolate_server()
    own_environment()
    leave_out_unused()
    # Before there is a log, Python's would be stderr.
    logging.getLogger().addHandler(logging.NullHandler())
    speaker = Speaker(command.language or system_language(os.environ))
    try:
        match command.word:
            case Word.MODELS:
                return list_models(options.data_dir, speaker, as_json=command.as_json)
            case Word.PAINT | Word.ALLOWANCE | Word.ENLARGE as word:
                return _with_owner(options, command, word, speaker)
    except asyncio.CancelledError:
        return Exit.INTERRUPTED
    except NoReader:
        # What is left in the buffer must not be tried once more at the end.
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - until the process ends
        return Exit.NO_READER


def _with_owner(
    options: Options, command: Command, word: Literal[Word.PAINT, Word.ALLOWANCE, Word.ENLARGE], speaker: Speaker
) -> Exit:
    """Raises NoReader, and CancelledError when interrupted before anything was ordered."""
    try:
        return asyncio.run(Session(options, command, speaker).run(word))
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
    """One run of a command, on a loop of its own, that Ctrl+C ends in good order.

    Its coroutines raise what `find_owner` does, and CancelledError when interrupted before anything was ordered.
    """

    def __init__(self, options: Options, command: Command, speaker: Speaker) -> None:
        self._options = options
        self._command = command
        self._speaker = speaker
        self._painting: PaintCommand | None = None
        self._stopping: asyncio.Task[None] | None = None

    async def run(self, word: Literal[Word.PAINT, Word.ALLOWANCE, Word.ENLARGE]) -> Exit:
        """Raises NoReader and Mistake as well."""
        match word:
            case Word.ENLARGE:
                return await self._enlarge()
            case Word.PAINT:
                return await self.paint(*checked_order(self._options, self._command, self._speaker))
            case Word.ALLOWANCE:
                return await self.show_allowance()

    async def paint(self, order: dict[str, str], place: CopyTarget | None) -> Exit:
        """Raises NoReader and Mistake as well."""
        from server.studio.ordering import find_model

        if place is not None:
            place.prepare()
        async with self._owner(demo=bool(order.get("sample"))) as owner:
            progress = ProgressLine(self._speaker, quiet=self._command.quiet)
            self._painting = PaintCommand(owner, self._speaker, progress, self._command, place)
            try:
                return await self._painting.run(lambda: owner.order(order))
            except BadInput as error:  # lists are known to the owner alone
                raise Mistake(*describe(error, find_model(order["model"]), self._speaker)) from error

    async def enlarge(self, ids: list[int], place: CopyTarget | None) -> Exit:
        """Pictures of the library. Raises NoReader as well."""
        if place is not None:
            place.prepare()
        async with self._owner(demo=self._options.demo) as owner:
            progress = ProgressLine(self._speaker, quiet=self._command.quiet)
            self._painting = PaintCommand(owner, self._speaker, progress, self._command, place)
            how = {**self._command.fields, "ids": ",".join(map(str, ids))}
            return await self._painting.run(lambda: owner.enlarge(how))

    async def _enlarge(self) -> Exit:
        from desktop.cli.enlarge import EnlargeFiles

        ids, files, place = checked_pictures(self._command, self._speaker)
        if ids:
            return await self.enlarge(ids, place)
        if place is not None:
            place.prepare()
        command = self._command
        wish = Enlargement(int(command.fields["scale"]), EnlargingKind(command.fields["kind"]))
        work = EnlargeFiles(self._speaker, wish, place, quiet=command.quiet, as_json=command.as_json)
        return await work.run(files)

    async def show_allowance(self) -> Exit:
        """Raises NoReader as well."""
        async with self._owner(demo=self._options.demo) as owner:
            told = await owner.allowance()
        show_allowance(told, self._speaker, as_json=self._command.as_json)
        return Exit.DONE

    @asynccontextmanager
    async def _owner(self, *, demo: bool) -> AsyncIterator[StudioClient]:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        assert task is not None  # noqa: S101 - this is one

        def interrupted() -> None:
            loop.call_soon_threadsafe(self._interrupt, task)

        Interrupts(interrupted).listen()
        paths = Paths.choose(self._options.data_dir)
        async with find_owner(paths, self._speaker, self._command, demo=demo) as owner:
            yield owner

    def _interrupt(self, task: asyncio.Task[object]) -> None:
        last_resort = threading.Timer(END_SECONDS, os._exit, (int(Exit.INTERRUPTED),))
        last_resort.daemon = True
        last_resort.start()
        if self._painting is not None:
            self._painting.interrupted = True
        if self._painting is None or not self._painting.ids:
            task.cancel()
        else:
            self._stopping = begin(self._painting.interrupt(), "stopping")


def _failed(command: Command, speaker: Speaker, error: AtelierError) -> Exit:
    told = fault(speaker, error.code, error.detail)
    output.say(in_words(told))
    code = exit_for(error.code)
    if command.as_json:
        output.write_json({**_nothing(command), "error": told, "exit_code": int(code)})
    return code


def _refuse(command: Command, speaker: Speaker, mistake: Mistake) -> Exit:
    for sentence in mistake.sentences:
        output.say(f"atelier {command.word.value}: {sentence}")
    output.say(speaker.text(N_("`atelier {command} --help` says more."), command=command.word.value))
    if command.as_json and command.out != STDOUT:
        told = {"code": "bad_input", "detail": "", "sentence": " ".join(mistake.sentences), "next_step": ""}
        output.write_json({**_nothing(command), "error": {**told, "cost": "nothing"}, "exit_code": int(Exit.USAGE)})
    return Exit.USAGE


def _nothing(command: Command) -> dict[str, object]:
    """What the document of a command holds when there is nothing to tell."""
    if command.word is Word.ENLARGE:
        return {"pictures": []}
    return {"paintings": []} if command.word is Word.PAINT else {command.word.value: None}
