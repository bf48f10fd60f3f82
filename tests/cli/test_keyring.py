"""Commands and the real keyring: an account in it, none in it, a locked one, one that does not answer, none at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop.cli.exit_codes import Exit
from server.cloudflare.account.credentials import Credentials
from tests import secret_service
from tests.commands import Shell
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

pytestmark = [
    pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}"),
    pytest.mark.leaves_sockets,
]


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[dict[str, str]]:
    with secret_service.secret_service(tmp_path / "session") as environ:
        yield environ


def move(shell: Shell, environ: Mapping[str, str]) -> None:
    """Into a session with that keyring, and no account in the environment."""
    del shell.environ["CLOUDFLARE_ACCOUNT_ID"], shell.environ["CLOUDFLARE_API_TOKEN"]
    shell.environ.update({name: environ[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")})


def store(upstream: Upstream, environ: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As the window does when an account is connected."""
    monkeypatch.delenv("PYTHON_KEYRING_BACKEND", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    asyncio.run(Credentials({}).save(upstream.account))


def test_the_account_in_the_keyring_paints(
    shell: Shell, upstream: Upstream, keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(upstream, keyring, monkeypatch)
    move(shell, keyring)

    done = shell.run("paint", "a boat")

    assert done.code == Exit.DONE, done.err
    assert upstream.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"
    written = [file.read_bytes() for file in shell.program.data_dir.rglob("*") if file.is_file()]
    assert not any(secret.encode() in each for each in written for secret in (TOKEN, ACCOUNT_ID))


def test_a_keyring_without_an_account(shell: Shell, upstream: Upstream, keyring: dict[str, str]) -> None:
    move(shell, keyring)

    done = shell.run("paint", "a boat")

    assert (done.code, done.out) == (Exit.NO_ACCOUNT, [])
    assert done.err[0].startswith("No Cloudflare account is connected.")
    assert shell.paintings == []
    assert upstream.requests == []


def test_a_locked_keyring(
    shell: Shell, upstream: Upstream, keyring: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store(upstream, keyring, monkeypatch)
    secret_service.lock(keyring)
    move(shell, keyring)

    done = shell.run("paint", "a boat", "--json")

    assert done.code == Exit.NO_ACCOUNT
    assert done.json["error"]["code"].startswith("keyring_")
    assert upstream.requests == []


def test_a_keyring_that_does_not_answer(shell: Shell, tmp_path: Path) -> None:
    with secret_service.silent_service(tmp_path / "session") as environ:
        move(shell, environ)

        done = shell.run("paint", "a boat", "--json")

    assert done.code == Exit.NO_ACCOUNT
    assert done.json["error"]["code"] == "keyring_slow"


def test_no_keyring(shell: Shell, tmp_path: Path) -> None:
    with secret_service.no_service(tmp_path / "session") as environ:
        move(shell, environ)
        done, sample = shell.run("paint", "a boat", "--json"), shell.run("paint", "a boat", "--sample", "--quiet")

    assert done.code == Exit.NO_ACCOUNT
    assert done.json["error"]["code"] == "keyring_missing"
    assert (sample.code, sample.err) == (Exit.DONE, [])
