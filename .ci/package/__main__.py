"""`python -m package`: build the program and what people download; `--if-changed` only where that would be news."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from package import facts, fingerprint
from package.archive import make_bundle_zip, make_zip, note_sums
from package.build import build
from package.deb import make_deb
from package.tarball import make_tarball


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["--if-changed"]):
        raise SystemExit("usage: python -m package [--if-changed]")
    if arguments and fingerprint.is_current():
        return
    fingerprint.forget()
    sources = fingerprint.fingerprint()
    for old in facts.DIST.glob("atelier[-_]*"):
        old.unlink()
    files = list(downloads(build()))
    note_sums(files)
    fingerprint.note(sources)
    for file in files:
        sys.stdout.write(f"{file.stat().st_size / 1_000_000:7.1f} MB  {file}\n")


def downloads(built: Path) -> Iterator[Path]:
    """What people download, made of the built folder."""
    match facts.system():
        case "linux":
            yield make_tarball(built)
            yield make_deb(built)
        case "windows":
            yield make_zip(built)
        case "macos":
            yield make_bundle_zip(facts.DIST / f"{facts.NAME}.app")


if __name__ == "__main__":
    main(sys.argv[1:])
