"""Looks at everything between this program and a painting, one after the other; what failed is named."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from msgspec import Struct
from msgspec.structs import replace

from server.cloudflare.account.connection import Connection
from server.cloudflare.account.network_settings import NetworkSettings
from server.cloudflare.allowance.meter import Meter
from server.cloudflare.client import Cloudflare
from server.cloudflare.doctor.lines import LINE_NAMES, CheckLine, Outcome
from server.cloudflare.proxies import is_loopback
from server.cloudflare.proxy_routes import ProxyRoute, find_way
from server.cloudflare.tokens import TOKEN_CODES
from server.common.account import Account
from server.common.background import begin
from server.common.errors import PROGRAM_BUG, AtelierError, CredentialsError, UpstreamError
from server.paintings.models import Model

log = logging.getLogger(__name__)

LONGEST = 60.0
"""Seconds for one line; each has shorter limits of its own, but a check of the token asks up to four times."""

_AT_THE_END = frozenset({"tls_failed", "clock_wrong", "web_page_answered", "redirected", "api_base_wrong"})
_OF_THE_ACCOUNT = frozenset({"account_wrong", "token_other_account", "account_blocked"})
_ENDS_ALL = frozenset({"name", "proxy", "tls"})
_NEED_EACH_OTHER = frozenset({"keyring", "token", "account", "permission"})
_NEED_THE_ACCOUNT = frozenset({"token", "account", "permission", "model", "gateway"})


class _Skip(Exception):
    """Nothing to look at, for the reason of this code."""


class DoctorHost(Struct, frozen=True):
    """The `model` that is chosen, how today stands, and who hears of every line that has begun or ended."""

    model: Callable[[], Model]
    meter: Callable[[], Meter]
    on_change: Callable[[], None]


class Doctor:
    """Lives on the server's loop. `model()` is the one chosen, `meter()` how today stands.

    `on_change` hears of every line that has begun or ended, and of the end of all.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        networks: NetworkSettings,
        cloudflare: Cloudflare,
        host: DoctorHost,
    ) -> None:
        self._connection = connection
        self._networks = networks
        self._cloudflare = cloudflare
        self._model = host.model
        self._meter = host.meter
        self._on_change = host.on_change
        self._running: asyncio.Task[None] | None = None
        self.lines: tuple[CheckLine, ...] = ()

    @property
    def is_running(self) -> bool:
        return self._running is not None and not self._running.done()

    def reset(self) -> None:
        """Nothing is looked at yet, unless it is being done already."""
        if not self.is_running:
            self.lines = tuple(CheckLine(name) for name in LINE_NAMES)

    def start(self) -> None:
        """Begin anew, unless it is being done already."""
        if not self.is_running:
            self.reset()
            self._running = begin(self._run(), "the doctor", on_bug=self._broke_off)
            self._running.add_done_callback(lambda _: self._on_change())

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait({self._running})

    async def _run(self) -> None:
        visit = _Visit(self._connection, self._networks, self._cloudflare, self._model(), self._meter)
        failed: set[str] = set()
        for name in LINE_NAMES:
            self._show(CheckLine(name, Outcome.RUNNING))
            line = await _looked_at(name, visit, failed)
            if line.outcome is Outcome.FAILED:
                failed.add(name)
                log.warning("the connection's doctor: %s failed: %s", name, line.code)
            self._show(line)

    def _broke_off(self) -> None:
        for line in self.lines:
            if line.outcome is Outcome.RUNNING:
                self._show(CheckLine(line.name, Outcome.FAILED, PROGRAM_BUG))

    def _show(self, line: CheckLine) -> None:
        self.lines = tuple(line if each.name == line.name else each for each in self.lines)
        self._on_change()


async def _looked_at(name: str, visit: _Visit, failed: set[str]) -> CheckLine:
    clock = asyncio.get_running_loop().time
    begun = clock()
    try:
        line = await asyncio.wait_for(visit.check(name, failed), LONGEST)
    except _Skip as skip:
        return CheckLine(name, Outcome.SKIPPED, str(skip))
    except AtelierError as error:
        line = CheckLine(name, Outcome.FAILED, error.code, error.detail)
    except TimeoutError:
        line = CheckLine(name, Outcome.FAILED, "connect_timed_out")
    return replace(line, seconds=clock() - begun)


