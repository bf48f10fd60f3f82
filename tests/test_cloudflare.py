"""Painting through the real client, over real HTTP, from a stand-in as strict as Cloudflare."""

from __future__ import annotations

import asyncio
import base64
import logging
import socket
import traceback
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from server.account.secret import Account, Secret
from server.cloudflare.client import Cloudflare, Parameters
from server.cloudflare.patience import Patience
from tests.behaviours import (
    Behaviour,
    cut,
    drip,
    hang,
    hang_up,
    huge,
    late,
    redirect,
    refuse,
    send_picture,
    send_raw,
    zip_bomb,
    zipped,
)
from tests.behaviours import envelope as json_envelope
from tests.clients import PROMPT, Pauses, check, failure, paint, quick, with_client
from tests.jpegs import make_jpeg, make_picture
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

MEBIBYTE = 1024 * 1024


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


def test_a_painting_arrives_byte_for_byte(upstream: Upstream) -> None:
    answer = paint(upstream)

    assert answer.picture.data == upstream.pictures[-1]
    assert (answer.picture.width, answer.picture.height) == (1024, 1024)
    assert answer.picture.kind.extension == ".jpg"
    assert answer.neurons == pytest.approx(172.8)


def test_the_request_holds_exactly_what_the_model_takes(upstream: Upstream) -> None:
    paint(upstream, steps=7)

    request = upstream.requests[-1]
    assert request.json() == {"prompt": PROMPT, "steps": 7}
    assert request.path.endswith(f"/accounts/{ACCOUNT_ID}/ai/run/@cf/black-forest-labs/flux-1-schnell")
    assert request.headers["user-agent"] == "Atelier/1.2.3"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["content-type"] == "application/json"


def test_a_prompt_of_broken_text_is_sent_all_the_same(upstream: Upstream) -> None:
    paint(upstream, prompt="half a pair: \ud83e")

    assert upstream.requests[-1].json()["prompt"].startswith("half a pair: ")


def test_connections_are_used_again(upstream: Upstream) -> None:
    async def thrice(client: Cloudflare) -> None:
        for _ in range(3):
            await client.paint(upstream.account, quick(), Parameters(PROMPT, 4))

    with_client(upstream.base_url, thrice)

    assert len(upstream.pictures) == 3
    assert upstream.connections == 1


def test_sixteen_paintings_run_at_once(upstream: Upstream) -> None:
    async def many(client: Cloudflare) -> None:
        upstream.delay = 0.3
        jobs = [client.paint(upstream.account, quick(), Parameters(PROMPT, 4)) for _ in range(16)]
        await asyncio.gather(*jobs)

    with_client(upstream.base_url, many)

    assert upstream.most_at_once == 16


