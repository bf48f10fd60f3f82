"""Every module of ours is in the package, and finds there all that it imports: at its beginning, and later on."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.common.paths import ROOT
from tests.packaged.inside import run_inside

LEFT_OUT = {
    "desktop.__main__": "is the entry, and starts the program",
    "server.web.credits.__main__": "gathers the licences for the build",
}

ELSEWHERE = {
    "msvcrt": "Windows' own, as Python has it",
    "watchdog.observers.read_directory_changes": "for Windows, and asked for there",
    "watchdog.observers.winapi": "the same",
}
"""What is not there, asked for only where it is."""

# Reads pairs of a module's name and what is wanted from it; tells which could not be had, and why.
IMPORT = """
import importlib, json, sys

from desktop.unused import leave_out_unused

def failure(name, parts):
    try:
        module = importlib.import_module(name)
        for part in parts:
            if not hasattr(module, part):
                importlib.import_module(f"{name}.{part}")
    except Exception as error:
        return f"{type(error).__name__}: {error}"

leave_out_unused()  # as the program begins
wanted = json.loads(sys.argv[1])
print(json.dumps({name: told for name, parts in wanted if (told := failure(name, parts))}))
"""


def modules() -> dict[str, Path]:
    """Ours, by the sources. A package has its folder's name."""
    found = {}
    for file in (*(ROOT / "desktop").rglob("*.py"), *(ROOT / "server").rglob("*.py")):
        path = file.relative_to(ROOT).with_suffix("")
        found[".".join(path.parent.parts if path.name == "__init__" else path.parts)] = file
    return found


def asked_for(node: ast.AST) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a module and the functions in it import when they run, and of it."""
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                continue
            case ast.Import(names=names):
                yield from ((alias.name, ()) for alias in names)
            case ast.ImportFrom(module=str(name), names=names):
                yield name, tuple(alias.name for alias in names)
        yield from asked_for(child)


@pytest.fixture(scope="module")
def ours() -> dict[str, Path]:
    found = modules()
    assert len(found) > 250
    assert found.keys() >= LEFT_OUT.keys()
    return {name: file for name, file in found.items() if name not in LEFT_OUT}


@pytest.fixture(scope="module")
def wanted(ours: dict[str, Path]) -> set[tuple[str, tuple[str, ...]]]:
    """By ours, of their own and of others."""
    sources = (file.read_text(encoding="utf-8") for file in ours.values())
    return {each for source in sources for each in asked_for(ast.parse(source))}


@pytest.fixture(scope="module")
def failures(
    built: Path,
    tmp_path_factory: pytest.TempPathFactory,
    ours: dict[str, Path],
    wanted: set[tuple[str, tuple[str, ...]]],
) -> dict[str, str]:
    """What could not be imported inside, and why."""
    pairs = [*((name, ()) for name in sorted(ours)), *sorted(wanted)]
    done = run_inside(built, tmp_path_factory.mktemp("inside"), IMPORT, json.dumps(pairs))
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


def test_all_of_ours_are_imported(failures: dict[str, str], ours: dict[str, Path]) -> None:
    assert {name: why for name, why in failures.items() if name in ours} == {}


def test_what_they_import_when_they_need_it_is_there(
    failures: dict[str, str], wanted: set[tuple[str, tuple[str, ...]]]
) -> None:
    assert ("watchdog.observers", ("Observer",)) in wanted
    assert {name: why for name, why in failures.items() if name not in ELSEWHERE} == {}
