"""Where the account's credentials are: the environment, this run's memory, or the system's keyring."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from server.secret import Account


class Source(Enum):
    """Where the account in use comes from."""

    NONE = "none"
    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    MEMORY = "memory"


class Credentials:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self.source = Source.NONE

    async def load(self) -> Account | None:
        """Environment before memory before keyring; the keyring is asked once. Raises CredentialsError."""
        raise NotImplementedError

    async def save(self, account: Account) -> None:
        """Keep in the keyring. Raises CredentialsError."""
        raise NotImplementedError

    def keep_in_memory(self, account: Account) -> None:
        raise NotImplementedError

    async def forget(self) -> None:
        raise NotImplementedError


def clean_account_id(text: str) -> str:
    """The account id in what was pasted. Raises BadInput for the field account_id."""
    raise NotImplementedError


def clean_token(text: str) -> str:
    """The API token in what was pasted. Raises BadInput for the field api_token."""
    raise NotImplementedError
