"""Puts empty modules in the place of libraries that others import and this program never uses.

Robyn imports what starts several worker processes (multiprocess, which imports dill) and what reloads changed sources;
pywebview imports a web server of its own (bottle). Together they take 60 ms of a start that takes 600. Where one of
them is used after all, the missing name says so.

On Linux and macOS Robyn also wants an event loop in C (uvloop), which is 1.7 MB; it gets Python's own, as on Windows.
What takes time here is drawing pages and waiting for pictures, and neither is the loop's.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

_SERVER_PARTS = ("WSGIRequestHandler", "WSGIServer", "make_server")
UNUSED: Mapping[str, tuple[str, ...]] = {
    "multiprocess": ("Process", "allow_connection_pickling"),
    "robyn.reloader": ("compile_rust_files",),
    "bottle": ("ServerAdapter",),
    "wsgiref.simple_server": _SERVER_PARTS,
    "uvloop": (),
}
"""Module to the names that are asked of it while it is imported."""


class Unused:
    """Stands for a class or function; making or calling one is a mistake."""

    def __init__(self, *_: object, **__: object) -> None:
        raise NotImplementedError("this library is left out of the program; see desktop/unused.py")


def leave_out_unused() -> None:
    """Before Robyn and pywebview are imported."""
    for name, parts in UNUSED.items():
        module = ModuleType(name, __doc__)
        module.__dict__.update(dict.fromkeys(parts, Unused))
        sys.modules.setdefault(name, module)
    # The one thing Robyn does with its worker processes when there are none.
    sys.modules["multiprocess"].__dict__["allow_connection_pickling"] = lambda: None
    sys.modules["uvloop"].__dict__.update(install=lambda: None, new_event_loop=_pythons_own)


def _pythons_own() -> AbstractEventLoop:
    import asyncio  # not before it is needed: the window's half of a start never is

    return asyncio.new_event_loop()
