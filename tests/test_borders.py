"""Which part may know of which: the lines that keep the program in pieces one can hold."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from server.common.paths import ROOT
from server.web.routes import ROUTES, handler_of

SERVER = ROOT / "server"
# Who imports what: these modules, or those of these folders, and no other.
OWNERS = {
    "httpx": ("cloudflare/client", "cloudflare/demo", "cloudflare/wire"),
    "keyring": ("cloudflare/account/vault",),
    "sqlite3": ("library/index", "paintings/database", "paintings/migrations", "paintings/store"),
    "watchdog": ("library/index",),
    "robyn": ("web",),
    "jinja2": ("web/views",),
    "send2trash": ("library/trash",),
}


def modules(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


def imported(file: Path) -> frozenset[str]:
    """Top-level names of all that a module imports, wherever it does."""
    return frozenset(name.partition(".")[0] for name in modules_named(file))


@cache
def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def modules_named(file: Path) -> frozenset[str]:
    """The modules, and what is taken from them, that a module imports wherever it does: `msgspec.Struct`."""
    return frozenset(_imported(tree_of(file)))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


ROOMS = ("web", "commands", "site", "studio", "library", "prompts", "cloudflare", "paintings", "pictures", "common")
"""Of the server, from the top: each knows those below it and none above."""


def test_every_module_of_the_server_is_in_a_room() -> None:
    assert {file.relative_to(SERVER).parts[0] for file in modules(SERVER)} == {*ROOMS, "__init__.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_knows_of_one_above_it(room: str) -> None:
    above = {f"server.{each}" for each in ROOMS[: ROOMS.index(room)]}
    wrong = [
        f"{file.relative_to(SERVER)}: {name}"
        for file in modules(SERVER / room)
        for name in modules_named(file)
        if ".".join(name.split(".")[:2]) in above
    ]
    assert wrong == []


def test_no_two_modules_need_each_other() -> None:
    """Nor three in a round, wherever in the file they are imported: none of them could be understood by itself."""
    files = {name_of(file): file for file in [*modules(SERVER), *modules(ROOT / "desktop")]}
    needs = {
        name: {need for named in modules_named(file) if (need := known(named, files)) not in (None, name)}
        for name, file in files.items()
    }
    TopologicalSorter(needs).prepare()  # raises CycleError, with the round


def name_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def known(name: str, files: Collection[str]) -> str | None:
    """The module that is meant by its own name, or by that of something in it."""
    return next((each for each in (name, name.rpartition(".")[0]) if each in files), None)


LONGEST = 300
"""Lines. A file that needs more has two subjects."""


@pytest.mark.parametrize("folder", ["server", "desktop", ".ci"])
def test_no_file_is_too_long(folder: str) -> None:
    sources = {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in modules(ROOT / folder)}
    assert [name for name, text in sources.items() if text.count("\n") > LONGEST] == []


FACT = re.compile(r"docs/facts\.md#([\w-]+)")


def test_facts_that_the_code_refers_to_are_told() -> None:
    headings = re.findall(r"^#+ (.+)$", (ROOT / "docs" / "facts.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    folders = (SERVER, ROOT / "desktop", ROOT / ".ci", ROOT / "templates", ROOT / "tests")
    sources = [file for folder in folders for kind in ("*.py", "*.js", "*.css") for file in folder.rglob(kind)]
    wanted = {fact for file in sources for fact in FACT.findall(file.read_text(encoding="utf-8"))}

    assert len(wanted) > 10
    assert wanted <= told


PATH = re.compile(r"`((?:desktop|server|templates|tests|docs|\.ci)/[\w./-]*)`")


def test_what_documents_speak_of_is_there() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    named = {path for file in documents for path in PATH.findall(file.read_text(encoding="utf-8"))}

    assert len(named) > 30
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_there_is_something_to_look_at() -> None:
    assert len(modules(SERVER)) > 30
    assert {"robyn", "server"} <= imported(SERVER / "web" / "app.py")


@pytest.mark.parametrize("stranger", ["desktop", "webview", "qtpy", "PySide6", "tests"])
def test_the_server_knows_nothing_of_what_is_around_it(stranger: str) -> None:
    assert [file.name for file in modules(SERVER) if stranger in imported(file)] == []


@pytest.mark.parametrize(("library", "owners"), OWNERS.items())
def test_only_its_owners_import_a_library(library: str, owners: tuple[str, ...]) -> None:
    users = {
        file.relative_to(SERVER).with_suffix("").as_posix() for file in modules(SERVER) if library in imported(file)
    }
    rooms = {next((owner for owner in owners if f"{user}/".startswith(f"{owner}/")), user) for user in users}

    assert rooms == set(owners)


BEGINNERS = {
    "create_task": "server/common/background.py",
    "ensure_future": "",
    "run_coroutine_threadsafe": "server/web/control.py",  # whoever asks waits for the answer
    "Thread": "server/common/threads.py",
    "Timer": "desktop/cli/run.py",  # ends the process
    "submit": "server/common/threads.py desktop/qt.py",  # the latter waits for it
    "start_new_thread": "",
}
"""What begins work in the background, and who may call it: elsewhere an error would be lost with the task."""


@pytest.mark.parametrize(("name", "users"), BEGINNERS.items())
def test_work_in_the_background_is_begun_where_its_failure_is_reported(name: str, users: str) -> None:
    found = {
        file.relative_to(ROOT).as_posix()
        for file in [*modules(SERVER), *modules(ROOT / "desktop")]
        for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == name
    }
    assert found == set(users.split())


IMPATIENT = {
    "server/common/disk.py": {".rename", ".replace", ".unlink", ".rmdir", "shutil.rmtree"},
    "desktop/edge.py": {"os.remove"},  # of no file, but of a mark on it, which most have not: no start waits for that
}
"""Who may change names in folders without waiting for whoever has the file open."""

OF_MODULES = {
    "os": {"rename", "replace", "remove", "unlink", "rmdir", "renames", "removedirs"},
    "shutil": {"move", "rmtree"},
}


def test_names_in_folders_change_where_windows_is_given_time() -> None:
    """Elsewhere the first moment's refusal would be taken for a folder that cannot be written."""
    found = {
        file.relative_to(ROOT).as_posix(): names
        for file in [*modules(SERVER), *modules(ROOT / "desktop")]
        if (names := set(_impatient(tree_of(file))))
    }
    assert found == IMPATIENT


