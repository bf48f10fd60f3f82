"""The studio without a page: for a command that finds nobody else at work with this data folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.commands.studio_api import StudioApi
from server.common.errors import StorageError
from server.paintings.database import named_errors
from server.site.opening import open_site
from server.site.site import Parts

_OF_PICTURES = frozenset({"disk_full", "read_only", "storage_failed", "path_too_long"})
"""What is said of these is that a picture is kept; here there is none."""


@asynccontextmanager
async def open_studio_api(parts: Parts) -> AsyncIterator[StudioApi]:
    """What was waiting from an earlier run goes on waiting: a command paints what it was asked for.

    Raises StorageError where the database cannot be opened.
    """
    try:
        with named_errors():
            site = await open_site(parts, for_page=False)
    except StorageError as error:
        if error.code in _OF_PICTURES:
            raise StorageError("data_folder_refused", error.detail) from error
        raise
    try:
        yield StudioApi(site)
    finally:
        await site.close()
