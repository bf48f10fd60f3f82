"""What the process does about its memory once its start is over.

See docs/facts.md#glibc-keeps-large-blocks.
"""

from __future__ import annotations

import gc
import sys

MMAP_THRESHOLD = -3
"""The name that mallopt(3) has for it."""

LARGE = 256 * 1024
"""Bytes from which a block is the system's own and goes back to it: less than most pictures are."""


def settle_memory() -> None:
    _collect_garbage_again()
    if sys.platform == "linux":
        _return_large_blocks()


def _collect_garbage_again() -> None:
    """What is there now stays, and need not be looked at again."""
    gc.collect()
    gc.freeze()
    gc.enable()


def _return_large_blocks() -> None:
    """Left to itself, glibc keeps what they leave behind: after 200 paintings 16 MiB, in pieces that fit nothing."""
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # other C libraries have none
    if mallopt is not None:
        mallopt(MMAP_THRESHOLD, LARGE)
