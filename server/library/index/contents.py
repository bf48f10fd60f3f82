"""What a backup, and who tidies up, ask the library's index.

For the librarian's thread; everything raises StorageError.
"""

from __future__ import annotations

from pathlib import Path

from server.library.index.index_writer import IndexWriter
from server.library.index.unread import MOST_NAMED, UnreadFile, WhyUnread
from server.paintings.database import named_errors
from server.paintings.painting import OWN, TRASH


def identities(writer: IndexWriter) -> dict[str, str]:
    """What each picture in the folder that can be seen is known by, by its path."""
    with named_errors():
        rows = writer.do(
            "SELECT f.path, f.identity FROM files f JOIN paintings p ON p.id = f.painting"
            " WHERE p.deleted IS NULL AND p.missing IS NULL"
        )
    return {str(path): str(identity) for path, identity in map(tuple, rows)}


def no_pictures(writer: IndexWriter) -> tuple[int, list[UnreadFile]]:
    """The files whose names are pictures' and that are none: how many, and the first of them by their paths."""
    where = f"FROM files WHERE identity = '' AND path NOT LIKE '{OWN}/%'"
    with named_errors():
        [(count,)] = map(tuple, writer.do(f"SELECT count(*) {where}"))
        rows = writer.do(f"SELECT path, size {where} ORDER BY path LIMIT ?", MOST_NAMED)
    named = [UnreadFile(str(path), WhyUnread.DAMAGED if size else WhyUnread.EMPTY) for path, size in map(tuple, rows)]
    return int(count), named


def forget_no_pictures(writer: IndexWriter) -> None:
    """So that they are looked into again."""
    with writer.transaction():
        writer.do("DELETE FROM files WHERE identity = ''")


def in_trash(writer: IndexWriter) -> dict[str, str]:
    """Where each picture lies that is in the trash, by what it is known by."""
    with named_errors():
        rows = writer.do(
            "SELECT p.file, p.uid, f.identity FROM paintings p LEFT JOIN files f ON f.painting = p.id"
            " WHERE p.deleted IS NOT NULL AND p.missing IS NULL AND p.file LIKE ?",
            f"{TRASH}/%",
        )
    # Of one that has just been moved there nobody may have looked at the file yet.
    known = ((file, {identity, f"uid:{uid}", f"sum:{uid}"}) for file, uid, identity in map(tuple, rows))
    return {str(identity): str(file) for file, identities in known for identity in identities if identity}


def kept_elsewhere(writer: IndexWriter) -> list[Path]:
    """Pictures of the library that lie outside of its folder: it did not take them."""
    with named_errors():
        rows = writer.do("SELECT file FROM paintings WHERE state = 'done' AND deleted IS NULL")
    return [path for row in rows if row[0] is not None and (path := Path(row[0])).is_absolute()]


def states(writer: IndexWriter, after: str, most: int) -> list[tuple[str, int, int]]:
    """Path, bytes and time of change (in nanoseconds) of the next files as last seen, in the order of their paths."""
    with named_errors():
        rows = writer.do("SELECT path, size, modified FROM files WHERE path > ? ORDER BY path LIMIT ?", after, most)
    return [(str(path), int(size), int(modified)) for path, size, modified in map(tuple, rows)]
