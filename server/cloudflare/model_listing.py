"""Which picture models the account offers: asked for once a day at most, kept for whoever is offline."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from server.cloudflare.account.connection import Connection, Painter, Status
from server.cloudflare.allowance.usage_ledger import account_key
from server.common.background import keep_going
from server.common.errors import AtelierError, UpstreamError
from server.common.events import Change, ChangeKind, Hub
from server.paintings.models import MODELS
from server.paintings.models.schema import model_of

SETTING = "account_models"
ASK_EVERY = 86_400.0
"""Seconds between two questions, at least, also where nobody answers."""

ASK_AGAIN = 600.0
"""Seconds between two questions, at least, where a painting was refused because of its model."""

DOUBTS = frozenset({"model_unknown", "model_retired", "model_private"})
"""Errors of paintings that say so."""

TRUSTED_FOR = 7 * ASK_EVERY
"""Seconds after which a list no longer says that a model is gone."""

FIRST = 3.0
"""Seconds after a page opened: it comes first."""

LOOK_AGAIN = 3600.0
"""Seconds between two looks at the clock."""

MOST_LISTED = 200
MOST_NEW = 20
MOST_LEARNT = 40
MOST_SCHEMA = 50_000
"""Characters of one schema, as JSON."""

_ID = re.compile(r"@cf/[a-zA-Z0-9][a-zA-Z0-9._-]{0,60}/[a-zA-Z0-9][a-zA-Z0-9._-]{0,80}")
_TERMS = re.compile(r"https://[a-zA-Z0-9][!#-;=?-~]{3,300}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

log = logging.getLogger(__name__)


class ListedModels(Struct, frozen=True):
    """One model of the list; `ends` is the day on which Cloudflare means to end it, empty where it does not say so."""

    id: str
    terms: str = ""
    ends: str = ""


class ModelListing:
    """Lives on the server's loop. Never waited for, and quiet about what goes wrong.

    `keep` stores what is to be `stored` the next time; `clock` tells seconds since 1970.
    """

    def __init__(self, stored: str, keep: Callable[[str], None], *, clock: Callable[[], float] = time.time) -> None:
        self._keep = keep
        self._clock = clock
        self._account = ""
        self._moment = 0.0
        self._listed: dict[str, ListedModels] = {}
        self._learnt: dict[str, dict[str, Any]] = {}  # terms and schema, also of what is not listed any more
        self._tried: dict[str, float] = {}
        self._watching: asyncio.Task[None] | None = None
        self._page = asyncio.Event()
        self._in_use = ""
        self._doubted = False
        self._take_up(stored)

    @property
    def gone(self) -> frozenset[str]:
        """Models known here that the account's list does not have."""
        is_fresh = 0 <= self._clock() - self._moment < TRUSTED_FOR
        if not self._listed or not is_fresh or self._in_use not in ("", self._account):
            return frozenset()
        return frozenset(MODELS) - self._listed.keys()

    def ends(self, model_id: str) -> str:
        """The day (`2026-11-24`) on which it is meant to end, or nothing."""
        listed = self._listed.get(model_id)
        return listed.ends if listed else ""

    def page_opened(self, connection: Connection, hub: Hub) -> None:
        """Somebody looks: the account may be asked."""
        self._page.set()
        if self._watching is None or self._watching.done():
            self._watching = keep_going(lambda: self._watch(connection, hub), "keeping the list of models")

    def ended(self, error: str | None) -> None:
        """A painting did, with this code: it may say that the list is not true any more."""
        if error in DOUBTS:
            self._doubted = True
            self._page.set()

    async def close(self) -> None:
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.wait({self._watching})

    async def _watch(self, connection: Connection, hub: Hub) -> None:
        while True:
            await asyncio.sleep(FIRST)
            self._page.clear()
            if hub.listeners:
                shown = self._shown()
                await self._look(connection)
                if self._shown() != shown:
                    hub.publish(Change(ChangeKind.MODELS))
            try:
                await asyncio.wait_for(self._page.wait(), LOOK_AGAIN)
            except TimeoutError:
                continue

    async def _look(self, connection: Connection) -> None:
        if connection.status is not Status.CONNECTED:
            return
        try:
            painter = await connection.painter(sample=False)
            self._in_use = account_key(painter.account.id)
            if self._is_due():
                self._doubted = False
                self._tried[self._in_use] = self._clock()
                await self._ask(painter)
        except AtelierError as error:
            log.info("the account's list of models is not to be had: %s", error)

    def _shown(self) -> object:
        """What pages show of it, to be compared."""
        return self.gone, [(model, self.ends(model.id)) for model in MODELS.values()]

    def _is_due(self) -> bool:
        last = self._tried.get(self._in_use, self._moment if self._in_use == self._account else 0.0)
        return abs(self._clock() - last) >= (ASK_AGAIN if self._doubted else ASK_EVERY)

    async def _ask(self, painter: Painter) -> None:
        listed = read_list(await painter.client.listing(painter.account))
        if not listed:
            return
        new = [each for each in listed if each not in MODELS.beforehand][:MOST_NEW]
        for model_id in new:
            try:
                schema = await painter.client.schema(painter.account, model_id)
            except UpstreamError as error:
                log.info("no schema of %s: %s", model_id, error)
            else:
                self._note(listed[model_id], schema)
        self._account, self._moment, self._listed = account_key(painter.account.id), self._clock(), listed
        self._learn()
        self._keep(json.dumps(self._told()))

    def _note(self, listed: ListedModels, schema: object) -> None:
        if _is_small(schema) and model_of(listed.id, schema) is not None:
            self._learnt.pop(listed.id, None)
            self._learnt[listed.id] = {"terms": listed.terms, "schema": schema}
            for oldest in list(self._learnt)[:-MOST_LEARNT]:
                del self._learnt[oldest]

    def _told(self) -> dict[str, Any]:
        return {
            "account": self._account,
            "moment": self._moment,
            "listed": [asdict(each) for each in self._listed.values()],
            "learnt": self._learnt,
        }

    def _take_up(self, stored: str) -> None:
        """What is damaged is as if nothing had been stored."""
        try:
            told = json.loads(stored) if stored else {}
            self._listed = {each["id"]: ListedModels(**each) for each in told.get("listed", [])}
            self._learnt = {
                name: {"terms": str(each["terms"]), "schema": each["schema"]}
                for name, each in told.get("learnt", {}).items()
            }
            self._account, self._moment = str(told.get("account", "")), float(told.get("moment", 0))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            log.warning("the list of models that was kept is damaged")
        self._learn()

    def _learn(self) -> None:
        made = (model_of(name, each["schema"], terms=each["terms"]) for name, each in self._learnt.items())
        MODELS.learn(model for model in made if model is not None)


