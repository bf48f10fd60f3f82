"""All models there are at the moment: those known beforehand, and those learnt from an account's list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from server.paintings.models.model import Model


class KnownModels(Mapping[str, Model]):
    """Models by id, those known beforehand first; what is learnt takes the place of none of them."""

    def __init__(self, beforehand: Mapping[str, Model]) -> None:
        self.beforehand = beforehand
        self._all = dict(beforehand)

    def learn(self, models: Iterable[Model]) -> None:
        """Know these besides, and none of those learnt earlier."""
        # Exchanged at once: other threads may be reading.
        self._all = dict(self.beforehand) | {each.id: each for each in models if each.id not in self.beforehand}

    def __getitem__(self, model_id: str) -> Model:
        return self._all[model_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)
