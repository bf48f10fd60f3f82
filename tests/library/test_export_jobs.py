"""An export into a folder while the page goes on: told, stopped, ended by the disk."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from server.common.errors import AtelierError
from server.common.events import ChangeKind, Hub, waiting
from server.library.export import Exporter, ExportJobs, ExportOptions
from server.paintings.painting import Painting
from server.pictures.picture import Picture
from tests.disks import Disk, small_disk
from tests.library.test_export import Shelf


class Slow(Shelf):
    """Gives its third picture only when it is told to."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.asked = asyncio.Event()
        self.gate = asyncio.Event()

    async def read(self, painting: Painting) -> Picture:
        if painting.id == 3:
            self.asked.set()
            await self.gate.wait()
        return await super().read(painting)


def run(scene: Callable[[Hub], Awaitable[None]]) -> list[ChangeKind]:
    """The changes that pages heard of."""

    async def listened() -> list[ChangeKind]:
        hub = Hub()
        with hub.listen(0) as changes:
            await scene(hub)
            return [change.kind for change in waiting(changes)]

    return asyncio.run(listened())


def test_it_is_told_from_beginning_to_end(tmp_path: Path) -> None:
    async def scene(hub: Hub) -> None:
        shelf = Shelf(3)
        works = ExportJobs(Exporter(shelf.read), hub)
        works.start(shelf.paintings, ExportOptions(), tmp_path)
        assert works.now is not None
        assert (works.now.state, works.now.report.total) == ("running", 3)
        await works.wait()
        assert (works.now.state, works.now.report.done) == ("done", 3)

    heard = run(scene)

    assert len(heard) >= 2
    assert set(heard) == {ChangeKind.EXPORT}
    assert len(list(tmp_path.iterdir())) == 3


def test_stopping_keeps_what_is_written(tmp_path: Path) -> None:
    async def scene(hub: Hub) -> None:
        shelf = Slow(5)
        works = ExportJobs(Exporter(shelf.read), hub)
        works.start(shelf.paintings, ExportOptions(), tmp_path)
        await shelf.asked.wait()
        with pytest.raises(AtelierError) as caught:
            works.start(shelf.paintings, ExportOptions(), tmp_path)
        assert caught.value.code == "export_running"
        works.stop()
        await works.wait()
        assert works.now is not None
        assert (works.now.state, works.now.report.done) == ("stopped", 2)
        works.start(shelf.paintings[:2], ExportOptions(), tmp_path)
        await works.wait()

    run(scene)

    assert len(list(tmp_path.iterdir())) == 4


def test_stopping_before_it_began(tmp_path: Path) -> None:
    async def scene(hub: Hub) -> None:
        shelf = Shelf(5)
        works = ExportJobs(Exporter(shelf.read), hub)
        works.start(shelf.paintings, ExportOptions(), tmp_path)
        works.stop()
        await works.wait()
        await asyncio.sleep(0)
        assert works.now is not None
        assert works.now.state == "stopped"

    run(scene)

    assert list(tmp_path.iterdir()) == []


def test_the_programs_end_stops_it(tmp_path: Path) -> None:
    async def scene(hub: Hub) -> None:
        shelf = Slow(5)
        works = ExportJobs(Exporter(shelf.read), hub)
        await works.close()
        works.start(shelf.paintings, ExportOptions(), tmp_path)
        await shelf.asked.wait()
        await works.close()
        assert not works.running

    run(scene)

    assert [path.suffix for path in tmp_path.iterdir()] == [".jpg", ".jpg"]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk") as disk:
        yield disk


def test_a_full_disk_is_named(disk: Disk) -> None:
    async def scene(hub: Hub) -> None:
        shelf = Shelf(3)
        disk.fill()
        works = ExportJobs(Exporter(shelf.read), hub)
        works.start(shelf.paintings, ExportOptions(), disk.folder)
        await works.wait()
        assert works.now is not None
        assert (works.now.state, works.now.error) == ("failed", "disk_full")

    run(scene)
