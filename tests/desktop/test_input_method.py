"""Which input method the window's toolkit is told to ask, by what the session says."""

from __future__ import annotations

import pytest

from desktop.input_method import input_method_settings

LIST = "QT_IM_MODULES"


@pytest.mark.parametrize(
    ("session", "tried"),
    [
        pytest.param({"QT_IM_MODULE": "fcitx"}, "fcitx;ibus;wayland", id="fcitx5"),
        pytest.param({"QT_IM_MODULE": "Fcitx5"}, "Fcitx5;ibus;wayland", id="fcitx5, in capitals"),
        pytest.param({"QT_IM_MODULES": "wayland;fcitx"}, "wayland;fcitx;ibus", id="a list"),
        pytest.param({"QT_IM_MODULES": "wayland", "QT_IM_MODULE": "fcitx"}, "wayland;ibus", id="the list counts"),
        pytest.param({"QT_IM_MODULES": ";", "QT_IM_MODULE": "fcitx"}, "fcitx;ibus;wayland", id="an empty list"),
        pytest.param({"QT_IM_MODULES": "fcitx;compose"}, "fcitx;ibus;compose", id="before plain letters"),
        pytest.param({"QT_IM_MODULES": "compose;ibus;fcitx"}, None, id="plain letters come first"),
        pytest.param({"QT_IM_MODULE": "xim", "XMODIFIERS": "@im=fcitx"}, "ibus;xim", id="xim, which Qt has no more"),
        pytest.param({"XMODIFIERS": "@im=fcitx"}, "wayland;ibus", id="said to X11 alone"),
        pytest.param({"XMODIFIERS": "@im=ibus", "QT_IM_MODULE": ""}, "wayland;ibus", id="ibus, said to X11 alone"),
        pytest.param({"GTK_IM_MODULE": "fcitx"}, "wayland;ibus", id="said to GTK alone"),
        pytest.param({"QT_IM_MODULE": "ibus"}, None, id="ibus"),
        pytest.param({"QT_IM_MODULES": "wayland;fcitx;ibus"}, None, id="a list with ibus"),
        pytest.param({"QT_IM_MODULE": "ibus:sync"}, None, id="ibus, with a word for it"),
        pytest.param({"QT_IM_MODULE": "compose", "XMODIFIERS": "@im=none"}, None, id="plain letters are wished for"),
        pytest.param({"QT_IM_MODULE": "none", "XMODIFIERS": "@im=fcitx"}, None, id="no input method is wished for"),
        pytest.param({"QT_IM_MODULE": "simple"}, None, id="none, as GTK says it"),
        pytest.param({"XMODIFIERS": "@im=none"}, None, id="none for X11"),
        pytest.param({"XMODIFIERS": "@im=SCIM"}, None, id="one that does not speak as ibus does"),
        pytest.param({}, None, id="nothing is said: on Wayland the compositor's way"),
    ],
)
def test_ibus_is_tried_after_what_the_session_names(session: dict[str, str], tried: str | None) -> None:
    settings = input_method_settings(session, has_ibus_daemon=True)

    assert settings == ({LIST: tried} if tried else {})


def test_without_ibus_installed_its_portal_is_asked() -> None:
    """Which fcitx5 is, too; Qt would not look for it where the program ibus-daemon is missing."""
    fcitx, ibus = {"QT_IM_MODULE": "fcitx"}, {"QT_IM_MODULE": "ibus"}

    assert input_method_settings(fcitx, has_ibus_daemon=False)["IBUS_USE_PORTAL"] == "1"
    assert input_method_settings(ibus, has_ibus_daemon=False) == {"IBUS_USE_PORTAL": "1"}
    assert "IBUS_USE_PORTAL" not in input_method_settings(fcitx | {"IBUS_USE_PORTAL": "yes"}, has_ibus_daemon=False)
    assert input_method_settings({}, has_ibus_daemon=False) == {}