class _Visit:
    """One time through; what a check finds out is there for the next ones."""

    def __init__(
        self,
        connection: Connection,
        networks: NetworkSettings,
        cloudflare: Cloudflare,
        model: Model,
        meter: Callable[[], Meter],
    ) -> None:
        self._connection = connection
        self._networks = networks
        self._cloudflare = cloudflare
        self._model = model
        self._meter = meter
        self._account: Account | None = None
        self._refused: UpstreamError | None = None
        self._behind_proxy: AtelierError | None = None
        self._checks: dict[str, Callable[[], Awaitable[CheckLine]]] = {
            "name": self._name,
            "proxy": self._proxy,
            "tls": self._tls,
            "keyring": self._keyring,
            "token": self._token,
            "account": self._account_id,
            "permission": self._permission,
            "model": self._offered,
            "gateway": self._gateway,
            "allowance": self._allowance,
        }

    async def check(self, name: str, failed: set[str]) -> CheckLine:
        """Raises _Skip, or AtelierError for what is wrong."""
        if self._connection.view().samples_only:
            raise _Skip("samples_only")
        if failed & _ENDS_ALL and name not in ("keyring", "allowance"):
            raise _Skip("after_failure")
        if failed & _NEED_EACH_OTHER and name in _NEED_THE_ACCOUNT:
            raise _Skip("after_failure")
        return await self._checks[name]()

    async def _way(self) -> ProxyRoute | None:
        return await asyncio.to_thread(find_way, self._cloudflare.base_url, await self._networks.now())

    async def _name(self) -> CheckLine:
        host = urlsplit(self._cloudflare.base_url).hostname or ""
        if is_loopback(host) or _is_address(host):
            raise _Skip("is_address")
        try:
            way = await self._way()
        except AtelierError:
            way = None  # the next line says what is wrong with it
        if way is not None and way.looks_up_names:
            raise _Skip("proxy_looks_up")
        try:
            await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
        except OSError as error:
            log.info("the name was not found: %s", type(error).__name__)
            raise UpstreamError("dns_failed") from None
        return CheckLine("name", Outcome.OK)

    async def _proxy(self) -> CheckLine:
        if await self._way() is None:
            raise _Skip("no_proxy")
        try:
            await self._cloudflare.reach()
        except UpstreamError as error:
            if error.code not in _AT_THE_END:
                raise
            self._behind_proxy = error
        return CheckLine("proxy", Outcome.OK)

    async def _tls(self) -> CheckLine:
        if self._behind_proxy is not None:
            raise self._behind_proxy
        await self._cloudflare.reach()
        if urlsplit(self._cloudflare.base_url).scheme == "http":
            raise _Skip("not_encrypted")
        return CheckLine("tls", Outcome.OK)

    async def _keyring(self) -> CheckLine:
        try:
            painter = await self._connection.painter(sample=False)
        except CredentialsError as error:
            if error.code != "no_account":
                raise
            raise _Skip("no_account") from None
        self._account = painter.account
        return CheckLine("keyring", Outcome.OK)

    async def _token(self) -> CheckLine:
        """One question tells of token, account and permission; each says its own part of the answer."""
        account = self._present()
        try:
            await self._cloudflare.check(account)
        except UpstreamError as error:
            self._refused = error
            self._connection.heard(account, error.code)
            if error.code not in _OF_THE_ACCOUNT | {"permission_missing"}:
                raise
        else:
            self._connection.heard(account)
        return CheckLine("token", Outcome.OK)

    async def _account_id(self) -> CheckLine:
        self._present()
        if self._refused is not None and self._refused.code in _OF_THE_ACCOUNT:
            raise self._refused
        return CheckLine("account", Outcome.OK)

    async def _permission(self) -> CheckLine:
        self._present()
        if self._refused is not None:
            raise self._refused
        return CheckLine("permission", Outcome.OK)

    async def _offered(self) -> CheckLine:
        try:
            is_offered = await self._cloudflare.offers(self._present(), self._model)
        except UpstreamError as error:
            if error.code not in TOKEN_CODES:
                raise
            raise _Skip("list_refused") from None  # whoever came this far may paint all the same
        if not is_offered:
            raise UpstreamError("model_unknown")
        return CheckLine("model", Outcome.OK)

    async def _gateway(self) -> CheckLine:
        gateway = (await self._networks.now()).gateway
        if gateway is None:
            raise _Skip("no_gateway")
        if self._model.id in gateway.without:
            raise _Skip("without_gateway")
        await self._cloudflare.try_running(self._present(), self._model)
        return CheckLine("gateway", Outcome.OK)

    async def _allowance(self) -> CheckLine:
        self._present()
        meter = self._meter()
        if meter.spent >= meter.limit:
            raise UpstreamError("daily_quota_used")
        return CheckLine("allowance", Outcome.OK, used=round(meter.spent))

    def _present(self) -> Account:
        if self._account is None:
            raise _Skip("no_account")
        return self._account


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
