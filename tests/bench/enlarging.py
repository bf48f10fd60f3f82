"""Enlarging: beside the network alone on the same tiles, what memory it takes, how soon the page answers meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
from PIL import Image

from server.cloudflare.samples import paint_sample
from server.pictures.enlarging.network import Network
from server.pictures.enlarging.process import Enlarging
from server.pictures.enlarging.tiles import enlarged
from server.pictures.enlarging.wish import WORD, Enlargement
from server.pictures.metadata import embed
from tests.bench import stage
from tests.bench.figures import p95
from tests.bench.load import Asker
from tests.bench.result import MEBIBYTE, Result
from tests.eventually import eventually
from tests.pictures_on_disk import metadata
from tests.rows import rows

SIDE = 1024
"""Pixels of the pictures that most models paint."""

LARGEST = 4096
"""Of what becomes as large as anything here."""

POLL = 0.05


def measure() -> Iterator[Result]:
    with stage.folder() as folder:
        picture = folder / "a.jpg"
        picture.write_bytes(paint_sample("a lighthouse in morning mist", 4, 1, (SIDE, SIDE)))
        alone = _network_alone(picture)
        seconds, peak = _enlarged(picture)
        beside = f"the network alone: {alone:.1f} s; with process, decoding, colours, encoding {seconds:.1f}"
        yield Result("enlarge 1 MP twofold", seconds / alone, "×", 1.15, beside)
        yield Result("enlarge 1 MP: memory", peak, "MiB", 250, "of the process, at its peak")
        large = folder / "large.jpg"
        Image.open(io.BytesIO(picture.read_bytes())).resize((LARGEST, LARGEST)).save(large)
        seconds, peak = _enlarged(large)
        yield Result("enlarge to 8192²: memory", peak, "MiB", 381, f"400 MB; took {seconds:.0f} s")
        yield _page_meanwhile(picture)


def _network_alone(picture: Path) -> float:
    """Seconds of the network itself, on tiles cut before."""
    network, image = Network(Enlargement(2)), Image.open(picture).convert("RGB")
    tiles: list[Image.Image] = []

    def keep(tile: Image.Image) -> Image.Image:
        tiles.append(tile)
        return tile.resize((tile.width * 2, tile.height * 2), Image.Resampling.NEAREST)

    enlarged(image, 2, keep, lambda share: None)
    begun = time.perf_counter()
    for tile in tiles:
        network.raw(tile)
    return time.perf_counter() - begun


def _enlarged(picture: Path) -> tuple[float, float]:
    """Seconds, and mebibytes of the process at its peak."""
    over, peak = threading.Event(), [0.0]
    watching = threading.Thread(target=_watch, args=(over, peak))
    watching.start()
    begun = time.perf_counter()
    asyncio.run(Enlarging(Enlargement(2)).run(picture))
    seconds = time.perf_counter() - begun
    over.set()
    watching.join()
    return seconds, peak[0]


def _watch(over: threading.Event, peak: list[float]) -> None:
    while not over.wait(POLL):
        for child in psutil.Process().children():
            with contextlib.suppress(psutil.Error):
                if WORD in child.cmdline():
                    peak[0] = max(peak[0], child.memory_info().rss / MEBIBYTE)


def _page_meanwhile(picture: Path) -> Result:
    with stage.upstream_process() as api_base, stage.program(api_base=api_base) as program:
        program.library.mkdir(parents=True, exist_ok=True)
        (program.library / "a.jpg").write_bytes(embed(picture.read_bytes(), metadata("a lighthouse")))
        eventually(lambda: len(rows(program)) == 1)
        ask = Asker(program)
        ask.for_seconds(1.0)
        with program.client() as client:
            client.post("/enlarge/order", data={"ids": "1", "scale": "4", "kind": "drawn"}).raise_for_status()
            eventually(lambda: 'data-percent="0"' not in client.get("/paintings/2/progress").text)
        answers = ask.for_seconds(4.0)
    return Result("GET / while enlarging: p95", p95(answers), "ms", 25, f"{len(answers)} requests")
