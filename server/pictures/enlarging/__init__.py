"""Pictures made larger on this computer: what can be wished for (`wish.py`), and how it is done.

`worker.py` runs in a process of its own (`process.py`), where `network.py` enlarges one tile after the other
(`tiles.py`).
"""

from server.pictures.enlarging.process import Enlarging
from server.pictures.enlarging.wish import SCALES, WORD, Enlargement, EnlargingKind, enlargement_of

__all__ = ["SCALES", "WORD", "Enlargement", "Enlarging", "EnlargingKind", "enlargement_of"]
