"""What the packages say of themselves, and where they are made."""

from __future__ import annotations

import platform
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"
WORK = ROOT / "build" / "package"
LICENCES = WORK / "licences"
"""Where they are gathered for the package; what runs from the sources gathers them as it runs."""
BUILT = DIST / "atelier"
"""The folder PyInstaller makes; on macOS `AI 绘画工坊.app` is made of it."""

NAME = "AI 绘画工坊"
NAME_EN = "Atelier"
IDENTIFIER = "io.github.atelier_painting.Atelier"
"""Of the macOS bundle and of the AppStream component; it must never change, or updates become another program."""
SUMMARY = "Paint with AI on your own Cloudflare account"
SUMMARY_ZH = "用自己的 Cloudflare 账号画画"
AUTHOR = "The Atelier authors"


def version() -> str:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project: dict[str, str] = tomllib.load(file)["project"]
    return project["version"]


def architecture() -> str:
    """`x86_64` or `arm64`, the same names on all systems."""
    machine = platform.machine().lower()
    return {"amd64": "x86_64", "aarch64": "arm64"}.get(machine, machine)


def system() -> str:
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
