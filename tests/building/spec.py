"""Reads build.spec as on another system, with PyInstaller's part played: what it is asked for is noted."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from server.common.paths import ROOT


@dataclass
class Spec:
    """What build.spec asked of PyInstaller."""

    analysis: dict[str, Any] = field(default_factory=dict)
    program: dict[str, Any] = field(default_factory=dict)
    folder: dict[str, Any] = field(default_factory=dict)
    bundle: dict[str, Any] = field(default_factory=dict)


class Found:
    """Stands for PyInstaller's analysis."""

    pure = scripts = binaries = datas = ()


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Spec]:
    """Reads build.spec as on that system."""

    def read(platform: str) -> Spec:
        spec = Spec()

        def note(into: dict[str, Any]) -> Callable[..., Found]:
            def called(*given: object, **named: object) -> Found:
                into.update(named, given=given)
                return Found()

            return called

        monkeypatch.setattr(sys, "platform", platform)
        names = {"Analysis": spec.analysis, "EXE": spec.program, "COLLECT": spec.folder, "BUNDLE": spec.bundle}
        code = (ROOT / "build.spec").read_text(encoding="utf-8")
        code = "\n".join(line for line in code.splitlines() if not line.startswith("from PyInstaller"))
        found = {name: note(into) for name, into in names.items()}
        exec(compile(code, "build.spec", "exec"), {"SPECPATH": str(ROOT), "PYZ": note({}), **found})  # noqa: S102
        return spec

    return read
