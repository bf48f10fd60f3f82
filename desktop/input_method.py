"""Which input method Qt asks on Linux, so that Chinese can be typed whatever the session's is.

Qt tries the names in QT_IM_MODULES one after the other, else the one in QT_IM_MODULE, and takes the first that works;
where none does, it takes compose: plain letters. The Qt that comes with PySide6 has ibus and compose only. fcitx5 has a
plugin of its own, for the distribution's Qt, which ours does not find; but it answers to ibus' calls as well. So ibus
is tried after what the session names: what works stays first, and where nobody answers, it is compose as before.

See docs/facts.md#qts-order-of-input-methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LIST, SINGLE, PORTAL = "QT_IM_MODULES", "QT_IM_MODULE", "IBUS_USE_PORTAL"
IBUS = "ibus"
# Wayland's own way, through the compositor; no name of a plugin. Elsewhere Qt passes over it.
WAYLAND = "wayland"
PLAIN = ("compose", "xim")
"""Always work, so that nothing after them is tried. Both are the same: Qt has no XIM any more."""
NO_INPUT_METHOD = ("none", "simple")
SPEAK_IBUS = ("ibus", "fcitx", "fcitx5")


def input_method_settings(environ: Mapping[str, str], *, has_ibus_daemon: bool) -> dict[str, str]:
    """What is to be set for the window's start; nothing where the session's own settings do."""
    named = named_modules(environ)
    wanted = _wanted(named, is_hinted=_is_hinted(environ))
    settings = {} if wanted == named else {LIST: ";".join(wanted)}
    # Without that program Qt would not even look for a service, unless it is to be found on the session's bus.
    if IBUS in _keys(wanted) and not has_ibus_daemon and PORTAL not in environ:
        settings[PORTAL] = "1"
    return settings


def named_modules(environ: Mapping[str, str]) -> list[str]:
    """As Qt reads them."""
    several = [name for name in environ.get(LIST, "").split(";") if name]
    return several or [name for name in (environ.get(SINGLE, ""),) if name]


def _wanted(named: Sequence[str], *, is_hinted: bool) -> list[str]:
    keys = _keys(named)
    if any(key in NO_INPUT_METHOD for key in keys):
        return list(named)
    if not named:
        # Nothing said to Qt: on Wayland the compositor's way is the better one, on X11 there is none but ibus'.
        return [WAYLAND, IBUS] if is_hinted else []
    end = next((place for place, key in enumerate(keys) if key in PLAIN), len(named))
    if IBUS in keys[:end] or (end == 0 and not is_hinted):
        return list(named)
    last = [WAYLAND] if end == len(named) and WAYLAND not in keys else []
    return [*named[:end], IBUS, *named[end:], *last]


def _keys(names: Sequence[str]) -> list[str]:
    """Of the plugins: capitals do not count, and what follows a colon is for the plugin itself."""
    return [name.partition(":")[0].lower() for name in names]


def _is_hinted(environ: Mapping[str, str]) -> bool:
    """Whether other toolkits are told of an input method that answers to ibus' calls."""
    _, _, for_x11 = environ.get("XMODIFIERS", "").partition("@im=")
    return any(name.lower() in SPEAK_IBUS for name in (for_x11, environ.get("GTK_IM_MODULE", "")))
