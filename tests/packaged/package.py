"""The built program, and the places and people it is tried with."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.native.display import Display
from tests.native.window import NAME, NativeWindow
from tests.packaged.place import BUILT, PROGRAM


@dataclass(frozen=True, slots=True)
class Person:
    """Who runs it: the user and group ids, or nobody else than the tests' own user."""

    uid: int | None = None

    @property
    def is_root(self) -> bool:
        return (os.geteuid() if self.uid is None else self.uid) == 0

    def owns(self, folder: Path) -> None:
        if self.uid is not None:
            os.chown(folder, self.uid, self.uid)

    @property
    def options(self) -> Mapping[str, object]:
        """For subprocess."""
        return {} if self.uid is None else {"user": self.uid, "group": self.uid, "extra_groups": []}


MYSELF = Person()
# Root has no business in a desktop program, and may do what others may not: write to what is read-only, for one.
SOMEBODY = Person(51234) if os.geteuid() == 0 else MYSELF


@dataclass(slots=True)
class Wanted:
    """How a window is to be started; the fields are what tests vary."""

    built: Path = BUILT
    arguments: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)
    person: Person = MYSELF
    before: Sequence[str] = ()
    """A command that starts the program in its turn."""


def _within_reach(wanted: Wanted, place: Path) -> Path:
    """The program where its user can get at it: the folder it was built in may be closed to others."""
    if wanted.person.uid is None or wanted.built != BUILT:
        return wanted.built
    near = place / "within reach"
    if not near.exists():
        shutil.copytree(BUILT, near, symlinks=True, copy_function=os.link)
    return near


class PackagedWindow(NativeWindow):
    """The built program with its user's own folders below `folder`, as after a double-click."""

    def __init__(self, folder: Path, display: Display, wanted: Wanted | None = None) -> None:
        wanted = wanted or Wanted()
        (folder / "home").mkdir(parents=True, exist_ok=True)
        super().__init__(folder, display, environ=wanted.environ)
        self._person = wanted.person
        for place in (folder, self.home):
            self._person.owns(place)
        self.data_dir = self.home / ".local" / "share" / "atelier"
        self._program = [*wanted.before, str(_within_reach(wanted, folder.parent) / PROGRAM)]
        self.command = [*self._program, *wanted.arguments]
        self.options = wanted.person.options
        if not wanted.person.is_root:
            self.environ.pop("QTWEBENGINE_CHROMIUM_FLAGS", None)

    @property
    def library(self) -> Path:
        return self.home / "Pictures" / NAME

    def call(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """The same program, for a moment."""
        command = [*self._program, *arguments]
        return subprocess.run(
            command, env=self.environ, capture_output=True, text=True, timeout=60, check=False, **self.options
        )
