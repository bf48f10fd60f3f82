"""The way to the API as the user chose it: kept with the settings, its password in the keyring alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from server.account import vault
from server.account.secret import Secret
from server.cloudflare.ways import Network, OwnProxy, ProxyKind, ProxyUse
from server.errors import CredentialsError

SETTING = "network"
PROXY_PASSWORD = "proxy-password"  # noqa: S105 - the name of the keyring's entry
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What a page may know: whether there is a password, not which. `unsaved`: only this run knows it."""

    use: str
    kind: str
    host: str
    port: str
    user: str
    has_password: bool
    unsaved: bool


class Networks:
    """Lives on the server's loop. `stored` is the setting's text, `keep` writes it anew."""

    def __init__(self, stored: str, keep: Callable[[str], None], *, seconds: float = SECONDS) -> None:
        self._keep = keep
        self._seconds = seconds
        self._network, self._asks_keyring = _read(stored)
        self._unsaved = False
        self._reading: asyncio.Future[str | None] | None = None
        self._refused: Network | None = None

    async def now(self) -> Network:
        """What counts for the next call. Raises CredentialsError when the keyring holds back the proxy's password."""
        if self._network.use is ProxyUse.OWN:
            await self._fetch_password()
        return self._network

    def view(self) -> NetworkView:
        proxy = self._network.proxy or OwnProxy(ProxyKind.HTTP, "", 0)
        return NetworkView(
            use=self._network.use.value,
            kind=proxy.kind.value,
            host=proxy.host,
            port=str(proxy.port or ""),
            user=proxy.user,
            has_password=proxy.password is not None or self._asks_keyring,
            unsaved=self._unsaved,
        )

    @property
    def has_refused(self) -> bool:
        """A password was entered last that no keyring took."""
        return self._refused is not None

    async def choose(self, use: ProxyUse, proxy: OwnProxy | None) -> None:
        """From the next call on. Without a password the one before is kept, if host and user are the same.

        Raises CredentialsError when the keyring does not take it: then all is as it was.
        """
        self._refused = None
        if proxy is None:  # what was entered before is still there to choose again
            self._network = replace(self._network, use=use)
            self._keep(_write(self._network, asks_keyring=self._is_in_keyring))
            return
        network = replace(self._network, use=use, proxy=await self._completed(proxy))
        try:
            await self._save_password(network.proxy)
        except CredentialsError:
            self._refused = network
            raise
        self._take(network, in_keyring=True)

    def use_for_this_run(self) -> None:
        """Take what no keyring took. Raises CredentialsError when nothing was refused."""
        if self._refused is None:
            raise CredentialsError("keyring_failed")
        self._take(self._refused, in_keyring=False)

    @property
    def _has_password(self) -> bool:
        return self._network.proxy is not None and self._network.proxy.password is not None

    @property
    def _is_in_keyring(self) -> bool:
        return self._asks_keyring or (self._has_password and not self._unsaved)

    def _take(self, network: Network, *, in_keyring: bool) -> None:
        self._network, self._refused = network, None
        self._asks_keyring = False
        self._unsaved = self._has_password and not in_keyring
        self._keep(_write(network, asks_keyring=self._is_in_keyring))

    async def _completed(self, proxy: OwnProxy) -> OwnProxy:
        known = self._network.proxy
        if known is None or proxy.password is not None or not proxy.user:
            return proxy
        if (proxy.host, proxy.user) != (known.host, known.user):
            return proxy  # a password goes to no other host than the one it was entered for
        await self._fetch_password()
        return replace(proxy, password=self._network.proxy.password if self._network.proxy else None)

    async def _save_password(self, proxy: OwnProxy | None) -> None:
        password = proxy.password if proxy else None
        if password is not None:
            secret = password.reveal()
            await self._within_limit(lambda: vault.write_one(PROXY_PASSWORD, secret))
        elif self._is_in_keyring:
            await self._erase_password()

    async def _erase_password(self) -> None:
        try:
            await self._within_limit(lambda: vault.erase_one(PROXY_PASSWORD))
        except CredentialsError as error:
            if error.code != "keyring_missing":
                raise

    async def _within_limit(self, call: Callable[[], None]) -> None:
        await vault.within(self._seconds, vault.in_own_thread(call))

    async def _fetch_password(self) -> None:
        """Once; a keyring that waits for its user's password is still answering the first question."""
        proxy = self._network.proxy
        if not self._asks_keyring or proxy is None:
            return
        self._reading = self._reading or vault.in_own_thread(lambda: vault.read_one(PROXY_PASSWORD))
        reading = self._reading
        try:
            password = await vault.within(self._seconds, reading)
        finally:
            if reading.done():
                self._reading = None
        if self._asks_keyring and self._network.proxy == proxy:
            secret = Secret(password) if password is not None else None
            self._network = replace(self._network, proxy=replace(proxy, password=secret))
            self._asks_keyring = False


def _write(network: Network, *, asks_keyring: bool) -> str:
    proxy = network.proxy
    told: dict[str, Any] = {"use": network.use.value}
    if proxy is not None:
        told |= {"kind": proxy.kind.value, "host": proxy.host, "port": proxy.port, "user": proxy.user}
        told["password"] = "keyring" if asks_keyring else ""
    return json.dumps(told, ensure_ascii=False)


def _read(stored: str) -> tuple[Network, bool]:
    """What was kept, and whether the keyring has a password for it; whatever is damaged is as if it were not there."""
    try:
        told = json.loads(stored or "{}")
        return Network(ProxyUse(told.get("use", "system")), _proxy(told)), told.get("password") == "keyring"
    except (ValueError, TypeError, KeyError, AttributeError):
        return Network(), False


def _proxy(told: Mapping[str, Any]) -> OwnProxy | None:
    if "host" not in told:
        return None
    return OwnProxy(ProxyKind(told["kind"]), str(told["host"]), int(told["port"]), str(told["user"]))
