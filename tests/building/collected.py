"""Which modules PyInstaller would collect on another system. It cannot be asked here, where those do not load.

As it does, this reads every import in every source, wherever it stands, from the entry and the hidden imports on.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path

EXTENSIONS = (".pyd", ".so")


class Import:
    """What a module asks for. `always` where nothing stands around it: without it the module cannot be had."""

    def __init__(self, name: str, parts: tuple[str, ...] = (), *, always: bool = False) -> None:
        self.name, self.parts, self.always = name, parts, always


class Collection:
    """Of sources below `roots`, without what is `excluded`; `entries` are names of modules."""

    def __init__(self, roots: Sequence[Path], excluded: Sequence[str], entries: Sequence[str]) -> None:
        self._roots = roots
        self._excluded = excluded
        self._entries = entries

    @cached_property
    def modules(self) -> dict[str, Path]:
        """By name, with their files; a folder without a file of its own is a package, too."""
        found: dict[str, Path] = {}
        waiting = list(self._entries)
        while waiting:
            name = waiting.pop()
            if name in found or (file := self._find(name)) is None:
                continue
            found[name] = file
            if "." in name:
                waiting.append(name.rpartition(".")[0])
            for each in imports(name, file):
                waiting += [each.name, *(f"{each.name}.{part}" for part in each.parts)]
        return found

    def has(self, name: str) -> bool:
        """Also what comes with Python itself, on whichever system."""
        if self._is_excluded(name):
            return False
        return name in self.modules or name.partition(".")[0] in sys.stdlib_module_names

    def lacking(self, name: str) -> set[str]:
        """What this module asks for anywhere and would not get."""
        return {each.name for each in imports(name, self.modules[name]) if not self.has(each.name)}

    def needed(self, roots: Iterable[str]) -> set[str]:
        """These modules, and all that they cannot be had without; also what is not there of it."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            name = waiting.pop()
            if name in found:
                continue
            found.add(name)
            if name in self.modules:
                asked = (each for each in imports(name, self.modules[name]) if each.always)
                waiting += [full for each in asked for full in (each.name, *self._submodules(each))]
        return found

    def _submodules(self, asked: Import) -> list[str]:
        return [full for part in asked.parts if (full := f"{asked.name}.{part}") in self.modules]

    def _find(self, name: str) -> Path | None:
        if self._is_excluded(name):
            return None
        for root in self._roots:
            path = root.joinpath(*name.split("."))
            if (file := next((file for file in _files(path) if file.is_file()), None)) is not None:
                return file
            if path.is_dir():
                return path
        return None

    def _is_excluded(self, name: str) -> bool:
        return any(name == each or name.startswith(f"{each}.") for each in self._excluded)


def _files(path: Path) -> Iterator[Path]:
    yield path / "__init__.py"
    yield path.with_name(f"{path.name}.py")
    for kind in EXTENSIONS:
        yield from path.parent.glob(f"{path.name}.*{kind}")
        yield path.with_name(path.name + kind)


@cache
def imports(name: str, file: Path) -> list[Import]:
    """In a module's source; of what is compiled nobody knows."""
    if file.suffix != ".py":
        return []
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    tree = ast.parse(file.read_bytes())
    return [*_in(tree, package, always=True)]


def _in(node: ast.AST, package: str, *, always: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if _is_for_types(child):
            continue
        if (asked := _asked(child, package, always=always)) is not None:
            yield from asked
        is_plain = isinstance(child, ast.Module | ast.ClassDef)
        yield from _in(child, package, always=always and is_plain)


def _is_for_types(node: ast.AST) -> bool:
    """What only type checkers see; what stands in its other half, programs do."""
    return isinstance(node, ast.If) and ast.unparse(node.test).rpartition(".")[2] == "TYPE_CHECKING" and not node.orelse


def _asked(node: ast.AST, package: str, *, always: bool) -> list[Import] | None:
    match node:
        case ast.Import(names=names):
            return [Import(alias.name, always=always) for alias in names]
        case ast.ImportFrom(module=module, names=names, level=level):
            whole = _absolute(package, module or "", level)
            return [Import(whole, tuple(alias.name for alias in names), always=always)]
        case ast.Call(func=ast.Name(id="import_module"), args=[ast.Constant(value=str(value))]):
            return [Import(value)]
    return None


def _absolute(package: str, module: str, level: int) -> str:
    if level == 0:
        return module
    parts = package.split(".")
    return ".".join([*parts[: len(parts) - level + 1], *([module] if module else [])])
