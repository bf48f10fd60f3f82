"""The account in a real keyring, in keyrings that are not there or do not answer, in memory, in the environment."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from keyring.backend import KeyringBackend
from keyring.core import load_keyring

from server.cloudflare.account.credentials import Credentials, CredentialSource
from server.common.account import Account
from server.common.advice import ADVICE, Action
from server.common.errors import CredentialsError
from server.common.secret import Secret
from tests import secret_service

TOKEN = "cfut_9sXkQ2vLmT7rWbN4yHdJ6pZcG8aFeU3iOqRx5tKw"
ACCOUNT = Account("0123456789abcdef0123456789abcdef", Secret(TOKEN))
OTHER = Account("f" * 32, Secret("cfat_" + "y" * 40))
ENVIRON = {"CLOUDFLARE_ACCOUNT_ID": f" {OTHER.id}\n", "CLOUDFLARE_API_TOKEN": f"Bearer {OTHER.token.reveal()}"}
_T = TypeVar("_T")

pytestmark = [
    pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}"),
    pytest.mark.leaves_sockets,
]
Enter = Callable[[dict[str, str]], None]


@pytest.fixture
def enter(monkeypatch: pytest.MonkeyPatch) -> Enter:
    """Move this process into another environment."""
    return lambda environment: secret_service.enter(environment, monkeypatch)


def run(work: Coroutine[Any, Any, _T]) -> _T:
    return asyncio.run(work)


def keyring() -> KeyringBackend:
    """The keyring as any other program would see it."""
    return load_keyring("keyring.backends.SecretService.Keyring")


def refused(work: Coroutine[Any, Any, object]) -> CredentialsError:
    with pytest.raises(CredentialsError) as caught:
        run(work)
    return caught.value


# -- a real keyring ---------------------------------------------------------------------------------------------


def test_an_account_survives_in_the_keyring(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        assert run(Credentials({}).load()) is None

        run(Credentials({}).save(ACCOUNT))
        later = Credentials({})
        assert (run(later.load()), later.source) == (ACCOUNT, CredentialSource.KEYRING)


def test_it_is_kept_under_the_names_promised(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))

        assert keyring().get_password("atelier", "cloudflare-account-id") == ACCOUNT.id
        assert keyring().get_password("atelier", "cloudflare-api-token") == TOKEN


def test_no_file_holds_the_token(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))

        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert any(path.suffix == ".keyring" for path in files)
        assert not any(TOKEN.encode() in path.read_bytes() for path in files)


def test_an_account_is_replaced(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))
        run(Credentials({}).save(OTHER))

        assert run(Credentials({}).load()) == OTHER


def test_a_forgotten_account_is_gone(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        credentials = Credentials({})
        run(credentials.save(ACCOUNT))
        run(credentials.forget())

        assert (run(credentials.load()), credentials.source) == (None, CredentialSource.NONE)
        assert run(Credentials({}).load()) is None
        run(credentials.forget())


def test_the_keyring_is_asked_once(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))
        credentials = Credentials({})
        run(credentials.load())

    assert run(credentials.load()) == ACCOUNT


def test_half_an_account_is_none(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))
        keyring().delete_password("atelier", "cloudflare-api-token")

        assert run(Credentials({}).load()) is None


def test_what_others_put_there_is_looked_at(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        keyring().set_password("atelier", "cloudflare-account-id", "not an id")
        keyring().set_password("atelier", "cloudflare-api-token", TOKEN)

        assert refused(Credentials({}).load()).code == "keyring_failed"


# -- keyrings that do not give ----------------------------------------------------------------------------------


def test_a_locked_keyring(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))
        secret_service.lock(environment)

        assert refused(Credentials({}).load()).code == "keyring_locked"
        assert refused(Credentials({}).save(OTHER)).code == "keyring_locked"


def test_a_keyring_that_may_not_be_set_up(enter: Enter, tmp_path: Path) -> None:
    """Nobody answers the question for a new keyring's password: reading does not ask it, saving has to."""
    with secret_service.secret_service(tmp_path, password=None) as environment:
        enter(environment)

        assert run(Credentials({}).load()) is None
        assert refused(Credentials({}).save(ACCOUNT)).code == "keyring_refused"
        run(Credentials({}).forget())


def test_no_keyring_at_all(enter: Enter, tmp_path: Path) -> None:
    with secret_service.no_service(tmp_path) as environment:
        enter(environment)

        assert refused(Credentials({}).load()).code == "keyring_missing"
        assert refused(Credentials({}).save(ACCOUNT)).code == "keyring_missing"
    assert "gnome-keyring" in ADVICE["keyring_missing"].next_step
    assert ADVICE["keyring_missing"].action is Action.KEYRING


