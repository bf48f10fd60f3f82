"""Exit codes: what a script can tell apart without reading a word."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

from server.common.i18n import N_


class Exit(IntEnum):
    """`DISK` and the three below it are for one painting or more; of several that failed the first one counts."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    BUSY = 3
    NO_ACCOUNT = 4
    REFUSED = 5
    USED_UP = 6
    NETWORK = 7
    DISK = 8
    CANCELLED = 9
    INTERRUPTED = 130
    NO_READER = 141


MEANINGS: Mapping[Exit, str] = MappingProxyType(
    {
        Exit.DONE: N_("all is painted and saved"),
        Exit.FAILED: N_("the program could not start, or has a bug"),
        Exit.USAGE: N_("a mistake on the command line; nothing was ordered"),
        Exit.BUSY: N_("the program runs already and does not answer"),
        Exit.NO_ACCOUNT: N_("no account, no keyring, or a token that Cloudflare does not take"),
        Exit.REFUSED: N_("Cloudflare refused: the content filter, the model, a parameter"),
        Exit.USED_UP: N_("today's allowance is used up"),
        Exit.NETWORK: N_("no way to Cloudflare, or no usable answer; a later try may help"),
        Exit.DISK: N_("a disk did not take a picture; where it is now is said"),
        Exit.CANCELLED: N_("cancelled in the window, or it was closed, or its queue is paused"),
        Exit.INTERRUPTED: N_("interrupted with Ctrl+C or SIGTERM"),
        Exit.NO_READER: N_("nobody read stdout to its end; the pictures are in the library"),
    }
)

_USED_UP = {"daily_quota_used", "allowance_short", "cap_reached"}
_OVER = {"cancelled", "interrupted", "not_found", "queue_paused"}
_BUSY_THERE = {"no_capacity", "rate_limited"}
_ACCOUNT = {"environment_wrong", "samples_only", "no_account"}
_DISK = {"disk_full", "read_only", "storage_failed", "database_damaged", "kept_in_memory", "picture_missing"} | {
    "file_in_use",
    "path_too_long",
    "data_folder_refused",
    "picture_damaged",
    "picture_beyond_limits",
}

HELD: Mapping[str, str] = MappingProxyType(
    {
        "network": "network_unreachable",
        "capacity": "no_capacity",
        "pace": "rate_limited",
        "allowance": "daily_quota_used",
        "paused": "queue_paused",
    }
)
"""What a painting can be held back by (server.commands.painting_data), as the error it is for who does not wait."""


def exit_for(code: str) -> Exit:
    """For an error's code (server.common.advice)."""
    from server.common.advice import Action, advise
    from server.common.advice.cloudflare_advice import CLOUDFLARE
    from server.common.advice.network_advice import NETWORK

    if code in _USED_UP:
        return Exit.USED_UP
    if code in _DISK:
        return Exit.DISK
    if code in _OVER:
        return Exit.CANCELLED
    if code in _ACCOUNT or code.startswith("keyring_") or advise(code).action is Action.CONNECT:
        return Exit.NO_ACCOUNT
    if code in NETWORK or code in _BUSY_THERE:
        return Exit.NETWORK
    return Exit.REFUSED if code in CLOUDFLARE else Exit.FAILED
