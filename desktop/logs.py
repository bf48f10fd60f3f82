"""The log: a small rotating file in the data folder. No prompt, token, account id or picture is ever in it."""

from __future__ import annotations

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from server.common.own_files import open_to_append
from server.common.redaction import starred

FILE_BYTES = 512 * 1024
OLD_FILES = 2
OURS = ("desktop", "server")
"""Loggers that may tell what happens. Of libraries only warnings are wanted, whatever their loggers are called: an HTTP
client tells of each address it asks, and there the account's id stands in it."""


def start_log(folder: Path) -> None:
    """Send every logger's records to the file. Raises OSError when it cannot be written."""
    handler = OwnFile(folder / "atelier.log", maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    logging.raiseExceptions = False  # or a full disk sends a traceback to stderr with every record
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # pywebview gives itself a handler that writes to stderr, unless it finds that it has one.
    logging.getLogger("pywebview").addHandler(logging.NullHandler())


class OwnFile(RotatingFileHandler):
    """Written through no link, wherever one was put."""

    def _open(self) -> TextIOWrapper:
        return os.fdopen(open_to_append(Path(self.baseFilename)), "a", encoding=self.encoding)


class Redacted(logging.Formatter):
    """The last net: whatever looks like a token or an id is starred out, in tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return starred(super().format(record))
