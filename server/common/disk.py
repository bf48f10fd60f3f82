"""Gives files other names, removes and reads them, with the patience that Windows asks for. Blocks.

There Defender, the indexer and OneDrive open what was just written and hold it for moments, in which nothing can be
renamed, replaced or removed, or even read; a moment later it can. Whoever changes a name in a folder does it through
these (tests/test_borders.py). See docs/facts.md#windows-holds-fresh-files.
"""

from __future__ import annotations

import contextlib
import errno
import sys
from collections.abc import Callable, Container
from io import BufferedReader, BufferedWriter
from pathlib import Path
from time import sleep
from typing import TypeVar

PATIENCE = 2.0
"""Seconds of waiting after which a refusal is believed."""

FIRST_PAUSE = 0.01
LONGEST_PAUSE = 0.2

ACCESS_DENIED = 5
SHARING_VIOLATION = 32
LOCK_VIOLATION = 33
IN_USE = frozenset({SHARING_VIOLATION, LOCK_VIOLATION})
PASSING = IN_USE | {ACCESS_DENIED}
"""Windows' errors that may be over in a moment. The first is also said of a file that is being removed while somebody
has it open, and of what one may not do at all.
"""

PATH_NOT_FOUND = 3
NAME_TOO_LONG = 206
LONGEST_FOLDER = 247
"""Letters of a folder's path on Windows, where nobody has allowed more; a file's may be 259 long."""

TAKEN_NAMES_REFUSE = sys.platform == "win32"
"""Whether renaming fails by itself where the name is taken; elsewhere the other file would be gone."""

_T = TypeVar("_T")


def rename(source: Path, target: Path) -> None:
    """Raises OSError; on Windows FileExistsError where the name is taken, elsewhere that file is replaced."""
    patiently(lambda: source.rename(target))


def replace(source: Path, target: Path) -> None:
    """In one step, also over a file that is there. Raises OSError."""
    patiently(lambda: source.replace(target))


def remove(file: Path, *, missing_ok: bool = False) -> None:
    """For good. Raises OSError."""
    patiently(lambda: file.unlink(missing_ok=missing_ok))


def discard(file: Path) -> None:
    """What nobody needs: where it cannot be removed it stays, and whoever looks after its folder finds it later."""
    with contextlib.suppress(OSError):
        remove(file, missing_ok=True)


def remove_folder(folder: Path) -> None:
    """One that is empty. Raises OSError where it is not."""
    patiently(folder.rmdir)


def remove_tree(folder: Path) -> None:
    """For good, with all that is in it. Raises OSError, and then some of it may be gone."""
    import shutil  # with what it packs files by, which no start has a need of

    patiently(lambda: shutil.rmtree(folder))


def reading(file: Path) -> BufferedReader:
    """Opened, of bytes. Raises OSError; at once where one may not read it, for there may be many of those."""
    return patiently(lambda: file.open("rb"), IN_USE)


def read(file: Path) -> bytes:
    """All of it. Raises OSError."""
    with reading(file) as stream:
        return stream.read()


def writing(file: Path) -> BufferedWriter:
    """A new one in the place of whatever was there. Raises OSError."""
    return patiently(lambda: file.open("wb"))


def patiently(deed: Callable[[], _T], passing: Container[int] = PASSING) -> _T:
    """Do what another program may stand in the way of, again and again for two seconds. Raises OSError.

    On a loop's own thread it is tried once: there everybody else would wait too.
    """
    left, pause = PATIENCE, FIRST_PAUSE
    while True:
        try:
            return deed()
        except OSError as error:
            if left <= 0 or _windows_number(error) not in passing or _on_a_loop():
                raise
        sleep(pause)
        left, pause = left - pause, min(2 * pause, LONGEST_PAUSE)


def is_in_use(error: OSError) -> bool:
    """Whether another program has the file, for longer than one waits."""
    return _windows_number(error) in IN_USE


def is_withheld(error: OSError) -> bool:
    """Whether macOS keeps a folder of its user's from programs that it has not been told to let in; what may not be
    written for other reasons has another number there.
    """
    return sys.platform == "darwin" and error.errno == errno.EPERM


def is_too_long(error: OSError) -> bool:
    """Whether a name or path is longer than the system takes. Windows says of a path that it is not there."""
    if error.errno == errno.ENAMETOOLONG or _windows_number(error) == NAME_TOO_LONG:
        return True
    return _windows_number(error) == PATH_NOT_FOUND and len(str(error.filename)) > LONGEST_FOLDER


def _windows_number(error: OSError) -> int:
    return getattr(error, "winerror", None) or 0


def _on_a_loop() -> bool:
    import asyncio  # whoever starts a program without one need not load it

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
