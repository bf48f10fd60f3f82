"""`python -m tests.fuzz [REQUESTS [SEED]]`: sends that many and says what was not right."""

from __future__ import annotations

import collections
import sys
import tempfile
from pathlib import Path
from random import Random

import psutil  # type: ignore[import-untyped]

from tests.bench.stage import REPOSITORY
from tests.fuzz.mutations import Mutations
from tests.fuzz.sending import Findings, send
from tests.program import Program
from tests.upstream import Upstream

REQUESTS = 200_000
BATCH = 1000
GROWTH = 64
"""MiB that the program may have more after all of them than after the first tenth."""
RECORD = REPOSITORY / "build" / "fuzz.txt"


def main(requests: int = REQUESTS, seed: int = 1) -> int:
    findings, memory = Findings(), list[float]()
    with (
        tempfile.TemporaryDirectory() as folder,
        Upstream() as upstream,
        Program(Path(folder), api_base=upstream.base_url) as program,
    ):
        process = psutil.Process(program.pid)
        mutations = Mutations(Random(seed), program)
        for _ in range(0, requests, BATCH):
            send(program, mutations.take(BATCH), findings)
            if program.exit_code is not None:
                break
            memory.append(process.memory_info().rss / 2**20)
    grown = memory[-1] - memory[len(memory) // 10] if memory else 0.0
    _report(findings, grown)
    return 1 if findings.wrong or findings.slow or grown > GROWTH else 0


def _report(findings: Findings, grown: float) -> None:
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(findings.statuses.items()))
    print(f"{findings.statuses.total()} answers: {statuses}")
    print(f"the slowest after {findings.slowest:.2f} s; grown by {grown:.0f} MiB after the first tenth")
    for what, count in collections.Counter(what for what, _ in findings.wrong + findings.slow).most_common(40):
        print(f"  {count:6} {what}")
    RECORD.parent.mkdir(exist_ok=True)
    with RECORD.open("wb") as record:
        for what, request in findings.wrong + findings.slow:
            record.write(what.encode() + b"\n" + request + b"\n\n")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
