"""What the program is on macOS, beside its code: the bundle's description, and who signs it."""

from __future__ import annotations

import os
import plistlib
from pathlib import Path
from typing import Any

from package import facts

# The oldest system whose WebKit still gets Safari's updates that the page needs.
OLDEST_SYSTEM = "13.0"

# Why the system is to let the program into folders that it asks about, in the words of its question.
KEPT_HERE = {
    "zh_CN": "AI 绘画工坊在此保存并读取您的图片。",
    "en": "Atelier keeps your pictures here and reads them from here.",
}
ASKED_ABOUT = ("DesktopFolder", "DocumentsFolder", "DownloadsFolder", "NetworkVolumes", "RemovableVolumes")

ENTITLEMENTS = {
    # libffi, below ctypes and PyObjC, writes code as it runs; the hardened runtime forbids that unless asked.
    "com.apple.security.cs.allow-unsigned-executable-memory": True,
}


def info() -> dict[str, Any]:
    """Info.plist, beside what PyInstaller writes by itself."""
    return {
        "CFBundleDisplayName": facts.NAME,
        "CFBundleName": "Atelier",
        "CFBundleVersion": facts.version(),
        "CFBundleShortVersionString": facts.version(),
        "CFBundleDevelopmentRegion": "zh_CN",
        "CFBundleLocalizations": ["zh_CN", "en"],
        "LSApplicationCategoryType": "public.app-category.graphics-design",
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        # The title bar follows the system's dark mode.
        "NSRequiresAquaSystemAppearance": False,
        "NSHighResolutionCapable": True,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": f"{facts.AUTHOR}. MIT License.",
        # The page comes from 127.0.0.1 without TLS, and nothing else is ever loaded.
        "NSAppTransportSecurity": {"NSAllowsLocalNetworking": True},
        **uses("zh_CN"),
    }


def uses(language: str) -> dict[str, str]:
    return {f"NS{place}UsageDescription": KEPT_HERE[language] for place in ASKED_ABOUT}


def words() -> list[tuple[Path, str]]:
    """Files in which the system finds the same in each language, and the folders of the bundle they go to."""
    made = []
    for language in KEPT_HERE:
        file = facts.WORK / f"{language}.lproj" / "InfoPlist.strings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(plistlib.dumps(uses(language)))
        made.append((file, file.parent.name))
    return made


def icon() -> str | None:
    file = facts.ROOT / "desktop" / "icon.icns"
    return str(file) if file.exists() else None


def identity() -> str | None:
    """A name in the keychain of the machine that builds; without one the signature is ad hoc."""
    return os.environ.get("ATELIER_MACOS_IDENTITY") or None


def entitlements() -> str | None:
    """A file for `codesign`, where there is somebody to sign."""
    if identity() is None:
        return None
    facts.WORK.mkdir(parents=True, exist_ok=True)
    file = facts.WORK / "entitlements.plist"
    file.write_bytes(plistlib.dumps(ENTITLEMENTS))
    return str(file)
