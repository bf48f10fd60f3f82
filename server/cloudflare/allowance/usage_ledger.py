"""What every call is known or thought to have cost, by UTC day and account, in the database.

Used from the server's thread alone, with a connection of its own; every call is short. Calls raise StorageError.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

from server.paintings.database import connect, named_errors

DAYS_KEPT = 90


class Use(Struct, frozen=True):
    """What one model took on a day: `neurons` by `count` calls, `estimated` of them by our own reckoning."""

    model: str
    count: int
    neurons: float
    estimated: float


class Sum(Struct, frozen=True):
    """A day of ours: `estimated` of the `neurons` by our own reckoning, the `newest` call in seconds since 1970.

    `elsewhere` is what has been found beyond that, at the moment `asked`.
    """

    neurons: float
    estimated: float
    newest: float
    elsewhere: float
    asked: float | None


class Call(Struct, frozen=True):
    """A call that is sent at a `moment`, in seconds since 1970: for a `painting`, by its uid, or empty for none."""

    day: str
    account: str
    model: str
    estimate: float
    moment: float
    painting: str = ""


def account_key(account_id: str) -> str:
    """The account as it stands in the ledger: to be told from others, and not to be read."""
    return hashlib.sha256(account_id.encode()).hexdigest()[:16]


class UsageLedger:
    """Its table is made with the store's; the store must have opened the database before. Raises sqlite3.Error."""

    def __init__(self, database: Path, *, clock: Callable[[], float] = time.time) -> None:
        """`clock` tells seconds since 1970, to whoever counts."""
        self._connection = connect(database)
        self.clock = clock

    def close(self) -> None:
        self._connection.close()

    def begin(self, call: Call) -> int:
        """A call is sent: until its price is known the estimate counts, also when the program ends. Its number."""
        statement = (
            "INSERT INTO calls (day, account, painting, model, neurons, exact, moment) VALUES (?, ?, ?, ?, ?, 0, ?)"
            " RETURNING id"
        )
        values = (call.day, call.account, call.painting, call.model, call.estimate, call.moment)
        number: int = self._rows(statement, *values)[0]["id"]
        return number

    def settle(self, number: int, day: str, *, neurons: float | None, moment: float) -> None:
        """The call was charged: with so many neurons, or as estimated where the answer did not say."""
        statement = "UPDATE calls SET day = ?, moment = ?, neurons = coalesce(?, neurons), exact = ? WHERE id = ?"
        self._rows(statement, day, moment, neurons, int(neurons is not None), number)

    def drop(self, number: int) -> None:
        """The call was not charged."""
        self._rows("DELETE FROM calls WHERE id = ?", number)

    def uses(self, day: str, account: str) -> list[Use]:
        """By model, the dearest first."""
        statement = (
            "SELECT model, count(*) AS count, sum(neurons) AS neurons,"
            " sum(iif(exact, 0.0, neurons)) AS estimated FROM calls WHERE day = ? AND account = ? AND model <> ''"
            " GROUP BY model ORDER BY 3 DESC, 1"
        )
        return [Use(**dict(row)) for row in self._rows(statement, day, account)]

    def sum(self, day: str, account: str) -> Sum:
        """All of it."""
        statement = (
            "SELECT total(iif(model <> '', neurons, 0)) AS neurons,"
            " total(iif(model <> '' AND NOT exact, neurons, 0)) AS estimated,"
            " coalesce(max(iif(model <> '', moment, NULL)), 0.0) AS newest,"
            " total(iif(model = '', neurons, 0)) AS elsewhere,"
            " max(iif(model = '', moment, NULL)) AS asked FROM calls WHERE day = ? AND account = ?"
        )
        [row] = self._rows(statement, day, account)
        return Sum(**dict(row))

    def paintings(self, day: str) -> set[str]:
        """By their uids, those that a call was sent for."""
        return {row["painting"] for row in self._rows("SELECT painting FROM calls WHERE day = ?", day)}

    def correct(self, day: str, account: str, *, neurons: float, moment: float) -> None:
        """Cloudflare counted so many more than we did; one row of a day, which has no model."""
        self._rows("DELETE FROM calls WHERE day = ? AND account = ? AND model = ''", day, account)
        number = self.begin(Call(day, account, model="", estimate=neurons, moment=moment))
        self.settle(number, day, neurons=neurons, moment=moment)

    def take_up(self, day: str) -> None:
        """Correct estimates of an earlier run by what its paintings were found to have cost; forget what is old."""
        self._rows(
            "UPDATE calls SET neurons = paintings.neurons, exact = 1 FROM paintings"
            " WHERE exact = 0 AND paintings.uid = calls.painting AND paintings.state = 'done'"
            " AND paintings.neurons IS NOT NULL"
            " AND calls.id = (SELECT max(id) FROM calls AS other WHERE other.painting = calls.painting)"
        )
        self._rows("DELETE FROM calls WHERE day < date(?, ?)", day, f"-{DAYS_KEPT} days")

    def _rows(self, statement: str, *values: object) -> list[Any]:
        with named_errors():
            return self._connection.execute(statement, values).fetchall()
