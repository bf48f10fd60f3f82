"""Words for the values that pages show. Texts are msgids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.account.credentials import Source
from server.i18n import N_
from server.paintings import State

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

SOURCE_NAMES: Mapping[Source, str] = MappingProxyType(
    {
        Source.NONE: N_("nowhere"),
        Source.ENVIRONMENT: N_("environment variables"),
        Source.KEYRING: N_("the system's keyring"),
        Source.MEMORY: N_("memory, for this run only"),
    }
)
