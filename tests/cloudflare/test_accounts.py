"""Several accounts with one in use: each an entry of the keyring, switched by hand, never mixed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from keyring.core import load_keyring

from server.cloudflare.account import vault
from server.cloudflare.account.connection import Connection, Painter
from server.cloudflare.account.credentials import Credentials
from server.cloudflare.account.roster import MOST, Roster
from server.cloudflare.client import Cloudflare, Parameters
from server.common.account import Account
from server.common.errors import CredentialsError
from server.common.secret import Secret
from tests import secret_service
from tests.clients import PROMPT, Pauses, quick
from tests.cloudflare_rules import Token
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID, Upstream
from tests.upstream_answers import late

_T = TypeVar("_T")
OTHER_TOKEN = "cfut_second2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5ZyxW"
OTHER = Account(OTHER_ACCOUNT_ID, Secret(OTHER_TOKEN))

pytestmark = [
    pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}"),
    pytest.mark.leaves_sockets,
]


class Table:
    """A settings table of one row."""

    def __init__(self) -> None:
        self.text = ""

    def keep(self, text: str) -> None:
        self.text = text


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A real keyring, unlocked and empty, as this process's own."""
    with secret_service.secret_service(tmp_path) as environment:
        secret_service.enter(environment, monkeypatch)
        yield environment


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    """It knows two accounts, each with a token of its own."""
    with Upstream() as upstream:
        upstream.rules.tokens[OTHER_TOKEN] = Token(accounts=(OTHER_ACCOUNT_ID,))
        yield upstream


def run(
    upstream: Upstream,
    table: Table,
    work: Callable[[Connection], Coroutine[Any, Any, _T]],
    environ: dict[str, str] | None = None,
) -> _T:
    """One run of the program's part that is about accounts."""

    async def whole() -> _T:
        client = Cloudflare(base_url=upstream.base_url, limits=Pauses().limits())
        connection = Connection(
            credentials=Credentials(environ or {}),
            cloudflare=client,
            demo=lambda: Painter(client, OTHER, sample=True),
            samples_only=False,
            roster=Roster(table.text, table.keep),
        )
        await connection.start_loading()
        try:
            return await work(connection)
        finally:
            await connection.close()

    return asyncio.run(whole())


async def both(connection: Connection, upstream: Upstream) -> None:
    await connection.connect(upstream.account, name="Home")
    await connection.connect(OTHER, new=True, name="工作")


async def told(connection: Connection) -> tuple[list[tuple[int, str, str, bool]], str]:
    listed = [(known.slot, known.name, known.ending, known.active) for known in connection.accounts]
    return listed, connection.view().account_id


HOME, WORK = (1, "Home", ACCOUNT_ID[-6:]), (2, "工作", OTHER_ACCOUNT_ID[-6:])


def test_each_is_an_entry_of_the_keyring_and_the_last_one_added_is_in_use(
    bus: dict[str, str], upstream: Upstream
) -> None:
    table = Table()
    run(upstream, table, lambda connection: both(connection, upstream))

    assert run(upstream, table, told) == ([(*HOME, False), (*WORK, True)], OTHER_ACCOUNT_ID)
    keyring = load_keyring("keyring.backends.SecretService.Keyring")
    assert keyring.get_password("atelier", "cloudflare-api-token") == upstream.token
    assert keyring.get_password("atelier", "cloudflare-api-token-2") == OTHER_TOKEN
    assert not any(secret in table.text for secret in (upstream.token, OTHER_TOKEN, ACCOUNT_ID, OTHER_ACCOUNT_ID))


