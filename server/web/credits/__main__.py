"""For whoever builds a package, which must carry the licences of what is in it.

`python -m server.web.credits FOLDER [BUILT]` writes them to FOLDER; BUILT is where libraries of the system were taken.
"""

from __future__ import annotations

import sys
from pathlib import Path

from server.web.credits import write
from server.web.credits.gather import NoLicence, gather


def main(arguments: list[str]) -> None:
    if len(arguments) not in (1, 2):
        raise SystemExit("usage: python -m server.web.credits FOLDER [BUILT]")
    target, *built = map(Path, arguments)
    try:
        write(target, gather(built=built[0] if built else None))
    except NoLicence as error:
        raise SystemExit(str(error)) from error


if __name__ == "__main__":
    main(sys.argv[1:])
