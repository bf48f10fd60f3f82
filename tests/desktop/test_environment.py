"""What web engines are told through the environment, and that it is taken back."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from desktop import environment
from desktop.environment import BorrowedEnvironment, has_graphics_card


@pytest.mark.parametrize("device", ["dri/renderD128", "nvidiactl", "dxg"])
def test_a_graphics_card_is_seen(tmp_path: Path, device: str) -> None:
    assert not has_graphics_card(tmp_path)
    file = tmp_path / "dev" / device
    file.parent.mkdir(parents=True)
    file.touch()
    assert has_graphics_card(tmp_path)


def test_a_display_without_a_card_is_none(tmp_path: Path) -> None:
    (tmp_path / "dev" / "dri").mkdir(parents=True)
    (tmp_path / "dev" / "dri" / "card0").touch()
    assert not has_graphics_card(tmp_path)


@pytest.mark.parametrize(("card", "backend"), [(True, None), (False, "software")])
def test_pages_are_painted_in_software_where_there_is_no_card(
    monkeypatch: pytest.MonkeyPatch, card: bool, backend: str | None
) -> None:
    monkeypatch.setattr(environment, "has_graphics_card", lambda: card)
    monkeypatch.delenv("QT_QUICK_BACKEND", raising=False)
    borrowed = BorrowedEnvironment()
    borrowed.prepare()
    during = os.environ.get("QT_QUICK_BACKEND")
    borrowed.give_back()
    assert during == backend
    assert "QT_QUICK_BACKEND" not in os.environ


def test_what_its_user_has_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "has_graphics_card", lambda: False)
    monkeypatch.setenv("QT_QUICK_BACKEND", "rhi")
    borrowed = BorrowedEnvironment()
    borrowed.prepare()
    during = os.environ["QT_QUICK_BACKEND"]
    borrowed.give_back()
    assert during == os.environ["QT_QUICK_BACKEND"] == "rhi"


def test_a_page_never_goes_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--force-dark-mode")
    borrowed = BorrowedEnvironment()
    borrowed.prepare()
    during = os.environ["QTWEBENGINE_CHROMIUM_FLAGS"]
    borrowed.give_back()
    assert during.startswith("--force-dark-mode --no-proxy-server")
    assert os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] == "--force-dark-mode"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="Qt is the toolkit of Linux")
def test_what_we_start_has_the_session_s_own_input_method(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    monkeypatch.setenv("QT_IM_MODULES", "fcitx")
    monkeypatch.delenv("IBUS_USE_PORTAL", raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    borrowed = BorrowedEnvironment()
    with caplog.at_level("INFO"):
        borrowed.prepare()
    during = os.environ["QT_IM_MODULES"], os.environ["IBUS_USE_PORTAL"]
    borrowed.give_back()

    assert during == ("fcitx;ibus;wayland", "1")
    assert (os.environ["QT_IM_MODULE"], os.environ["QT_IM_MODULES"]) == ("fcitx", "fcitx")
    assert "IBUS_USE_PORTAL" not in os.environ
    assert "names fcitx" in caplog.text
    assert "QT_IM_MODULES=fcitx;ibus;wayland" in caplog.text


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_other_systems_are_told_nothing(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    monkeypatch.delenv("QT_IM_MODULES", raising=False)
    borrowed = BorrowedEnvironment()
    borrowed.prepare()
    during = os.environ.get("QT_IM_MODULES")
    borrowed.give_back()

    assert during is None