def test_one_that_is_added_while_the_keyring_still_answers_stays(
    bus: dict[str, str], upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_ids = vault.read_ids

    def read_slowly(slots: Iterable[int]) -> dict[int, str]:
        found = read_ids(slots)
        time.sleep(0.5)
        return found

    async def meanwhile(connection: Connection) -> object:
        loading = connection.start_loading()
        await connection.connect(upstream.account, name="Home")
        await loading
        return await told(connection)

    monkeypatch.setattr(vault, "read_ids", read_slowly)
    assert run(upstream, Table(), meanwhile) == ([(*HOME, True)], ACCOUNT_ID)


def test_the_one_account_of_before_is_the_first(bus: dict[str, str], upstream: Upstream) -> None:
    keyring = load_keyring("keyring.backends.SecretService.Keyring")
    keyring.set_password("atelier", "cloudflare-account-id", ACCOUNT_ID)
    keyring.set_password("atelier", "cloudflare-api-token", upstream.token)

    assert run(upstream, Table(), told) == ([(1, "", ACCOUNT_ID[-6:], True)], ACCOUNT_ID)


def test_a_lost_list_is_found_again_in_the_keyring(bus: dict[str, str], upstream: Upstream) -> None:
    run(upstream, Table(), lambda connection: both(connection, upstream))

    listed, in_use = run(upstream, Table(), told)
    assert [known[0] for known in listed] == [1, 2]
    assert in_use == ACCOUNT_ID


def test_switching_is_kept_and_a_painting_under_way_keeps_its_account(bus: dict[str, str], upstream: Upstream) -> None:
    table = Table()

    async def work(connection: Connection) -> None:
        await both(connection, upstream)
        upstream.next(late(0.5))
        before = await connection.painter(sample=False)
        painting = asyncio.create_task(before.client.paint(before.account, quick(), Parameters(PROMPT, 4)))
        await asyncio.to_thread(upstream.wait_for_requests, len(upstream.requests) + 1)
        await connection.switch(1)
        after = await connection.painter(sample=False)
        await after.client.paint(after.account, quick(), Parameters(PROMPT, 4))
        await painting
        with pytest.raises(CredentialsError) as caught:
            await connection.switch(7)
        assert caught.value.code == "account_gone"

    run(upstream, table, work)

    painted = [(request.path.split("/")[4], request.headers["authorization"]) for request in upstream.requests[-2:]]
    assert painted == [(OTHER_ACCOUNT_ID, f"Bearer {OTHER_TOKEN}"), (ACCOUNT_ID, f"Bearer {upstream.token}")]
    assert run(upstream, table, told) == ([(*HOME, True), (*WORK, False)], ACCOUNT_ID)


def test_forgetting_one_leaves_the_others_and_switches_to_none(bus: dict[str, str], upstream: Upstream) -> None:
    table = Table()

    async def work(connection: Connection) -> None:
        await both(connection, upstream)
        await connection.forget(2)

    run(upstream, table, work)
    assert run(upstream, table, told) == ([(*HOME, False)], "")
    run(upstream, table, lambda connection: connection.switch(1))
    assert run(upstream, table, told) == ([(*HOME, True)], ACCOUNT_ID)
    keyring = load_keyring("keyring.backends.SecretService.Keyring")
    assert keyring.get_password("atelier", "cloudflare-api-token-2") is None


def test_adding_one_that_is_there_renews_it(bus: dict[str, str], upstream: Upstream) -> None:
    table = Table()
    renewed = "cfut_third03vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5ZyxW"
    upstream.rules.tokens[renewed] = Token(accounts=(ACCOUNT_ID,))

    async def work(connection: Connection) -> str:
        await both(connection, upstream)
        await connection.connect(Account(ACCOUNT_ID, Secret(renewed)), new=True)
        return (await connection.painter(sample=False)).account.token.reveal()

    assert run(upstream, table, work) == renewed
    assert run(upstream, table, told) == ([(*HOME, True), (*WORK, False)], ACCOUNT_ID)


def test_a_replaced_account_is_never_half_the_old_one(
    bus: dict[str, str], upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the program ended between the two writes."""
    from server.cloudflare.account import vault

    vault.write(ACCOUNT_ID, upstream.token)
    real = vault.write_one

    def ends_at_the_token(name: str, value: str) -> None:
        if name == vault.API_TOKEN:
            raise KeyboardInterrupt
        real(name, value)

    monkeypatch.setattr(vault, "write_one", ends_at_the_token)
    with pytest.raises(KeyboardInterrupt):
        vault.write(OTHER_ACCOUNT_ID, OTHER_TOKEN)

    assert vault.read() is None


def test_there_is_an_end_to_them(upstream: Upstream) -> None:
    roster = Roster("", lambda _: None)
    for slot in range(1, MOST + 1):
        roster.put(slot, f"{slot:032x}")

    assert roster.slot_for("f" * 32, new=True) is None
    assert roster.slot_for(f"{3:032x}", new=True) == 3
    assert roster.slot_for("f" * 32, new=False) == MOST


def test_the_environment_opens_no_keyring(bus: dict[str, str], upstream: Upstream) -> None:
    table = Table()
    run(upstream, table, lambda connection: both(connection, upstream))
    secret_service.lock(bus)
    environ = {"CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID, "CLOUDFLARE_API_TOKEN": upstream.token}

    assert run(upstream, table, told, environ)[1] == ACCOUNT_ID


@pytest.mark.parametrize(
    "stored", ["{", "[]", '{"active": "x", "names": {}}', '{"active": 99, "names": {"0": "", "99": ""}}']
)
def test_a_damaged_list_is_as_if_not_there(stored: str) -> None:
    roster = Roster(stored, lambda _: None)

    assert (roster.active, roster.slots) == (1, ())
