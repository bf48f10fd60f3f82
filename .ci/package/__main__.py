"""`python -m package`: build the program and what people download; `--if-changed` only where that would be news."""

from __future__ import annotations

import sys

from package import fingerprint
from package.build import build


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["--if-changed"]):
        raise SystemExit("usage: python -m package [--if-changed]")
    if arguments and fingerprint.is_current():
        return
    fingerprint.forget()
    build()
    fingerprint.note()


if __name__ == "__main__":
    main(sys.argv[1:])
