"""Gives pywebview the real Qt modules in place of qtpy's copies of them.

qtpy makes several Qt bindings look alike: it creates every class of every module and rewrites many, which takes
300 ms of a start that takes 900. pywebview's Qt window uses a few dozen classes, and PySide6 creates those when asked.

See docs/facts.md#qtpy-makes-all-of-qts-classes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

MODULES = ("QtCore", "QtGui", "QtNetwork", "QtWebChannel", "QtWebEngineCore", "QtWebEngineWidgets", "QtWidgets")
MOVED = (
    # Where pywebview looks, what for, and where Qt 6 has it.
    ("QtWidgets", "QAction", "QtGui"),
    ("QtWebEngineWidgets", "QWebEnginePage", "QtWebEngineCore"),
    ("QtWebEngineWidgets", "QWebEngineProfile", "QtWebEngineCore"),
    ("QtWebEngineWidgets", "QWebEngineSettings", "QtWebEngineCore"),
)


def stand_in_for_qtpy() -> None:
    """Before pywebview's Qt window is imported. Raises ImportError where PySide6 or one of its libraries is missing."""
    modules = {name: import_module(f"PySide6.{name}") for name in MODULES}
    for place, name, home in MOVED:
        setattr(modules[place], name, getattr(modules[home], name))
    package = ModuleType("qtpy")
    package.__dict__.update(modules, PYSIDE6=True, PYQT6=False)
    sys.modules["qtpy"] = package
    sys.modules.update({f"qtpy.{name}": module for name, module in modules.items()})
