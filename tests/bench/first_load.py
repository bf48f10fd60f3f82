"""The first load of the page: what crosses the wire, in how many requests."""

from __future__ import annotations

from collections.abc import Iterator

from tests.bench import stage
from tests.bench.result import KILOBYTE, Result
from tests.bench.wire import Wire


def measure() -> Iterator[Result]:
    with stage.upstream_process() as api_base, stage.program(api_base=api_base) as program, stage.browser() as browser:
        page = browser.new_context().new_page()
        wire = Wire(page)
        page.goto(program.entry_url)
        # Fonts, icons and the event stream come after what the load event waits for.
        page.wait_for_timeout(1000)
        unpacked = f"{wire.unpacked / KILOBYTE:.0f} kB unpacked"
        yield Result("first load: size", wire.received / KILOBYTE, "kB", 300, unpacked)
        yield Result("first load: requests", wire.requests, "requests", 12, "from the entry URL to the event stream")
