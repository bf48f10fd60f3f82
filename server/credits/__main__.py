"""`python -m server.credits FOLDER`: for whoever builds a package, which must carry the licences of what is in it."""

from __future__ import annotations

import sys
from pathlib import Path

from server.credits import write
from server.credits.gather import NoLicence, gather


def main(arguments: list[str]) -> None:
    if len(arguments) != 1:
        raise SystemExit("usage: python -m server.credits FOLDER")
    try:
        write(Path(arguments[0]), gather())
    except NoLicence as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main(sys.argv[1:])
