"""Gathers the licences of everything that ships, from what is installed where the program is built.

What that is differs between systems: each has the libraries its own window and keyring need.
"""

from __future__ import annotations

import json
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from server import __version__
from server.common.paths import ROOT, STATIC
from server.web.credits.notice import Notice
from server.web.credits.system import of_system

TEXTS = Path(__file__).parent / "texts"
"""Licences of what brings none along."""

LICENCE_FILE = re.compile(r"\.dist-info/(.+/)?(licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)
"""With what an installer knows of a distribution: among its modules others have such names, too."""

REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*(?:\[([^\]]*)\])?[^;]*(?:;(.*))?")
EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")
QT = ("lgpl-3.0.txt", "gpl-3.0.txt")
LACKING: dict[str, tuple[str, ...]] = {
    "proxy-tools": ("proxy-tools.txt",),
    "pyobjc-core": ("pyobjc.txt",),
    "pyobjc-framework-security": ("pyobjc.txt",),
    "pyobjc-framework-uniformtypeidentifiers": ("pyobjc.txt",),
    "pyside6-addons": QT,
    "pyside6-essentials": QT,
    "pyside6-webengine": QT,
    "shiboken6": QT,
}


NOT_TAKEN = {"ncnn": frozenset({"numpy", "tqdm", "requests", "portalocker"})}
"""What a distribution says it requires, and does without here (pyproject.toml)."""


class NoLicence(Exception):
    """Something ships whose licence nobody can read."""


def gather(root: str = "atelier", *, strict: bool = True, built: Path | None = None) -> list[Notice]:
    """Ours, Python's, those of the libraries and of what the page is made of; with `built` the system's, found there.

    Raises NoLicence where a text is missing; not `strict`, it is empty then.
    """
    shipped = sorted(required(root), key=_name)
    own = Notice("Atelier", __version__, "MIT", _own_licence(shipped))
    libraries = [_notice(each) for each in shipped if _name(each) != root]
    system = of_system(built, {file.name for each in shipped for file in each.files or []}) if built else []
    found = [own, _python(), *libraries, *_engines(libraries), *system, *_page()]
    without = [notice.name for notice in found if not notice.text.strip()]
    if without and strict:
        raise NoLicence(f"No licence text was found of: {', '.join(without)}")
    return found


def _own_licence(shipped: Iterable[Distribution]) -> str:
    """Beside the sources; an installer puts it with the rest of what it knows of a distribution."""
    if (ROOT / "pyproject.toml").exists():
        return _read(ROOT / "LICENSE")
    return "\n\n".join(text for each in shipped if _name(each) == "atelier" for text in _texts(each))


def required(root: str) -> Iterable[Distribution]:
    """The distribution, all it requires, and so on. What is for other systems is not installed."""
    found: dict[str, Distribution] = {}
    waiting = [(root, frozenset[str]())]
    seen = set(waiting)
    while waiting:
        name, extras = waiting.pop()
        try:
            each = distribution(name)
        except PackageNotFoundError:
            continue
        found[_name(each)] = each
        fresh = set(_requirements(each, extras)) - seen
        seen |= fresh
        waiting += fresh
    return found.values()


def _requirements(each: Distribution, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in each.requires or []:
        match = REQUIREMENT.match(line)
        if match is None:
            continue
        name, with_extras, marker = match.groups()
        if _normal(name) in NOT_TAKEN.get(_name(each), ()):
            continue
        needed_for = set(EXTRA.findall(marker or ""))
        if not needed_for or needed_for & extras:
            yield _normal(name), frozenset(re.findall(r"[\w.-]+", with_extras or ""))


def _notice(each: Distribution) -> Notice:
    texts = [*_texts(each), *_supplements(_name(each))]
    return Notice(each.metadata["Name"], each.version, _licence(each), "\n\n".join([*texts, *_parts(each)]))


def _texts(each: Distribution) -> Iterator[str]:
    for file in sorted(each.files or [], key=str):
        if LICENCE_FILE.search(file.as_posix()) and file.suffix not in (".py", ".pyc", ".so"):
            yield Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")


def _supplements(name: str) -> Iterator[str]:
    for file in LACKING.get(name, ()):
        yield (TEXTS / file).read_text(encoding="utf-8")


def _licence(each: Distribution) -> str:
    """By its short name, wherever the package says it."""
    kinds = [line for line in _field(each, "Classifier") if line.startswith("License ::")]
    stated = [*_field(each, "License-Expression"), *_field(each, "License")]
    for text in [*stated, *(kind.rpartition(":: ")[2] for kind in kinds)]:
        if text and text != "UNKNOWN":
            return text.splitlines()[0].strip()
    return "see the text"


def _field(each: Distribution, name: str) -> list[str]:
    return [str(value) for value in each.metadata.get_all(name) or []]


def _parts(each: Distribution) -> Iterator[str]:
    """The libraries inside a compiled one, where it brings a list of them (CycloneDX)."""
    for file in sorted(each.files or [], key=str):
        if "/sboms/" in file.as_posix() and file.name.endswith(("cyclonedx.json", ".cdx.json")):
            lines = sorted(_components(Path(str(file.locate()))))
            if lines:
                yield "\n".join(["Compiled into it:", "", *lines]) + "\n"


def _components(file: Path) -> Iterator[str]:
    for part in json.loads(file.read_text(encoding="utf-8")).get("components", []):
        names = [entry.get("expression") or entry.get("license", {}).get("id") for entry in part.get("licenses", [])]
        yield "  ".join(filter(None, [part["name"], part.get("version"), ", ".join(filter(None, names))]))


def _python() -> Notice:
    version = ".".join(map(str, sys.version_info[:3]))
    places = [Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)]
    files = [place / name for place in places for name in ("LICENSE.txt", "LICENSE")]
    file = next((file for file in files if file.exists()), None)
    return Notice("Python", version, "PSF-2.0", _read(file) if file else "")


def _engines(libraries: Sequence[Notice]) -> Iterator[Notice]:
    """What is inside a library and has terms of its own."""
    for notice in libraries:
        if _normal(notice.name) == "pyside6-webengine":
            text = (TEXTS / "chromium.txt").read_text(encoding="utf-8")
            yield Notice("Chromium, in Qt WebEngine", notice.version, "BSD-3-Clause and others", text)
        if _normal(notice.name) == "ncnn":
            text = (TEXTS / "real-esrgan.txt").read_text(encoding="utf-8")
            yield Notice("Real-ESRGAN, realesr-animevideov3", "", "BSD-3-Clause", text)
        if _normal(notice.name) == "pythonnet":
            text = (TEXTS / "webview2.txt").read_text(encoding="utf-8")
            yield Notice("Microsoft WebView2 SDK, in pywebview", "", "BSD-3-Clause", text)


def _page() -> Iterator[Notice]:
    """What `make assets` has taken from the pins."""
    versions = json.loads((STATIC / "vendor" / "versions.json").read_text(encoding="utf-8"))
    for name, about in versions.items():
        file = STATIC / "vendor" / "licences" / (name.removeprefix("@").replace("/", "-") + ".txt")
        yield Notice(name, about["version"], about["licence"], _read(file))


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def _name(each: Distribution) -> str:
    return _normal(each.metadata["Name"])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
