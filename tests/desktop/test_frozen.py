"""What the package leaves in the environment, and takes out again."""

from __future__ import annotations

import sys

import pytest

from desktop.frozen import clean_environment


@pytest.fixture(autouse=True)
def packaged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)


BUILT = {"PATH": "/bin", "LD_LIBRARY_PATH": "/opt/atelier/_internal"}


def test_the_library_path_is_the_user_s_own_again() -> None:
    environ = {**BUILT, "LD_LIBRARY_PATH_ORIG": "/home/somebody/lib"}
    clean_environment(environ)
    assert environ == {"PATH": "/bin", "LD_LIBRARY_PATH": "/home/somebody/lib"}


def test_without_one_there_is_none() -> None:
    environ = dict(BUILT)
    clean_environment(environ)
    assert environ == {"PATH": "/bin"}


def test_no_program_started_by_us_finds_our_qt_or_our_marks() -> None:
    marks = {"QT_PLUGIN_PATH": "/opt/a", "QML2_IMPORT_PATH": "/opt/b", "_PYI_ARCHIVE_FILE": "c", "_PYI_X": "d"}
    environ = {**BUILT, **marks}
    clean_environment(environ)
    assert environ == {"PATH": "/bin"}


def test_from_the_sources_nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", False, raising=False)
    environ = dict(BUILT)
    clean_environment(environ)
    assert environ == BUILT
