"""What is in the package, and what must not be."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest
from package import facts
from package.archive import note_sums
from package.trim import only_here
from PyInstaller.archive.readers import CArchiveReader

from server.web.credits import read
from tests.packaged.place import PROGRAM

STRANGERS = (
    "*devtools_resources*",
    "qml",
    "libQt6Quick3D*",
    "libQt6Designer*",
    "libavcodec*",
    "_tcl_data",
    "*pytest*",
    "*setuptools*",
    "PyInstaller*",
    "*playwright*",
    "*.po",
    "*.pyi",
    "_avif*",
    "libavif*",
    "_imagingft*",
    "libharfbuzz*",
    "uvloop",
    "libX11.so*",
    "libstdc++*",
)


def test_is_no_larger_than_we_say(built: Path) -> None:
    """What is published is built on Debian 12. Python and the libraries of newer systems are larger.

    Two of the megabytes are the styles' previews and what brings the colours of others' pictures to a screen, thirty
    are what enlarges pictures.
    """
    published = platform.freedesktop_os_release()["VERSION_ID"] == "12"
    size = sum(file.stat().st_size for file in built.rglob("*") if not file.is_symlink() and file.is_file())

    assert size < (377_000_000 if published else 384_000_000)


def test_has_no_module_that_only_developers_have(built: Path) -> None:
    """Nor one whose licence nobody gathers: both are of what the program requires, and of that alone."""
    archive = CArchiveReader(str(built / PROGRAM)).open_embedded_archive("PYZ.pyz")
    modules = {name.partition(".")[0] for name in archive.toc} | {file.name for file in (built / "_internal").iterdir()}

    assert {"desktop", "server", "httpx", "jinja2"} <= modules
    assert modules.isdisjoint(only_here())


@pytest.mark.parametrize("pattern", STRANGERS)
def test_what_nobody_uses_is_not_in_it(built: Path, pattern: str) -> None:
    assert list(built.rglob(pattern)) == []


def test_nothing_in_it_knows_where_it_was_built(built: Path) -> None:
    here = str(facts.ROOT).encode()
    # What Qt and Python were built as is their makers' business; our own files are in these.
    ours = [file for file in built.rglob("*") if file.is_file() and file.suffix not in (".so", ".6")]

    assert len(ours) > 60
    assert [file.name for file in ours if here in file.read_bytes()] == []


def test_qt_speaks_two_languages(built: Path) -> None:
    translations = built / "_internal" / "PySide6" / "Qt" / "translations"

    assert {file.name for file in translations.glob("*.qm")} == {"qtbase_en.qm", "qtbase_zh_CN.qm"}
    assert {file.name for file in (translations / "qtwebengine_locales").iterdir()} == {"en-US.pak", "zh-CN.pak"}


def test_the_licences_of_all_that_is_in_it_are_in_it(built: Path) -> None:
    folder = built / "_internal" / "server" / "licences"
    found = {notice.name.lower().replace("_", "-"): notice.text for notice in read(folder)}

    assert {"atelier", "python", "pyside6-webengine", "robyn", "pillow", "htmx.org"} <= found.keys()
    assert any(name.startswith("libssl") for name in found)  # of the system's, where this was built
    assert all(text.strip() for text in found.values())


def test_the_sums_are_those_of_the_downloads() -> None:
    noted = (facts.DIST / "SHA256SUMS").read_text(encoding="utf-8")

    downloads = sorted([*facts.DIST.glob("atelier-*"), *facts.DIST.glob("atelier_*")])
    assert len(downloads) == 2
    assert note_sums(downloads).read_text(encoding="utf-8") == noted


def test_the_licences_of_all_that_is_inside_are_too(built: Path) -> None:
    """The page's, the libraries', Python's, and those of what the build has taken from the system."""
    licences = {notice.name: notice.text for notice in read(built / "_internal" / "server" / "licences")}

    taken = [name for name in licences if name.startswith("libssl")] if facts.system() == "linux" else []
    for name in ("Atelier", "Python", "robyn", "htmx.org", *taken):
        assert len(licences[name]) > 500, name
    assert bool(taken) == (facts.system() == "linux")
