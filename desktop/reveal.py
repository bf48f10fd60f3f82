"""Shows a file, selected, in the system's file manager."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from server.common.errors import ShellError

WAIT_SECONDS = 5.0


def reveal_file(file: Path) -> None:
    """May take a moment. Raises ShellError."""
    try:
        if not file.exists():  # which fails for a name that the system calls too long
            raise ShellError("reveal_failed", "the file is gone")
        if sys.platform == "win32":
            _in_explorer(file)
        elif sys.platform == "darwin":
            _run("/usr/bin/open", "-R", os.fspath(file))
        elif not _over_dbus(file):
            _run_desktop_opener(file.parent)
    except (OSError, subprocess.SubprocessError) as error:
        raise ShellError("reveal_failed") from error


def _in_explorer(file: Path) -> None:
    # One string, for Explorer parses the line itself: commas end its arguments unless the path is quoted. Its exit
    # code is 1 when all went well, so nobody looks at it.
    explorer = Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "explorer.exe"
    subprocess.Popen(f'"{explorer}" /select,"{file}"')  # noqa: S603


def _run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=WAIT_SECONDS, capture_output=True)  # noqa: S603


def _run_desktop_opener(folder: Path) -> None:
    """No file manager listens: open the folder, with nothing selected."""
    opener = shutil.which("xdg-open")
    if opener is None:
        raise ShellError("reveal_failed", "xdg-open")
    try:
        _run(opener, os.fspath(folder))
    except subprocess.TimeoutExpired:
        return  # some openers stay until the file manager is closed


def _over_dbus(file: Path) -> bool:
    """The way desktops agreed on (freedesktop.org, file-manager-interface); False where nobody offers it."""
    from jeepney import DBusAddress, MessageType, new_method_call  # type: ignore[import-untyped]
    from jeepney.io.blocking import open_dbus_connection  # type: ignore[import-untyped]

    manager = DBusAddress(
        "/org/freedesktop/FileManager1", "org.freedesktop.FileManager1", "org.freedesktop.FileManager1"
    )
    call = new_method_call(manager, "ShowItems", "ass", ([file.absolute().as_uri()], ""))
    try:
        with open_dbus_connection(bus="SESSION") as connection:
            answer = connection.send_and_get_reply(call, timeout=WAIT_SECONDS)
    except (OSError, KeyError, ValueError, TimeoutError):
        return False
    return bool(answer.header.message_type is MessageType.method_return)
