"""What can go wrong, by name. `advice.advise(error.code)` tells the user what it means and what to do.

AtelierError
├── BadInput            the page sent something we cannot use: field names and what is wrong with each
├── NotFound            what was asked for is not here (any more)
├── CredentialsError    the keyring is missing, locked, refused, slow or failed; or no account is connected
├── UpstreamError       Cloudflare, or the way to it: many codes, listed in advice/
├── AllowanceError      what is wished does not fit into today's allowance, or the user's own cap
├── StorageError        the disk does not take or give a file
├── FolderRefused       this folder cannot be the library's
└── ShellError          the desktop refused: dialog, clipboard, file manager, trash

The texts of these errors may be shown and logged: neither `code` nor `detail` ever holds a token, an account id or a
prompt.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PROGRAM_BUG = "program_bug"
"""The code of what nobody foresaw, where a page says that something has failed by it."""


class AtelierError(Exception):
    """`code` is stable and names the advice; `detail` is for people who look closer ("Cloudflare 3036, HTTP 429")."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} ({detail})" if detail else code)
        self.code = code
        self.detail = detail


class BadInput(AtelierError):
    """`fields` maps the name of each refused field to the code of its reason. `about` is the piece at fault of what its
    user wrote, for whoever wrote it, and never for a log.
    """

    def __init__(self, fields: Mapping[str, str], *, about: str = "") -> None:
        super().__init__("bad_input", ", ".join(f"{name}: {code}" for name, code in fields.items()))
        self.fields = dict(fields)
        self.about = about


class NotFound(AtelierError):
    """Nothing of that id, or its file has gone."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("not_found", detail)


class CredentialsError(AtelierError):
    """Codes keyring_missing, _locked, _refused, _slow and _failed; environment_wrong; no_account."""


class UpstreamError(AtelierError):
    """One refusal or failure of one call. `retry_after` is in seconds, where Cloudflare asked for a pause.

    `unexpected` names the fields of the request that the model says it does not take. `body` is an answer that was paid
    for and holds no picture that could be read.
    """

    def __init__(  # noqa: PLR0913 - as much as an answer tells
        self,
        code: str,
        detail: str = "",
        *,
        upstream_code: int | None = None,
        http_status: int | None = None,
        retry_after: float | None = None,
        unexpected: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(code, detail)
        self.upstream_code = upstream_code
        self.http_status = http_status
        self.retry_after = retry_after
        self.unexpected = unexpected
        self.body = b""


class AllowanceError(AtelierError):
    """Codes cap_reached and allowance_short. `room` says how much fits (server.paintings.limit), `wish` is what was
    ordered, or the ids of the paintings to be tried again.
    """

    def __init__(self, code: str, *, room: Any, wish: Any) -> None:  # noqa: ANN401 - of rooms that know of errors
        super().__init__(code)
        self.room = room
        self.wish = wish


class StorageError(AtelierError):
    """Codes disk_full, read_only, file_in_use, path_too_long, folder_withheld, folder_away, picture_missing,
    picture_damaged, picture_beyond_limits, database_damaged, storage_failed.
    """


class ShellError(AtelierError):
    """Codes dialog_failed, save_failed, copy_failed, reveal_failed, open_failed, notify_failed and trash_refused."""


class FolderRefused(AtelierError):
    """A folder that cannot be the library's, or a move that cannot go on: codes folder_… and move_…."""
