"""Picture files in the user's folder: written whole or not at all, never over another file.

Everything here blocks and runs in a worker thread; nothing here knows the database.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import stat
from collections.abc import Callable, Container, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from server.common import disk
from server.common.errors import FolderRefused, StorageError
from server.common.file_names import disk_name
from server.library.moving.gate import Gate
from server.paintings.filenames import picture_name
from server.paintings.painting import OWN
from server.pictures.picture import NotAPicture, Picture, TooLarge, is_complete, read_picture

PART_SUFFIX = ".part"
PIECE = 1024 * 1024
AWAY = "folder_away"
MOST_BYTES = 128_000_000
"""Of a picture that is read whole. One of MOST_PIXELS takes as many at the worst."""
_OURS = re.compile(r"\d{4}-\d\d|.+\.(jpg|jpeg|png|webp)")

T = TypeVar("T")


class Library(Struct):
    """The folder pictures go to, and the one they go to when that has no room or may not be written.

    `folder` changes while `gate` is closed, and at no other time. `known` is whether pictures are known to lie in it:
    where nothing is there then, its disk is not, and making the folder anew would be to write onto a bare mount point.
    """

    folder: Path
    rescued: Path
    known: bool = False
    gate: Gate = field(default_factory=Gate)

    @property
    def is_away(self) -> bool:
        """Asks the disk, which may take its time: call it in a thread."""
        return self.known and is_bare(self.folder)

    def held(self, work: Callable[[Path], T], file: str) -> T:
        """Do something with a file, in whose place nothing is changed meanwhile."""
        with self.gate.opened():
            return work(self.path(file))

    def name_for(self, prompt: str, created: float, extension: str) -> str:
        """Where a new picture shall lie, relative to the folder: `YYYY-MM/name`."""
        when = datetime.fromtimestamp(created, tz=UTC).astimezone()
        return f"{when:%Y-%m}/{picture_name(prompt, when, extension)}"

    def numbered(self, stem: str, created: float, extension: str, planned: Container[str]) -> str:
        """The same for a name of the user's making, which can be there already or be `planned` (in lower case)."""
        when = datetime.fromtimestamp(created, tz=UTC).astimezone()
        names = numbered_names(stem, extension)
        return next(
            file
            for file in (f"{when:%Y-%m}/{name}" for name in names)
            if file.casefold() not in planned and self._is_free(file)
        )

    def _is_free(self, file: str) -> bool:
        """Neither here nor where pictures go when this folder takes none."""
        paths = (self.path(file), Path(self.rescue_file(file)))
        return not any(path.exists() or part_of(path).exists() for path in paths)

    def path(self, file: str) -> Path:
        """Where a painting's `file` is; absolute ones are taken as they are."""
        return self.folder / disk_name(file)

    def rescue_file(self, file: str) -> str:
        """Where the picture goes when the folder does not take it; the name stays the same."""
        return str(self.rescued / Path(file).name)

    def is_rescued(self, file: str) -> bool:
        return self.path(file).parent == self.rescued

    def write(self, file: str, data: bytes) -> None:
        """Put the bytes on disk under their name: temporary file, fsync, rename. Raises StorageError."""
        with self.gate.opened():
            is_inside = not Path(file).is_absolute()
            if is_inside and self.is_away:
                raise StorageError(AWAY)
            _write_whole(self.path(file), data)
            self.known = self.known or is_inside

    def read(self, file: str) -> Picture:
        """The picture in a painting's file. Raises StorageError, also when something else is there now."""
        path = self.path(file)
        try:
            if check_file(path) > MOST_BYTES:
                raise TooLarge("a file of so many bytes")
            return read_picture(disk.read(path))
        except OSError as error:
            raise storage_error(error) from error
        except NotAPicture as error:
            raise StorageError(error.code) from error

    def recover(self, file: str) -> bytes | None:
        """The whole picture a killed program left under its name, or all but named. Broken remains are removed."""
        target = self.path(file)
        part = part_of(target)
        with contextlib.suppress(OSError):
            if not target.exists() and part.exists() and is_complete(disk.read(part)):
                _rename_to_new(part, target)
            disk.remove(part, missing_ok=True)
            data = disk.read(target)
            return data if is_complete(data) else None
        return None

    def copy_out(self, file: str, target: Path) -> None:
        """Copy a picture to a place its user chose; what stands there is replaced only by a whole file."""
        source, part = self.path(file), part_of(target)
        try:
            check_file(source)
            with disk.reading(source) as reading, disk.writing(part) as writing:
                shutil.copyfileobj(reading, writing, PIECE)
                writing.flush()
                os.fsync(writing.fileno())
            disk.replace(part, target)
        except OSError as error:
            raise storage_error(error) from error
        finally:
            disk.discard(part)


