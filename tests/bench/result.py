"""What a measurement says, as a line to read and as a record to keep."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024
KILOBYTE = 1000


@dataclass(frozen=True, slots=True)
class Result:
    """`reach` is the most that `value` may be; `beside` says what it was measured against."""

    name: str
    value: float
    unit: str
    reach: float
    beside: str

    @property
    def within(self) -> bool:
        return self.value <= self.reach

    def line(self) -> str:
        mark = "ok" if self.within else "OVER"
        return (
            f"{self.name:<32} {_short(self.value):>7} {self.unit:<8} ≤ {_short(self.reach):<6} {mark:<5} {self.beside}"
        )


def _short(value: float) -> str:
    """Three digits are more than any of these figures is worth."""
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
