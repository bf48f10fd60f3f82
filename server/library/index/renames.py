"""Files that got another name while the library moved, because theirs was taken. For the librarian's thread."""

from __future__ import annotations

from collections.abc import Mapping

from server.common.file_names import stored_name
from server.library.index.index_writer import IndexWriter

MOVE = "library_move"
"""The setting that names the last move whose names were taken over."""


def rename_files(writer: IndexWriter, move: str, renamed: Mapping[str, str]) -> None:
    """Once for each move, however often it is asked for. Raises StorageError."""
    with writer.transaction():
        if writer.do("SELECT 1 FROM settings WHERE name = ? AND value = ?", MOVE, move):
            return
        for old, new in ((stored_name(old), stored_name(new)) for old, new in renamed.items()):
            writer.do("UPDATE paintings SET file = ? WHERE file = ?", new, old)
            writer.do("UPDATE OR REPLACE files SET path = ? WHERE path = ?", new, old)
        writer.do("INSERT OR REPLACE INTO settings VALUES (?, ?)", MOVE, move)
