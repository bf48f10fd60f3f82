"""All running parts, put together once; no word of HTTP or HTML in it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from server.cloudflare.account.connection import Connection
from server.cloudflare.account.credentials import Credentials
from server.cloudflare.account.network_settings import SETTING as NETWORK
from server.cloudflare.account.network_settings import NetworkSettings
from server.cloudflare.account.painters import client_of, sample_painter
from server.cloudflare.account.roster import SETTING as ACCOUNTS
from server.cloudflare.account.roster import Roster
from server.cloudflare.allowance.counter import Allowance
from server.cloudflare.allowance.usage_ledger import UsageLedger
from server.cloudflare.doctor import Doctor, DoctorHost
from server.cloudflare.model_listing import SETTING as OFFER
from server.cloudflare.model_listing import ModelListing
from server.common.errors import StorageError
from server.common.events import Change, ChangeKind, Hub
from server.common.i18n import best_language, translate
from server.common.paths import Paths
from server.common.shell import Shell
from server.library.backup.backups import Backups, SettingsInBackups
from server.library.comparisons import Comparisons
from server.library.export import Exporter, ExportJobs
from server.library.folder import Library
from server.library.index.librarian import Librarian
from server.library.index.search import LibrarySearch
from server.library.inputs import Inputs
from server.library.moving.mover import Mover
from server.library.moving.place import read_place
from server.library.spare_settings import SpareSettings, read_spare
from server.library.thumbnails import Thumbnails
from server.paintings.database import on_damage, put_aside_if_damaged, salvage_settings
from server.paintings.earlier_prompts import EarlierPrompts
from server.paintings.models import MODELS
from server.paintings.painting import Painting, Reason, Wording
from server.paintings.preferences import Preferences
from server.paintings.store import Slot, Store
from server.prompts.styles import SETTING, Styles
from server.prompts.wildcards import Wildcards
from server.prompts.writer import PromptWriter
from server.site.upkeep import Upkeep
from server.studio.queue import SETTING as HOLDS
from server.studio.queue import Holds, News, Notifications
from server.studio.queue.notifications import words_of
from server.studio.studio import Studio, StudioParts

log = logging.getLogger(__name__)

RECENT_PROMPTS = 30
FIRST_LOOK = 0.5
"""Seconds after the start in which the library's folder is first looked at: the page comes before."""


class Parts(Struct, frozen=True):
    """What the program around the server decides. `port`: where on 127.0.0.1 it will listen.

    `patience`: whether a command waits for what stands in the way; None asks the preferences, and obeys a pause.
    """

    paths: Paths
    shell: Shell
    port: int
    environ: Mapping[str, str]
    system_language: str
    demo: bool = False
    patience: bool | None = None


