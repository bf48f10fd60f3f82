"""`atelier enlarge` of files: anywhere, without the program's data. Numbers of the library's go to its queue."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from msgspec import Struct

from desktop.cli import output
from desktop.cli.copies import CopyTarget
from desktop.cli.exit_codes import Exit, exit_for
from desktop.cli.output import fault, in_words
from desktop.cli.progress import CLEAR
from desktop.speaker import Speaker
from server import __version__
from server.common.errors import AtelierError, StorageError
from server.common.i18n import N_
from server.library.folder import storage_error
from server.pictures.enlarging.process import Enlarging
from server.pictures.enlarging.wish import Enlargement
from server.pictures.metadata import Metadata, embed, read_metadata
from server.pictures.metadata.foreign import read_foreign
from server.pictures.picture import NotAPicture, read_picture


class Enlarged(Struct):
    """One file, and what became of it."""

    source: Path
    file: Path | None = None
    width: int | None = None
    height: int | None = None
    failure: AtelierError | None = None

    def as_json(self, speaker: Speaker) -> dict[str, object]:
        error = fault(speaker, self.failure.code, self.failure.detail) if self.failure else None
        file = str(self.file) if self.file else None
        return {"source": str(self.source), "file": file, "width": self.width, "height": self.height, "error": error}


class EnlargeFiles:
    """One call of the command. `place` is where the larger ones go; None for beside what they are made of."""

    def __init__(
        self, speaker: Speaker, wish: Enlargement, place: CopyTarget | None, *, quiet: bool, as_json: bool
    ) -> None:
        self._speaker = speaker
        self._wish = wish
        self._place = place
        self._live = not quiet and sys.stderr.isatty()
        self._as_json = as_json

    async def run(self, files: Sequence[Path]) -> Exit:
        """One after the other; the first that failed says the exit code. Raises NoReader."""
        done = [await self._one(file) for file in files]
        code = next((exit_for(each.failure.code) for each in done if each.failure), Exit.DONE)
        if self._as_json:
            told = [each.as_json(self._speaker) for each in done]
            output.write_json({"pictures": told, "error": None, "exit_code": int(code)})
        return code

    async def _one(self, source: Path) -> Enlarged:
        result = Enlarged(source)
        try:
            data = await Enlarging(self._wish, lambda share: self._tell(source, share)).run(source)
            data, result.width, result.height = await asyncio.to_thread(_with_metadata, data, source, self._wish)
            result.file = self._keep(data, source)
        except AtelierError as error:
            result.failure = error
            self._clear()
            output.say(f"{source.name}: {in_words(fault(self._speaker, error.code, error.detail))}")
        self._clear()
        return result

    def _keep(self, data: bytes, source: Path) -> Path | None:
        """Raises StorageError and NoReader."""
        from server.commands.studio_api import Copy

        ending = read_picture(data).kind.extension
        place = self._place or CopyTarget(folder=source.parent)
        file = place.keep(Copy(f"{source.stem}-{self._wish.scale}x{ending}", data))
        if file is not None and not self._as_json:
            output.write(os.fspath(file))
        return file

    def _tell(self, source: Path, share: float) -> None:
        if self._live:
            line = self._speaker.text(N_("{name}: {percent} %"), name=source.name, percent=int(share * 100))
            sys.stderr.write(CLEAR + line)
            sys.stderr.flush()

    def _clear(self) -> None:
        if self._live:
            sys.stderr.write(CLEAR)


def _with_metadata(data: bytes, source: Path, wish: Enlargement) -> tuple[bytes, int, int]:
    """What the smaller one told, and what enlarged it; width and height. Raises StorageError."""
    try:
        before = source.read_bytes()
        made = read_picture(data)
    except OSError as error:
        raise storage_error(error) from error
    except NotAPicture as error:
        raise StorageError("enlarging_failed") from error
    ours = read_metadata(before)
    told = ours or read_foreign(before)
    metadata = Metadata(
        uid=uuid4().hex,
        prompt=(told.prompt if told else None) or "",
        prompt_sent=told.prompt_sent if told else None,
        negative_prompt=told.negative_prompt if told else None,
        model=wish.model,
        width=made.width,
        height=made.height,
        neurons=0.0,
        created=time.time(),
        version=__version__,
        parent_uid=ours.uid if ours else None,
    )
    return embed(data, metadata), made.width, made.height
