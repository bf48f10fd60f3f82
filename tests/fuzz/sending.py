"""Sends what `mutations` makes to a program, several at a time, and keeps what was not right."""

from __future__ import annotations

import asyncio
import collections
import time
from collections.abc import Iterable

from msgspec import Struct, field

from tests.program import Program

SIDE_BY_SIDE = 8
SLOW = 2.0
"""Seconds a person would notice."""
LOST = 30.0


class Findings(Struct):
    """What was answered, and each request that something was wrong with."""

    statuses: collections.Counter[int] = field(default_factory=collections.Counter)
    wrong: list[tuple[str, bytes]] = field(default_factory=list)
    slow: list[tuple[str, bytes]] = field(default_factory=list)
    slowest: float = 0.0


def send(program: Program, requests: Iterable[bytes], findings: Findings) -> None:
    """All of them; `findings` grows."""
    asyncio.run(_send(program.port, collections.deque(requests), findings))
    if program.exit_code is not None:
        findings.wrong.append((f"the program ended with {program.exit_code}", b""))


async def _send(port: int, requests: collections.deque[bytes], findings: Findings) -> None:
    async with asyncio.TaskGroup() as group:
        for _ in range(SIDE_BY_SIDE):
            group.create_task(_one_after_the_other(port, requests, findings))


async def _one_after_the_other(port: int, requests: collections.deque[bytes], findings: Findings) -> None:
    while requests:
        request = requests.popleft()
        begun = time.monotonic()
        try:
            status = await asyncio.wait_for(_ask(port, request), LOST)
        except (OSError, TimeoutError, IndexError, ValueError) as error:
            findings.wrong.append((f"no answer: {type(error).__name__}", request))
            continue
        seconds = time.monotonic() - begun
        findings.statuses[status] += 1
        findings.slowest = max(findings.slowest, seconds)
        if status == 500:
            findings.wrong.append(("500", request))
        if seconds > SLOW:
            findings.slow.append((f"{seconds:.1f} s", request))


async def _ask(port: int, request: bytes) -> int:
    """The status; the rest of an answer, which may be an endless stream, is nobody's."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        return int((await reader.readline()).split(b" ")[1])
    finally:
        writer.close()
