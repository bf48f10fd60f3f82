"""Where things are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.common.paths import LOCALES, STATIC, TEMPLATES, Paths


def test_what_the_program_ships_with_is_there() -> None:
    assert (STATIC / "app.css").is_file()
    assert (TEMPLATES / "studio/studio.html").is_file()
    assert (LOCALES / "zh_CN").is_dir()


def test_a_data_folder_holds_everything(tmp_path: Path) -> None:
    paths = Paths.choose(str(tmp_path / "here"))
    names = [*Paths.__struct_fields__]
    names += [name for name, value in vars(Paths).items() if isinstance(value, property)]

    assert len(names) >= 8
    assert all(getattr(paths, name).is_relative_to(tmp_path / "here") for name in names)


def test_a_relative_data_folder_stays_where_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = Paths.choose("here")
    monkeypatch.chdir("/")

    assert paths.data == tmp_path / "here"


def test_without_one_pictures_lie_among_the_users_pictures() -> None:
    paths = Paths.choose(None)

    assert paths.library.name == "AI 绘画工坊"
    assert not paths.library.is_relative_to(paths.data)


@pytest.mark.skipif(os.name != "posix", reason="Windows guards the user's folders itself")
def test_the_data_folder_is_its_users_alone(tmp_path: Path) -> None:
    paths = Paths.choose(str(tmp_path / "here"))
    paths.prepare()
    paths.prepare()

    assert paths.data.stat().st_mode & 0o777 == 0o700
    assert paths.logs.is_dir()


def test_a_home_that_cannot_be_found_is_an_error_of_the_system() -> None:
    with pytest.raises(OSError, match="home"):
        Paths.choose("~nobody-of-that-name/here")
