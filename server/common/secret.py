"""A string that does not print itself."""

from __future__ import annotations

from server.common.hidden import Hidden


class Secret(Hidden, frozen=True):
    """Holds a credential; `repr`, `str`, formatting and tracebacks show only stars. `reveal()` is greppable."""

    _value: str

    def reveal(self) -> str:
        return self._value

    @property
    def last_four(self) -> str:
        return self._value[-4:]

    def __str__(self) -> str:
        return "****"
