"""What of all that PyInstaller finds goes into the package. `build.spec` and the bare window of the benchmark use it.

Of Qt's libraries just those stay that something kept is linked to, so that nothing here has to know Qt's own structure.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path, PurePosixPath

from package.elf import needed
from server.web.credits.gather import required

Entry = tuple[str, str, str]
"""Where it goes, where it is, and PyInstaller's word for what it is."""

STOOD_IN_FOR = ("qtpy", "packaging", "bottle", "uvloop")
"""The program has stand-ins for these (desktop/qt_names.py, unused.py); others than pywebview and Robyn need them."""

MODULES = (
    # Tools and tests.
    *("setuptools", "pkg_resources", "_distutils_hack", "distutils", "pip", "wheel"),
    *("test", "unittest", "doctest", "pdb", "pydoc", "pydoc_data", "_testcapi", "_testinternalcapi"),
    *("tkinter", "_tkinter", "turtle", "idlelib", "lib2to3", "curses", "_curses", "readline", "sqlite3.test"),
    # What libraries would use if their users did.
    *("numpy", "defusedxml", "olefile", "h2", "brotli", "zstandard"),
    *("anyio._backends._trio", "multiprocess", "dill", *STOOD_IN_FOR),
    *("IPython", "gi", "PyQt5", "PyQt6", "PySide2", "InquirerPy", "rustimport", "prompt_toolkit"),
    *("xmlrpc", "ftplib", "smtplib", "cgi", "optparse", "bz2", "_bz2", "lzma", "_lzma", "backports.zstd"),
    # Worker processes, arithmetic for want of C, and Hong Kong's way of writing Chinese in bytes, which no list has.
    *("multiprocessing", "_multiprocessing", "_posixshmem", "_pydecimal", "_codecs_hk"),
    *("keyring.backends.libsecret", "keyring.backends.chainer", "keyring.testing", "keyring.cli"),
    *("webview.platforms.gtk", "webview.platforms.android", "webview.platforms.cef"),
    # Formats of pictures that nobody paints in.
    *("PIL._avif", "PIL._imagingtk", "PIL._imagingmorph", "PIL._imagingmath", "PIL.ImageQt"),
    *("PIL.ImageTk", "PIL.ImageShow", "PIL.ImageGrab"),
    # Nothing is written into pictures, and fonts have libraries of 3 MB.
    "PIL._imagingft",
    *(
        f"PIL.{name}ImagePlugin"
        for name in (
            *("Avif", "Blp", "Bufr", "Cur", "Dcx", "Dds", "Eps", "Fits", "Fli", "Fpx", "Ftex", "Gbr", "Grib", "Hdf5"),
            *("Icns", "Ico", "Im", "Imt", "Iptc", "Jpeg2K", "Mcidas", "Mic", "Mpeg", "Msp", "Palm", "Pcd", "Pcx"),
            *("Pdf", "Pixar", "Psd", "Qoi", "Sgi", "Spider", "Sun", "Tga", "Wmf", "Xbm", "Xpm", "XVThumb"),
        )
    ),
    # Qt beside the window's own; what C++ is linked to stays all the same.
    *(
        f"PySide6.{name}"
        for name in (
            *("QtQml", "QtQuick", "QtQuickWidgets", "QtOpenGL", "QtOpenGLWidgets", "QtPositioning", "QtSvg"),
            "QtDBus",
        )
    ),
)

PLUGINS = (
    "platforms/libqxcb.so",
    "platforms/libqwayland.so",
    "xcbglintegrations/*",
    "wayland-shell-integration/libxdg-shell.so",
    "wayland-decoration-client/*",
    "wayland-graphics-integration-client/libqt-plugin-wayland-egl.so",
    # Without GTK on the system this one is not loaded, and nothing else happens.
    "platformthemes/*",
    # Chinese is typed through these.
    "platforminputcontexts/libcomposeplatforminputcontextplugin.so",
    "platforminputcontexts/libibusplatforminputcontextplugin.so",
)
OPTIONAL = ("libqgtk3.so",)
"""May find its own libraries missing."""

