"""Which accounts there are and which one is in use: numbers and the user's names for them, no id and no token.

The first account is kept under the names the keyring has always had, so that one account needs no list at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from msgspec import Struct

SETTING = "accounts"
MOST = 8
"""Accounts; each is an entry of the keyring that a lost list has to be looked for in."""

NAME_LENGTH = 40


class KnownAccount(Struct, frozen=True):
    """An account that is kept. `ending`: the last characters of its id, as far as the keyring has told."""

    slot: int
    name: str
    ending: str
    active: bool


class Roster:
    """Lives on the server's loop. `stored` is the setting's text, `keep` writes it anew."""

    def __init__(self, stored: str, keep: Callable[[str], None]) -> None:
        self._keep = keep
        self._names: dict[int, str] = {}
        self._ids: dict[int, str] = {}
        self._told = stored
        self.active = 1
        self.is_told = False
        self._read(stored)

    @property
    def slots(self) -> tuple[int, ...]:
        return tuple(sorted(self._names))

    def all(self) -> list[KnownAccount]:
        return [
            KnownAccount(slot, self._names[slot], self._ids.get(slot, "")[-6:], active=slot == self.active)
            for slot in self.slots
        ]

    def slot_for(self, account_id: str, *, new: bool) -> int | None:
        """Where an account goes: where it is already, a free place, or that of the one in use; None if all are full."""
        for slot, known in self._ids.items():
            if known == account_id and slot in self._names:
                return slot
        if not new:
            return self.active
        return next((slot for slot in range(1, MOST + 1) if slot not in self._names), None)

    def found(self, ids: dict[int, str]) -> None:
        """What the keyring holds; what is not there is not known any more."""
        self._ids = dict(ids)
        self._names = {slot: self._names.get(slot, "") for slot in ids}
        self._write()

    def put(self, slot: int, account_id: str, name: str = "") -> None:
        self._ids[slot] = account_id
        self._names[slot] = name or self._names.get(slot, "")
        self.use(slot)

    def use(self, slot: int) -> None:
        self.active = slot
        self._write()

    def rename(self, slot: int, name: str) -> None:
        if slot in self._names:
            self._names[slot] = name[:NAME_LENGTH]
            self._write()

    def drop(self, slot: int) -> None:
        self._names.pop(slot, None)
        self._ids.pop(slot, None)
        self._write()

    def _write(self) -> None:
        self.is_told = True
        names = {str(slot): name for slot, name in self._names.items()}
        told = json.dumps({"active": self.active, "names": names}, ensure_ascii=False)
        if told != self._told:
            self._keep(told)
        self._told = told

    def _read(self, stored: str) -> None:
        try:
            told = json.loads(stored)
            names = {int(slot): str(name)[:NAME_LENGTH] for slot, name in told["names"].items()}
            active = int(told["active"])
        except (ValueError, TypeError, KeyError, AttributeError):
            return
        self._names = {slot: name for slot, name in names.items() if 1 <= slot <= MOST}
        self.active = active if 1 <= active <= MOST else 1
        self.is_told = True
