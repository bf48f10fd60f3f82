"""A string that does not print itself."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Secret:
    """Holds a credential; `repr`, `str`, formatting and tracebacks show only stars. `reveal()` is greppable."""

    _value: str = field(repr=False)

    def reveal(self) -> str:
        return self._value

    @property
    def last_four(self) -> str:
        return self._value[-4:]

    def __str__(self) -> str:
        return "****"


@dataclass(frozen=True, slots=True)
class Account:
    """A Cloudflare account: its id (32 hexadecimal digits) and an API token for it."""

    id: str = field(repr=False)
    token: Secret
