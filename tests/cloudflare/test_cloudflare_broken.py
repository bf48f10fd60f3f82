"""Answers of Cloudflare that never come, come late, break off or are too large; addresses that lead nowhere."""

from __future__ import annotations

import asyncio
import socket
import tracemalloc
from collections.abc import Iterator

import pytest

from server.cloudflare.client import Cloudflare, Parameters
from server.cloudflare.client_limits import ClientLimits
from server.common.account import Account
from server.common.secret import Secret
from tests.clients import PROMPT, Pauses, failure, paint, quick, with_client
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import (
    Behaviour,
    cut,
    drip,
    hang,
    hang_up,
    huge,
    zip_bomb,
)

MEBIBYTE = 1024 * 1024


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


def test_an_answer_that_never_starts_times_out(upstream: Upstream) -> None:
    upstream.next(hang())

    assert failure(lambda: paint(upstream, model=quick(seconds=0.3))).code == "answer_timed_out"
    assert len(upstream.requests) == 1


def test_the_time_counts_for_the_answer_as_a_whole(upstream: Upstream) -> None:
    """Each piece comes in time, all of them together do not."""
    upstream.next(drip(0.15))

    caught = failure(lambda: paint(upstream, model=quick(seconds=0.5), limits=ClientLimits(read=10)))
    assert caught.code == "answer_timed_out"


def test_silence_between_two_pieces_times_out(upstream: Upstream) -> None:
    upstream.next(drip(5))

    assert failure(lambda: paint(upstream, limits=ClientLimits(read=0.2))).code == "answer_timed_out"


def test_a_server_that_does_not_accept_times_out() -> None:
    """Its queue of waiting connections is full: what a firewall that drops packets looks like."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = [_connect(listener.getsockname()) for _ in range(4)]
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        caught = failure(lambda: _paint_at(base_url, Pauses().limits(connect=0.3)))
        for connection in waiting:
            connection.close()

    assert caught.code == "connect_timed_out"


def test_a_server_that_takes_nothing_in_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        long = Parameters("x" * 30_000_000, 4)
        caught = failure(lambda: _paint_at(base_url, Pauses().limits(write=0.3), long))

    assert caught.code == "send_timed_out"


def test_more_requests_than_connections_time_out(upstream: Upstream) -> None:
    upstream.delay = 30

    async def crowd(client: Cloudflare) -> list[object]:
        jobs = [client.paint(upstream.account, quick(seconds=5), Parameters(PROMPT, 4)) for _ in range(65)]
        tasks = [asyncio.ensure_future(job) for job in jobs]
        done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return [getattr(task.exception(), "code", None) for task in done]

    assert with_client(upstream.base_url, crowd, limits=ClientLimits(pool=0.2)) == ["pool_timed_out"]


@pytest.mark.parametrize("behaviour", [cut(after=1000), cut(after=0), hang_up()])
def test_a_connection_cut_half_way(upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)

    assert failure(lambda: paint(upstream)).code == "connection_cut"
    assert len(upstream.requests) == 1


def test_something_that_is_no_web_server() -> None:
    class Parrot(Upstream):
        async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"220 mail.example ESMTP\r\n" + await reader.read(1000))

    with Parrot() as upstream:
        assert failure(lambda: paint(upstream)).code == "answer_unexpected"


def test_an_unknown_host() -> None:
    assert failure(lambda: _paint_at("https://cloudflare.invalid/client/v4")).code == "dns_failed"


@pytest.mark.parametrize(
    "base_url",
    [
        "http://api.cloudflare.com/client/v4",
        "ftp://127.0.0.1",
        "127.0.0.1:80",
        "",
        "https://[::1",
        "https://",
        "http://",
    ],
)
def test_an_address_that_cannot_be_used(base_url: str) -> None:
    """Plain http is one of them: the token would be there for all to read."""
    assert failure(lambda: _paint_at(base_url)).code == "api_base_wrong"


@pytest.mark.parametrize(("account_id", "code"), [("../../user", "account_wrong"), ("", "account_wrong")])
def test_an_account_id_that_is_none_never_gets_into_an_address(upstream: Upstream, account_id: str, code: str) -> None:
    caught = failure(lambda: paint(upstream, account=Account(account_id, Secret(TOKEN))))

    assert caught.code == code
    assert upstream.requests == []


@pytest.mark.parametrize("token", ["with\nnewline", "with space", "中文", ""])
def test_a_token_that_fits_no_header_is_not_sent(upstream: Upstream, token: str) -> None:
    assert failure(lambda: paint(upstream, account=Account(ACCOUNT_ID, Secret(token)))).code == "paste_damaged"
    assert upstream.requests == []


@pytest.mark.parametrize("behaviour", [huge(3 * MEBIBYTE), zip_bomb(3 * MEBIBYTE)])
def test_an_answer_too_large_is_stopped(upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)

    limits = Pauses().limits(largest_answer=2 * MEBIBYTE)
    assert failure(lambda: paint(upstream, limits=limits)).code == "answer_too_large"


def test_an_answer_too_large_is_not_unpacked(upstream: Upstream) -> None:
    upstream.next(zip_bomb(200 * MEBIBYTE))
    limits = Pauses().limits(largest_answer=2 * MEBIBYTE)

    tracemalloc.start()
    caught = failure(lambda: paint(upstream, limits=limits))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert caught.code == "answer_too_large"
    assert most < 50 * MEBIBYTE


def _connect(address: tuple[str, int]) -> socket.socket:
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex(address)
    return connection


def _paint_at(base_url: str, limits: ClientLimits | None = None, parameters: Parameters | None = None) -> object:
    account = Account(ACCOUNT_ID, Secret(TOKEN))
    wanted = parameters or Parameters(PROMPT, 4)
    return with_client(base_url, lambda client: client.paint(account, quick(), wanted), limits=limits)
