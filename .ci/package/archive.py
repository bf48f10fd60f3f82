"""The zip that people on Windows and macOS expect, and the sums of everything."""

from __future__ import annotations

import hashlib
import subprocess
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from package import facts
from package.staging import moment


def make_zip(built: Path) -> Path:
    """For Windows: one folder with the program in it, to be put anywhere."""
    target = facts.DIST / f"atelier-{facts.version()}-windows-{facts.architecture()}.zip"
    when = time.gmtime(moment())[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(built.rglob("*")):
            if file.is_file():
                entry = zipfile.ZipInfo(f"Atelier/{file.relative_to(built).as_posix()}", when)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, file.read_bytes())
    return target


def make_bundle_zip(bundle: Path) -> Path:
    """For macOS: Apple's own tool keeps the links and marks that a signature covers."""
    target = facts.DIST / f"atelier-{facts.version()}-macos-{facts.architecture()}.zip"
    target.unlink(missing_ok=True)
    subprocess.run(["ditto", "-c", "-k", "--keepParent", "--sequesterRsrc", bundle, target], check=True)  # noqa: S603, S607
    return target


def note_sums(files: Iterable[Path]) -> Path:
    """`sha256sum --check SHA256SUMS` reads it."""
    sums = facts.DIST / "SHA256SUMS"
    lines = [f"{_sha256(file)}  {file.name}\n" for file in sorted(files)]
    sums.write_text("".join(lines), encoding="utf-8", newline="\n")
    return sums


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
