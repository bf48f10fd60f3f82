"""The way to the API as the user chose it: kept with the settings, its secrets in the keyring alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from server.cloudflare.account.keyring_secret import SECONDS, KeyringSecret
from server.cloudflare.proxy_routes import Gateway, Network, OwnProxy, ProxyKind, ProxyUse
from server.common.errors import CredentialsError
from server.common.secret import Secret

SETTING = "network"
# The names of the keyring's entries.
PROXY_PASSWORD = "proxy-password"  # noqa: S105
GATEWAY_TOKEN = "ai-gateway-token"  # noqa: S105


class NetworkView(Struct, frozen=True):
    """What a page may know: whether there is a secret, not which. `…_unsaved`: only this run knows it."""

    use: str
    kind: str
    host: str
    port: str
    user: str
    has_password: bool
    password_unsaved: bool
    gateway: str
    cached: bool
    logged: bool
    without: tuple[str, ...]
    has_token: bool
    token_unsaved: bool


class NetworkSettings:
    """Lives on the server's loop. `stored` is the setting's text, `keep` writes it anew."""

    def __init__(self, stored: str, keep: Callable[[str], None], *, seconds: float = SECONDS) -> None:
        self._keep = keep
        self._network, told = _read(stored)
        self._password = KeyringSecret(PROXY_PASSWORD, in_keyring=told.get("password") == "keyring", seconds=seconds)
        self._token = KeyringSecret(GATEWAY_TOKEN, in_keyring=told.get("gateway_token") == "keyring", seconds=seconds)
        self._refused: tuple[Network, KeyringSecret, Secret] | None = None

    async def now(self) -> Network:
        """What counts for the next call. Raises CredentialsError when the keyring holds back a secret it needs."""
        while True:
            chosen = self._network
            complete = await self._completed(chosen)
            if self._network is chosen:  # else a secret may be one for another host by now
                return complete

    def view(self) -> NetworkView:
        proxy = self._network.proxy or OwnProxy(ProxyKind.HTTP, "", 0)
        gateway = self._network.gateway or Gateway("")
        return NetworkView(
            use=self._network.use.value,
            kind=proxy.kind.value,
            host=proxy.host,
            port=str(proxy.port or ""),
            user=proxy.user,
            has_password=self._password.exists,
            password_unsaved=self._password.unsaved,
            gateway=gateway.id,
            cached=gateway.cached,
            logged=gateway.logged,
            without=tuple(sorted(gateway.without)),
            has_token=self._token.exists,
            token_unsaved=self._token.unsaved,
        )

    @property
    def refused(self) -> str:
        """The name of the secret that was entered last and that no keyring took; empty if there is none."""
        if self._refused is None:
            return ""
        return PROXY_PASSWORD if self._refused[1] is self._password else GATEWAY_TOKEN

    async def choose(self, use: ProxyUse, proxy: OwnProxy | None) -> None:
        """From the next call on. Without a password the one before is kept, if host and user are the same.

        Raises CredentialsError when the keyring does not take it: then all is as it was.
        """
        known = self._network.proxy
        if proxy is None:  # what was entered before is still there to choose again
            await self._change(replace(self._network, use=use))
            return
        network = replace(self._network, use=use, proxy=replace(proxy, password=None))
        # A password goes to no other host than the one it was entered for.
        is_same = known is not None and proxy.user and (proxy.host, proxy.user) == (known.host, known.user)
        if proxy.password is None and is_same:
            await self._change(network)
        else:
            await self._change(network, self._password, proxy.password)

    async def go_through(self, gateway: Gateway | None) -> None:
        """From the next call on; None for none. Without a token the one before is kept, for the same gateway.

        Raises CredentialsError when the keyring does not take it: then all is as it was.
        """
        known = self._network.gateway
        if gateway is not None and known is not None and known.id == gateway.id:
            gateway = replace(gateway, without=known.without)
        network = replace(self._network, gateway=replace(gateway, token=None) if gateway else None)
        if gateway is not None and gateway.token is None and known is not None and known.id == gateway.id:
            await self._change(network)
        else:
            await self._change(network, self._token, gateway.token if gateway else None)

    def lead(self, model_id: str, *, around: bool) -> None:
        """Ask this model directly from the next call on, or through the gateway again; nothing without a gateway."""
        gateway = self._network.gateway
        if gateway is not None:
            without = gateway.without | {model_id} if around else gateway.without - {model_id}
            self._take(replace(self._network, gateway=replace(gateway, without=without)))

    def use_for_this_run(self) -> str:
        """Take the secret no keyring took; its name. Raises CredentialsError when none was refused."""
        if self._refused is None:
            raise CredentialsError("keyring_failed")
        name = self.refused
        network, kept, secret = self._refused
        kept.hold(secret)
        self._take(network)
        return name

    async def _change(self, network: Network, kept: KeyringSecret | None = None, secret: Secret | None = None) -> None:
        self._refused = None
        try:
            if kept is not None:
                await kept.store(secret)
        except CredentialsError:
            if kept is not None and secret is not None:
                self._refused = (network, kept, secret)
            raise
        self._take(network)

    async def _completed(self, network: Network) -> Network:
        if network.use is ProxyUse.OWN and network.proxy is not None:
            network = replace(network, proxy=replace(network.proxy, password=await self._password.fetch()))
        if network.gateway is not None:
            network = replace(network, gateway=replace(network.gateway, token=await self._token.fetch()))
        return network

    def _take(self, network: Network) -> None:
        self._network, self._refused = network, None
        where = {"password": self._password, "gateway_token": self._token}
        secrets = {name: "keyring" for name, kept in where.items() if kept.in_keyring}
        self._keep(json.dumps(_told(network) | secrets, ensure_ascii=False))


def _told(network: Network) -> dict[str, Any]:
    told: dict[str, Any] = {"use": network.use.value}
    if (proxy := network.proxy) is not None:
        told |= {"kind": proxy.kind.value, "host": proxy.host, "port": proxy.port, "user": proxy.user}
    if (gateway := network.gateway) is not None:
        told |= {"gateway": gateway.id, "cached": gateway.cached, "logged": gateway.logged}
        told |= {"without": sorted(gateway.without)} if gateway.without else {}
    return told


def _read(stored: str) -> tuple[Network, Mapping[str, Any]]:
    """What was kept; whatever is damaged is as if it were not there."""
    try:
        told = json.loads(stored or "{}")
        return Network(ProxyUse(told.get("use", "system")), _proxy(told), _gateway(told)), told
    except (ValueError, TypeError, KeyError, AttributeError):
        return Network(), {}


def _proxy(told: Mapping[str, Any]) -> OwnProxy | None:
    if "host" not in told:
        return None
    return OwnProxy(ProxyKind(told["kind"]), str(told["host"]), int(told["port"]), str(told["user"]))


def _gateway(told: Mapping[str, Any]) -> Gateway | None:
    if "gateway" not in told:
        return None
    without = frozenset(str(each) for each in told.get("without", []))
    return Gateway(str(told["gateway"]), cached=told["cached"] is True, logged=told["logged"] is True, without=without)
