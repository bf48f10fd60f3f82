"""Where the account's credentials are: the environment, this run's memory, or the system's keyring. Nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeVar

from server.cloudflare.account import vault
from server.cloudflare.account.pasted import clean_account_id, clean_token
from server.common.account import Account
from server.common.errors import BadInput, CredentialsError
from server.common.secret import Secret

__all__ = ["CredentialSource", "Credentials", "clean_account_id", "clean_token", "keyring_name"]

SECONDS = 5.0
_T = TypeVar("_T")


class CredentialSource(Enum):
    """Where the account in use comes from."""

    NONE = "none"
    ENVIRONMENT = "environment"
    KEYRING = "keyring"
    MEMORY = "memory"


async def keyring_name() -> str:
    """Which keyring there is, or the code of why there is none; it is not opened."""
    answer = vault.in_own_thread(vault.backend_name)
    done, _ = await asyncio.wait({answer}, timeout=SECONDS)
    return answer.result() if done else "keyring_slow"


class Credentials:
    """Lives on the server's loop. The keyring is asked in a thread of its own, and given up on after `seconds`."""

    def __init__(self, environ: Mapping[str, str], *, seconds: float = SECONDS, slot: int = 1) -> None:
        self._id = environ.get("CLOUDFLARE_ACCOUNT_ID", "")
        self._token = environ.get("CLOUDFLARE_API_TOKEN", "")
        self._seconds = seconds
        self._account: Account | None = None
        self._reading: asyncio.Future[tuple[str, str] | None] | None = None
        self.slot = slot
        self.source = CredentialSource.NONE

    async def load(self) -> Account | None:
        """Environment before memory before keyring, which is not asked again once it gave. Raises CredentialsError."""
        if self._account is None and self._id and self._token:
            self._keep(self._from_environment(), CredentialSource.ENVIRONMENT)
        if self._account is None:
            stored = await self._read()
            if stored is not None:
                self._keep(_cleaned(*stored, code="keyring_failed"), CredentialSource.KEYRING)
        return self._account

    async def save(self, account: Account, slot: int | None = None) -> None:
        """Keep in the keyring, in the place of the one in use unless said otherwise. Raises CredentialsError."""
        place = self.slot if slot is None else slot
        await self._within_limit(vault.in_own_thread(lambda: vault.write(account.id, account.token.reveal(), place)))
        self._keep(account, CredentialSource.KEYRING)
        self.slot = place

    async def switch(self, slot: int) -> Account | None:
        """Use another account of the keyring; None and no change if it is not there. Raises CredentialsError."""
        stored = await self._within_limit(vault.in_own_thread(lambda: vault.read(slot)))
        if stored is None:
            return None
        account = _cleaned(*stored, code="keyring_failed")
        self._keep(account, CredentialSource.KEYRING)
        self.slot = slot
        return account

    async def ids(self, slots: Iterable[int]) -> dict[int, str]:
        """Which of these places hold an account, and whose. Raises CredentialsError."""
        wanted = tuple(slots)
        return await self._within_limit(vault.in_own_thread(lambda: vault.read_ids(wanted)))

    async def erase(self, slot: int) -> None:
        """Out of the keyring; not for the one in use. Raises CredentialsError."""
        await self._within_limit(vault.in_own_thread(lambda: vault.erase(slot)))

    def keep_in_memory(self, account: Account) -> None:
        self._keep(account, CredentialSource.MEMORY)

    async def forget(self) -> None:
        """Out of memory, then out of the keyring. Raises CredentialsError if it may still be there."""
        source, self.source, self._account = self.source, CredentialSource.NONE, None
        try:
            await self.erase(self.slot)
        except CredentialsError as error:
            if source is CredentialSource.KEYRING or error.code != "keyring_missing":
                raise

    def _keep(self, account: Account, source: CredentialSource) -> None:
        self._account, self.source = account, source

    def _from_environment(self) -> Account:
        return _cleaned(self._id, self._token, code="environment_wrong")

    async def _read(self) -> tuple[str, str] | None:
        """One question at a time: a keyring that waits for its user's password is still answering the first."""
        if self._reading is None:
            slot = self.slot
            self._reading = vault.in_own_thread(lambda: vault.read(slot))
        try:
            return await self._within_limit(self._reading)
        finally:
            if self._reading is not None and self._reading.done():
                self._reading = None

    async def _within_limit(self, answer: asyncio.Future[_T]) -> _T:
        return await vault.within(self._seconds, answer)


def _cleaned(account_id: str, token: str, *, code: str) -> Account:
    try:
        return Account(id=clean_account_id(account_id), token=Secret(clean_token(token)))
    except BadInput as error:
        raise CredentialsError(code, error.detail) from error
