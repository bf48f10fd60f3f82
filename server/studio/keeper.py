"""Keeps what was paid for: every picture goes to disk before anything else is done with it (invariant 3)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cached_property
from pathlib import Path

from msgspec.structs import replace

from server.cloudflare.client import Answer
from server.common import disk
from server.common.background import begin
from server.common.errors import NotFound, StorageError
from server.library.folder import Library, save_as, storage_error
from server.library.painting_metadata import metadata_of
from server.library.unread_answers import UnreadAnswers
from server.paintings.database import DAMAGED
from server.paintings.naming import Subject, stem_of
from server.paintings.painting import Painting, State
from server.paintings.store import Store
from server.pictures.blank import is_blank, may_be_blank
from server.pictures.metadata import embed, read_metadata
from server.pictures.picture import Picture, read_picture

log = logging.getLogger(__name__)

KEPT_ELSEWHERE = "kept_elsewhere"
KEPT_IN_MEMORY = "kept_in_memory"
EMPTY_PICTURE = "empty_picture"

OPTIONAL = frozenset({"seed", "guidance", "negative_prompt"})
"""What a picture does not tell of itself where the model was asked without it."""


class Keeper:
    """Files and rows of finished pictures; those that no disk took are held in memory until their user saves them."""

    def __init__(self, store: Store, library: Library, pattern: Callable[[], str] = lambda: "") -> None:
        """`pattern` is the user's own way to name new pictures (server.paintings.naming); empty stands for ours."""
        self._store = store
        self._pattern = pattern
        self._planned: set[str] = set()
        self._naming = asyncio.Lock()
        self._library = library
        self.answers = UnreadAnswers(library.rescued.with_name("answers"))
        self._unsaved: dict[int, Picture] = {}
        self._looking: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    @property
    def unsaved_count(self) -> int:
        return len(self._unsaved)

    def unsaved(self, painting_id: int) -> Picture | None:
        """The picture of a painting that could not be written anywhere."""
        return self._unsaved.get(painting_id)

    async def picture(self, painting: Painting) -> Picture:
        """A painting's picture, from its file or from memory. Raises NotFound and StorageError."""
        unsaved = self._unsaved.get(painting.id)
        if unsaved is not None:
            return unsaved
        if painting.file is None:
            raise NotFound
        return await asyncio.to_thread(self._library.read, painting.file)

    def forget(self, painting_id: int) -> None:
        self._unsaved.pop(painting_id, None)

    async def keep(self, painting: Painting, answer: Answer, seconds: float) -> Painting:
        """Bytes on disk, then the row; in memory where neither takes them. Raises StorageError if no row can say so.

        The picture gets its metadata before it is first written: to do that in memory takes less than a millisecond,
        and a file that is written once cannot be broken by a second time.
        """
        told, file = _Told(painting, answer, seconds), ""
        try:
            if untold := answer.left_out & OPTIONAL:
                with _but_for_damage():
                    painting = self._store.unset(painting.id, untold)
                told = _Told(painting, answer, seconds)
            file, note = await self._write_somewhere(painting, told)
            if answer.neurons is not None:
                self._store.set_neurons(painting.id, answer.neurons)
            return self._store.finish(painting.id, told.picture, file, seconds=seconds, note=note)
        except StorageError as error:
            if error.code == DAMAGED and file:
                return self._store.fail(painting.id, DAMAGED, "", seconds=seconds)
            log.warning("painting %d: kept in memory: %s", painting.id, error)
            self._unsaved[painting.id] = told.picture
            return self._store.fail(painting.id, KEPT_IN_MEMORY, error.code, seconds=seconds)

    async def set_aside(self, painting: Painting, answer: bytes) -> None:
        """Keep an answer in which no picture could be found, for a while."""
        await asyncio.to_thread(self.answers.keep, painting.uid, answer)

    def look_soon(self, painting: Painting, picture: Picture, on_noted: Callable[[Painting], None]) -> None:
        """Note that a picture is all one colour, where it is: when it has been shown, and without holding up the queue.

        In a task of its own, so that nothing in it can undo what is saved.
        """
        if painting.state is State.DONE and painting.error is None and may_be_blank(picture):
            looking = begin(self._look(painting.id, picture, on_noted), "looking at a picture")
            self._looking.add(looking)
            looking.add_done_callback(self._looking.discard)

    async def keep_again(self, painting_id: int) -> Painting | None:
        """Try the library once more, if the picture had to be kept elsewhere. Raises StorageError."""
        async with self._turn:  # who asks twice gets one file
            painting = self._store.get(painting_id)
            picture = await self._kept_elsewhere(painting) if painting else None
            if painting is None or picture is None:
                return painting
            async with self._named(painting, picture) as file:
                await asyncio.to_thread(self._library.write, file, picture.data)
            saved = self._saved(painting, picture, file)
            if painting.file is not None:
                await asyncio.to_thread(disk.discard, self._library.path(painting.file))
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

    async def close(self) -> None:
        """A last try for what only memory holds."""
        await asyncio.gather(*self._looking, return_exceptions=True)
        for painting_id in tuple(self._unsaved):
            with contextlib.suppress(StorageError):
                await self.keep_again(painting_id)

    async def recover(self) -> None:
        """Settle what an earlier run left under way: its picture is there, or the painting was interrupted."""
        await asyncio.to_thread(self.answers.open)
        for painting in self._store.in_state(State.PAINTING):
            data = None
            if painting.file is not None:
                data = await asyncio.to_thread(self._library.recover, painting.file)
            if painting.is_local and data is None:
                self._store.queue_again(painting.id)
            elif data is None or painting.file is None:
                self._store.end(painting.id, State.INTERRUPTED)
            else:
                picture = await asyncio.to_thread(read_picture, data)
                self._recovered(painting, picture, painting.file)

    async def _look(self, painting_id: int, picture: Picture, on_noted: Callable[[Painting], None]) -> None:
        if not await asyncio.to_thread(is_blank, picture):
            return
        try:
            now = self._store.get(painting_id)
            if now is not None and now.state is State.DONE and now.error is None:
                log.warning("painting %d: the model sent an empty picture", painting_id)
                on_noted(self._store.note(painting_id, EMPTY_PICTURE))
        except StorageError as error:
            log.warning("painting %d: no note could be made: %s", painting_id, error)

    def _recovered(self, painting: Painting, picture: Picture, file: str) -> None:
        """The file tells what the row was not told any more."""
        metadata = read_metadata(picture.data)
        if metadata is not None and metadata.neurons is not None:
            self._store.set_neurons(painting.id, metadata.neurons)
        note = KEPT_ELSEWHERE if self._library.is_rescued(file) else None
        self._store.finish(painting.id, picture, file, seconds=metadata.seconds if metadata else None, note=note)

    async def _write_somewhere(self, painting: Painting, told: _Told) -> tuple[str, str | None]:
        """In the library, else in the data folder: the file, and what its user should know. Raises StorageError."""
        async with self._named(painting, told.bare) as file:
            try:
                await self._write_planned(painting, file, told)
            except StorageError as error:
                log.warning("painting %d: the library did not take the picture: %s", painting.id, error.code)
                file = self._library.rescue_file(file)
                await self._write_planned(painting, file, told)
                return file, KEPT_ELSEWHERE
            return file, None

    @contextlib.asynccontextmanager
    async def _named(self, painting: Painting, picture: Picture) -> AsyncIterator[str]:
        """A name no file has, and none will be given until this one is written."""
        pattern, extension = self._pattern(), picture.kind.extension
        if not pattern:  # ours are one of a kind by themselves
            yield self._library.name_for(painting.caption, painting.created, extension)
            return
        sized = replace(painting, width=picture.width, height=picture.height)
        stem = stem_of(pattern, Subject.of(sized, painting.id))
        async with self._naming:
            file = await asyncio.to_thread(
                self._library.numbered, stem, painting.created, extension, frozenset(self._planned)
            )
            self._planned.add(file.casefold())
        try:
            yield file
        finally:
            self._planned.discard(file.casefold())

    async def _write_planned(self, painting: Painting, file: str, told: _Told) -> None:
        """The row knows the name before the file has it, so that a crash in between loses nothing.

        A damaged database keeps no picture from the disk: the next start finds it there, with its metadata.
        """
        with _but_for_damage():
            self._store.plan_file(painting.id, file)
        await asyncio.to_thread(lambda: self._library.write(file, told.picture.data))

    async def _kept_elsewhere(self, painting: Painting) -> Picture | None:
        if painting.id in self._unsaved:
            return self._unsaved[painting.id]
        if painting.error != KEPT_ELSEWHERE or painting.file is None:
            return None
        return await asyncio.to_thread(self._library.read, painting.file)

    def _saved(self, painting: Painting, picture: Picture, file: str) -> Painting:
        saved = self._store.finish(painting.id, picture, file, seconds=painting.seconds)
        self.forget(painting.id)
        return saved


@contextlib.contextmanager
def _but_for_damage() -> Iterator[None]:
    """Do without what a damaged database was to be told. Raises StorageError for anything else."""
    try:
        yield
    except StorageError as error:
        if error.code != DAMAGED:
            raise
        log.warning("the database is damaged and cannot be told")


class _Told:
    """A picture as it came, and with its metadata, put in where it is first asked for: in the writing thread."""

    def __init__(self, painting: Painting, answer: Answer, seconds: float) -> None:
        self.bare = picture = answer.picture
        self._known = replace(
            painting, seconds=seconds, neurons=answer.neurons, width=picture.width, height=picture.height
        )

    @cached_property
    def picture(self) -> Picture:
        return replace(self.bare, data=embed(self.bare.data, metadata_of(self._known)))
