"""Carries a request to the API and brings the whole answer back; names whatever goes wrong on the way.

The only user of httpx's client. Errors are raised after the `except` that caught their cause, not inside it: httpx's
own hold the request, and so the token.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
import zlib
from collections.abc import Iterator
from typing import TypeVar

import httpcore
import httpx
import socksio

from server.cloudflare.bodies import Body
from server.cloudflare.client_limits import ClientLimits
from server.cloudflare.proxy_routes import Network, ProxyRoute, find_way
from server.cloudflare.reply import Reply
from server.common.errors import UpstreamError

log = logging.getLogger(__name__)

_NAMES: tuple[tuple[type[Exception], str], ...] = (
    (httpx.ConnectTimeout, "connect_timed_out"),
    (httpx.WriteTimeout, "send_timed_out"),
    (httpx.PoolTimeout, "pool_timed_out"),
    (httpx.TimeoutException, "answer_timed_out"),
    (TimeoutError, "answer_timed_out"),
    (httpx.NetworkError, "connection_cut"),
    (httpx.UnsupportedProtocol, "api_base_wrong"),
    (httpx.InvalidURL, "api_base_wrong"),
)
_NETWORK = "atelier.network"
_LIMITS = httpx.Limits(max_connections=64, max_keepalive_connections=16, keepalive_expiry=60.0)
_E = TypeVar("_E", bound=BaseException)
_NOT_YET_VALID, _EXPIRED = 9, 10  # OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID and X509_V_ERR_CERT_HAS_EXPIRED


class Wire:
    """One client, its connections used again and again. To make one blocks for some 0.1 s."""

    def __init__(self, *, user_agent: str, limits: ClientLimits, transport: httpx.AsyncBaseTransport | None) -> None:
        for library in (httpx, httpcore):  # they log URLs, which hold the account id, and headers
            logging.getLogger(library.__name__).setLevel(logging.WARNING)
        self._largest = limits.largest_answer
        self._client = httpx.AsyncClient(
            transport=transport or _Ways(),
            trust_env=False,
            follow_redirects=False,
            headers={"User-Agent": user_agent, "Accept": "application/json, image/*", "Accept-Encoding": "gzip"},
            timeout=httpx.Timeout(connect=limits.connect, write=limits.write, pool=limits.pool, read=limits.read),
        )

    async def send(
        self, url: str, *, headers: dict[str, str], body: Body | None, seconds: float, network: Network
    ) -> Reply:
        """The answer, whatever its status, within `seconds` as a whole. Raises UpstreamError."""
        try:
            async with asyncio.timeout(seconds):
                request = self._request(url, headers, body)
                request.extensions[_NETWORK] = network
                return await self._exchange(request)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
            failure = name_failure(error)
        raise failure

    def _request(self, url: str, headers: dict[str, str], body: Body | None) -> httpx.Request:
        """JSON as it is, a form as multipart: a file's name decides whether a part is one."""
        if body is None:
            return self._client.build_request("GET", url, headers=headers)
        if isinstance(body, bytes):
            headers = headers | {"Content-Type": "application/json"}
            return self._client.build_request("POST", url, headers=headers, content=body)
        parts = [(part.name, (part.file, part.content, part.kind)) for part in body]
        return self._client.build_request("POST", url, headers=headers, files=parts)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _exchange(self, request: httpx.Request) -> Reply:
        response = await self._client.send(request, stream=True)
        async with contextlib.aclosing(response):
            body = bytearray()
            async for chunk in response.aiter_raw():
                body += chunk
                if len(body) > self._largest:
                    raise UpstreamError("answer_too_large", http_status=response.status_code)
            headers = {name.lower(): value for name, value in response.headers.items()}
            try:
                return Reply(response.status_code, headers, self._unpacked(bytes(body), headers))
            except UpstreamError as error:
                if response.is_success:
                    error.body = bytes(body)
                raise

    def _unpacked(self, body: bytes, headers: dict[str, str]) -> bytes:
        """Unzipped by hand, since httpx has no limit to what a small answer may swell to."""
        if headers.get("content-encoding", "identity") == "identity" or not body:
            return body
        try:
            unpacked = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16).decompress(body, self._largest + 1)
        except zlib.error:
            unpacked = b""
        if len(unpacked) > self._largest:
            raise UpstreamError("answer_too_large")
        if not unpacked:
            raise UpstreamError("answer_unreadable", "content-encoding")
        return unpacked


