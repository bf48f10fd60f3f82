"""Starts Chromium without stopping every other thread of Python for it.

The first profile brings Chromium up, which takes 100 ms. PySide holds Python's lock meanwhile; called through ctypes,
the same function does not, and the server's thread goes on with its own start on the other processor.

See docs/facts.md#chromium-comes-up-with-pythons-lock-held.
"""

from __future__ import annotations

import contextlib
import ctypes
from pathlib import Path

import PySide6

LIBRARY = Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6WebEngineCore.so.6"
DEFAULT_PROFILE = "_ZN17QWebEngineProfile14defaultProfileEv"
"""`QWebEngineProfile::defaultProfile()`: a profile that keeps nothing on disk, and that no page of ours uses."""


def start_engine() -> None:
    """With an application object there, in its thread. Where Qt is built otherwise, Chromium starts with the window."""
    with contextlib.suppress(OSError, AttributeError):
        make_profile = getattr(ctypes.CDLL(str(LIBRARY)), DEFAULT_PROFILE)
        make_profile.restype = ctypes.c_void_p
        make_profile()
