"""What both of Linux's packages are put together from."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from package import facts

TEMPLATES = Path(__file__).with_name("linux")
HICOLOR = facts.ROOT / "desktop" / "hicolor"


def moment() -> int:
    """In seconds: SOURCE_DATE_EPOCH, or else when the newest commit was made, so that building twice gives the same."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    command = ["git", "-C", str(facts.ROOT), "log", "-1", "--format=%ct"]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return int(asked.stdout) if asked.returncode == 0 else int(datetime.now(UTC).timestamp())


def filled_in(template: str, **values: str) -> str:
    """A text of `linux/` with its @PLACES@ filled in. Raises KeyError for one that is not given."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return re.sub(r"@([A-Z]+)@", lambda place: values[place[1]], text)


def icons() -> Mapping[str, Path]:
    """Files by their place below an icon theme's folder."""
    if HICOLOR.exists():
        return {file.relative_to(HICOLOR).as_posix(): file for file in sorted(HICOLOR.rglob("atelier.*"))}
    return {
        "256x256/apps/atelier.png": facts.ROOT / "desktop" / "icon.png",
        "scalable/apps/atelier.svg": facts.ROOT / "server" / "static" / "icon.svg",
    }


def put(target: Path, text: str, *, executable: bool = False) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
    target.chmod(0o755 if executable else 0o644)


def copy(source: Path, target: Path) -> None:
    """A file, or a folder with its links as they are."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copyfile(source, target)
        target.chmod(0o644)


def empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def settle(folder: Path) -> None:
    """Everything readable by all, writable by its owner alone, and as old as the sources."""
    when = moment()
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        os.utime(path, (when, when), follow_symlinks=False)


def run(command: Iterable[str | Path], *, cwd: Path | None = None) -> None:
    """Raises SystemExit when it fails."""
    words = [str(word) for word in command]
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(moment())}
    if subprocess.run(words, cwd=cwd, env=environ, check=False).returncode:  # noqa: S603
        raise SystemExit(f"failed: {' '.join(words[:4])} …")
