"""The window's looks before there is a page: remembered between runs, corrected for the screens that are there now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from msgspec import Struct
from msgspec.structs import asdict, replace

from desktop.files import read_json, write_json

DEFAULT_WIDTH, DEFAULT_HEIGHT = 1280, 800
MIN_WIDTH, MIN_HEIGHT = 800, 600
LIMIT = 100_000


class Area(Struct, frozen=True):
    """The part of a screen that windows may cover, in logical pixels."""

    x: int
    y: int
    width: int
    height: int

    def overlap(self, x: int, y: int, width: int, height: int) -> int:
        """Pixels of that rectangle that are on this screen."""
        across = min(self.x + self.width, x + width) - max(self.x, x)
        down = min(self.y + self.height, y + height) - max(self.y, y)
        return max(0, across) * max(0, down)


class Placement(Struct, frozen=True):
    """Without a place, the system chooses one."""

    width: int = DEFAULT_WIDTH
    height: int = DEFAULT_HEIGHT
    x: int | None = None
    y: int | None = None
    maximized: bool = False
    theme: str = "system"

    @classmethod
    def load(cls, file: Path) -> Self:
        """What was saved; anything missing or absurd has its default."""
        saved = read_json(file)
        size = {name: saved.get(name) for name in ("width", "height", "x", "y")}
        numbers = {name: value for name, value in size.items() if type(value) is int and abs(value) < LIMIT}
        return cls(**numbers, maximized=saved.get("maximized") is True, theme=str(saved.get("theme", "system")))

    def save(self, file: Path) -> None:
        """Raises OSError."""
        write_json(file, asdict(self))

    def fitted(self, areas: Sequence[Area]) -> Self:
        """Wholly on the screen that holds most of it; in the middle of the first when none holds any."""
        area = max(areas, key=self._overlap, default=None)
        if area is None:
            return replace(self, x=None, y=None)
        lost = self._overlap(area) == 0
        area = areas[0] if lost else area
        width = min(max(self.width, MIN_WIDTH), area.width)
        height = min(max(self.height, MIN_HEIGHT), area.height)
        spare_x, spare_y = area.width - width, area.height - height
        if lost or self.x is None or self.y is None:
            return replace(self, width=width, height=height, x=area.x + spare_x // 2, y=area.y + spare_y // 2)
        x = min(max(self.x, area.x), area.x + spare_x)
        y = min(max(self.y, area.y), area.y + spare_y)
        return replace(self, width=width, height=height, x=x, y=y)

    def _overlap(self, area: Area) -> int:
        if self.x is None or self.y is None:
            return 0
        return area.overlap(self.x, self.y, self.width, self.height)
