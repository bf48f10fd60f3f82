"""The .tar.xz: unpacked, installed for one person, replaced by a newer one, taken away again."""

from __future__ import annotations

import configparser
import ctypes
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from package import facts
from playwright.sync_api import Playwright, expect

from tests.native.display import Display
from tests.packaged.package import PackagedWindow, Wanted

STRANGE = "My Düsteres “50%” $HOME 绘画 🎨"
"""A folder's name with nearly everything that scripts and desktop entries stumble over."""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What is in the download, in a folder with such a name."""
    [tarball] = facts.DIST.glob("atelier-*-linux-*.tar.xz")
    place = tmp_path_factory.mktemp("download") / STRANGE
    place.mkdir()
    subprocess.run(["tar", "--extract", "--file", tarball, "--directory", place], check=True)
    [folder] = place.iterdir()
    assert folder.name == tarball.name.removesuffix(".tar.xz")
    yield folder


@pytest.fixture
def home(place: Path) -> Path:
    home = place / "person" / "home"
    home.mkdir(parents=True)
    return home


def run(script: Path, home: Path, language: str = "en_GB.UTF-8") -> subprocess.CompletedProcess[str]:
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": language}
    command = [str(script), *(["--root"] if os.geteuid() == 0 and script.name == "install.sh" else [])]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


def installed(unpacked: Path, home: Path) -> Path:
    """The desktop entry."""
    done = run(unpacked / "install.sh", home)
    assert (done.returncode, done.stderr) == (0, "")
    return home / ".local" / "share" / "applications" / "atelier.desktop"


def command_of(entry: Path, section: str = "Desktop Entry") -> list[str]:
    """As desktops read it, with GLib."""
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(entry.read_text(encoding="utf-8"))
    glib = ctypes.CDLL("libglib-2.0.so.0")
    count, words = ctypes.c_int(), ctypes.POINTER(ctypes.c_char_p)()
    line = parser[section]["Exec"].replace(r"\\", "\\").encode()
    assert glib.g_shell_parse_argv(line, ctypes.byref(count), ctypes.byref(words), None)
    return [(words[number] or b"").decode().replace("%%", "%") for number in range(count.value)]


def test_installs_an_entry_that_starts_it(
    unpacked: Path, place: Path, home: Path, display: Display, playwright: Playwright
) -> None:
    entry = installed(unpacked, home)
    subprocess.run(["desktop-file-validate", entry], check=True)
    [program] = command_of(entry)
    assert command_of(entry, "Desktop Action samples") == [program, "--demo"]
    assert (home / ".local" / "share" / "icons" / "hicolor" / "256x256" / "apps" / "atelier.png").exists()

    window = PackagedWindow(home.parent, display, Wanted(built=Path(program).parent, arguments=("--demo",)))
    with window.started(playwright) as page:
        expect(page.get_by_test_id("prompt")).to_be_visible()


def test_finds_its_folder_whatever_the_home_is_called(unpacked: Path, place: Path) -> None:
    home = place / rf'{STRANGE} "quoted" back\slash `tick`'
    home.mkdir()

    [program] = command_of(installed(unpacked, home))

    assert Path(program) == home / ".local" / "lib" / "atelier" / "atelier"
    version = subprocess.run([program, "--version"], env={}, capture_output=True, text=True, check=True)
    assert version.stdout.strip() == f"atelier {facts.version()}"


def test_a_second_time_it_replaces_what_is_there(unpacked: Path, home: Path) -> None:
    entry = installed(unpacked, home)
    left_over = home / ".local" / "lib" / "atelier" / "_internal" / "of an older version"
    left_over.touch()
    before = files(home)

    installed(unpacked, home)

    assert not left_over.exists()
    assert files(home) == before - {left_over}
    assert entry.exists()


def test_uninstalling_leaves_what_is_the_user_s(unpacked: Path, home: Path) -> None:
    kept = home / ".local" / "share" / "atelier" / "atelier.sqlite3"
    kept.parent.mkdir(parents=True)
    kept.touch()
    entry = installed(unpacked, home)

    done = run(home / ".local" / "lib" / "atelier" / "uninstall.sh", home)

    assert (done.returncode, done.stderr) == (0, "")
    assert files(home) - {entry.with_name("mimeinfo.cache")} == {kept}  # the desktop's own


@pytest.mark.parametrize(("language", "word"), [("zh_CN.UTF-8", "已安装"), ("de_DE.UTF-8", "Installed")])
def test_speaks_the_user_s_language(unpacked: Path, home: Path, language: str, word: str) -> None:
    assert word in run(unpacked / "install.sh", home, language).stdout


def test_refuses_another_kind_of_machine(unpacked: Path, home: Path) -> None:
    script = unpacked / "foreign.sh"
    text = (unpacked / "install.sh").read_text(encoding="utf-8")
    script.write_text(text.replace(f"Linux/{os.uname().machine}", "Linux/s390x"), encoding="utf-8")
    script.chmod(0o755)

    done = subprocess.run([script, "--root"], env={"HOME": str(home), "PATH": os.environ["PATH"]}, check=False)

    assert done.returncode == 1
    assert files(home) == set()


@pytest.mark.parametrize(("language", "words"), [("zh_CN.UTF-8", "这个系统太旧"), ("en_GB.UTF-8", "too old")])
def test_refuses_a_system_too_old_for_what_is_inside(
    unpacked: Path, home: Path, tmp_path: Path, language: str, words: str
) -> None:
    older = tmp_path / "getconf"
    older.write_text("#!/bin/sh\necho glibc 2.27\n", encoding="ascii")
    older.chmod(0o755)
    environ = {"HOME": str(home), "PATH": f"{tmp_path}:{os.environ['PATH']}", "LANG": language}

    command = [str(unpacked / "install.sh"), "--root"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert words in done.stderr
    assert re.search(r"glibc 2\.(3\d) ", done.stderr)
    assert files(home) == set()


def files(folder: Path) -> set[Path]:
    return {file for file in folder.rglob("*") if file.is_symlink() or not file.is_dir()}
