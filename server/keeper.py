"""Keeps what was paid for: every picture goes to disk before anything else is done with it (invariant 3)."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from server.cloudflare import Answer
from server.errors import StorageError
from server.library import Library, save_as, storage_error
from server.paintings import Painting, State
from server.pictures import Picture, read_picture
from server.store import Store

log = logging.getLogger(__name__)

KEPT_ELSEWHERE = "kept_elsewhere"
KEPT_IN_MEMORY = "kept_in_memory"


class Keeper:
    """Files and rows of finished pictures; those that no disk took are held in memory until their user saves them."""

    def __init__(self, store: Store, library: Library) -> None:
        self._store = store
        self._library = library
        self._unsaved: dict[int, Picture] = {}

    @property
    def unsaved_count(self) -> int:
        return len(self._unsaved)

    def unsaved(self, painting_id: int) -> Picture | None:
        """The picture of a painting that could not be written anywhere."""
        return self._unsaved.get(painting_id)

    def forget(self, painting_id: int) -> None:
        self._unsaved.pop(painting_id, None)

    async def keep(self, painting: Painting, answer: Answer, seconds: float) -> Painting:
        """Bytes on disk, then the row: in the library, else in the data folder, else in memory."""
        picture = answer.picture
        if answer.neurons is not None:
            self._store.set_neurons(painting.id, answer.neurons)
        file = self._library.name_for(painting.prompt, painting.created, picture.kind.extension)
        note = None
        try:
            await self._write_planned(painting, file, picture)
        except StorageError as error:
            log.warning("painting %d: the library did not take the picture: %s", painting.id, error.code)
            file, note = self._library.rescue_file(file), KEPT_ELSEWHERE
            try:
                await self._write_planned(painting, file, picture)
            except StorageError:
                self._unsaved[painting.id] = picture
                return self._store.fail(painting.id, KEPT_IN_MEMORY, error.code, seconds=seconds)
        return self._store.finish(painting.id, picture, file, seconds=seconds, note=note)

    async def keep_again(self, painting: Painting) -> Painting:
        """Try the library once more for a picture that had to be kept elsewhere. Raises StorageError."""
        picture = self._unsaved.get(painting.id) or await self._rescued(painting)
        if picture is None:
            return painting
        file = self._library.name_for(painting.prompt, painting.created, picture.kind.extension)
        await asyncio.to_thread(self._library.write, file, picture.data)
        saved = self._saved(painting, picture, file)
        if painting.file is not None:
            await asyncio.to_thread(self._library.path(painting.file).unlink, missing_ok=True)
        return saved

    async def save_as(self, painting: Painting, target: Path) -> Painting:
        """Write the picture where its user wants it; one that only memory held lives there from now on."""
        picture = self._unsaved.get(painting.id)
        if picture is None:
            await asyncio.to_thread(self._library.copy_out, painting.file or "", target)
            return painting
        try:
            await asyncio.to_thread(save_as, target, picture.data)
        except OSError as error:
            raise storage_error(error) from error
        return self._saved(painting, picture, str(target))

    async def recover(self) -> None:
        """Settle what an earlier run left under way: its picture is there, or the painting was interrupted."""
        for painting in self._store.in_state(State.PAINTING):
            data = None
            if painting.file is not None:
                data = await asyncio.to_thread(self._library.recover, painting.file)
            if data is None or painting.file is None:
                self._store.end(painting.id, State.INTERRUPTED)
            else:
                picture = await asyncio.to_thread(read_picture, data)
                self._store.finish(painting.id, picture, painting.file, seconds=None)

    async def _write_planned(self, painting: Painting, file: str, picture: Picture) -> None:
        """The row knows the name before the file has it, so that a crash in between loses nothing."""
        self._store.plan_file(painting.id, file)
        await asyncio.to_thread(self._library.write, file, picture.data)

    async def _rescued(self, painting: Painting) -> Picture | None:
        if painting.error != KEPT_ELSEWHERE or painting.file is None:
            return None
        try:
            data = await asyncio.to_thread(self._library.path(painting.file).read_bytes)
        except OSError as error:
            raise storage_error(error) from error
        return await asyncio.to_thread(read_picture, data)

    def _saved(self, painting: Painting, picture: Picture, file: str) -> Painting:
        self._unsaved.pop(painting.id, None)
        return self._store.finish(painting.id, picture, file, seconds=painting.seconds)
