"""Values that do not print themselves."""

from __future__ import annotations

from msgspec import Struct


class Hidden(Struct, frozen=True):
    """Of credentials, of what people wrote, and of bytes that would fill a log, `repr` says what they are, no more."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"
