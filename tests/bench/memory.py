"""The server's share of memory: idle, and after paintings that a page has fetched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import stage
from tests.bench.figures import spread
from tests.bench.listener import Listener
from tests.bench.result import MEBIBYTE, Result
from tests.program import Program

PER_ORDER = 8
SETTLED = 2.0
"""Seconds after which nothing is under way any more."""


def measure() -> Iterator[Result]:
    floor = _bare()
    with (
        stage.upstream_process() as api_base,
        stage.program(api_base=api_base) as program,
        program.client() as client,
        Listener(program) as listener,
    ):
        client.get("/").raise_for_status()
        time.sleep(SETTLED)
        idle = proportional(program.pid)
        yield Result("memory idle", idle, "MiB", 60, f"a bare Robyn server has {floor:.0f} MiB")
        stage.lift_the_cap(program)
        earlier = [_paint(program, listener, number) for number in (100, 125, 150, 175, 200)]
        later = [_paint(program, listener, number) for number in (225, 250, 275, 300)]
    beside = f"of {stage.PICTURE_BYTES} bytes, fetched by a page"
    yield Result("memory after 200 paintings", earlier[-1], "MiB", 90, beside)
    # Medians, for what the allocator holds back comes and goes by 2 MiB.
    growth = median(later) - median(earlier)
    yield Result(
        "memory growth after the 100th", growth, "MiB", 2, f"{spread(earlier)} MiB to 200, {spread(later)} to 300"
    )


def _bare() -> float:
    with stage.python("-m", "tests.bench.bare_server", str(stage.free_port())) as server:
        time.sleep(SETTLED)
        return proportional(server.pid)


def _paint(program: Program, listener: Listener, until: int) -> float:
    """Mebibytes when that many are done, and the page has fetched each with its thumbnail."""
    with program.client() as client:
        while (fetched := len(listener.done)) < until:
            count = min(PER_ORDER, until - fetched)
            form = {"prompt": f"painting {fetched}", "steps": "4", "count": str(count)}
            client.post("/generate", data=form).raise_for_status()
            listener.wait_for(fetched + count)
            for painting in sorted(listener.done)[fetched:]:
                client.get(f"/paintings/{painting}/picture").raise_for_status()
                client.get(f"/paintings/{painting}/thumbnail").raise_for_status()
    time.sleep(SETTLED)
    return proportional(program.pid)


def proportional(pid: int) -> float:
    """Mebibytes of a process, where pages shared with others count in part (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    kibibytes = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kibibytes * 1024 / MEBIBYTE
