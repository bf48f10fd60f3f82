"""The packages of Windows and macOS, as far as they can be looked at here: what the lock names for them, unpacked.

Python itself, and what PyInstaller makes of it all, is seen where it is built (`.github/workflows/release.yml`).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest
from package import macho, macos, trim, windows
from package.trim import STOOD_IN_FOR, trimmed_data

from server.common.paths import ROOT
from server.web.credits import gather as credits
from tests.building.collected import Collection
from tests.building.spec import Spec, on
from tests.building.wheels import MACOS, MACOS_INTEL, SYSTEMS, WINDOWS, Installed, System

__all__ = ["on"]

downloading = pytest.mark.slow

COLLECTIONS: dict[str, Collection] = {}


@pytest.fixture(params=SYSTEMS, ids=lambda system: system.name)
def system(request: pytest.FixtureRequest) -> System:
    system: System = request.param
    return system


@pytest.fixture
def installed(system: System, monkeypatch: pytest.MonkeyPatch) -> Installed:
    there = Installed(system.unpacked())
    monkeypatch.setattr(credits, "distribution", there.distribution)
    monkeypatch.setattr(trim, "packages_distributions", there.packages_distributions)
    return there


@pytest.fixture
def collection(system: System, installed: Installed, on: Callable[[str], Spec]) -> Collection:
    """What build.spec asks for there; read once."""
    if system.name not in COLLECTIONS:
        asked = on(system.platform).analysis
        entries = ["desktop.__main__", *sorted(asked["hiddenimports"])]
        COLLECTIONS[system.name] = Collection([ROOT, installed.folder], asked["excludes"], entries)
    return COLLECTIONS[system.name]


@downloading
@pytest.mark.usefixtures("installed")
def test_all_that_ships_has_its_licence(system: System) -> None:
    notices = {notice.name.lower().replace("_", "-"): notice for notice in credits.gather()}

    own = {"windows": {"pythonnet", "pywin32-ctypes", "clr-loader"}}.get(
        system.name, {"pyobjc-core", "pyobjc-framework-security", "pyobjc-framework-uniformtypeidentifiers"}
    )
    assert {"pywebview", "robyn", "pillow", "keyring", *own} <= notices.keys()
    assert not notices.keys() & {"pyside6-essentials", "jeepney", "secretstorage"}
    for name in own:
        assert "Permission is hereby granted" in notices[name].text or "Redistribution and use" in notices[name].text
    assert [name for name, notice in notices.items() if "\N{REPLACEMENT CHARACTER}" in notice.text] == []


DOT_NET = {"System", "Microsoft", "WebBrowserInterop"}
"""Namespaces that `clr` makes modules of."""

OF_LINUX = {"PySide6", "shiboken6", "qtpy", "PyQt5", "jeepney"}
OF_MACOS = {"AppKit", "Foundation", "WebKit", "UniformTypeIdentifiers", "objc", "PyObjCTools"}
NOBODYS = {"webview.platforms.android", "webview.platforms.gtk", "bottle", "cryptography"}
"""Windows of other programs; a server that does not run, as ours does; certificates for that one."""

LACKING = {
    WINDOWS.name: OF_LINUX | OF_MACOS | NOBODYS | DOT_NET,
    MACOS.name: OF_LINUX | NOBODYS | DOT_NET | {"clr"},
}
"""What we and pywebview ask for on other systems only."""


@downloading
@pytest.mark.parametrize("system", [WINDOWS, MACOS], indirect=True, ids=lambda system: system.name)
def test_what_we_and_pywebview_import_is_collected(system: System, collection: Collection) -> None:
    ours = [name for name in collection.modules if name.partition(".")[0] in ("desktop", "server", "webview")]
    lacking = {name for module in ours for name in collection.lacking(module)}

    assert len(ours) > 300
    known = LACKING[system.name]
    assert sorted(name for name in lacking if name not in known and name.partition(".")[0] not in known) == []


STOOD_IN = {*STOOD_IN_FOR, "multiprocess"}
"""desktop/unused.py has something in their place."""

AT_WORK = {
    WINDOWS.name: (
        *("desktop.edge", "webview.platforms.winforms", "webview.platforms.edgechromium", "webview.platforms.win32"),
        *("keyring.backends.Windows", "win32ctypes.pywin32.win32cred", "clr", "clr_loader.netfx"),
        *("send2trash.win.legacy", "watchdog.observers.read_directory_changes"),
    ),
    MACOS.name: (
        *("desktop.cocoa", "webview.platforms.cocoa", "keyring.backends.macOS.api", "PyObjCTools.AppHelper"),
        *("send2trash.mac.modern", "watchdog.observers.fsevents"),
    ),
}
"""What is chosen there as the program runs, which no source says."""


@downloading
@pytest.mark.parametrize("system", [WINDOWS, MACOS], indirect=True, ids=lambda system: system.name)
def test_what_runs_there_has_all_it_needs(system: System, collection: Collection) -> None:
    at_work = AT_WORK[system.name]
    assert [name for name in at_work if name not in collection.modules] == []

    for_others = re.compile(r"desktop\.(qt|edge|cocoa)")
    ours = [
        name
        for name in collection.modules
        if name.partition(".")[0] in ("desktop", "server") and (name in at_work or not for_others.match(name))
    ]
    needed = collection.needed([*ours, *at_work])

    assert {"httpx", "robyn", "webview", "PIL.Image"} <= needed
    may_lack = STOOD_IN | (DOT_NET if system is WINDOWS else set())
    assert sorted(name for name in needed if not collection.has(name) and name.partition(".")[0] not in may_lack) == []


LARGEST = {WINDOWS.name: 51_000_000, MACOS.name: 52_000_000}
"""Bytes of the libraries in a package, without Python itself; 20 million of them are ncnn."""


@downloading
@pytest.mark.parametrize("system", [WINDOWS, MACOS], indirect=True, ids=lambda system: system.name)
def test_no_library_makes_it_larger_unnoticed(system: System, installed: Installed, collection: Collection) -> None:
    theirs = {file for file in collection.modules.values() if file.is_relative_to(installed.folder) and file.is_file()}
    packages = {file.relative_to(installed.folder).parts[0] for file in theirs}
    beside = [
        (str(file.relative_to(installed.folder)), str(file), "DATA")
        for package in packages
        for file in (installed.folder / package).rglob("*")
        if file.is_file() and file not in theirs and file.suffix not in (".so", ".pyd") and ".dSYM" not in str(file)
    ]
    size = sum(file.stat().st_size for file in theirs) + sum(
        Path(source).stat().st_size for _, source, _ in trimmed_data(beside)
    )

    assert LARGEST[system.name] / 2 < size < LARGEST[system.name]


@downloading
@pytest.mark.parametrize("system", [WINDOWS], indirect=True, ids=lambda system: system.name)
def test_what_windows_loads_by_name_is_in_the_wheels(installed: Installed, tmp_path: Path) -> None:
    (tmp_path / "_internal").symlink_to(installed.folder)

    assert windows.loose_ends(tmp_path) == []


@downloading
@pytest.mark.parametrize("system", [MACOS, MACOS_INTEL], indirect=True, ids=lambda system: system.name)
def test_nothing_asks_for_a_newer_macos_than_is_promised(installed: Installed) -> None:
    assert macos.info()["LSMinimumSystemVersion"] == macos.OLDEST_SYSTEM
    assert macho.too_new(installed.folder, macos.OLDEST_SYSTEM) == []
    assert macho.oldest_system(next(installed.folder.glob("objc/_objc.*.so"))) is not None


def test_pyobjcs_parts_are_of_one_version() -> None:
    """They are made for each other; which of them is out in a new one is a matter of chance."""
    for lock in ("requirements.txt", "requirements-dev.txt"):
        parts = re.findall(r"^(pyobjc\S*)==(\S+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)

        assert {"pyobjc-core", "pyobjc-framework-cocoa", "pyobjc-framework-webkit"} <= {name for name, _ in parts}
        assert len({version for _, version in parts}) == 1, parts


def thin(command: int, version: tuple[int, int]) -> bytes:
    """The beginning of a library for 64 bits: a command that says nothing of it, then the one with the version."""
    number = version[0] << 16 | version[1] << 8
    told = struct.pack("<4I", command, 16, *((1, number) if command == macho.BUILD_VERSION else (number, 0)))
    return b"\xcf\xfa\xed\xfe" + struct.pack("<7I", 0, 0, 6, 2, 32, 0, 0) + struct.pack("<4I", 0x19, 16, 0, 0) + told


def test_the_oldest_system_is_read_from_each_part_of_a_file(tmp_path: Path) -> None:
    one, other = thin(macho.BUILD_VERSION, (11, 0)), thin(macho.VERSION_MIN_MACOSX, (14, 3))
    fat = struct.pack(">2I", 0xCAFEBABE, 2) + struct.pack(">10I", 0, 0, 64, len(one), 0, 0, 0, 256, len(other), 0)
    for name, data in {
        "one": one,
        "both": fat.ljust(64) + one.ljust(192) + other,
        "java": struct.pack(">2I", 0xCAFEBABE, 52) + bytes(100),
        "text": b"import os\n",
    }.items():
        (tmp_path / name).write_bytes(data)

    assert macho.oldest_system(tmp_path / "one") == (11, 0)
    assert macho.oldest_system(tmp_path / "java") is macho.oldest_system(tmp_path / "text") is None
    assert macho.too_new(tmp_path, "13.0") == ["both: 14.3"]
    assert macho.too_new(tmp_path, "10.15") == ["both: 14.3", "one: 11.0"]
