"""`python -m tests.bench [name …]`: measure all of it, or what is named."""

from __future__ import annotations

import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from tests.bench import click, enlarging, first_load, library, load, memory, models, packaged, slider, start
from tests.bench.result import Result
from tests.bench.stage import REPOSITORY

MEASUREMENTS: Mapping[str, Callable[[], Iterator[Result]]] = {
    "start": start.measure,
    "packaged": packaged.measure,
    "click": click.measure,
    "load": load.measure,
    "slider": slider.measure,
    "memory": memory.measure,
    "first-load": first_load.measure,
    "library": library.measure,
    "models": models.measure,
    "enlarging": enlarging.measure,
}
RECORD = REPOSITORY / "build" / "bench.json"


def main(names: list[str]) -> None:
    unknown = set(names) - MEASUREMENTS.keys()
    if unknown:
        raise SystemExit(f"usage: python -m tests.bench [{' | '.join(MEASUREMENTS)}] …")
    begun = time.monotonic()
    busy = os.getloadavg()[0]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {busy:.1f} before, Python {platform.python_version()}")
    results = []
    for name in names or MEASUREMENTS:
        for result in MEASUREMENTS[name]():
            print(result.line(), flush=True)
            results.append(result)
    keep(results, busy)
    over = sum(not result.within for result in results)
    print(f"{len(results) - over} of {len(results)} within reach, after {time.monotonic() - begun:.0f} s; see {RECORD}")


def keep(results: list[Result], busy: float) -> None:
    RECORD.parent.mkdir(exist_ok=True)
    record = {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"kind": platform.machine(), "cores": os.cpu_count(), "load_before": busy},
        "results": [asdict(result) | {"within": result.within} for result in results],
    }
    RECORD.write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
