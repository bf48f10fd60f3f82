"""Takes out of a text what nobody else is to read, for whatever leaves the program: log, reports, diagnostics."""

from __future__ import annotations

import contextlib
import getpass
import re
from pathlib import Path

SECRET_LIKE = re.compile(r"(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{32,}(?![A-Za-z0-9_-])|[0-9a-fA-F]{32,}")
STARS = "****"


def starred(text: str) -> str:
    """Whatever looks like a token or an id has stars instead."""
    return SECRET_LIKE.sub(STARS, text)


def without_user(text: str) -> str:
    """The home folder is `~`, and a folder named after the user, as below /media or /run, is `…`."""
    for home in _spellings(_home()):
        text = re.sub(rf"{re.escape(home)}(?![\w.-])", "~", text)
    name = _user_name()
    return re.sub(rf"(?<=[/\\]){re.escape(name)}(?![\w.-])", "…", text) if name else text


def _home() -> str:
    with contextlib.suppress(RuntimeError):  # there is none
        return str(Path.home())
    return ""


def _spellings(folder: str) -> list[str]:
    """As it stands, with its links followed, and as it stands in addresses and in strings of a program."""
    if len(folder) < 2:
        return []
    real = str(Path(folder).resolve())
    written = {folder, real, folder.replace("\\", "\\\\"), folder.replace("\\", "/")}
    return sorted(written, key=len, reverse=True)


def _user_name() -> str:
    # Names that say nothing are left alone, for they are also those of folders everybody has.
    with contextlib.suppress(OSError, KeyError, ImportError):
        name = getpass.getuser()
        return name if name != "root" else ""
    return ""