READS = re.compile(r"(?<!archive)\.open\(\"[rw]b\"\)|\.(?:read|write)_bytes\(")


def test_the_librarys_files_are_opened_where_windows_is_given_time() -> None:
    """A picture that a scanner has open is not damaged, and favourites that it has open are not lost."""
    sources = {file.relative_to(SERVER).as_posix(): file.read_text("utf-8") for file in modules(SERVER / "library")}

    # Of no consequence: thumbnails, and where a backup is being written, for the next start to tidy up after it.
    assert {name for name, text in sources.items() if READS.search(text)} == {
        "library/thumbnails.py",
        "library/backup/backups.py",
    }


def _impatient(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in OF_MODULES:
            yield from (f"{node.module}.{each.name}" for each in node.names if each.name in OF_MODULES[node.module])
        elif isinstance(node, ast.Attribute) and node.attr in OF_MODULES.get(ast.unparse(node.value), ()):
            yield ast.unparse(node)
        elif isinstance(node, ast.Attribute) and node.attr in ("unlink", "rmdir"):
            yield f".{node.attr}"
        elif isinstance(node, ast.Call) and _is_of_a_path(node):
            yield f".{ast.unparse(node.func).rpartition('.')[2]}"


def _is_of_a_path(call: ast.Call) -> bool:
    """Text is replaced with two values, and a date's or a struct's have names."""
    called = isinstance(call.func, ast.Attribute) and call.func.attr in ("rename", "replace")
    return called and len(call.args) == 1 and not call.keywords


@pytest.mark.parametrize("file", modules(SERVER / "web" / "routes"), ids=lambda file: file.name)
def test_routes_hold_neither_html_nor_sql(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            assert not re.search(r"<[a-z/!]", node.value), node.value
            assert not re.search(r"\b(SELECT|INSERT|UPDATE|DELETE FROM|PRAGMA)\b.*\s", node.value), node.value


def test_every_handler_is_there_and_async() -> None:
    # Robyn runs others one at a time, on the thread all the others wait for.
    assert [name for _, _, name in ROUTES if not inspect.iscoroutinefunction(handler_of(name))] == []


def test_no_route_is_there_twice() -> None:
    ways = [(method, path) for method, path, _ in ROUTES]

    assert len(ways) == len(set(ways))
