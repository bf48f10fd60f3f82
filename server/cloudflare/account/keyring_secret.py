"""One secret of the user's in the system's keyring, in memory where that does not take it, asked for when needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from server.cloudflare.account import vault
from server.common.errors import CredentialsError
from server.common.secret import Secret

SECONDS = 5.0


class KeyringSecret:
    """Lives on the server's loop. `in_keyring`: one is there from an earlier run."""

    def __init__(self, name: str, *, in_keyring: bool, seconds: float = SECONDS) -> None:
        self._name = name
        self._seconds = seconds
        self._asks = in_keyring
        self._secret: Secret | None = None
        self._reading: asyncio.Future[str | None] | None = None
        self.unsaved = False

    @property
    def exists(self) -> bool:
        return self._asks or self._secret is not None

    @property
    def in_keyring(self) -> bool:
        return self.exists and not self.unsaved

    async def fetch(self) -> Secret | None:
        """Asks the keyring once, and not again while it waits for its user's password. Raises CredentialsError."""
        while self._asks:
            self._reading = self._reading or vault.in_own_thread(lambda: vault.read_one(self._name))
            reading = self._reading
            try:
                found = await vault.within(self._seconds, reading)
            finally:
                if reading.done() and self._reading is reading:
                    self._reading = None
            if self._asks and self._reading is None:
                self._asks, self._secret = False, Secret(found) if found else None
        return self._secret

    async def store(self, secret: Secret | None) -> None:
        """Into the keyring; None takes out what is there. Raises CredentialsError, and nothing has changed then."""
        if secret is not None:
            value = secret.reveal()
            await self._ask(lambda: vault.write_one(self._name, value))
        elif self.in_keyring:
            await self._erase()
        self._hold(secret, unsaved=False)

    def hold(self, secret: Secret) -> None:
        """For this run only, in memory."""
        self._hold(secret, unsaved=True)

    def _hold(self, secret: Secret | None, *, unsaved: bool) -> None:
        self._asks, self._reading = False, None
        self._secret, self.unsaved = secret, unsaved

    async def _erase(self) -> None:
        try:
            await self._ask(lambda: vault.erase_one(self._name))
        except CredentialsError as error:
            if error.code != "keyring_missing":
                raise

    async def _ask(self, call: Callable[[], None]) -> None:
        await vault.within(self._seconds, vault.in_own_thread(call))
