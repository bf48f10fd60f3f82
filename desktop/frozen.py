"""What starting out of a package leaves in the environment: no business of the programs we start ourselves.

See docs/facts.md#pyinstaller-changes-the-environment.
"""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

# Set by PyInstaller, before the first line of ours runs. A browser or file manager that inherits the library path
# loads our libraries in place of its own; one that inherits the marks takes our next start for a part of this one.
LIBRARY_PATH = "LD_LIBRARY_PATH"
KEPT_PATH = "LD_LIBRARY_PATH_ORIG"
QT_PATHS = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
MARKS = "_PYI_"


def clean_environment(environ: MutableMapping[str, str]) -> None:
    """Does nothing where the program runs from its sources. Qt and the loader know all of it by now, or need none."""
    if not getattr(sys, "frozen", False):
        return
    own = environ.pop(KEPT_PATH, None)
    environ.pop(LIBRARY_PATH, None)
    if own:
        environ[LIBRARY_PATH] = own
    for name in [*QT_PATHS, *(name for name in environ if name.startswith(MARKS))]:
        environ.pop(name, None)
