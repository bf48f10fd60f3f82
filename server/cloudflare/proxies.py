"""Which proxy leads to the API: the environment's, or the one set in Windows or macOS."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from server.common.errors import UpstreamError

# GNOME writes `socks://`, Windows `socks4://`; what listens there speaks version 5 nearly everywhere.
_SPOKEN = {
    "http": "http",
    "https": "https",
    "socks": "socks5",
    "socks4": "socks5",
    "socks4a": "socks5",
    "socks5": "socks5",
    "socks5h": "socks5h",
}


def find_proxy(url: str) -> str | None:
    """The proxy for a URL as the system is set now, None to go directly. May ask the DNS; raises UpstreamError."""
    target = urlsplit(url)
    host = target.hostname or ""
    if is_loopback(host):
        return None
    address = _configured(target.scheme)
    if not address or _is_excepted(target):
        return None
    return _normal(address)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _configured(scheme: str) -> str:
    from urllib.request import getproxies  # with all of email, which a start has no need of

    proxies = getproxies()
    address = proxies.get(scheme) or proxies.get("all")
    if address:
        return address
    # macOS calls it `http://` here, meaning nothing by it.
    socks = proxies.get("socks", "").rpartition("://")[2]
    return f"socks5://{socks}" if socks else ""


def _is_excepted(target: SplitResult) -> bool:
    """NO_PROXY and its like. Entries that make no sense except nothing."""
    from urllib.request import proxy_bypass

    try:
        return bool(proxy_bypass(target.hostname or ""))
    except (OSError, ValueError):
        return False


def _normal(address: str) -> str:
    scheme, separator, rest = address.strip().partition("://")
    if not separator:
        scheme, rest = "http", address.strip()
    spoken = _SPOKEN.get(scheme.lower())
    if spoken is None or not _has_host(rest):
        raise UpstreamError("proxy_misconfigured")
    return f"{spoken}://{rest}"


def _has_host(rest: str) -> bool:
    try:
        parts = urlsplit(f"//{rest}")
        return bool(parts.hostname) and not set(rest) & set(" \t\r\n") and (parts.port is None or parts.port > 0)
    except ValueError:
        return False
