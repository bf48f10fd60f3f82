"""Lists the pictures below the library's folder, and looks into one. Everything here blocks and belongs in a thread."""

from __future__ import annotations

import errno
import hashlib
import logging
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from server.common import disk
from server.common.file_names import disk_name, stored_name
from server.common.hidden import Hidden
from server.library.index.unread import WhyUnread
from server.paintings.painting import OWN, TRASH
from server.pictures.metadata import Metadata, read_metadata_file
from server.pictures.metadata.foreign import read_foreign_file
from server.pictures.picture import NotAPicture, measure

log = logging.getLogger(__name__)

ENDINGS = (".jpg", ".jpeg", ".jfif", ".png", ".webp")
"""Of pictures; of folders whose name begins with a dot, only our trash is looked at."""

HEAD = 64 * 1024
BREATH = 500
"""Files after which a moment's rest is taken: the page is served by the same processor."""


class FolderAway(Exception):
    """The library's folder is not there: an unplugged disk, a lost network, or it was moved away."""


class Found(Struct, frozen=True):
    """A picture file: its path below the folder, written with slashes, size in bytes, time of change in nanoseconds."""

    path: str
    size: int
    modified: int


class Listing(Hidden, frozen=True):
    """What is there. Where `folders` is not None, only in these; nothing is known of what lies below `unread`, nor of
    the files in `unsure`, which are there and could not be asked for their size.
    """

    files: dict[str, Found]
    unread: frozenset[str]
    unsure: frozenset[str]
    folders: frozenset[str] | None
    marked: bool
    """Whether our own folder is there, which tells an emptied library from a mount point without its disk."""
    problems: Mapping[str, WhyUnread]
    """What could not be looked at, by path."""

    def covers(self, path: str) -> bool:
        """Whether a file with this path would have been found."""
        folder = path.rpartition("/")[0]
        if path in self.unsure or (self.folders is not None and folder not in self.folders):
            return False
        return not any(not lost or folder == lost or folder.startswith(f"{lost}/") for lost in self.unread)


class InspectedFile(Struct, frozen=True):
    """A file looked into. `identity` is the same wherever the picture lies; empty where it is no picture at all.

    `foreign` is the prompt that another program has written into a picture without metadata of ours, `avoided` its
    negative prompt.
    """

    found: Found
    identity: str = ""
    metadata: Metadata | None = None
    width: int = 0
    height: int = 0
    foreign: str = ""
    avoided: str = ""


def list_pictures(folder: Path, only: Iterable[str] | None = None) -> Listing:
    """Every picture below the folder, or those right in the folders named. Raises FolderAway."""
    if not folder.is_dir():
        raise FolderAway
    walk = _Walk(folder)
    if only is None:
        walk.into("", deep=True)
        walk.into(TRASH, deep=True)
    else:
        for name in only:
            walk.into(name, deep=False)
    folders = None if only is None else frozenset(only)
    unsure, marked = frozenset(walk.unsure), (folder / OWN).is_dir()
    return Listing(walk.files, frozenset(walk.unread), unsure, folders, marked, walk.problems)


def look_into(folder: Path, found: Found) -> InspectedFile | WhyUnread:
    """What the file says of itself, or why it cannot be opened now."""
    path = folder / disk_name(found.path)
    try:
        metadata = read_metadata_file(path)
        width, height = _size(path, metadata)
        identity = f"uid:{metadata.uid}" if metadata else _fingerprint(path, found.size)
        foreign, avoided = ("", "") if metadata else _foreign_prompts(path)
    except NotAPicture:
        return InspectedFile(found)
    except (OSError, MemoryError) as error:
        return _why(error)
    except Exception as error:  # noqa: BLE001 - others made these files: none of them may end the library of all
        log.warning("a file of the library cannot be understood: %s", type(error).__name__)
        return InspectedFile(found)
    return InspectedFile(found, identity, metadata, width, height, foreign, avoided)


def _size(path: Path, metadata: Metadata | None) -> tuple[int, int]:
    """As the picture tells of itself, unless another program has turned it since. Raises NotAPicture and OSError."""
    _, width, height = measure(path)
    if metadata is None or not (metadata.width and metadata.height):
        return width, height
    was_turned = (width > height) != (metadata.width > metadata.height) and width != height
    return (width, height) if was_turned else (metadata.width, metadata.height)


def _foreign_prompts(path: Path) -> tuple[str, str]:
    """What another program wrote; whatever is wrong with that, the picture is one. Raises OSError."""
    try:
        told = read_foreign_file(path)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - others wrote it, in whatever way they liked
        log.warning("what a picture tells cannot be understood: %s", type(error).__name__)
        return "", ""
    return (told.prompt, told.negative_prompt or "") if told else ("", "")


def mark(folder: Path) -> None:
    """Make our own folder, by which an emptied library is told from a mount point that lacks its disk."""
    with suppress(OSError):
        (folder / OWN).mkdir(exist_ok=True)


def _why(error: Exception) -> WhyUnread:
    if isinstance(error, OSError) and disk.is_in_use(error):
        return WhyUnread.IN_USE
    if isinstance(error, PermissionError):
        return WhyUnread.REFUSED
    is_loop = isinstance(error, OSError) and error.errno == errno.ELOOP
    return WhyUnread.LINK if is_loop else WhyUnread.FAILED


class _Walk:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.files: dict[str, Found] = {}
        self.unread: set[str] = set()
        self.unsure: set[str] = set()
        self.problems: dict[str, WhyUnread] = {}

    def into(self, start: str, *, deep: bool) -> None:
        waiting = [start]
        while waiting:
            name = waiting.pop()
            try:
                inner = list(self._entries(name))
            except FileNotFoundError:
                continue
            except OSError as error:
                self.unread.add(name)
                self._report(name, WhyUnread.FOLDER_REFUSED if isinstance(error, PermissionError) else WhyUnread.FAILED)
                continue
            if deep:
                waiting += inner

    def _entries(self, name: str) -> Iterator[str]:
        """Takes note of the pictures in one folder; yields the folders in it."""
        with os.scandir(self._folder / disk_name(name) if name else self._folder) as entries:
            for entry in entries:
                own = stored_name(entry.name)
                path = f"{name}/{own}" if name else own
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield path
                elif entry.name.lower().endswith(ENDINGS):
                    self._note(entry, path)

    def _note(self, entry: os.DirEntry[str], path: str) -> None:
        """Each by itself: one that cannot be asked is no reason to know nothing of those beside it."""
        try:
            about = entry.stat()
        except FileNotFoundError:
            if entry.is_symlink():
                self._report(path, WhyUnread.LINK)
            return  # or it is gone again
        except OSError as error:  # a link to itself, a disk that fails
            log.info("a file of the library cannot be looked at: %s", error.strerror)
            self.unsure.add(path)
            self._report(path, _why(error))
            return
        if not stat.S_ISREG(about.st_mode):  # whoever opens a pipe waits for a writer
            self._report(path, WhyUnread.NO_FILE)
            return
        self.files[path] = Found(path, about.st_size, about.st_mtime_ns)
        if len(self.files) % BREATH == 0:
            time.sleep(0.001)

    def _report(self, path: str, why: WhyUnread) -> None:
        if not path.startswith(f"{OWN}/"):
            self.problems[path] = why


def _fingerprint(path: Path, size: int) -> str:
    """For a picture without metadata: its beginning and its size are its own."""
    with disk.reading(path) as stream:
        return "sum:" + hashlib.sha256(b"%d " % size + stream.read(HEAD)).hexdigest()[:32]
