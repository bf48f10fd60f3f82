"""Who has the data folder, and so does what a command asks for."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.cli.nobody import Nobody
from desktop.crash import CrashWatch
from desktop.instance import AlreadyRunning, Instance
from desktop.logs import start_log
from desktop.speaker import Speaker
from server.paths import Paths

if TYPE_CHECKING:
    from server.commands.desk import Copy
    from server.commands.told import Told
    from server.giving.options import Form

__all__ = ["AlreadyRunning", "Owner", "find_owner"]


class Owner(Protocol):
    """As `server.commands.desk.Desk`, which says what each call means and raises."""

    async def order(self, fields: Mapping[str, str]) -> list[int]: ...

    def follow(self, ids: Sequence[int]) -> AsyncIterator[Told | None]: ...

    async def copy(self, painting_id: int, form: Form) -> Copy: ...

    async def cancel(self, ids: Iterable[int]) -> None: ...


@asynccontextmanager
async def find_owner(paths: Paths, speaker: Speaker, *, demo: bool) -> AsyncIterator[Owner]:
    """This process itself, as nobody else has the data. Raises AlreadyRunning, StorageError and OSError."""
    paths.prepare()
    with Instance.claim(paths):
        start_log(paths.logs)
        watch = CrashWatch(paths, speaker, _say_no_more)
        watch.begin()
        from server.commands.headless import open_desk
        from server.site import Parts

        parts = Parts(
            paths=paths,
            shell=Nobody(watch),
            port=0,
            environ=os.environ,
            system_language=speaker.system_language,
            demo=demo,
            patience=False,
        )
        async with open_desk(parts) as desk:
            yield desk


def _say_no_more(_headline: str, _report: Path) -> None:
    """Where all has been said on stderr."""
