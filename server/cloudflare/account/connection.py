"""The account paintings are made with: connected to Cloudflare, missing, or the built-in samples."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from server.cloudflare.account.credentials import Credentials, CredentialSource
from server.cloudflare.account.roster import MOST, KnownAccount, Roster
from server.cloudflare.client import Cloudflare
from server.common.account import Account
from server.common.background import begin
from server.common.errors import CredentialsError

log = logging.getLogger(__name__)

REFUSALS = frozenset(
    {
        *("token_refused", "token_wrong", "token_disabled", "token_expired", "token_not_yet_valid"),
        *("token_other_account", "permission_missing", "account_wrong", "account_blocked", "paste_damaged"),
    }
)
"""What Cloudflare says of an account with which nothing can be painted as it stands."""


class Status(StrEnum):
    """The three states of the page's `connection` handle."""

    CONNECTED = "connected"
    MISSING = "missing"
    DEMO = "demo"


class ConnectionView(Struct, frozen=True):
    """What a page may know of the account: never the token, only its last four characters.

    `refused` is one of REFUSALS, or empty: Cloudflare's last word on the account in use.
    """

    status: Status
    source: CredentialSource
    checking: bool
    account_id: str
    last_four: str
    problem: CredentialsError | None
    refused: str
    samples_only: bool


class Painter(Struct, frozen=True):
    """A client and the account it paints with; `sample` when it is the built-in one."""

    client: Cloudflare
    account: Account
    sample: bool


