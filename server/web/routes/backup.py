"""Backups: the library as one file, and such a file taken in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from robyn import Request, Response

from server.common.errors import BadInput, FolderRefused, NotFound
from server.library.moving.survey import folder_from
from server.web.forms import read_fields
from server.web.page import Pages
from server.web.responses import html, nothing

ENDING = ".zip"


async def browse(pages: Pages, request: Request) -> Response:
    """Ask with the system's dialog, and put the answer into the field."""
    fields = read_fields(request, required={"file", "what"}, optional={"settings"})
    if fields["what"] not in ("write", "merge"):
        raise BadInput({"what": "unknown_value"})
    if fields["what"] == "write":
        chosen = await pages.site.shell.ask_save_path(pages.site.backups.suggested.name)
    else:
        chosen = await pages.site.shell.ask_file()
    return _panel(pages, request, {fields["what"]: str(chosen or fields["file"])})


async def write(pages: Pages, request: Request) -> Response:
    """Begin a backup."""
    entered = read_fields(request, required={"file"})["file"]
    try:
        target = _zip_from(entered)
        pages.site.backups.write(target)
    except FolderRefused as error:
        return _panel(pages, request, {"write": entered, "write_problem": error.code}, status=422)
    return nothing()


async def merge(pages: Pages, request: Request) -> Response:
    """Begin to take one in; a checkbox that is not ticked is not sent at all."""
    fields = read_fields(request, required={"file"}, optional={"settings"})
    try:
        pages.site.backups.merge(folder_from(fields["file"]), settings="settings" in fields)
    except FolderRefused as error:
        return _panel(pages, request, {"merge": fields["file"], "merge_problem": error.code}, status=422)
    return nothing()


async def stop(pages: Pages, request: Request) -> Response:
    pages.site.backups.stop()
    return nothing()


async def reveal(pages: Pages, request: Request) -> Response:
    """Show the backup that was made last in its folder."""
    job = pages.site.backups.now
    if job is None:
        raise NotFound
    await pages.site.shell.reveal(job.file)
    return nothing()


def _zip_from(entered: str) -> Path:
    path = folder_from(entered)
    return path if path.suffix.lower() == ENDING else Path(os.fspath(path) + ENDING)


def _panel(pages: Pages, request: Request, values: Mapping[str, str], *, status: int = 200) -> Response:
    return html(pages.render("settings/_backup.html", request, **values), status=status)
