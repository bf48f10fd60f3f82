"""Whose calls they are."""

from __future__ import annotations

from server.common.hidden import Hidden
from server.common.secret import Secret


class Account(Hidden, frozen=True):
    """A Cloudflare account: its id (32 hexadecimal digits) and an API token for it."""

    id: str
    token: Secret
