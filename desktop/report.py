"""The report of a crash: a file in the logs folder that its user may send to anybody.

It holds versions, the functions the program was in and the last lines of its log; no token, account id, prompt or name
of its user. Of what an error says, only what is known to quote no data is repeated.
"""

from __future__ import annotations

import contextlib
import platform
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path, PurePath

from desktop.noise import words
from server import __version__
from server.common import disk
from server.common.paths import ROOT, Paths
from server.common.redaction import starred, without_user

KEPT = 10
"""Reports; older ones go."""
LOG_LINES = 60
NATIVE_LINES = 120

# Errors of these modules say what happened and not to what: by contract, or as their documentation shows.
TELLING_MODULES = ("sqlite3", "server.common.errors", "desktop.server_thread", "desktop.toolkit")
LOG_LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} [A-Z]+ ")
QUOTED_FILE = re.compile(r'File "([^"]+)"')


def write_report(paths: Paths, what: str, story: Sequence[str]) -> Path | None:
    """The file; None where nothing can be written."""
    now = datetime.now(UTC)
    text = "\n".join([*_head(what, now), "", *story, "", "Last lines of the log:", *_log_lines(paths.logs), ""])
    file = paths.logs / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    try:
        paths.logs.mkdir(parents=True, exist_ok=True)
        file.write_text(starred(without_user(text)), encoding="utf-8")
    except OSError:
        return None
    _drop_old_ones(paths.logs)
    return file


def reports(folder: Path) -> list[Path]:
    """Oldest first."""
    return sorted(folder.glob("crash-*.txt"))


def story_of(error: BaseException) -> list[str]:
    """Its kind and the functions it passed through, and the same of its causes, the first one first."""
    lines: list[str] = []
    for each in reversed(list(_chain(error))):
        lines += [f"{type(each).__module__}.{type(each).__qualname__}{_message(each)}"]
        for frame in traceback.extract_tb(each.__traceback__):
            lines.append(f"  {place_of(frame.filename)}:{frame.lineno} in {frame.name}")
    return lines


def native_story(noise: Path) -> list[str]:
    """What the dying process wrote: the fault handler's dump, and its libraries' last words."""
    lines = words(noise)[-NATIVE_LINES:]
    return [QUOTED_FILE.sub(lambda match: f'File "{place_of(match[1])}"', line) for line in lines]


def place_of(file: str) -> str:
    """A source file's name, below the program or its library; of any other place only the last part."""
    path = PurePath(file)
    if not path.is_absolute():  # as a packaged program has them
        return path.as_posix()
    with contextlib.suppress(ValueError):
        return path.relative_to(ROOT).as_posix().rpartition("site-packages/")[2]
    for folder in ("site-packages", f"python{sys.version_info[0]}.{sys.version_info[1]}", "Lib"):
        if folder in path.parts:
            return PurePath(*path.parts[path.parts.index(folder) + 1 :]).as_posix()
    return path.name


def _head(what: str, now: datetime) -> Iterator[str]:
    yield f"Atelier {__version__} ({'packaged' if hasattr(sys, 'frozen') else 'from sources'})"
    yield f"{now:%Y-%m-%d %H:%M:%S} UTC"
    yield f"{platform.platform()}, Python {platform.python_version()}"
    yield f"What happened: {what}"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _message(error: BaseException) -> str:
    if isinstance(error, OSError):
        return f": {error.strerror}" if error.strerror else ""
    known = isinstance(error, ImportError) or type(error).__module__ in TELLING_MODULES
    return f": {error}" if known and str(error) else ""


def _log_lines(folder: Path) -> list[str]:
    """Each record's first line: what follows is tracebacks, with messages that nobody has looked through."""
    lines = words(folder / "atelier.log")
    return [line for line in lines if LOG_LINE.match(line)][-LOG_LINES:]


def _drop_old_ones(folder: Path) -> None:
    with contextlib.suppress(OSError):
        for file in reports(folder)[:-KEPT]:
            disk.remove(file)
