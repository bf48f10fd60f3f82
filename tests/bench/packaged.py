"""The program that `make package` has built: how fast it starts, and what its size is made of."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.bench import stage
from tests.bench.figures import spread
from tests.bench.result import Result
from tests.bench.start import display, seconds_until_usable

DIST = stage.REPOSITORY / "dist"
PROGRAM = DIST / "atelier" / "atelier"
SPEC = Path(__file__).with_name("bare_window.spec")
FLOOR = stage.REPOSITORY / "build" / "bare" / "bare"
WARM_ROUNDS = 5
COLD_ROUNDS = 3
MEGABYTE = 1_000_000
CACHES = Path("/proc/sys/vm/drop_caches")

# What makes up the size, the first pattern that fits a file's path.
COMPONENTS = (
    ("Chromium", ("libQt6WebEngineCore", "qtwebengine", "QtWebEngineProcess", "v8_context", "icudtl")),
    ("Qt's ICU", ("libicu",)),
    ("Qt", ("PySide6/Qt/",)),
    ("Qt for Python", ("PySide6/", "shiboken6/", "libpyside6", "libshiboken6")),
    ("cryptography, TLS", ("cryptography/", "libcrypto", "libssl", "_cffi_backend", "certifi")),
    ("Pillow", ("PIL/", "pillow.libs/")),
    ("Robyn", ("robyn/", "orjson/")),
    ("Python", ("python3", "libpython", "base_library", "lib")),
    ("our own", ("server/", "desktop/", "atelier")),
)


def measure() -> Iterator[Result]:
    """Builds what is not built yet."""
    _build()
    yield from sizes()
    yield from starts()


def starts() -> Iterator[Result]:
    """Turn and turn about with the floor: with the files in the system's cache, and without."""
    yield _compared("packaged start, warm", WARM_ROUNDS, before=lambda: None)
    if os.access(CACHES, os.W_OK):
        yield _compared("packaged start, cold", COLD_ROUNDS, before=_forget_files)
    else:
        sys.stderr.write("packaged start, cold: only root can empty the system's file cache\n")


def sizes() -> Iterator[Result]:
    parts = _components(PROGRAM.parent)
    beside = ", ".join(f"{name} {size / MEGABYTE:.0f}" for name, size in parts.most_common())
    yield Result("package, unpacked", parts.total() / MEGABYTE, "MB", 330, beside)
    for pattern, name in (("*.tar.xz", ".tar.xz"), ("*.deb", ".deb")):
        for file in DIST.glob(pattern):
            yield Result(f"package, {name}", file.stat().st_size / MEGABYTE, "MB", 120, file.name)


def _compared(name: str, rounds: int, *, before: Callable[[], None]) -> Result:
    with stage.folder() as place, display() as environ, sync_playwright() as playwright:
        ours = [str(PROGRAM), "--demo", "--data-dir", str(place)]
        floors: list[float] = []
        starts: list[float] = []
        for _ in range(rounds + 1):
            for command, times in (([str(FLOOR)], floors), (ours, starts)):
                before()
                times.append(seconds_until_usable(playwright, command, environ))
    ratio = median(starts[1:]) / median(floors[1:])
    beside = f"{spread(starts[1:], digits=2)} s, a packaged bare window {spread(floors[1:], digits=2)} s"
    return Result(name, ratio, "×", 1.25, beside)


def _forget_files() -> None:
    os.sync()
    CACHES.write_text("3")


def _components(folder: Path) -> Counter[str]:
    sizes: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            sizes[_component(file.relative_to(folder).as_posix().removeprefix("_internal/"))] += file.stat().st_size
    return sizes


def _component(path: str) -> str:
    for name, patterns in COMPONENTS:
        if any(path.startswith(pattern) or f"/{pattern}" in path for pattern in patterns):
            return name
    return "other Python packages"


def _build() -> None:
    """What there is now; as `make package` does, and the floor beside it."""
    environ = {**os.environ, "PYTHONPATH": str(stage.REPOSITORY / ".ci")}
    floor = ["-m", "package.build", str(SPEC), str(FLOOR.parent)]
    for command in (["-m", "package", "--if-changed"], floor):
        subprocess.run([sys.executable, *command], cwd=stage.REPOSITORY, env=environ, check=True)
