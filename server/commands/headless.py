"""The studio without a page: for a command that finds nobody else at work with this data folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.commands.studio_api import Desk
from server.paintings.database import named_errors
from server.site.site import Parts
from server.web.control import Control
from server.web.guard import Guard
from server.web.opening import open_site

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
