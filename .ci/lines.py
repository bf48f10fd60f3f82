"""Refuses lines of templates that nobody sees whole: `lines.py`. What a formatter keeps short is not looked at here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 140
# A sentence for the catalogues cannot be broken, and counts for nothing.
SENTENCE = re.compile(r'_\("(?:[^"\\]|\\.)*"')


def main() -> None:
    found = [problem for template in sorted((ROOT / "templates").rglob("*.html")) for problem in problems(template)]
    if found:
        raise SystemExit("\n".join([f"Lines of more than {LONGEST} columns, sentences not counted:", *found]))


def problems(template: Path) -> Iterator[str]:
    for number, line in enumerate(template.read_text(encoding="utf-8").splitlines(), start=1):
        columns = len(SENTENCE.sub('_(""', line))
        if columns > LONGEST:
            yield f"  {template.relative_to(ROOT).as_posix()}:{number}: {columns}"


if __name__ == "__main__":
    main()