class _Ways(httpx.AsyncBaseTransport):
    """Takes the way that leads there at the time: many people switch their proxy while programs run."""

    def __init__(self) -> None:
        self._tls = _tls_context()
        self._transports: dict[ProxyRoute | None, httpx.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        network = request.extensions.pop(_NETWORK, Network())
        way = await asyncio.to_thread(find_way, f"{request.url.scheme}://{request.url.host}", network)
        if way is not None and not way.looks_up_names:
            await _look_up(request)
        try:
            return await self._transport(way).handle_async_request(request)
        except httpx.ConnectError as error:
            if way is None or _find(error, ssl.SSLError):
                raise
            raise httpx.ProxyError("unreachable") from error
        except (socksio.ProtocolError, AssertionError) as error:  # what answered there does not speak SOCKS5
            raise httpx.ProxyError("not understood") from error

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()

    def _transport(self, way: ProxyRoute | None) -> httpx.AsyncHTTPTransport:
        if way not in self._transports:
            try:
                proxy = _proxy(way, self._tls) if way else None
                self._transports[way] = httpx.AsyncHTTPTransport(verify=self._tls, proxy=proxy, limits=_LIMITS)
            except (httpx.InvalidURL, ValueError):
                raise UpstreamError("proxy_misconfigured") from None
        return self._transports[way]


def _proxy(way: ProxyRoute, tls: ssl.SSLContext) -> httpx.Proxy:
    auth = (way.login[0], way.login[1].reveal()) if way.login else None
    return httpx.Proxy(way.address, auth=auth, ssl_context=tls if way.address.startswith("https:") else None)


async def _look_up(request: httpx.Request) -> None:
    """Put the address in the name's place; certificate and `Host` go on to be the name's."""
    host, port = request.url.host, request.url.port or 443
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        log.info("the name was not found: %s", type(error).__name__)
        raise UpstreamError("dns_failed") from None
    addresses = [str(address[0]) for *_, address in sorted(found, key=lambda one: one[0] != socket.AF_INET)]
    request.url = request.url.copy_with(host=addresses[0])
    request.extensions = {**request.extensions, "sni_hostname": host}


def _tls_context() -> ssl.SSLContext:
    try:
        context = httpx.create_ssl_context()
    except OSError:  # SSL_CERT_FILE or SSL_CERT_DIR names something that is no certificate
        context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()  # besides httpx's own: the roots of companies and schools
    return context


def name_failure(error: Exception) -> UpstreamError:
    """The name of what went wrong before or instead of an answer. The library's name for it is for the log."""
    code = _code_of(error)
    log.info("%s: %s", code, type(error).__name__)
    return UpstreamError(code)


def _code_of(error: Exception) -> str:
    if isinstance(error, httpx.ConnectError):
        return _connect_code(error)
    if isinstance(error, httpx.ProxyError):
        return "proxy_login" if _wants_login(str(error)) else "proxy_failed"
    if isinstance(error, httpx.RemoteProtocolError):
        was_cut = "disconnected" in str(error) or "closed" in str(error)
        return "connection_cut" if was_cut else "answer_unexpected"
    return next((code for type_, code in _NAMES if isinstance(error, type_)), "answer_unexpected")


def _wants_login(text: str) -> bool:
    """HTTP's status, or SOCKS5's two ways to say it."""
    return text.startswith("407") or "AUTH" in text or "Invalid username" in text


def _connect_code(error: Exception) -> str:
    certificate = _find(error, ssl.SSLCertVerificationError)
    if certificate and certificate.verify_code in (_NOT_YET_VALID, _EXPIRED):
        return "clock_wrong"
    for type_, code in (
        (ssl.SSLError, "tls_failed"),
        (socket.gaierror, "dns_failed"),
        (ConnectionRefusedError, "connection_refused"),
    ):
        if _find(error, type_):
            return code
    return "network_unreachable"


def _find(error: BaseException, wanted: type[_E]) -> _E | None:
    return next((cause for cause in _causes(error) if isinstance(cause, wanted)), None)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and everything that led to it."""
    while error is not None:
        yield error
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        error = error.__cause__ or error.__context__
