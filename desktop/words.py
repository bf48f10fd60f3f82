"""Texts that pywebview draws itself, in menus and dialogs of the system, by its names for them."""

from __future__ import annotations

from collections.abc import Callable

from server.common.i18n import N_

_WORDS = {
    "global.ok": N_("OK"),
    "global.cancel": N_("Cancel"),
    "global.quit": N_("Quit"),
    "global.saveFile": N_("Save as"),
    "cocoa.menu.about": N_("About"),
    "cocoa.menu.services": N_("Services"),
    "cocoa.menu.view": N_("View"),
    "cocoa.menu.edit": N_("Edit"),
    "cocoa.menu.hide": N_("Hide"),
    "cocoa.menu.hideOthers": N_("Hide Others"),
    "cocoa.menu.showAll": N_("Show All"),
    "cocoa.menu.quit": N_("Quit"),
    "cocoa.menu.fullscreen": N_("Enter Full Screen"),
    "cocoa.menu.cut": N_("Cut"),
    "cocoa.menu.copy": N_("Copy"),
    "cocoa.menu.paste": N_("Paste"),
    "cocoa.menu.selectAll": N_("Select all"),
    "windows.fileFilter.allFiles": N_("All files"),
}


def window_words(text: Callable[[str], str]) -> dict[str, str]:
    """`text` translates a message id."""
    return {name: text(message) for name, message in _WORDS.items()}
