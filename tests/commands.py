"""`atelier paint` and the like as processes of their own, as a shell starts them.

shell = Shell(tmp_path, api_base=upstream.base_url)
done = shell.run("paint", "a boat")
done.code, done.out, done.err, done.json
with shell.started("paint", "a boat") as running: running.send_signal(signal.SIGINT)
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.paintings.painting import Painting
from server.paintings.store import Store
from tests.program import COMMAND, Program

NOWHERE = "http://127.0.0.1:9/client/v4"


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended, and every byte it said."""

    code: int
    stdout: bytes = field(repr=False)
    stderr: bytes = field(repr=False)

    @property
    def out(self) -> list[str]:
        return self.stdout.decode().splitlines()

    @property
    def err(self) -> list[str]:
        return self.stderr.decode().splitlines()

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.stdout)


class Shell:
    """In `folder` as current folder; home, data folder, account and API are those of a `Program` there."""

    def __init__(self, folder: Path, *, api_base: str = NOWHERE, environ: Mapping[str, str] | None = None) -> None:
        self.program = Program(folder, api_base=api_base, environ=environ)
        self.folder = folder
        self.command = [str(COMMAND)]
        self.environ = {**self.program.environ, "ATELIER_DATA_DIR": str(self.program.data_dir)}
        self.program.home.mkdir(parents=True, exist_ok=True)

    def run(self, *arguments: str | bytes, stdin: bytes = b"") -> Done:
        """To its end."""
        done = subprocess.run(
            [*self.command, *arguments],
            env=self.environ,
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def started(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Under way; killed if the test leaves it so."""
        pipe = subprocess.PIPE
        with subprocess.Popen(
            [*self.command, *arguments], env=self.environ, cwd=self.folder, stdin=pipe, stdout=pipe, stderr=pipe
        ) as process:
            try:
                yield process
            finally:
                process.kill()

    @property
    def pictures(self) -> list[Path]:
        """In the library, oldest first."""
        found = (file for file in self.program.library.rglob("*") if file.is_file() and ".atelier" not in file.parts)
        return sorted(found, key=lambda file: file.stat().st_mtime_ns)

    @property
    def paintings(self) -> list[Painting]:
        """As the database has them, oldest first. While no program runs."""
        with closing(Store(self.program.data_dir / "atelier.sqlite3")) as store:
            return store.page()[::-1]


def ended(process: subprocess.Popen[bytes]) -> Done:
    """Wait for its end."""
    stdout, stderr = process.communicate(timeout=60)
    return Done(process.returncode, stdout, stderr)
