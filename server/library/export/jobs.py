"""An export into a folder, under way: how far it is, and stopping it. The page hears of it as a change."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from server.common.background import begin
from server.common.errors import PROGRAM_BUG, AtelierError, StorageError
from server.common.events import Change, ChangeKind, Hub
from server.library.export.exporter import Exporter, ExportReport
from server.paintings.painting import Painting
from server.pictures.export_options import ExportOptions

BREATH = 0.2
"""Seconds between two tellings of how far it is."""


class ExportJob(Struct, frozen=True):
    """`state` is `running`, `done`, `stopped` or `failed`, with the code of the error then."""

    folder: Path
    report: ExportReport
    state: str = "running"
    error: str = ""


class ExportJobs:
    """One export at a time. Lives on the server's loop."""

    def __init__(self, exporter: Exporter, hub: Hub) -> None:
        self._exporter = exporter
        self._hub = hub
        self._task: asyncio.Task[None] | None = None
        self.now: ExportJob | None = None

    @property
    def running(self) -> bool:
        return self._task is not None and not self._task.done()

    def start(self, paintings: Sequence[Painting], options: ExportOptions, folder: Path) -> None:
        """Begin. Raises AtelierError `export_running` while another one is under way."""
        if self.running:
            raise AtelierError("export_running")
        report = ExportReport(len(paintings))
        broken = ExportJob(folder, report, "failed", PROGRAM_BUG)
        work = self._run(paintings, options, folder, report)
        self._task = begin(work, "an export", on_bug=lambda: self._tell(broken))
        self._task.add_done_callback(lambda task: self._never_begun(task, folder, report))
        self._tell(ExportJob(folder, report))

    def stop(self) -> None:
        """What is written stays; the picture under way is finished or leaves nothing."""
        if self._task is not None:
            self._task.cancel()

    async def wait(self) -> None:
        """Until nothing is under way."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def close(self) -> None:
        self.stop()
        await self.wait()

    async def _run(
        self, paintings: Sequence[Painting], options: ExportOptions, folder: Path, report: ExportReport
    ) -> None:
        clock = asyncio.get_running_loop().time
        told = clock()
        try:
            async for _ in self._exporter.to_folder(paintings, options, folder, report):
                if clock() - told > BREATH:
                    told = clock()
                    self._tell(ExportJob(folder, report))
        except asyncio.CancelledError:
            self._tell(ExportJob(folder, report, "stopped"))
        except StorageError as error:
            self._tell(ExportJob(folder, report, "failed", error.code))
        else:
            self._tell(ExportJob(folder, report, "done"))

    def _never_begun(self, task: asyncio.Task[None], folder: Path, report: ExportReport) -> None:
        """Stopped before its first step, it could not say so itself."""
        if task.cancelled():
            self._tell(ExportJob(folder, report, "stopped"))

    def _tell(self, work: ExportJob) -> None:
        self.now = work
        self._hub.publish(Change(ChangeKind.EXPORT))
