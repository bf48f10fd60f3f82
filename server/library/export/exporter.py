"""Many paintings into a folder or into one ZIP, one after the other, each whole or not at all."""

from __future__ import annotations

import asyncio
import io
import logging
import zipfile
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from server.common.errors import NotFound, StorageError
from server.common.file_names import shown_name
from server.common.hidden import Hidden
from server.library.export.convert import convert
from server.library.folder import numbered_names, save_as, storage_error, write_new
from server.library.painting_metadata import metadata_of
from server.paintings.naming import Subject, stem_of
from server.paintings.painting import Painting
from server.pictures.export_options import ExportOptions
from server.pictures.picture import Picture

log = logging.getLogger(__name__)


class ExportedPicture(Hidden, frozen=True):
    """One picture as it is handed out. `stem` is its name without the ending, not yet one of a kind."""

    painting: Painting
    stem: str
    extension: str
    mime: str
    data: bytes

    @property
    def name(self) -> str:
        return f"{self.stem}{self.extension}"


class ExportReport(Struct):
    """What has become of an export so far: the files written, and the paintings whose picture could not be read."""

    total: int
    files: list[Path] = []
    failed: list[int] = []

    @property
    def done(self) -> int:
        return len(self.files) + len(self.failed)


class Exporter(Struct, frozen=True):
    """`read` gives a painting's picture, from wherever it is; it raises NotFound and StorageError."""

    read: Callable[[Painting], Awaitable[Picture]]

    async def one(self, painting: Painting, options: ExportOptions, *, number: int = 1) -> ExportedPicture:
        """A painting as it shall be; `number` is its place among those exported. Raises NotFound and StorageError."""
        picture = await self.read(painting)
        sized = metadata_of(painting)
        data, kind = await asyncio.to_thread(convert, picture, sized, options)
        return ExportedPicture(painting, name_of(painting, options, number), kind.extension, kind.mime, data)

    async def save(self, given: ExportedPicture, target: Path) -> None:
        """Write one where its user wants it, replacing what is there as they confirmed. Raises StorageError."""
        try:
            await asyncio.to_thread(save_as, target, given.data)
        except OSError as error:
            raise storage_error(error) from error

    async def to_folder(
        self, paintings: Sequence[Painting], options: ExportOptions, folder: Path, report: ExportReport | None = None
    ) -> AsyncIterator[ExportReport]:
        """Write all into a folder, beside what is there, telling after each how far it is.

        Pictures that cannot be read are left out and counted. Raises StorageError where the folder takes no more.
        """
        report = report or ExportReport(len(paintings))
        for number, painting in enumerate(paintings, start=1):
            given = await self._try(painting, options, number, report)
            if given is not None:
                report.files.append(await asyncio.to_thread(_write, folder, given))
            yield report

    async def as_zip(self, paintings: Sequence[Painting], options: ExportOptions) -> AsyncGenerator[bytes, None]:
        """One ZIP with all that can be read, piece by piece, so that it need not fit into memory."""
        sink, taken, report = _Sink(), set[str](), ExportReport(len(paintings))
        with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:  # pictures do not get smaller
            for number, painting in enumerate(paintings, start=1):
                given = await self._try(painting, options, number, report)
                if given is not None:
                    archive.writestr(_entry(given, taken), given.data)
                    yield sink.take()
        yield sink.take()

    async def _try(
        self, painting: Painting, options: ExportOptions, number: int, report: ExportReport
    ) -> ExportedPicture | None:
        try:
            return await self.one(painting, options, number=number)
        except (NotFound, StorageError) as error:
            log.warning("painting %d: not exported: %s", painting.id, error)
            report.failed.append(painting.id)
            return None


def name_of(painting: Painting, options: ExportOptions, number: int) -> str:
    """Without the ending: the file's own name, or one by the pattern."""
    if options.pattern:
        return stem_of(options.pattern, Subject.of(painting, number))
    if painting.file is not None:
        return Path(shown_name(painting.file)).stem
    return stem_of("{prompt} {date} {id}", Subject.of(painting, number))


def _write(folder: Path, given: ExportedPicture) -> Path:
    """Under the first of its names that is free. Raises StorageError."""
    for name in numbered_names(given.stem, given.extension):
        try:
            write_new(folder / name, given.data)
        except FileExistsError:
            continue
        except OSError as error:
            raise storage_error(error) from error
        return folder / name
    raise AssertionError("the numbers never end")


def _entry(given: ExportedPicture, taken: set[str]) -> zipfile.ZipInfo:
    name = next(name for name in numbered_names(given.stem, given.extension) if name.casefold() not in taken)
    taken.add(name.casefold())
    when = datetime.fromtimestamp(max(given.painting.created, 315_532_800), UTC).astimezone()  # ZIP begins in 1980
    return zipfile.ZipInfo(name, (when.year, when.month, when.day, when.hour, when.minute, when.second))


class _Sink(io.RawIOBase):
    """Takes what is written and gives it on; it cannot go back, and zipfile knows how to do without."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview, /) -> int:  # type: ignore[override]
        self._pieces.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
