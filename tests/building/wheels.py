"""What is installed on Windows and macOS, unpacked here: the packages that the lock names for them, and no others."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path

import pytest
from msgspec import Struct
from package import macos

from server.common.paths import ROOT

LOCK = ROOT / "requirements.txt"
UNREACHED = re.compile(r"failed to (fetch|connect)|error sending request|dns error|timed out|offline", re.IGNORECASE)


class System(Struct, frozen=True):
    """`platform` is Python's name for it, `target` uv's."""

    name: str
    platform: str
    target: str

    def unpacked(self) -> Path:
        """The folder they lie in, from the last time where the lock is the same. Skips where nobody can be asked."""
        asked = LOCK.read_bytes() + f"{self.target} {macos.OLDEST_SYSTEM}".encode()
        digest = hashlib.sha256(asked).hexdigest()[:16]
        folder = ROOT / "build" / "wheels" / f"{self.name}-{digest}"
        if not folder.exists():
            for old in folder.parent.glob(f"{self.name}-*"):
                shutil.rmtree(old)
            self._unpack(folder)
        return folder

    def _unpack(self, folder: Path) -> None:
        draft = folder.with_name(f".{folder.name}.{os.getpid()}")
        options = ["--no-config", "--quiet", "--no-deps", "--require-hashes", "--python-version", "3.11"]
        where = ["--target", str(draft), "--python-platform", self.target]
        done = subprocess.run(
            [str(Path(sys.executable).with_name("uv")), "pip", "install", *options, *where, "-r", str(LOCK)],
            env={**os.environ, "MACOSX_DEPLOYMENT_TARGET": macos.OLDEST_SYSTEM},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and UNREACHED.search(done.stderr):
            pytest.skip("no registry of packages can be reached")
        assert done.returncode == 0, done.stderr
        try:
            draft.rename(folder)
        except OSError:  # another process was faster
            shutil.rmtree(draft)


WINDOWS = System("windows", "win32", "x86_64-pc-windows-msvc")
MACOS = System("macos", "darwin", "aarch64-apple-darwin")
MACOS_INTEL = System("macos-intel", "darwin", "x86_64-apple-darwin")
SYSTEMS = (WINDOWS, MACOS, MACOS_INTEL)


class Installed(Struct, frozen=True):
    """Stands for `importlib.metadata` there: ours as it is here, all others from the folder."""

    folder: Path

    def distribution(self, name: str) -> Distribution:
        if name == "atelier":
            return distribution(name)
        found = next(iter(Distribution.discover(name=name, path=[str(self.folder)])), None)
        if found is None:
            raise PackageNotFoundError(name)
        return found

    def packages_distributions(self) -> Mapping[str, list[str]]:
        makers: dict[str, list[str]] = {}
        for each in distributions(path=[str(self.folder)]):
            for top in {file.parts[0].partition(".")[0] for file in each.files or [] if _is_code(file.parts[0])}:
                makers.setdefault(top, []).append(each.metadata["Name"])
        return makers


def _is_code(top: str) -> bool:
    return not top.endswith((".dist-info", ".data", ".pth")) and top not in ("bin", "Scripts", "share", "..")