def read_list(told: object) -> dict[str, ListedModels]:
    """The models that a list has, by id; what makes no sense is left out."""
    listed = (_read(each) for each in told[:MOST_LISTED]) if isinstance(told, list) else ()
    return {each.id: each for each in listed if each is not None}


def _read(told: object) -> ListedModels | None:
    name = told.get("name") if isinstance(told, dict) else None
    if not isinstance(told, dict) or not isinstance(name, str) or not _ID.fullmatch(name):
        return None
    task = told.get("task")
    if not isinstance(task, dict) or task.get("name") != "Text-to-Image":
        return None
    return ListedModels(
        name,
        terms=_property(told, "terms", _TERMS),
        ends=_property(told, "planned_deprecation_date", _DAY)[:10],
    )


def _property(told: dict[str, Any], name: str, form: re.Pattern[str]) -> str:
    properties = told.get("properties")
    for each in properties[:50] if isinstance(properties, list) else ():
        value = each.get("value") if isinstance(each, dict) and each.get("property_id") == name else None
        if isinstance(value, str) and (found := form.match(value[:320])):
            return found.group()
    return ""


def _is_small(schema: object) -> bool:
    try:
        return isinstance(schema, dict) and len(json.dumps(schema)) <= MOST_SCHEMA
    except (ValueError, RecursionError):
        return False
