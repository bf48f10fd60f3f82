"""Where things are: what the program ships with, and what it writes."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
from msgspec import Struct

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "server" / "static"
LOCALES = ROOT / "server" / "locales"
_INSIDE = ROOT / "server" / "templates"
TEMPLATES = _INSIDE if _INSIDE.is_dir() else ROOT / "templates"
"""Beside the server in the sources; in all that is built of them inside it, where nobody else puts a folder."""
LICENCES = ROOT / "server" / "licences"
"""Only in a package: of everything that is in it. The build puts it there."""

LIBRARY_NAME = "AI 绘画工坊"


class Paths(Struct, frozen=True):
    """The folders this run writes to; none of them needs to exist before `prepare`.

    `library` is where the pictures are unless their user has chosen another folder (server.library.moving.place).
    """

    data: Path
    library: Path

    @classmethod
    def choose(cls, data_dir: str | None) -> Paths:
        """The user's own folders, or everything below `data_dir`. Raises OSError where there is no home to be found."""
        try:
            if data_dir:
                data = Path(data_dir).expanduser().resolve()
                return cls(data=data, library=data / "Pictures" / LIBRARY_NAME)
            data = Path(platformdirs.user_data_dir("atelier", appauthor=False))
            return cls(data=data, library=Path(platformdirs.user_pictures_dir()) / LIBRARY_NAME)
        except RuntimeError as error:
            raise OSError(str(error)) from error

    @property
    def database(self) -> Path:
        return self.data / "atelier.sqlite3"

    @property
    def compiled(self) -> Path:
        """The page's templates as Python has read them once."""
        return self.data / "compiled"

    @property
    def thumbnails(self) -> Path:
        return self.data / "thumbnails"

    @property
    def inputs(self) -> Path:
        """Pictures that models were given to go by."""
        return self.data / "inputs"

    @property
    def rescued(self) -> Path:
        """Pictures that could not be saved to the library, because its disk was full or read-only."""
        return self.data / "rescued"

    @property
    def place_file(self) -> Path:
        """Which folder the library is in, where it is not the usual one."""
        return self.data / "library.json"

    @property
    def move_file(self) -> Path:
        """Of a move of the library that has not come to its end."""
        return self.data / "moving.json"

    @property
    def backup_note(self) -> Path:
        """Names the backup that is being written, to be removed if it stays half written."""
        return self.data / "backup.part"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def noise(self) -> Path:
        """What libraries write past Python, in this run."""
        return self.logs / "engine.log"

    @property
    def run_file(self) -> Path:
        """Tells a second start where the first one listens."""
        return self.data / "run.json"

    @property
    def lock_file(self) -> Path:
        return self.data / "run.lock"

    @property
    def window_file(self) -> Path:
        """Size and place of the window."""
        return self.data / "window.json"

    def prepare(self) -> None:
        """Create the data folder, readable by its user alone. Raises OSError."""
        self.data.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            self.data.chmod(0o700)
        self.logs.mkdir(exist_ok=True)
