"""The system's keyring: Secret Service or KWallet, Windows Credential Manager, macOS Keychain. Only user of keyring.

Nothing here falls back to a file. Every call blocks, possibly for as long as its user takes to type a password, so that
each runs in a thread of its own that does not keep the program from ending.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from server.common.errors import CredentialsError
from server.common.threads import in_thread

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

SERVICE = "atelier"
ACCOUNT_ID = "cloudflare-account-id"
API_TOKEN = "cloudflare-api-token"  # noqa: S105 - the name, not the token

_T = TypeVar("_T")

# By name and not through keyring's own choice: that also offers plain files, and remembers that nothing was there.
_BACKENDS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "linux": (("keyring.backends.SecretService", "Keyring"), ("keyring.backends.kwallet", "DBusKeyring")),
    "win32": (("keyring.backends.Windows", "WinVaultKeyring"),),
    "darwin": (("keyring.backends.macOS", "Keyring"),),
}
_TRUSTED = frozenset(module for backends in _BACKENDS.values() for module, _ in backends)
# What the backends let through of the libraries below them.
_FOREIGN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "linux": (("secretstorage.exceptions", "SecretStorageException"), ("jeepney.wrappers", "DBusErrorResponse")),
    "win32": (("win32ctypes.pywin32.pywintypes", "error"),),
}
_NOTHING_KEPT = "keyring_empty"  # never leaves this module
# By the names of errors, the most telling first; macOS tells a refusal only as the cause of a lock.
_CODES: Mapping[str, str] = {
    "PromptDismissedException": "keyring_refused",
    "KeychainDenied": "keyring_refused",
    "KeyringLocked": "keyring_locked",
    "LockedException": "keyring_locked",
    "SecretServiceNotAvailableException": "keyring_missing",
    "ItemNotFoundException": _NOTHING_KEPT,
}


def read(slot: int = 1) -> tuple[str, str] | None:
    """Account id and token of one account, None unless both are there. Raises CredentialsError."""
    account_id = read_one(named(ACCOUNT_ID, slot))
    token = read_one(named(API_TOKEN, slot)) if account_id else None
    return (account_id, token) if account_id and token else None


def read_ids(slots: Iterable[int]) -> dict[int, str]:
    """The ids of those accounts that are there. Raises CredentialsError."""
    found = {slot: read_one(named(ACCOUNT_ID, slot)) for slot in slots}
    return {slot: account_id for slot, account_id in found.items() if account_id}


def write(account_id: str, token: str, slot: int = 1) -> None:
    """The old token goes first: no moment has one account's id and another's token. Raises CredentialsError."""
    if read_one(named(ACCOUNT_ID, slot)) not in (None, account_id):
        erase_one(named(API_TOKEN, slot))
    write_one(named(ACCOUNT_ID, slot), account_id)
    write_one(named(API_TOKEN, slot), token)


def erase(slot: int = 1) -> None:
    """Take both out; fine if they are not there. Raises CredentialsError."""
    for name in (API_TOKEN, ACCOUNT_ID):
        erase_one(named(name, slot))


def named(name: str, slot: int) -> str:
    """The first account has the names alone."""
    return name if slot == 1 else f"{name}-{slot}"


def read_one(name: str) -> str | None:
    """What is kept under a name of ours, None if nothing is. Raises CredentialsError."""
    try:
        with _named_failures():
            return _backend_to_read().get_password(SERVICE, name)
    except CredentialsError as error:
        if error.code != _NOTHING_KEPT:
            raise
        return None


def write_one(name: str, value: str) -> None:
    """Raises CredentialsError."""
    with _named_failures():
        _backend().set_password(SERVICE, name, value)


def erase_one(name: str) -> None:
    """Fine if it is not there. Raises CredentialsError."""
    try:
        with _named_failures():
            backend = _backend_to_read()
            if backend.get_password(SERVICE, name) is not None:
                backend.delete_password(SERVICE, name)
    except CredentialsError as error:
        if error.code != _NOTHING_KEPT:
            raise


def backend_name() -> str:
    """Which keyring would be used now, or the code of why there is none. Opens none, so that nobody is asked."""
    try:
        with _named_failures():
            kind = type(_backend())
    except CredentialsError as error:
        return error.code
    return f"{kind.__module__}.{kind.__name__}"


def in_own_thread(call: Callable[[], _T]) -> asyncio.Future[_T]:
    """Start a call that may raise CredentialsError; the future holds its outcome and may be left alone."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[_T] = loop.create_future()
    outcome.add_done_callback(lambda ended: ended.cancelled() or ended.exception())

    def run() -> None:
        settle = partial(outcome.set_exception, CredentialsError("keyring_failed"))
        try:
            settle = _settled(call, outcome)
        finally:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                loop.call_soon_threadsafe(settle)

    in_thread(run, "keyring")
    return outcome


async def within(seconds: float, answer: asyncio.Future[_T]) -> _T:
    """The outcome of such a call, if it comes in time. Raises CredentialsError."""
    done, _ = await asyncio.wait({answer}, timeout=seconds)
    if not done:
        raise CredentialsError("keyring_slow")
    return answer.result()


def _settled(call: Callable[[], _T], outcome: asyncio.Future[_T]) -> partial[None]:
    try:
        return partial(outcome.set_result, call())
    except CredentialsError as error:
        return partial(outcome.set_exception, error)


def _backend() -> KeyringBackend:
    """The keyring this system has now. Raises CredentialsError."""
    from keyring import core

    try:
        configured = core.load_env() or core.load_config()
    except (ImportError, AttributeError, ValueError, RuntimeError) as error:
        log.info("the keyring's configuration cannot be used: %s", type(error).__name__)
        raise CredentialsError("keyring_missing") from error
    if configured is not None:
        if type(configured).__module__ not in _TRUSTED:
            raise CredentialsError("keyring_missing", type(configured).__module__)
        return configured
    for module, name in _BACKENDS.get(sys.platform, ()):
        kind: type[KeyringBackend] = getattr(importlib.import_module(module), name)
        if kind.viable:
            return kind()
    raise CredentialsError("keyring_missing")


def _backend_to_read() -> KeyringBackend:
    """Where keyring would set up a new Secret Service keyring, and ask for its password, only to find nothing in it."""
    backend = _backend()
    if type(backend).__module__ == "keyring.backends.SecretService":
        vars(backend)["preferred_collection"] = "/org/freedesktop/secrets/aliases/default"
    return backend


@contextlib.contextmanager
def _named_failures() -> Iterator[None]:
    """Library errors become ours; theirs are not kept, since nobody promises what they hold."""
    failure = None
    try:
        yield
    except _failures() as error:
        failure = CredentialsError(_code(error))
        log.info("%s: %s", failure.code, type(error).__name__)
    if failure is not None:
        raise failure


def _failures() -> tuple[type[Exception], ...]:
    from keyring.errors import KeyringError

    foreign = tuple(getattr(importlib.import_module(module), name) for module, name in _FOREIGN.get(sys.platform, ()))
    return (KeyringError, OSError, EOFError, RuntimeError, ValueError, *foreign)


def _code(error: BaseException) -> str:
    names: set[str] = set()
    cause: BaseException | None = error
    while cause is not None:
        names.update(kind.__name__ for kind in type(cause).__mro__)
        cause = cause.__cause__ or cause.__context__
    return next((code for name, code in _CODES.items() if name in names), "keyring_failed")
