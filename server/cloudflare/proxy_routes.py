"""Which way the API's calls take: the user's choice of a proxy, and what comes of it for an address."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import urlsplit

from msgspec import Struct

from server.cloudflare.proxies import find_proxy, is_loopback
from server.common.hidden import Hidden
from server.common.secret import Secret


class ProxyUse(StrEnum):
    """As the system is set, none whatever the system says, or one of the user's own."""

    SYSTEM = "system"
    NONE = "none"
    OWN = "own"


class ProxyKind(StrEnum):
    """`SOCKS5` is given the address this computer looked up, `SOCKS5H` the name; the others always get the name."""

    HTTP = "http"
    HTTPS = "https"
    SOCKS5 = "socks5"
    SOCKS5H = "socks5h"


class OwnProxy(Struct, frozen=True):
    """A proxy the user entered. `host` is a name or an address, without brackets."""

    kind: ProxyKind
    host: str
    port: int
    user: str = ""
    password: Secret | None = None

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.kind.value}://{host}:{self.port}"


class Gateway(Struct, frozen=True):
    """An AI Gateway of the account. `token` is for one that wants a token of its own.

    `cached`: it may answer a picture it has made before. `logged`: it may keep prompts in the account. `without`: ids
    of models that are asked directly.
    """

    id: str
    token: Secret | None = None
    cached: bool = False
    logged: bool = False
    without: frozenset[str] = frozenset()

    def headers(self) -> dict[str, str]:
        headers = {} if self.cached else {"cf-aig-skip-cache": "true"}
        headers["cf-aig-collect-log"] = "true" if self.logged else "false"
        if self.token is not None:
            headers["cf-aig-authorization"] = f"Bearer {self.token.reveal()}"
        return headers


class ProxyRoute(Hidden, frozen=True):
    """A proxy to go through. The address of one from the system's settings may hold its login, as it stands there."""

    address: str
    login: tuple[str, Secret] | None = None
    looks_up_names: bool = True


class Network(Struct, frozen=True):
    """What the user chose. `proxy` counts with `ProxyUse.OWN` only, and is remembered otherwise."""

    use: ProxyUse = ProxyUse.SYSTEM
    proxy: OwnProxy | None = None
    gateway: Gateway | None = None


def find_way(url: str, network: Network) -> ProxyRoute | None:
    """The proxy for a URL, None to go directly, as to this computer always. May ask the DNS; raises UpstreamError."""
    if network.use is ProxyUse.SYSTEM:
        address = find_proxy(url)
        return ProxyRoute(address) if address else None
    if network.use is ProxyUse.NONE or network.proxy is None or is_loopback(urlsplit(url).hostname or ""):
        return None
    proxy = network.proxy
    login = (proxy.user, proxy.password or Secret("")) if proxy.user else None
    return ProxyRoute(proxy.address, login, looks_up_names=proxy.kind is not ProxyKind.SOCKS5)
