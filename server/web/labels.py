"""Words for the values that pages show. Texts are msgids."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from msgspec import Struct

from server.cloudflare.account.credentials import CredentialSource
from server.common.i18n import N_
from server.library.backup.left_out import WhyLeft
from server.library.comparisons import Axis
from server.library.index.unread import WhyUnread
from server.paintings.painting import Reason, State

STATE_NAMES: Mapping[State, str] = MappingProxyType(
    {
        State.QUEUED: N_("Waiting"),
        State.PAINTING: N_("Painting"),
        State.DONE: N_("Done"),
        State.FAILED: N_("Failed"),
        State.CANCELLED: N_("Cancelled"),
        State.INTERRUPTED: N_("Interrupted"),
    }
)

ANNOUNCEMENTS: Mapping[State, str] = MappingProxyType(
    {
        State.PAINTING: N_("Painting has begun: {prompt}"),
        State.DONE: N_("Finished: {prompt}"),
        State.FAILED: N_("Failed: {prompt}"),
        State.CANCELLED: N_("Cancelled: {prompt}"),
    }
)

UNREAD_NAMES: Mapping[WhyUnread, str] = MappingProxyType(
    {
        WhyUnread.DAMAGED: N_("No JPEG, PNG or WebP, or damaged"),
        WhyUnread.EMPTY: N_("Empty: it may still be on its way, or its download broke off"),
        WhyUnread.REFUSED: N_("The system does not let this program read it"),
        WhyUnread.IN_USE: N_("Another program has it open"),
        WhyUnread.FOLDER_REFUSED: N_("The system does not let this program into this folder"),
        WhyUnread.NO_FILE: N_("Not a file but a pipe, a device or a socket"),
        WhyUnread.LINK: N_("A link that leads nowhere"),
        WhyUnread.FAILED: N_("The disk did not give it out"),
    }
)

LEFT_NAMES: Mapping[WhyLeft, str] = MappingProxyType(
    {
        WhyLeft.UNREADABLE: N_("The disk did not give it out"),
        WhyLeft.DAMAGED: N_("Damaged: not what the backup's list says it is"),
        WhyLeft.MISSING: N_("In the backup's list, but not in the backup"),
        WhyLeft.UNLISTED: N_("In the backup, but not in its list"),
        WhyLeft.GARBLED: N_("What the backup says of it makes no sense"),
        WhyLeft.PLACE: N_("It would lie outside of the library or be hidden in it"),
        WhyLeft.NO_PICTURE: N_("No JPEG, PNG or WebP, or damaged"),
        WhyLeft.TOO_LARGE: N_("Larger than any picture"),
        WhyLeft.ENCRYPTED: N_("Protected by a password"),
        WhyLeft.PACKED: N_("Packed in a way this program does not know"),
        WhyLeft.NOT_WRITTEN: N_("The library's disk does not take it"),
    }
)

SOURCE_NAMES: Mapping[CredentialSource, str] = MappingProxyType(
    {
        CredentialSource.NONE: N_("nowhere"),
        CredentialSource.ENVIRONMENT: N_("environment variables"),
        CredentialSource.KEYRING: N_("the system's keyring"),
        CredentialSource.MEMORY: N_("memory, for this run only"),
    }
)

HOLD_NAMES: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NETWORK: N_("Waiting for the network."),
        Reason.CAPACITY: N_("Waiting for a free computer at Cloudflare."),
        Reason.PACE: N_("Cloudflare asked for a pause."),
        Reason.ALLOWANCE: N_("Waiting for the allowance: today's is used up."),
    }
)

HOLD_ICONS: Mapping[Reason, str] = MappingProxyType(
    {
        Reason.NETWORK: "wifi-off",
        Reason.CAPACITY: "cloud-alert",
        Reason.PACE: "hourglass",
        Reason.ALLOWANCE: "moon-star",
    }
)


AXIS_COUNTS: Mapping[Axis, str] = MappingProxyType(
    {
        Axis.MODEL: N_("{n} models"),
        Axis.STEPS: N_("{n} step counts"),
        Axis.GUIDANCE: N_("{n} guidances"),
        Axis.SEED: N_("{n} seeds"),
    }
)

SOON = 120.0
"""Seconds; what is that near is told to the second."""


class Moment(Struct, frozen=True):
    """A time of day as the computer's clock on the wall shows it."""

    time: str
    tomorrow: bool
    passed: bool


def moment_of(timestamp: float, *, now: float | None = None) -> Moment:
    """`timestamp` and `now` are seconds since 1970 (UTC); all is told in the computer's own time zone."""
    now = time.time() if now is None else now
    then, today = datetime.fromtimestamp(timestamp).astimezone(), datetime.fromtimestamp(now).astimezone()
    form = "%H:%M:%S" if timestamp - now < SOON else "%H:%M"
    return Moment(
        then.strftime(form), tomorrow=then.date() == today.date() + timedelta(days=1), passed=timestamp <= now
    )