QT_DATA = (
    "translations/qtbase_zh_CN.qm",
    "translations/qtbase_en.qm",
    "translations/qtwebengine_locales/en-US.pak",
    "translations/qtwebengine_locales/zh-CN.pak",
    "resources/icudtl.dat",
    "resources/qtwebengine_resources*.pak",
    "resources/v8_context_snapshot*.bin",
)

SYSTEM_LIBRARIES = (
    # Python's own: other systems have other versions of them.
    *("libpython3*.so*", "libssl.so.*", "libcrypto.so.*", "libffi.so.*", "libsqlite3.so.*"),
    # Qt's window on X11 needs these small ones, which many systems lack.
    *("libxcb-cursor.so.*", "libxcb-icccm.so.*", "libxcb-image.so.*", "libxcb-keysyms.so.*"),
    *("libxcb-render-util.so.*", "libxcb-util.so.*"),
)
"""Of the building system's libraries, those that go along. All others would stand in the way of the user's own."""

QT = PurePosixPath("PySide6/Qt")


def only_here() -> list[str]:
    """Modules that are installed where this is built and that the program does not require: tools for building and
    testing, and what comes with them. Libraries use some of them wherever they are found; people get what is declared.
    """
    declared = {each.metadata["Name"] for each in required("atelier")}
    return sorted(name for name, makers in packages_distributions().items() if declared.isdisjoint(makers))


def trimmed_binaries(entries: Iterable[Entry]) -> list[Entry]:
    """Linux only: elsewhere there is no Qt in the package, and PyInstaller's choice is right."""
    wanted = [entry for entry in entries if _may_stay(entry)]
    files = [entry for entry in wanted if entry[2] != "SYMLINK"]
    by_name = {PurePosixPath(place).name: Path(source) for place, source, _ in files}
    reached = _reached((Path(entry[1]) for entry in files if not _is_library(entry)), by_name)
    names = {file.name for file in reached}
    return [entry for entry in wanted if not _is_library(entry) or PurePosixPath(entry[0]).name in names]


def trimmed_data(entries: Iterable[Entry]) -> list[Entry]:
    """Qt's files that are read, and nobody's sources, types or tests."""
    return [entry for entry in entries if _is_read(PurePosixPath(entry[0]))]


def _reached(roots: Iterable[Path], by_name: dict[str, Path]) -> set[Path]:
    """They and whatever they are linked to, of what there is."""
    reached: set[Path] = set()
    ahead = list(roots)
    while ahead:
        file = ahead.pop()
        if file not in reached:
            reached.add(file)
            ahead += [by_name[name] for name in needed(file) if name in by_name]
    return reached


def _may_stay(entry: Entry) -> bool:
    place, source, kind = entry
    if (plugin := _below(place, QT / "plugins")) is not None:
        return any(fnmatch(plugin, pattern) for pattern in PLUGINS)
    if _below(place, QT / "qml") is not None:
        return False
    if kind == "BINARY" and "site-packages" not in Path(source).parts:
        return any(fnmatch(PurePosixPath(place).name, pattern) for pattern in SYSTEM_LIBRARIES)
    return True


def _is_library(entry: Entry) -> bool:
    """Used only by what is linked to it, as plugins, Python's modules and Python itself are not."""
    path, kind = PurePosixPath(entry[0]), entry[2]
    if kind == "EXTENSION" or path.name.startswith("libpython"):
        return False
    return path.parent in (PurePosixPath(), QT / "lib", PurePosixPath("pillow.libs")) and ".so" in path.name


def _is_read(path: PurePosixPath) -> bool:
    if (file := _below(str(path), QT)) is not None:
        return any(fnmatch(file, pattern) for pattern in QT_DATA)
    if path.parent.name in ("licenses", "sboms"):  # server/licences has them all
        return False
    return path.suffix not in (".py", ".pyi", ".po", ".jar", ".tcl", ".chk")


def _below(place: str, folder: PurePosixPath) -> str | None:
    path = PurePosixPath(place)
    return str(path.relative_to(folder)) if path.is_relative_to(folder) else None
