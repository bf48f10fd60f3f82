"""`atelier paint`: order, follow, take copies, and say how it ended."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from desktop.cli import output
from desktop.cli.command import Command
from desktop.cli.copies import CopyTarget
from desktop.cli.exit_codes import HELD, Exit, exit_for
from desktop.cli.output import NoReader, fault, in_words
from desktop.cli.progress import ProgressLine
from desktop.cli.remote_studio import Gone
from desktop.speaker import Speaker
from server.common.background import begin
from server.common.errors import AtelierError, StorageError
from server.common.i18n import N_
from server.paintings.painting import State
from server.pictures.export_options import ExportFormat

if TYPE_CHECKING:
    from desktop.cli.studio_client import StudioClient
    from server.commands.painting_data import PaintingData

TICK = 1.0
UNKNOWN = "queue_paused"
"""What holds a painting back in a program that is newer than this command."""

LEFT_OUT = ("over", "held", "has_picture", "error_detail")


class Result(Struct):
    """One painting at its end, and the copy taken of it."""

    told: PaintingData
    copy: Path | None = None
    failure: AtelierError | None = None

    @property
    def exit(self) -> Exit:
        if self.failure is not None:
            return exit_for(self.failure.code)
        if self.told["state"] == State.DONE:
            return Exit.DONE
        return exit_for(self.told["error"]) if self.told["error"] else Exit.CANCELLED

    def as_json(self, speaker: Speaker) -> dict[str, object]:
        code = self.failure.code if self.failure else self.told["error"]
        detail = self.failure.detail if self.failure else self.told["error_detail"]
        told = {name: value for name, value in self.told.items() if name not in LEFT_OUT}
        error = fault(speaker, code, detail) if code else None
        return {**told, "error": error, "copy": str(self.copy) if self.copy else None}


class PaintCommand(Struct):
    """One call of the command. `place` is where copies go."""

    owner: StudioClient
    speaker: Speaker
    progress: ProgressLine
    command: Command
    place: CopyTarget | None
    ids: list[int] = field(default_factory=list)
    interrupted: bool = False
    unread: bool = False
    held: dict[int, AtelierError] = field(default_factory=dict)

    async def run(self, order: Callable[[], Awaitable[list[int]]]) -> Exit:
        """Raises AtelierError where nothing was ordered, and NoReader."""
        self.ids = await order()
        if self.interrupted:
            await self.owner.cancel(self.ids)
        self.progress.expect(self.ids)
        ticking = begin(self._tick(), "progress")
        try:
            results = [result async for result in self._results()]
        finally:
            ticking.cancel()
            self.progress.end()
        results.sort(key=lambda result: self.ids.index(result.told["id"]))
        code = self._exit(results)
        if self.unread:
            raise NoReader
        if self.command.as_json:
            paintings = [each.as_json(self.speaker) for each in results]
            output.write_json({"paintings": paintings, "error": None, "exit_code": int(code)})
        return code

    def _exit(self, results: list[Result]) -> Exit:
        """The first that failed says it; one of which nothing was heard has."""
        if self.interrupted:
            return Exit.INTERRUPTED
        failed = [result.exit for result in results if result.exit] + [Exit.CANCELLED] * (len(self.ids) - len(results))
        return failed[0] if failed else Exit.DONE

    async def interrupt(self) -> None:
        """Ctrl+C: `run` ends when what is just being saved is saved."""
        self.progress.say(N_("Stopping. What is being saved is saved."))
        with suppress(AtelierError, Gone):  # it ends all the same
            await self.owner.cancel(self.ids)

    async def _results(self) -> AsyncIterator[Result]:
        last: dict[int, PaintingData] = {}
        try:
            async for told in self._news():
                last[told["id"]] = told
                await self._hear(told)
                if told["over"]:
                    yield await self._result(told)
        except Gone:
            self.progress.say(N_("The program was closed. What had not begun waits for its next start."))
            for told in last.values():
                if not told["over"]:
                    yield Result(_left_behind(told))

    async def _news(self) -> AsyncIterator[PaintingData]:
        """Raises Gone."""
        async with aclosing(self.owner.follow(self.ids)) as news:
            async for told in news:
                if told is not None:
                    yield told

    async def _result(self, told: PaintingData) -> Result:
        result = Result(told, failure=None if told["has_picture"] else self.held.get(told["id"]))
        if not told["has_picture"]:
            return result
        try:
            await self._take_along(result)
        except NoReader:
            self.unread = True  # the others are paid for as well
        except (AtelierError, Gone) as error:
            result.failure = error if isinstance(error, AtelierError) else AtelierError("interrupted")
            output.say(in_words(fault(self.speaker, result.failure.code, result.failure.detail)))
        return result

    async def _hear(self, told: PaintingData) -> None:
        if told["held"] and not self.command.wait:
            await self._give_up(told["id"], HELD.get(told["held"], UNKNOWN))
        else:
            self.progress.tell(told)

    async def _give_up(self, painting_id: int, code: str) -> None:
        """It would wait, for who knows how long. It is cancelled, so that it is not painted when nobody expects it."""
        if painting_id not in self.held:
            self.held[painting_id] = AtelierError(code)
            output.say(in_words(fault(self.speaker, code)))
            await self.owner.cancel([painting_id])

    async def _take_along(self, result: Result) -> None:
        """The copy asked for, and one that was not where no disk of ours took the picture. Raises StorageError."""
        told = result.told
        if self.place is not None:
            result.copy = self.place.keep(await self.owner.copy(told["id"], self.place.form))
        elif told["state"] != State.DONE:
            result.copy = await self._rescue(told)
        where = result.copy or told["file"]
        to_stdout = self.place is not None and self.place.folder is None
        if where and not (self.command.as_json or to_stdout or self.unread):
            output.write(os.fspath(where))

    async def _rescue(self, told: PaintingData) -> Path | None:
        """Only memory has it, and that ends with this process: here, or where the system keeps what is temporary."""
        copy = await self.owner.copy(told["id"], ExportFormat.ORIGINAL)
        for folder in (Path.cwd(), Path(tempfile.gettempdir())):
            try:
                return CopyTarget(folder=folder).keep(copy)
            except StorageError as error:
                refused = error
        raise refused

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            self.progress.tick()


def _left_behind(told: PaintingData) -> PaintingData:
    """By a program that has ended: what was being painted is interrupted, what waited waits on."""
    state = State.INTERRUPTED if told["state"] == State.PAINTING else told["state"]
    return {**told, "state": state}
