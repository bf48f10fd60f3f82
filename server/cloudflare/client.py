"""The way to Cloudflare: asks it for paintings and checks accounts; turns every failure into a named error."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

from msgspec.structs import replace

from server import __version__
from server.cloudflare import analytics
from server.cloudflare.answers import Answer, read_painting, read_result, read_words
from server.cloudflare.bodies import Body, body_of, incomplete_body
from server.cloudflare.client_limits import ClientLimits
from server.cloudflare.proxies import is_loopback
from server.cloudflare.proxy_routes import Network
from server.cloudflare.refusals import refusal
from server.cloudflare.reply import Reply
from server.cloudflare.tokens import TOKEN_CODES, Get, why_refused, why_unrouted
from server.common.account import Account
from server.common.background import begin, to_its_end
from server.common.errors import UpstreamError
from server.paintings.models import DEFAULT_MODEL, Model, Parameters

if TYPE_CHECKING:
    import httpx

    from server.cloudflare.wire import Wire

__all__ = ["Answer", "Cloudflare", "Parameters"]

log = logging.getLogger(__name__)

# Only what proves that nothing was painted, and so nothing paid, may be asked again without the user's word.
_ASKED_AGAIN = frozenset({"connection_refused", "no_capacity"})
_INCOMPLETE = frozenset({"parameter_refused", "request_incomplete", "input_invalid"})
MOST_TOLD = 1_000_000
"""Bytes of an answer about models."""

_ACCOUNT_ID = re.compile(r"[0-9a-f]{32}")
_RUN = re.compile(r"/accounts/([^/]*)/ai/run/(.+)")
_TOKEN = re.compile(r"[!-~]+")
_T = TypeVar("_T")


USER_AGENT = f"Atelier/{__version__}"


class Cloudflare:
    """One client for the whole run, made at the first call. `paint`, `ask`, `check` and `usage` raise `UpstreamError`.

    `network` says which way to go, for each call anew; what it raises is passed on. `gateway_url`: where AI Gateway is.
    """

    def __init__(
        self,
        *,
        base_url: str,
        transport: httpx.AsyncBaseTransport | None = None,
        limits: ClientLimits | None = None,
        network: Callable[[], Awaitable[Network]] | None = None,
        gateway_url: str = "",
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self._gateway_url = gateway_url.rstrip("/")
        self._transport = transport
        self._limits = limits or ClientLimits()
        self._network = network or _as_the_system
        self._making: asyncio.Task[Wire] | None = None
        self._left_out: dict[str, frozenset[str]] = {}  # by model, for the run: nothing was painted, so nothing paid

    async def paint(self, account: Account, model: Model, parameters: Parameters) -> Answer:
        """One picture, complete and looked at; asked for without those fields the model says it does not take."""
        path = f"/accounts/{account.id}/ai/run/{model.id}"

        async def attempt() -> Answer:
            reply = await self._send(account, path, body=body, seconds=model.seconds)
            return await to_its_end(asyncio.to_thread(read_painting, reply), "reading an answer")

        while True:
            left_out = self._left_out.get(model.id, frozenset())
            body = body_of(model, parameters, without=left_out)
            try:
                return replace(await self._insist(attempt), left_out=left_out.intersection(model.fields(parameters)))
            except UpstreamError as error:
                if error.code == "account_wrong":
                    raise await self._why_unrouted(account, error) from None
                unknown = error.unexpected & model.fields(parameters).keys() - left_out - {"prompt"}
                if not unknown:
                    raise
                log.warning("%s does not take %s any more: asked without", model.id, ", ".join(sorted(unknown)))
                self._left_out[model.id] = self._left_out.get(model.id, frozenset()) | unknown

    async def ask(
        self, account: Account, path: str, fields: Mapping[str, Any], *, seconds: float
    ) -> tuple[dict[str, Any], float | None]:
        """What a model for words answers, at a path below `/ai`, and the neurons it took, where it says so."""
        address, body = f"/accounts/{account.id}/ai{path}", json.dumps(fields).encode()

        async def attempt() -> tuple[dict[str, Any], float | None]:
            return read_words(await self._send(account, address, body=body, seconds=seconds))

        return await self._insist(attempt)

    async def check(self, account: Account) -> None:
        """Prove account id, token and permission; the error's code says which of them is wrong.

        A token may be allowed to run models and not to list them: then the way paintings take is the proof.
        """

        get = self._getter(account)
        try:
            await self._insist(lambda: get(f"/accounts/{account.id}/ai/models/search?per_page=1"))
        except UpstreamError as error:
            refused = error
        else:
            return
        if refused.code in TOKEN_CODES:
            refused = await why_refused(account.id, get)
        if refused.code == "account_wrong":
            refused = await why_unrouted(account.id, refused, get)
        if refused.code != "permission_missing" or not await self._may_run(account):
            raise refused

    def _getter(self, account: Account) -> Get:
        async def get(path: str) -> Any:  # noqa: ANN401 - JSON
            return read_result(await self._send(account, path, seconds=self._limits.check))

        return get

    async def _why_unrouted(self, account: Account, refused: UpstreamError) -> UpstreamError:
        return await why_unrouted(account.id, refused, self._getter(account))

    async def _may_run(self, account: Account) -> bool:
        try:
            await self.try_running(account, DEFAULT_MODEL)
        except UpstreamError:
            return False
        return True

    async def reach(self) -> None:
        """Ask without a token: any answer of the API proves name, way and certificate."""
        network, wire = await self._network(), await self._wire()
        url = f"{self.base_url}/user/tokens/verify"
        reply = await wire.send(url, headers={}, body=None, seconds=self._limits.check, network=network)
        if reply.is_web_page or 300 <= reply.status < 400:
            raise refusal(reply, None)

    async def offers(self, account: Account, model: Model) -> bool:
        """Whether the account's list of models has this one."""
        query = f"search={quote(model.id.rpartition('/')[2])}&per_page=50"
        path = f"/accounts/{account.id}/ai/models/search?{query}"
        result = read_result(await self._send(account, path, seconds=self._limits.check))
        listed = result if isinstance(result, list) else []
        return any(each.get("name") == model.id for each in listed if isinstance(each, dict))

    async def listing(self, account: Account) -> object:
        """The account's list of picture models, as it came. Raises UpstreamError."""
        return await self._told(account, "search?task=Text-to-Image&per_page=100")

    async def schema(self, account: Account, model_id: str) -> object:
        """What a model takes and answers, as it came. Raises UpstreamError."""
        return await self._told(account, f"schema?model={quote(model_id, safe='@/')}")

    async def _told(self, account: Account, question: str) -> object:
        path = f"/accounts/{account.id}/ai/models/{question}"
        reply = await self._send(account, path, seconds=self._limits.check)
        if len(reply.body) > MOST_TOLD:
            raise UpstreamError("answer_unexpected", http_status=reply.status)
        told: object = read_result(reply)
        return told

    async def try_running(self, account: Account, model: Model) -> None:
        """Order nothing, by the way paintings take: that it is refused as incomplete proves the way, for no charge."""
        path = f"/accounts/{account.id}/ai/run/{model.id}"
        try:
            read_result(await self._send(account, path, body=incomplete_body(model), seconds=self._limits.check))
        except UpstreamError as error:
            if error.code not in _INCOMPLETE:
                raise

    async def usage(self, account: Account, day: str) -> float:
        """Neurons the whole account used on a UTC day (`2026-11-24`), as Cloudflare counts, some minutes late.

        Raises UpstreamError: `analytics_refused` where the token may not read that.
        """
        question = analytics.question(account.id, day)
        reply = await self._send(account, analytics.PATH, body=question, seconds=self._limits.check)
        return analytics.read_usage(reply, day)

    async def warm_up(self) -> None:
        """Load the HTTP client beforehand; the first call would wait for it."""
        await self._wire()

    async def aclose(self) -> None:
        making, self._making = self._making, None
        if making is not None:
            await (await making).aclose()

    async def _insist(self, attempt: Callable[[], Awaitable[_T]]) -> _T:
        tried = 1
        while True:
            try:
                return await attempt()
            except UpstreamError as error:
                pause = self._pause(error, tried)
                if pause is None:
                    raise
            await self._limits.sleep(pause)
            tried += 1

    def _pause(self, error: UpstreamError, tried: int) -> float | None:
        """Seconds until the next try; None to give up."""
        limits = self._limits
        if error.code not in _ASKED_AGAIN or tried >= limits.tries:
            return None
        asked = error.retry_after or 0.0
        if asked > limits.longest_asked_pause:
            return None
        longest = min(limits.longest_pause, limits.first_pause * 2.0 ** (tried - 1))
        return max(asked, longest * random.uniform(0.5, 1.0))  # noqa: S311 - spreads the load, guards nothing

    async def _send(self, account: Account, path: str, *, seconds: float, body: Body | None = None) -> Reply:
        network = await self._network()
        url, headers = self._target(path, network)
        through_gateway = bool(headers)
        _prove_sendable(account, url)
        headers["Authorization"] = f"Bearer {account.token.reveal()}"
        wire = await self._wire()
        reply = await wire.send(url, headers=headers, body=body, seconds=seconds, network=network)
        return replace(reply, through_gateway=True) if through_gateway else reply

    def _target(self, path: str, network: Network) -> tuple[str, dict[str, str]]:
        """What runs a model goes through the gateway, where there is one for it; all else to the API itself."""
        run = _RUN.fullmatch(path)
        if network.gateway is None or run is None or run.group(2) in network.gateway.without:
            return self.base_url + path, {}
        account_id, model = run.groups()
        url = f"{self._gateway_url}/{account_id}/{network.gateway.id}/workers-ai/run/{model}"
        return url, network.gateway.headers()

    async def _wire(self) -> Wire:
        if self._making is None or _has_failed(self._making):
            self._making = begin(asyncio.to_thread(self._make_wire), "loading the HTTP client")
        return await asyncio.shield(self._making)

    def _make_wire(self) -> Wire:
        from server.cloudflare.wire import (
            Wire,  # imports httpx: 0.1 s and 12 MB that a start without painting can do without
        )

        return Wire(user_agent=USER_AGENT, limits=self._limits, transport=self._transport)


def _has_failed(making: asyncio.Task[Wire]) -> bool:
    return making.done() and (making.cancelled() or making.exception() is not None)


def _prove_sendable(account: Account, url: str) -> None:
    """The token goes to nobody but a server that can prove who it is, or to this computer."""
    try:
        target = urlsplit(url)
        is_safe = target.scheme == "https" or (target.scheme == "http" and is_loopback(target.hostname or ""))
    except ValueError:
        is_safe = False
    if not is_safe:
        raise UpstreamError("api_base_wrong")
    if not _ACCOUNT_ID.fullmatch(account.id):
        raise UpstreamError("account_wrong")
    if not _TOKEN.fullmatch(account.token.reveal()):
        raise UpstreamError("paste_damaged")


async def _as_the_system() -> Network:
    return Network()