def check_file(path: Path) -> int:
    """Bytes of a file. Raises OSError, also where something else is there: a pipe would never be read to its end."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise OSError(errno.EINVAL, "not a file")
    return about.st_size


def is_bare(folder: Path) -> bool:
    """Not there, not to be read, or with nothing in it that shows a library: our own folder, or what we write."""
    try:
        with os.scandir(folder) as entries:
            return not any(entry.name == OWN or _OURS.fullmatch(entry.name.lower()) for entry in entries)
    except OSError:
        return True


def numbered_names(stem: str, extension: str) -> Iterator[str]:
    """`stem.jpg`, `stem (2).jpg`, `stem (3).jpg` and so on."""
    yield f"{stem}{extension}"
    yield from (f"{stem} ({number}){extension}" for number in count(2))


def free_place(folder: Path, name: str) -> Path:
    """Under this name in a folder, or the next numbered one that nothing there has."""
    wanted = folder / name
    places = (folder / each for each in numbered_names(wanted.stem, wanted.suffix))
    return next(place for place in places if not place.exists())


def save_as(target: Path, data: bytes) -> None:
    """A whole file, on the disk when this returns, in the place of what is there. Raises OSError."""
    part = part_of(target)
    try:
        write_synced(part, data)
        disk.replace(part, target)
    finally:
        disk.discard(part)


def write_new(target: Path, data: bytes) -> None:
    """Write a whole file beside whatever is there. Raises OSError, FileExistsError where the name is taken."""
    part = part_of(target)
    if target.exists():
        raise FileExistsError(target.name)
    try:
        write_synced(part, data)
        claim(part, target)
    finally:
        disk.discard(part)
    sync_folder(target.parent)


def _write_whole(target: Path, data: bytes) -> None:
    part = part_of(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_synced(part, data)
        _rename_to_new(part, target)
    except OSError as error:
        disk.discard(part)
        raise storage_error(error) from error


def claim(part: Path, target: Path) -> None:
    """Give a file its name in one step that fails where the name is taken, by whoever was faster."""
    if disk.TAKEN_NAMES_REFUSE:
        disk.rename(part, target)
        return
    try:
        target.hardlink_to(part)
    except FileExistsError:
        raise
    except OSError:  # FAT and many network drives know no second name for a file
        if target.exists():
            raise FileExistsError(target.name) from None
        disk.rename(part, target)


def storage_error(error: OSError) -> StorageError:
    """Name what the disk said; the text holds no path, because paths hold prompts."""
    codes = {
        errno.ENOSPC: "disk_full",
        errno.EDQUOT: "disk_full",
        errno.EROFS: "read_only",
        errno.EACCES: "read_only",
        errno.EPERM: "read_only",
        errno.ENOENT: "picture_missing",
    }
    told = {disk.is_in_use: "file_in_use", disk.is_too_long: "path_too_long", disk.is_withheld: "folder_withheld"}
    by_number = codes.get(error.errno or 0, "storage_failed")
    code = next((code for tells, code in told.items() if tells(error)), by_number)
    return StorageError(code, errno.errorcode.get(error.errno or 0, ""))


def folder_error(error: OSError) -> FolderRefused:
    """The same where many files are written, as of a move or a backup."""
    codes = {
        "disk_full": "move_disk_full",
        "read_only": "move_read_only",
        "file_in_use": "move_in_use",
        "path_too_long": "move_too_long",
        "folder_withheld": "move_withheld",
    }
    return FolderRefused(codes.get(storage_error(error).code, "move_failed"), type(error).__name__)


def part_of(target: Path) -> Path:
    """The hidden temporary name a file has until it is whole."""
    return target.with_name(f".{target.name}{PART_SUFFIX}")


def write_synced(path: Path, data: bytes) -> None:
    """On disk when this returns. Raises OSError."""
    with disk.writing(path) as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _rename_to_new(part: Path, target: Path) -> None:
    """Rename without replacing: names end in random digits, so an existing one means a bug, not bad luck."""
    if target.exists():
        raise FileExistsError(target.name)
    disk.rename(part, target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut. Windows has no such call and needs none."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