def test_a_keyring_installed_meanwhile_is_found(enter: Enter, tmp_path: Path) -> None:
    credentials = Credentials({})
    with secret_service.no_service(tmp_path / "before") as environment:
        enter(environment)
        assert refused(credentials.load()).code == "keyring_missing"

    with secret_service.secret_service(tmp_path / "after") as environment:
        enter(environment)
        run(credentials.save(ACCOUNT))
        assert run(Credentials({}).load()) == ACCOUNT


@pytest.mark.parametrize(
    "backend",
    [
        *("keyring.backends.null.Keyring", "keyring.backends.fail.Keyring", "keyring.backends.chainer.ChainerBackend"),
        *("no.such.module", "keyring.backends.null.Nothing", "tests.secret_service.PlainText"),
    ],
)
def test_a_backend_that_keeps_nothing_safe_is_none(
    enter: Enter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, backend: str
) -> None:
    """Even where the user's settings ask for it."""
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", backend)

        assert refused(Credentials({}).load()).code == "keyring_missing"
        assert refused(Credentials({}).save(ACCOUNT)).code == "keyring_missing"


def test_a_slow_keyring(enter: Enter, tmp_path: Path) -> None:
    with secret_service.silent_service(tmp_path) as environment:
        enter(environment)

        assert refused(Credentials({}, seconds=0.3).load()).code == "keyring_slow"
        assert refused(Credentials({}, seconds=0.3).save(ACCOUNT)).code == "keyring_slow"


def test_a_slow_keyring_is_asked_one_question_at_a_time(enter: Enter, tmp_path: Path) -> None:
    """Else its user would find a stack of password dialogs."""

    async def twice() -> None:
        credentials = Credentials({}, seconds=0.2)
        await asyncio.gather(*(credentials.load() for _ in range(3)), return_exceptions=True)
        await asyncio.gather(credentials.load(), return_exceptions=True)

    with secret_service.silent_service(tmp_path) as environment:
        before = set(threading.enumerate())
        enter(environment)
        run(twice())

        asking = [thread for thread in set(threading.enumerate()) - before if thread.name == "keyring"]
        assert len(asking) == 1


def test_a_hung_keyring_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    code = (
        "import asyncio\n"
        "from server.cloudflare.account.credentials import Credentials\n"
        "from server.common.errors import CredentialsError\n"
        "try:\n"
        "    asyncio.run(Credentials({}, seconds=0.2).load())\n"
        "except CredentialsError as error:\n"
        "    print(error.code)\n"
    )
    with secret_service.silent_service(tmp_path) as environment:
        done = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=30, check=True
        )

    assert (done.stdout, done.stderr) == ("keyring_slow\n", "")


# -- memory and environment -------------------------------------------------------------------------------------


def test_memory_lasts_for_this_run_only(enter: Enter, tmp_path: Path) -> None:
    with secret_service.no_service(tmp_path) as environment:
        enter(environment)
        credentials = Credentials({})
        credentials.keep_in_memory(ACCOUNT)

        assert (run(credentials.load()), credentials.source) == (ACCOUNT, CredentialSource.MEMORY)
        assert refused(Credentials({}).load()).code == "keyring_missing"
        run(credentials.forget())
        assert credentials.source is CredentialSource.NONE


def test_the_environment_comes_first(enter: Enter, tmp_path: Path) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))
        credentials = Credentials(ENVIRON)

        assert (run(credentials.load()), credentials.source) == (OTHER, CredentialSource.ENVIRONMENT)


@pytest.mark.parametrize("missing", ["CLOUDFLARE_ACCOUNT_ID", "CLOUDFLARE_API_TOKEN"])
def test_half_an_environment_is_none(enter: Enter, tmp_path: Path, missing: str) -> None:
    with secret_service.secret_service(tmp_path) as environment:
        enter(environment)
        run(Credentials({}).save(ACCOUNT))
        credentials = Credentials(ENVIRON | {missing: ""})

        assert (run(credentials.load()), credentials.source) == (ACCOUNT, CredentialSource.KEYRING)


def test_an_environment_that_cannot_be_used_is_named() -> None:
    caught = refused(Credentials(ENVIRON | {"CLOUDFLARE_ACCOUNT_ID": TOKEN}).load())

    assert caught.code == "environment_wrong"
    assert TOKEN not in str(caught)


def test_nothing_prints_the_token() -> None:
    credentials = Credentials(ENVIRON)
    run(credentials.load())

    shown = f"{OTHER!r} {OTHER} {credentials!r} {OTHER.token} {OTHER.token!r}"
    assert OTHER.token.reveal() not in shown
    assert OTHER.id not in shown
