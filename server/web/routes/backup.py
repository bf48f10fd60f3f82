"""Backups: the library as one file, and such a file taken in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from robyn import Request, Response

from server.common.errors import BadInput, FolderRefused, NotFound
from server.library.moving.survey import folder_from
from server.site.site import Site
from server.web.forms import read_fields
from server.web.responses import html, nothing

ENDING = ".zip"


async def browse(site: Site, request: Request) -> Response:
    """Ask with the system's dialog, and put the answer into the field."""
    fields = read_fields(request, required={"file", "what"}, optional={"settings"})
    if fields["what"] not in ("write", "merge"):
        raise BadInput({"what": "unknown_value"})
    if fields["what"] == "write":
        chosen = await site.shell.ask_save_path(site.backups.suggested.name)
    else:
        chosen = await site.shell.ask_file()
    return _panel(site, request, {fields["what"]: str(chosen or fields["file"])})


async def write(site: Site, request: Request) -> Response:
    """Begin a backup."""
    entered = read_fields(request, required={"file"})["file"]
    try:
        target = _zip_from(entered)
        site.backups.write(target)
    except FolderRefused as error:
        return _panel(site, request, {"write": entered, "write_problem": error.code}, status=422)
    return nothing()


async def merge(site: Site, request: Request) -> Response:
    """Begin to take one in; a checkbox that is not ticked is not sent at all."""
    fields = read_fields(request, required={"file"}, optional={"settings"})
    try:
        site.backups.merge(folder_from(fields["file"]), settings="settings" in fields)
    except FolderRefused as error:
        return _panel(site, request, {"merge": fields["file"], "merge_problem": error.code}, status=422)
    return nothing()


async def stop(site: Site, request: Request) -> Response:
    site.backups.stop()
    return nothing()


async def reveal(site: Site, request: Request) -> Response:
    """Show the backup that was made last in its folder."""
    job = site.backups.now
    if job is None:
        raise NotFound
    await site.shell.reveal(job.file)
    return nothing()


def _zip_from(entered: str) -> Path:
    path = folder_from(entered)
    return path if path.suffix.lower() == ENDING else Path(os.fspath(path) + ENDING)


def _panel(site: Site, request: Request, values: Mapping[str, str], *, status: int = 200) -> Response:
    return html(site.views.render("_backup.html", site.language(request), **values), status=status)
