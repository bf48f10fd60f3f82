"""Who has the data folder, and so does what a command asks for: this process, or the program that is running."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.cli.command import Command
from desktop.cli.headless_shell import HeadlessShell
from desktop.cli.remote_studio import RemoteStudio
from desktop.crash import CrashWatch
from desktop.environment import own_environment
from desktop.instance import AGAIN_SECONDS, PATIENCE_SECONDS, AlreadyRunning, Instance, RunFile
from desktop.logs import start_log
from desktop.speaker import Speaker
from server.common.i18n import N_
from server.common.paths import Paths

if TYPE_CHECKING:
    from server.commands.allowance_data import AllowanceTold
    from server.commands.painting_data import PaintingData
    from server.commands.studio_api import Copy
    from server.pictures.export_options import ExportFormat


class StudioClient(Protocol):
    """As `server.commands.studio_api.StudioApi`, which says what each call means and raises."""

    async def order(self, fields: Mapping[str, str]) -> list[int]: ...

    async def enlarge(self, fields: Mapping[str, str]) -> list[int]: ...

    def follow(self, ids: Sequence[int]) -> AsyncGenerator[PaintingData | None, None]: ...

    async def copy(self, painting_id: int, form: ExportFormat) -> Copy: ...

    async def cancel(self, ids: Iterable[int]) -> None: ...

    async def allowance(self) -> AllowanceTold: ...


@asynccontextmanager
async def find_owner(paths: Paths, speaker: Speaker, command: Command, *, demo: bool) -> AsyncIterator[StudioClient]:
    """Raises AlreadyRunning for one that does not answer, StorageError and OSError."""
    paths.prepare()
    found = await _claim_or_ask(paths, speaker, quiet=command.quiet)
    if isinstance(found, RemoteStudio):
        yield found
        return
    with found as instance:
        instance.publish_command()
        start_log(paths.logs)
        watch = CrashWatch(paths, speaker, _say_no_more)
        watch.begin()
        from server.commands.headless import open_studio_api
        from server.site.site import Parts

        parts = Parts(
            paths=paths,
            shell=HeadlessShell(watch),
            port=0,
            environ=own_environment(),
            system_language=speaker.system_language,
            demo=demo,
            patience=command.wait,
        )
        async with open_studio_api(parts) as api:
            yield api


async def _claim_or_ask(paths: Paths, speaker: Speaker, *, quiet: bool) -> Instance | RemoteStudio:
    """Another command is waited for, however long it takes. Raises AlreadyRunning."""
    deadline, told = _deadline(), quiet
    while time.monotonic() < deadline:
        try:
            return Instance.claim(paths)
        except AlreadyRunning:
            first = RunFile.read(paths.run_file)
        if first is not None and first.is_command:
            deadline, told = _deadline(), told or _say_waiting(speaker)
        elif first is not None and await asyncio.to_thread(RemoteStudio(first).is_welcome):
            return RemoteStudio(first)
        await asyncio.sleep(AGAIN_SECONDS)
    raise AlreadyRunning


def _deadline() -> float:
    return time.monotonic() + PATIENCE_SECONDS


def _say_waiting(speaker: Speaker) -> bool:
    speaker.say(N_("Another command is at work with this data folder. Waiting for it."))
    return True


def _say_no_more(_headline: str, _report: Path) -> None:
    """Where all has been said on stderr."""
