"""The language the operating system speaks to its user, as a tag such as "zh-CN"."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from collections.abc import Mapping

ENGLISH = "en"


def system_language(environ: Mapping[str, str]) -> str:
    if sys.platform == "win32":
        return _windows_language()
    found = _posix_language(environ)
    if sys.platform == "darwin":
        found = found or _mac_language()
    return found or ENGLISH


def _posix_language(environ: Mapping[str, str]) -> str | None:
    """As gettext reads it: the locale's variables in their order, LANGUAGE before them where there is a locale."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    if not _tag(locale):
        return None
    wishes = [*environ.get("LANGUAGE", "").split(":"), locale]
    return next(filter(None, map(_tag, wishes)), None)


def _tag(locale: str) -> str | None:
    """`zh_CN.UTF-8@pinyin` is zh-CN; C and POSIX name no language."""
    name = re.split(r"[.@]", locale, maxsplit=1)[0].replace("_", "-")
    return name if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", name) else None


def _mac_language() -> str | None:
    """A program started from the Finder has no locale variables."""
    command = ["/usr/bin/defaults", "read", "-g", "AppleLanguages"]
    try:
        output = subprocess.run(command, capture_output=True, text=True, timeout=2, check=True).stdout  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    first = re.search(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", output)
    return first[0] if first else None


if sys.platform == "win32":

    def _windows_language() -> str:
        buffer = ctypes.create_unicode_buffer(85)
        language = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        ctypes.windll.kernel32.LCIDToLocaleName(language, buffer, len(buffer), 0)
        return buffer.value or ENGLISH
