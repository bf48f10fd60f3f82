"""Where the built program is, on each system."""

from __future__ import annotations

import sys

from server.common.paths import ROOT

DIST = ROOT / "dist"
BUILT = DIST / "AI 绘画工坊.app" / "Contents" / "MacOS" if sys.platform == "darwin" else DIST / "atelier"
PROGRAM = "Atelier.exe" if sys.platform == "win32" else "atelier"