@pytest.mark.parametrize(("kind", "extension"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp")])
def test_the_kind_is_told_from_the_bytes(upstream: Upstream, kind: str, extension: str) -> None:
    data = make_picture(kind)
    upstream.next(send_picture(data), send_raw(data, "image/png"), send_raw(data, "application/octet-stream"))

    for _ in range(3):
        answer = paint(upstream)
        assert answer.picture.kind.extension == extension
        assert answer.picture.data == data


@pytest.mark.parametrize(
    ("header", "neurons"),
    [("172.80", 172.8), ("0", 0.0), ("nan", None), ("-3", None), ("many", None), ("1e300", None), ("", None)],
)
def test_neurons_are_believed_when_they_make_sense(upstream: Upstream, header: str, neurons: float | None) -> None:
    upstream.next(send_picture(make_jpeg(20_000), cf_ai_neurons=header))

    assert paint(upstream).neurons == neurons


def test_a_zipped_answer_is_unpacked(upstream: Upstream) -> None:
    picture = make_jpeg(20_000)
    upstream.next(zipped(json_envelope({"image": base64.b64encode(picture).decode()})))

    assert paint(upstream).picture.data == picture


def test_a_slow_answer_that_keeps_coming_is_waited_for(upstream: Upstream) -> None:
    upstream.next(drip(0.02))

    assert paint(upstream, patience=Patience(read=1.0)).picture.data == upstream.pictures[-1]


# -- time-outs and broken connections ---------------------------------------------------------------------------


def test_an_answer_that_never_starts_times_out(upstream: Upstream) -> None:
    upstream.next(hang())

    assert failure(lambda: paint(upstream, model=quick(seconds=0.3))).code == "answer_timed_out"
    assert len(upstream.requests) == 1


def test_the_time_counts_for_the_answer_as_a_whole(upstream: Upstream) -> None:
    """Each piece comes in time, all of them together do not."""
    upstream.next(drip(0.15))

    caught = failure(lambda: paint(upstream, model=quick(seconds=0.5), patience=Patience(read=10)))
    assert caught.code == "answer_timed_out"


def test_silence_between_two_pieces_times_out(upstream: Upstream) -> None:
    upstream.next(drip(5))

    assert failure(lambda: paint(upstream, patience=Patience(read=0.2))).code == "answer_timed_out"


def test_a_server_that_does_not_accept_times_out() -> None:
    """Its queue of waiting connections is full: what a firewall that drops packets looks like."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = [_connect(listener.getsockname()) for _ in range(4)]
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        caught = failure(lambda: _paint_at(base_url, Pauses().patience(connect=0.3)))
        for connection in waiting:
            connection.close()

    assert caught.code == "connect_timed_out"


def test_a_server_that_takes_nothing_in_times_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        base_url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        long = Parameters("x" * 30_000_000, 4)
        caught = failure(lambda: _paint_at(base_url, Pauses().patience(write=0.3), long))

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

    assert with_client(upstream.base_url, crowd, patience=Patience(pool=0.2)) == ["pool_timed_out"]


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


# -- sizes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("behaviour", [huge(3 * MEBIBYTE), zip_bomb(3 * MEBIBYTE)])
def test_an_answer_too_large_is_stopped(upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)

    patience = Pauses().patience(largest_answer=2 * MEBIBYTE)
    assert failure(lambda: paint(upstream, patience=patience)).code == "answer_too_large"


def test_an_answer_too_large_is_not_unpacked(upstream: Upstream) -> None:
    upstream.next(zip_bomb(200 * MEBIBYTE))
    patience = Pauses().patience(largest_answer=2 * MEBIBYTE)

    tracemalloc.start()
    caught = failure(lambda: paint(upstream, patience=patience))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert caught.code == "answer_too_large"
    assert most < 50 * MEBIBYTE


# -- redirects --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_never_gets_the_token(upstream: Upstream, status: int) -> None:
    with Upstream() as elsewhere:
        upstream.next(redirect(f"{elsewhere.base_url}/accounts/x", status))
        caught = failure(lambda: paint(upstream))

        assert caught.code == "redirected"
        assert elsewhere.connections == 0


# -- asking again -----------------------------------------------------------------------------------------------


def test_no_capacity_is_asked_again(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(refuse(3040, 429), refuse(3040, 429))

    assert paint(upstream, patience=pauses.patience()).picture.data == upstream.pictures[-1]
    assert [0.5 <= pauses.asked[0] <= 1.0, 1.0 <= pauses.asked[1] <= 2.0] == [True, True]


def test_three_tries_are_enough(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(*[refuse(3040, 429)] * 4)

    assert failure(lambda: paint(upstream, patience=pauses.patience())).code == "no_capacity"
    assert len(upstream.requests) == 3
    assert len(pauses.asked) == 2


def test_pauses_do_not_grow_for_ever(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(*[refuse(3040, 429)] * 9)

    failure(lambda: paint(upstream, patience=pauses.patience(tries=9)))

    assert max(pauses.asked) <= 8.0
    assert min(pauses.asked[4:]) >= 4.0


def test_retry_after_in_seconds_is_honoured(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.next(refuse(3040, 429, retry_after="17"))

    paint(upstream, patience=pauses.patience())

    assert pauses.asked == [17.0]


def test_retry_after_as_a_date_is_honoured(upstream: Upstream) -> None:
    pauses = Pauses()
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    upstream.next(refuse(3040, 429, retry_after=moment))

    paint(upstream, patience=pauses.patience())

    assert 30 < pauses.asked[0] <= 40


def test_a_retry_after_too_long_is_not_waited_for(upstream: Upstream) -> None:
    upstream.next(refuse(3040, 429, retry_after="3600"))

    caught = failure(lambda: paint(upstream))

    assert (caught.code, caught.retry_after) == ("no_capacity", 3600.0)
    assert len(upstream.requests) == 1


@pytest.mark.parametrize("header", ["soon", "nan", "-5", "Wed, 99 Foo 2026", ""])
def test_a_retry_after_that_makes_no_sense_is_none(upstream: Upstream, header: str) -> None:
    pauses = Pauses()
    upstream.next(refuse(3040, 429, retry_after=header))

    paint(upstream, patience=pauses.patience())

    assert pauses.asked[0] <= 1.0


def test_a_refused_connection_is_tried_again(upstream: Upstream) -> None:
    upstream.down()
    pauses = Pauses(meanwhile=upstream.up)

    paint(upstream, patience=pauses.patience())

    assert len(pauses.asked) == 1


def test_a_connection_refused_three_times_is_given_up(upstream: Upstream) -> None:
    pauses = Pauses()
    upstream.down()

    assert failure(lambda: paint(upstream, patience=pauses.patience())).code == "connection_refused"
    assert len(pauses.asked) == 2


@pytest.mark.parametrize(
    "behaviour",
    [
        *(refuse(code, status) for code, status in [(3036, 429), (3007, 408), (3030, 400)]),
        *(refuse(None, status) for status in [409, 429, 500]),
        *(hang_up(), cut(), redirect("http://127.0.0.1/"), send_picture(b"no picture"), late(9)),
    ],
)
def test_nothing_else_is_asked_twice(upstream: Upstream, behaviour: Behaviour) -> None:
    upstream.next(behaviour)

    failure(lambda: paint(upstream, model=quick(seconds=1)))

    assert len(upstream.requests) == 1


def test_a_cancelled_painting_ends_at_once(upstream: Upstream) -> None:
    upstream.delay = 60

    async def cancel(client: Cloudflare) -> bool:
        task = asyncio.create_task(client.paint(upstream.account, quick(), Parameters(PROMPT, 4)))
        await asyncio.to_thread(upstream.wait_for_requests, 1)
        task.cancel()
        await asyncio.wait({task})
        return task.cancelled()

    assert with_client(upstream.base_url, cancel)


# -- secrets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "behaviour",
    [
        refuse(5006, 400, f"Bad input: '{PROMPT}' for {TOKEN} of {ACCOUNT_ID} '/{TOKEN}'"),
        refuse(None, 500, PROMPT),
        redirect(f"http://127.0.0.1/{ACCOUNT_ID}?{TOKEN}"),
        send_picture(PROMPT.encode()),
        *(hang_up(), cut(), hang()),
    ],
)
def test_no_error_tells_a_secret(upstream: Upstream, behaviour: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
    upstream.next(behaviour)
    with caplog.at_level(logging.DEBUG):
        caught = failure(lambda: paint(upstream, model=quick(seconds=0.5)))
    told = [
        str(caught),
        repr(caught),
        f"{caught}",
        repr(vars(caught)),
        *traceback.format_exception(caught),
        caplog.text,
    ]

    for secret in (TOKEN, ACCOUNT_ID, PROMPT, "Zanzibar"):
        assert secret not in "".join(told)


def test_a_painting_logs_no_secret(upstream: Upstream, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        paint(upstream)
        check(upstream)

    for secret in (TOKEN, ACCOUNT_ID, "Zanzibar"):
        assert secret not in caplog.text


def test_no_cause_of_an_error_holds_the_request(upstream: Upstream) -> None:
    """httpx's errors do, and with it the token; whoever prints the whole chain would print it too."""
    upstream.next(hang_up())

    caught = failure(lambda: paint(upstream))

    assert caught.__cause__ is None
    assert caught.__context__ is None


def _connect(address: tuple[str, int]) -> socket.socket:
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex(address)
    return connection


def _paint_at(base_url: str, patience: Patience | None = None, parameters: Parameters | None = None) -> object:
    account = Account(ACCOUNT_ID, Secret(TOKEN))
    wanted = parameters or Parameters(PROMPT, 4)
    return with_client(base_url, lambda client: client.paint(account, quick(), wanted), patience=patience)
