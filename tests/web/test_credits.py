"""The licences of everything that ships: all there, or the build fails."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from server.common.paths import ROOT
from server.web.credits import read
from server.web.credits.gather import NoLicence, gather


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {notice.name.lower(): notice.text for notice in gather()}


def distribution(folder: Path, name: str, *requires: str, licence: str = "") -> None:
    """Lay it down as an installer would."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    lines = [f"Requires-Dist: {each}" for each in requires]
    (info / "METADATA").write_text("\n".join(["Metadata-Version: 2.4", f"Name: {name}", "Version: 1.0", *lines, ""]))
    (info / "RECORD").write_text(f"{info.name}/METADATA,,\n{info.name}/LICENSE,,\n")
    if licence:
        (info / "LICENSE").write_text(licence)
    else:
        (info / "RECORD").write_text(f"{info.name}/METADATA,,\n")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("atelier", "MIT License"),
        ("python", "PYTHON SOFTWARE FOUNDATION LICENSE"),
        ("robyn", "actix-http"),
        ("httpx", "Encode OSS"),
        ("socksio", "MIT License"),
        ("keyring", "Permission is hereby granted"),
        ("proxy_tools", "Armin Ronacher"),
        ("htmx.org", "Permission to use, copy, modify"),
        ("@fontsource-variable/inter", "SIL OPEN FONT LICENSE"),
        ("lucide-static", "ISC License"),
    ],
)
def test_the_licence_is_the_whole_text(texts: dict[str, str], name: str, words: str) -> None:
    assert words in texts[name]


@pytest.mark.skipif(sys.platform != "linux", reason="only there Qt ships")
def test_qt_and_chromium_are_in_it_where_they_ship(texts: dict[str, str]) -> None:
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in texts["pyside6_essentials"]
    assert "GNU GENERAL PUBLIC LICENSE" in texts["pyside6_essentials"]
    assert "The Chromium Authors" in texts["chromium, in qt webengine"]


def test_tools_for_building_and_testing_are_not_in_it(texts: dict[str, str]) -> None:
    assert not texts.keys() & {"pytest", "mypy", "ruff", "pyinstaller", "playwright", "babel", "axe-core"}


def test_whatever_is_needed_is_followed_and_what_is_for_others_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution(tmp_path, "root", "needed[more]; python_version > '3'", "elsewhere; sys_platform == 'plan9'")
    distribution(tmp_path, "needed", "Always", 'extra-one; extra == "more"', 'other; extra == "less"', licence="N")
    for name in ("always", "extra_one", "other"):
        distribution(tmp_path, name, licence=name)
    monkeypatch.syspath_prepend(str(tmp_path))

    names = [notice.name for notice in gather("root")]

    assert {"needed", "always", "extra_one"} <= set(names)
    assert not {"other", "elsewhere"} & set(names)


def test_a_library_without_a_licence_fails_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distribution(tmp_path, "root", "silent", "honest")
    distribution(tmp_path, "silent")
    distribution(tmp_path, "honest", licence="You may.")
    monkeypatch.syspath_prepend(str(tmp_path))

    with pytest.raises(NoLicence, match=r"of: silent$"):
        gather("root")

    # The page of somebody who runs the sources lists it all the same.
    assert "" in [notice.text for notice in gather("root", strict=False) if notice.name == "silent"]


def test_what_a_build_writes_is_what_the_page_reads(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "server.web.credits", str(tmp_path / "licences")], cwd=ROOT, check=True)

    assert read(tmp_path / "licences") == gather()
    index = json.loads((tmp_path / "licences" / "index.json").read_text(encoding="utf-8"))
    assert len({entry["name"] for entry in index}) == len(index)


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="its packages are Debian's")
def test_libraries_that_a_build_takes_from_the_system_bring_their_packages_licence(tmp_path: Path) -> None:
    """Of the others in the folder, those of a wheel are covered by it, and one that nobody knows stops the build."""
    for name in ("libssl.so.3", "libsqlite3.so.0", "libpython3.11.so.1.0", "libQt6Core.so.6"):
        (tmp_path / name).touch()

    # Since Debian 13 libssl3 and its kind are named after their clock as well: libssl3t64.
    notices = {notice.name.removesuffix("t64"): notice for notice in gather(built=tmp_path)}

    assert "OpenSSL" in notices["libssl3"].text
    # Debian's notice only points to where its systems have this text.
    assert "TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION" in notices["libssl3"].text
    assert notices["libsqlite3-0"].version
    assert not [name for name in notices if "Qt6Core" in name or "libpython" in name]

    (tmp_path / "libmystery.so.1").touch()
    with pytest.raises(NoLicence, match=r"of: libmystery\.so\.1$"):
        gather(built=tmp_path)