class Connection:
    """Finds the account at the start, proves a new one before keeping it. Lives on the server's loop."""

    def __init__(
        self,
        *,
        credentials: Credentials,
        cloudflare: Cloudflare,
        demo: Callable[[], Painter],
        samples_only: bool,
        roster: Roster | None = None,
    ) -> None:
        self._roster = roster or Roster("", lambda _: None)
        credentials.slot = self._roster.active
        self._credentials = credentials
        self._cloudflare = cloudflare
        self._make_demo = demo
        self._demo: Painter | None = None
        self._samples_only = samples_only
        self._account: Account | None = None
        self._problem: CredentialsError | None = None
        self._proven: Account | None = None
        self._refused = ""
        self._loading: asyncio.Task[None] | None = None
        self._warming: asyncio.Task[None] | None = None
        self.samples = samples_only
        self.on_change: Callable[[], None] = _nobody_hears

    def start_loading(self) -> asyncio.Task[None]:
        """Ask the keyring in the background; it may want its user's password first."""
        self._loading = begin(self._load(), "asking the keyring", on_bug=self._not_loaded)
        self._loading.add_done_callback(lambda _: self.on_change())
        return self._loading

    async def ask_keyring_again(self) -> None:
        """Ask once more, where no account was found. Raises CredentialsError when there is none now either."""
        if self._account is None and (self._loading is None or self._loading.done()):
            self.start_loading()
        await self._loaded()
        if self._account is None:
            raise self._problem or CredentialsError("no_account")

    async def settled(self, patience: float) -> None:
        """Wait for the keyring's answer, at most `patience` seconds."""
        if self._loading is not None:
            await asyncio.wait({self._loading}, timeout=patience)

    def view(self) -> ConnectionView:
        account = self._account
        return ConnectionView(
            status=self.status,
            source=self._credentials.source,
            checking=self._loading is not None and not self._loading.done(),
            account_id=account.id if account else "",
            last_four=account.token.last_four if account else "",
            problem=self._problem,
            refused=self._refused if self.status is Status.CONNECTED else "",
            samples_only=self._samples_only,
        )

    @property
    def status(self) -> Status:
        if self.samples:
            return Status.DEMO
        return Status.CONNECTED if self._account else Status.MISSING

    @property
    def has_proven_account(self) -> bool:
        """Cloudflare took the account last entered, but no keyring did."""
        return self._proven is not None

    async def painter(self, *, sample: bool) -> Painter:
        """Who paints. Raises CredentialsError when there is no account."""
        if sample:
            self._demo = self._demo or self._make_demo()
            return self._demo
        await self._loaded()
        if self._account is None:
            raise self._problem or CredentialsError("no_account")
        return Painter(self._cloudflare, self._account, sample=False)

    def heard(self, account: Account, code: str = "") -> None:
        """How Cloudflare took the account: with this error, or without any. Another account than the one in use, and
        what says nothing about an account, change nothing.
        """
        if account != self._account or (code and code not in REFUSALS) or code == self._refused:
            return
        self._refused = code
        self.on_change()

    def warm_up(self) -> None:
        """Load the HTTP client now, while the user still writes the prompt."""
        if self.status is Status.CONNECTED and self._warming is None:
            self._warming = begin(self._cloudflare.warm_up(), "loading the HTTP client")

    async def connect(self, account: Account, *, new: bool = False, name: str = "") -> None:
        """Prove the account, then keep it in the keyring: beside the others where it is `new`, else in the place of the
        one in use. Raises UpstreamError or CredentialsError.
        """
        if self._samples_only:
            raise CredentialsError("samples_only")
        self._proven = None
        await self._cloudflare.check(account)
        self._proven = account
        await self._loaded()  # or what a slow keyring tells later would take its place
        slot = self._roster.slot_for(account.id, new=new)
        if slot is None:
            raise CredentialsError("accounts_full")
        await self._credentials.save(account, slot)
        self._take(account)
        self._roster.put(slot, account.id, name)

    @property
    def accounts(self) -> list[KnownAccount]:
        """Those kept in the keyring."""
        return self._roster.all()

    async def switch(self, slot: int) -> None:
        """Use another account from the next painting on; those under way keep theirs. Raises CredentialsError."""
        if self._samples_only:
            raise CredentialsError("samples_only")
        await self._loaded()
        account = await self._credentials.switch(slot) if slot in self._roster.slots else None
        if account is None:
            self._roster.drop(slot)
            raise CredentialsError("account_gone")
        self._take(account)
        self._roster.use(slot)

    def rename(self, slot: int, name: str) -> None:
        self._roster.rename(slot, name)

    async def forget(self, slot: int) -> None:
        """Take an account out of the keyring. Raises CredentialsError."""
        await self._loaded()
        if slot == self._credentials.slot:
            await self.disconnect()
        else:
            await self._credentials.erase(slot)
            self._roster.drop(slot)

    def keep_for_this_run(self) -> None:
        """Go on with the account proven last, without a keyring. Raises CredentialsError when none was."""
        if self._proven is None:
            raise CredentialsError("no_account")
        self._credentials.keep_in_memory(self._proven)
        self._take(self._proven)

    async def disconnect(self) -> None:
        """Forget the account, in the keyring too. Raises CredentialsError."""
        await self._credentials.forget()
        self._roster.drop(self._credentials.slot)
        self._account = await self._credentials.load()
        self._refused = ""

    def use_samples(self) -> None:
        self.samples = True

    async def close(self) -> None:
        await self._cloudflare.aclose()
        if self._demo is not None:
            await self._demo.client.aclose()

    async def _loaded(self) -> None:
        """When the keyring has answered, or been given up."""
        if self._loading is not None:
            await asyncio.wait({self._loading})

    async def _load(self) -> None:
        if self._samples_only:
            return  # nothing would be done with an account, and the keyring might ask for its password
        try:
            self._account = await self._credentials.load()
            self._problem = None
        except CredentialsError as error:
            self._problem = error
        if self._account is not None:
            self.samples = self._samples_only
        await self._count()

    def _not_loaded(self) -> None:
        self._problem = CredentialsError("keyring_failed")

    async def _count(self) -> None:
        """Look which accounts there are: those of the list, or all there could be where there is none."""
        if self._problem is not None or self._credentials.source is CredentialSource.ENVIRONMENT:
            return  # the keyring does not answer, or need not be opened
        try:
            slots = self._roster.slots if self._roster.is_told else range(1, MOST + 1)
            self._roster.found(await self._credentials.ids(slots))
        except CredentialsError as error:
            log.warning("the accounts could not be counted: %s", error)

    def _take(self, account: Account) -> None:
        self._account = account
        self._refused = ""
        self._proven = None
        self._problem = None
        self.samples = self._samples_only


def _nobody_hears() -> None:
    """Until a site listens."""
