"""The studio without a page: for a command that finds nobody else at work with this data folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.commands.desk import Desk
from server.control import Control
from server.database import named_errors
from server.guard import Guard
from server.opening import open_site
from server.site import Parts

NO_PORT = 0


@asynccontextmanager
async def open_desk(parts: Parts) -> AsyncIterator[Desk]:
    """What was waiting from an earlier run goes on waiting: a command paints what it was asked for.

    Raises StorageError where the database cannot be opened.
    """
    guard = Guard(NO_PORT)
    with named_errors():
        site = await open_site(parts, guard, Control(guard), for_page=False)
    try:
        yield Desk(site)
    finally:
        await site.close()