class Site:
    """Made on the server's loop, because what it holds belongs there. Raises sqlite3.Error and OSError."""

    def __init__(self, parts: Parts) -> None:
        self.paths = parts.paths
        self.shell = parts.shell
        self.environ = parts.environ
        self.system_language = self._page_language = parts.system_language
        self._patience = parts.patience
        self.hub = Hub()
        self.reopened = False
        self._open_database()
        self._open_library()
        self._reach_cloudflare(samples_only=parts.demo)
        self._set_up_studio()
        self.upkeep = Upkeep(
            store=self.store,
            library=self.library,
            librarian=self.librarian,
            thumbnails=self.thumbnails,
            inputs=self.inputs,
            allowance=self.allowance,
            spare_settings=SpareSettings(self.store, self.library),
            trash=self.studio.trash,
            answers=self.studio.keeper.answers,
        )
        self.exporter = Exporter(self.studio.keeper.picture)
        self.exports = ExportJobs(self.exporter, self.hub)

    def _open_database(self) -> None:
        """And what is kept in it as settings; from a damaged one those are saved, as far as they can be read."""
        self.damaged = put_aside_if_damaged(self.paths.database)
        self.store = Store(self.paths.database)
        if self.damaged is not None:
            self.store.restore_settings(salvage_settings(self.damaged))
        if not self.store.settings():
            self.store.restore_settings(read_spare(read_place(self.paths.place_file, self.paths.library).folder))
        self.prompts = EarlierPrompts(self.paths.database)
        self.preferences = Preferences.load(self.store)
        self.styles = Styles(*self._slot(SETTING))
        self.listing = ModelListing(*self._slot(OFFER))
        self.comparisons = Comparisons(self.paths.database)

    def _open_library(self) -> None:
        place = read_place(self.paths.place_file, self.paths.library)
        self.library = Library(place.folder, self.paths.rescued, known=self.store.knows_files())
        self.thumbnails = Thumbnails(self.paths.thumbnails)
        self.search = LibrarySearch(self.paths.database)
        self.inputs = Inputs(self.paths.inputs)
        self.librarian = Librarian(database=self.paths.database, library=self.library, hub=self.hub)
        loop = asyncio.get_running_loop()
        on_damage(lambda: loop.call_soon_threadsafe(self.librarian.found_damage))
        self.mover = Mover(paths=self.paths, place=place, library=self.library, librarian=self.librarian, hub=self.hub)
        self.backups = Backups(
            paths=self.paths,
            library=self.library,
            librarian=self.librarian,
            hub=self.hub,
            settings=SettingsInBackups(self.store, self.styles, self._read_preferences),
        )

    def _reach_cloudflare(self, *, samples_only: bool) -> None:
        self.network = NetworkSettings(*self._slot(NETWORK))
        cloudflare = client_of(self.environ, self.network)
        self.connection = Connection(
            credentials=Credentials(self.environ),
            cloudflare=cloudflare,
            demo=sample_painter,
            samples_only=samples_only,
            roster=Roster(*self._slot(ACCOUNTS)),
        )
        self.connection.samples = samples_only or self.preferences.samples
        self.allowance = Allowance(
            ledger=UsageLedger(self.paths.database),
            store=self.store,
            connection=self.connection,
            hub=self.hub,
            limit=lambda: self.preferences.limit,
        )
        self.doctor = Doctor(
            connection=self.connection,
            networks=self.network,
            cloudflare=cloudflare,
            host=DoctorHost(
                model=lambda: MODELS[self.preferences.model],
                meter=self.allowance.now,
                on_change=lambda: self.hub.publish(Change(ChangeKind.DOCTOR)),
            ),
        )

    def _set_up_studio(self) -> None:
        self.writer = PromptWriter(
            connection=self.connection,
            allowance=self.allowance,
            choose=lambda task: self.preferences.helper(task),
            translates=lambda: self.preferences.translation == "always",
        )
        self.notifications = Notifications(
            ring=lambda: self.hub.publish(Change(ChangeKind.CHIME)),
            notify=self._notify,
            wanted=lambda: self.preferences.notify == "on",
            pages=lambda: self.hub.listeners,
        )
        parts = StudioParts(
            store=self.store,
            library=self.library,
            thumbnails=self.thumbnails,
            connection=self.connection,
            inputs=self.inputs,
            allowance=self.allowance,
            holds=Holds(self._slot(HOLDS), self._waits, postponed=self.store.postponed),
            hub=self.hub,
            find=self.search.by_uid,
            trash_days=lambda: self.preferences.trash_days,
        )
        self.studio = Studio(parts, self)

    async def open(self) -> None:
        await self.open_studio(go_on=True)
        self.librarian.open(after=FIRST_LOOK)
        self.upkeep.begin(is_database_lost=self.damaged is not None, references=self.preferences.references)

    async def open_studio(self, *, go_on: bool) -> None:
        """What painting needs and nothing else; `go_on` with what still waits from an earlier run."""
        self.connection.on_change = lambda: self.hub.publish(Change(ChangeKind.CONNECTION))
        self.connection.start_loading()
        await self.mover.open()
        await self.backups.open()
        await self.studio.open(go_on=go_on)
        self.allowance.open()

    def _waits(self, reason: Reason) -> bool:
        return self.preferences.waits(reason) if self._patience is None else self._patience

    async def close(self) -> None:
        try:
            await self.exports.close()
            await self.backups.close()
            await self.mover.close()
            await self.studio.close()
            await self.notifications.close()
        except StorageError as error:  # the next start settles what could not be written down
            log.warning("not everything could be settled: %s", error)
        await self.listing.close()
        await self.doctor.close()
        await self.connection.close()
        await self.upkeep.end()
        await self.librarian.close()
        await self.allowance.close()
        self.thumbnails.close()
        self.search.close()
        self.comparisons.close()
        self.prompts.close()
        self.store.close()

    def _slot(self, name: str) -> Slot:
        return self.store.settings().get(name, ""), lambda text: self.store.change_setting(name, text)

    def _read_preferences(self) -> None:
        self.preferences = Preferences.load(self.store)

    def prefer(self, **changes: Any) -> None:  # noqa: ANN401 - fields of Preferences
        """Change preferences and keep them."""
        self.preferences = replace(self.preferences, **changes)
        self.preferences.save(self.store)

    def language(self, accepted: str | None = None) -> str:
        """The language chosen, or the best of those that a page's browser accepts, or that of the last page."""
        if self.preferences.language != "system":
            return self.preferences.language
        if accepted is not None:
            self._page_language = best_language(accepted)
        return self._page_language

    @property
    def folders(self) -> Mapping[str, Path]:
        """Those in use, by the names pages have for them."""
        return {"library": self.library.folder, "data": self.paths.data, "logs": self.paths.logs}

    @property
    def lists(self) -> Wildcards:
        """What prompts may name: lists beside the pictures, and with the program's data."""
        return Wildcards(self.library.folder, self.paths.data)

    def text(self, message: str, **values: object) -> str:
        return translate(self.language(), message, **values)

    # -- what the studio asks, and tells (server.studio.host) -----------------------------------------------------

    def width(self) -> int:
        return self.preferences.width

    def paused(self) -> bool:
        return self.preferences.paused and self._patience is None

    def pattern(self) -> str:
        return self.preferences.pattern

    async def wording(self, painting: Painting) -> Wording:
        return await self.writer.wording(painting)

    def active(self, count: int) -> None:
        self.shell.show_active(count)

    def ended(self, painting: Painting) -> None:
        self.notifications.ended(painting)
        self.listing.ended(painting.error)

    async def _notify(self, news: News) -> None:
        title, text = words_of(news)
        await self.shell.notify(self.text(title, done=news.done, failed=news.failed), self.text(text) if text else "")
