"""The database's schema as ordered steps; how many have been taken is SQLite's own `user_version`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from uuid import uuid4


def migrate(connection: sqlite3.Connection) -> None:
    """Take every step not yet taken, each in a transaction of its own."""
    taken: int = connection.execute("PRAGMA user_version").fetchone()[0]
    for number, step in enumerate(STEPS[taken:], start=taken + 1):
        with connection:
            connection.execute("BEGIN")
            step(connection)
            connection.execute(f"PRAGMA user_version = {number:d}")


def m001_paintings_and_settings(connection: sqlite3.Connection) -> None:
    connection.execute(
        """
        CREATE TABLE paintings (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            state TEXT NOT NULL
                CHECK (state IN ('queued', 'painting', 'done', 'failed', 'cancelled', 'interrupted')),
            prompt TEXT NOT NULL,
            model TEXT NOT NULL,
            steps INTEGER NOT NULL,
            sample INTEGER NOT NULL,
            created REAL NOT NULL,
            started REAL,
            seconds REAL,
            file TEXT,
            width INTEGER,
            height INTEGER,
            bytes INTEGER,
            neurons REAL,
            error TEXT,
            error_detail TEXT,
            deleted REAL
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX paintings_by_state ON paintings (state) WHERE state IN ('queued', 'painting')")
    connection.execute("CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")


def m002_uids(connection: sqlite3.Connection) -> None:
    """Names for all time; the paintings that are there already get theirs now."""
    connection.execute("ALTER TABLE paintings ADD COLUMN uid TEXT NOT NULL DEFAULT ''")
    ids = connection.execute("SELECT id FROM paintings").fetchall()
    connection.executemany("UPDATE paintings SET uid = ? WHERE id = ?", [(uuid4().hex, row[0]) for row in ids])
    connection.execute("CREATE UNIQUE INDEX paintings_by_uid ON paintings (uid)")


def m003_library(connection: sqlite3.Connection) -> None:
    """The folder's pictures: where each painting stands, which files are known, what a search looks through."""
    for column in ("place INTEGER", "missing REAL", "favourite INTEGER NOT NULL DEFAULT 0"):
        connection.execute(f"ALTER TABLE paintings ADD COLUMN {column}")
    connection.execute("ALTER TABLE paintings ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0")
    last = 0
    for row in connection.execute("SELECT id, created FROM paintings ORDER BY id").fetchall():
        last = max(last + 1, int(row[1] * 1_000_000))
        connection.execute("UPDATE paintings SET place = ? WHERE id = ?", (last, row[0]))
    for statement in _LIBRARY:
        connection.execute(statement)


APART = "(deleted IS NOT NULL OR missing IS NOT NULL OR state <> 'done')"
"""In exactly these words SQLite finds the index for it."""

_LIBRARY = (
    "CREATE UNIQUE INDEX paintings_by_place ON paintings (place)",
    # Whatever the library filters by, so that counting 100,000 paintings reads this and no row.
    "CREATE INDEX paintings_in_library ON paintings (place, state, model, favourite, created, width, height)"
    " WHERE deleted IS NULL AND missing IS NULL",
    "CREATE INDEX paintings_by_file ON paintings (file)",
    "CREATE INDEX paintings_not_indexed ON paintings (id) WHERE indexed = 0",
    "CREATE INDEX paintings_by_prompt ON paintings (substr(prompt, 1, 60) COLLATE NOCASE, place, state, model,"
    " favourite, created, width, height) WHERE deleted IS NULL AND missing IS NULL",
    # What was last seen of each picture file below the library's folder; `modified` is in nanoseconds.
    "CREATE TABLE files (path TEXT PRIMARY KEY, size INTEGER NOT NULL, modified INTEGER NOT NULL,"
    " identity TEXT NOT NULL, painting INTEGER) STRICT, WITHOUT ROWID",
    "CREATE INDEX files_by_painting ON files (painting)",
    "CREATE INDEX files_by_identity ON files (identity)",
    "CREATE TABLE albums (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT",
    "CREATE TABLE album_paintings (album INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,"
    " painting INTEGER NOT NULL, PRIMARY KEY (album, painting)) STRICT, WITHOUT ROWID",
    "CREATE INDEX album_paintings_by_painting ON album_paintings (painting)",
    "CREATE INDEX paintings_by_model ON paintings (model)",
    # Both have a painting's place as rowid, so that what they find is in the library's order already.
    "CREATE VIRTUAL TABLE words USING fts5 (text, content = '', tokenize = 'trigram')",
    "CREATE VIRTUAL TABLE beginnings USING fts5 (tokens, content = '', detail = none, tokenize = 'ascii')",
    # Tables of this kind forget a text only when told it again, so what rows said before is kept until then.
    "CREATE TABLE unindexed (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
    "CREATE TRIGGER painting_removed AFTER DELETE ON paintings WHEN OLD.indexed = 1 BEGIN"
    " INSERT OR IGNORE INTO unindexed VALUES (OLD.place, iif(OLD.prompt <> '', OLD.prompt, coalesce(OLD.file, '')));"
    " END",
    "CREATE TRIGGER painting_renamed AFTER UPDATE OF prompt, file, place ON paintings WHEN OLD.indexed = 1 AND"
    " (OLD.place <> NEW.place OR iif(OLD.prompt <> '', OLD.prompt, coalesce(OLD.file, ''))"
    " <> iif(NEW.prompt <> '', NEW.prompt, coalesce(NEW.file, ''))) BEGIN"
    " INSERT OR IGNORE INTO unindexed VALUES (OLD.place, iif(OLD.prompt <> '', OLD.prompt, coalesce(OLD.file, '')));"
    " UPDATE paintings SET indexed = 0 WHERE id = NEW.id;"
    " END",
)


def m004_keepsakes(connection: sqlite3.Connection) -> None:
    """Favourites and album places of paintings that have not been found in the folder yet; no album is a favourite."""
    connection.execute(
        "CREATE TABLE waiting_keepsakes (uid TEXT NOT NULL, album TEXT NOT NULL, PRIMARY KEY (uid, album)) STRICT,"
        " WITHOUT ROWID"
    )
    connection.execute("CREATE INDEX paintings_missing ON paintings (missing) WHERE missing IS NOT NULL")


def m005_models(connection: sqlite3.Connection) -> None:
    """What the other models take; `inputs` names pictures, as JSON."""
    for column in (
        *("asked_width INTEGER", "asked_height INTEGER", "seed INTEGER", "guidance REAL", "parent TEXT"),
        *("negative_prompt TEXT NOT NULL DEFAULT ''", "inputs TEXT NOT NULL DEFAULT ''"),
    ):
        connection.execute(f"ALTER TABLE paintings ADD COLUMN {column}")
    connection.execute("CREATE INDEX paintings_by_parent ON paintings (parent) WHERE parent IS NOT NULL")


def m006_calls(connection: sqlite3.Connection) -> None:
    """What each call cost: on which UTC day, for which account (not its id), and whether Cloudflare said so."""
    connection.execute(
        "CREATE TABLE calls (id INTEGER PRIMARY KEY, day TEXT NOT NULL, account TEXT NOT NULL, painting TEXT NOT NULL,"
        " model TEXT NOT NULL, neurons REAL NOT NULL, exact INTEGER NOT NULL, moment REAL NOT NULL) STRICT"
    )
    connection.execute("CREATE INDEX calls_by_day ON calls (day, account)")
    connection.execute("CREATE INDEX calls_by_painting ON calls (painting)")


def m007_prompts_sent(connection: sqlite3.Connection) -> None:
    """What the model got, where that is not the prompt as typed; it is searched through as well."""
    connection.execute("ALTER TABLE paintings ADD COLUMN prompt_sent TEXT")
    for statement in _PROMPTS_SENT:
        connection.execute(statement)


_PROMPTS_SENT = (
    "DROP TRIGGER painting_removed",
    "DROP TRIGGER painting_renamed",
    "CREATE TRIGGER painting_removed AFTER DELETE ON paintings WHEN OLD.indexed = 1 BEGIN"
    " INSERT OR IGNORE INTO unindexed VALUES (OLD.place, iif(OLD.prompt <> '',"
    " OLD.prompt || coalesce(char(10) || OLD.prompt_sent, ''), coalesce(OLD.file, '')));"
    " END",
    "CREATE TRIGGER painting_renamed AFTER UPDATE OF prompt, prompt_sent, file, place ON paintings"
    " WHEN OLD.indexed = 1 AND (OLD.place <> NEW.place OR"
    " iif(OLD.prompt <> '', OLD.prompt || coalesce(char(10) || OLD.prompt_sent, ''), coalesce(OLD.file, '')) <>"
    " iif(NEW.prompt <> '', NEW.prompt || coalesce(char(10) || NEW.prompt_sent, ''), coalesce(NEW.file, ''))) BEGIN"
    " INSERT OR IGNORE INTO unindexed VALUES (OLD.place, iif(OLD.prompt <> '',"
    " OLD.prompt || coalesce(char(10) || OLD.prompt_sent, ''), coalesce(OLD.file, '')));"
    " UPDATE paintings SET indexed = 0 WHERE id = NEW.id;"
    " END",
)


def m008_postponed(connection: sqlite3.Connection) -> None:
    """When a waiting painting may begin, where its user wants it later."""
    connection.execute("ALTER TABLE paintings ADD COLUMN not_before REAL")


def m009_turns(connection: sqlite3.Connection) -> None:
    """Where a painting stands in the queue, when it is not where it was ordered."""
    connection.execute("ALTER TABLE paintings ADD COLUMN turn INTEGER")


def m010_foreign_prompts(connection: sqlite3.Connection) -> None:
    """Pictures of other programs are looked into once more: their prompts can be found from now on."""
    connection.execute(
        "UPDATE files SET modified = -1"
        " WHERE painting IN (SELECT id FROM paintings WHERE model = '' AND prompt = '' AND missing IS NULL)"
    )


def m011_grids(connection: sqlite3.Connection) -> None:
    """Comparisons; `axes` is JSON, and a cell names its painting by the uid, which stays when rows are made anew."""
    connection.execute(
        "CREATE TABLE grids (id INTEGER PRIMARY KEY AUTOINCREMENT, created REAL NOT NULL, prompt TEXT NOT NULL,"
        " axes TEXT NOT NULL) STRICT"
    )
    connection.execute(
        "CREATE TABLE grid_cells (grid INTEGER NOT NULL REFERENCES grids (id), painting TEXT NOT NULL,"
        ' "row" INTEGER NOT NULL, "column" INTEGER NOT NULL, PRIMARY KEY (grid, "row", "column")) STRICT'
    )
    connection.execute("CREATE INDEX grid_cells_by_painting ON grid_cells (painting)")


def m012_inputs(connection: sqlite3.Connection) -> None:
    """So that a start finds the few paintings with input pictures among a hundred thousand."""
    connection.execute("CREATE INDEX paintings_with_inputs ON paintings (inputs) WHERE inputs <> ''")


def m013_translations(connection: sqlite3.Connection) -> None:
    """What having a prompt translated took is part of what its painting cost."""
    connection.execute("ALTER TABLE paintings ADD COLUMN translation REAL")


def m014_waiting_inputs(connection: sqlite3.Connection) -> None:
    """Input pictures of paintings that have not been found in the folder yet."""
    connection.execute("CREATE TABLE waiting_inputs (uid TEXT PRIMARY KEY, inputs TEXT NOT NULL) STRICT")


def m015_queued(connection: sqlite3.Connection) -> None:
    """Every start, page and order asks for what waits; the index of states is of no help to questions about one."""
    connection.execute("CREATE INDEX paintings_queued ON paintings (coalesce(turn, id)) WHERE state = 'queued'")


def m016_apart(connection: sqlite3.Connection) -> None:
    """The few that are no pictures to be seen: what is to be settled at a start, and what a count leaves out.

    Those that wait or are being painted are among them.
    """
    connection.execute("DROP INDEX paintings_by_state")
    connection.execute(f"CREATE INDEX paintings_apart ON paintings (state) WHERE {APART}")


def m017_orders(connection: sqlite3.Connection) -> None:
    """Which order a painting belongs to; of those there are, what was asked for in the same moment is one."""
    connection.execute("ALTER TABLE paintings ADD COLUMN order_uid TEXT")
    connection.execute(
        "UPDATE paintings SET order_uid = known.name FROM (SELECT id AS painting, min(uid) OVER"
        " (PARTITION BY created, model, prompt) AS name FROM paintings WHERE model <> '') AS known"
        " WHERE known.painting = paintings.id"
    )
    connection.execute("CREATE INDEX paintings_by_order ON paintings (order_uid) WHERE order_uid IS NOT NULL")


def m018_words_of_negative_prompts(connection: sqlite3.Connection) -> None:
    """They are searched through as well, those of other programs' pictures too, and signs and emoji alone.

    All words are noted anew.
    """
    for statement in _ALL_WORDS:
        connection.execute(statement)


SEARCHED = (
    "iif({row}.prompt <> '', {row}.prompt || coalesce(char(10) || {row}.prompt_sent, ''), coalesce({row}.file, ''))"
    " || iif({row}.negative_prompt <> '', char(10) || {row}.negative_prompt, '')"
)
"""What of a row is searched through."""

_BEFORE, _NOW = SEARCHED.format(row="OLD"), SEARCHED.format(row="NEW")
_ALL_WORDS = (
    "DROP TRIGGER painting_removed",
    "DROP TRIGGER painting_renamed",
    "INSERT INTO words (words) VALUES ('delete-all')",
    "INSERT INTO beginnings (beginnings) VALUES ('delete-all')",
    "DELETE FROM unindexed",
    "UPDATE paintings SET indexed = 0",
    "UPDATE files SET modified = -1"
    " WHERE painting IN (SELECT id FROM paintings WHERE model = '' AND prompt <> '' AND missing IS NULL)",
    "CREATE TRIGGER painting_removed AFTER DELETE ON paintings WHEN OLD.indexed = 1 BEGIN"  # noqa: S608 - a constant
    f" INSERT OR IGNORE INTO unindexed VALUES (OLD.place, {_BEFORE});"
    " END",
    "CREATE TRIGGER painting_renamed AFTER UPDATE OF"  # noqa: S608 - a constant
    " prompt, prompt_sent, negative_prompt, file, place ON paintings"
    f" WHEN OLD.indexed = 1 AND (OLD.place <> NEW.place OR {_BEFORE} <> {_NOW}) BEGIN"
    f" INSERT OR IGNORE INTO unindexed VALUES (OLD.place, {_BEFORE});"
    " UPDATE paintings SET indexed = 0 WHERE id = NEW.id;"
    " END",
)


def m019_laid_aside(connection: sqlite3.Connection) -> None:
    """Prompts that were typed and not painted; `place` in microseconds, as that of paintings."""
    connection.execute("CREATE TABLE laid_aside (prompt TEXT PRIMARY KEY, place INTEGER NOT NULL)")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (
    m001_paintings_and_settings,
    m002_uids,
    m003_library,
    m004_keepsakes,
    m005_models,
    m006_calls,
    m007_prompts_sent,
    m008_postponed,
    m009_turns,
    m010_foreign_prompts,
    m011_grids,
    m012_inputs,
    m013_translations,
    m014_waiting_inputs,
    m015_queued,
    m016_apart,
    m017_orders,
    m018_words_of_negative_prompts,
    m019_laid_aside,
)
