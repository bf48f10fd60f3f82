"""What `pip install` and `uvx --from .` give: the wheel, in an environment with what it says it needs, and no more."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement

from server.common.paths import ROOT
from server.web.credits.gather import NOT_TAKEN
from server.web.routes import ROUTES
from tests.eventually import eventually
from tests.html import parse
from tests.pictures_on_disk import metadata, put
from tests.program import Program, as_page
from tests.web.test_http_comparisons import order
from tests.web.test_http_library import shown
from tests.web.test_http_saving import paint

SOURCES = ("desktop", "server", "templates", "tests", "pyproject.toml", "README.md", "LICENSE")
UV = str(Path(sys.executable).with_name("uv"))
QUERIES = {
    "/library/ids": "?start=0&stop=1",
    "/library/originals": "?ids=1",
    "/library/selected": "?ids=1",
    "/albums/choose": "?ids=1",
    "/library/compare/choices": "?ids=1",
    "/paintings": "?before=1",
}
NAMED = {":section": "prompts", "/connection/picture/:name": "/connection/picture/day"}
ASKED_ELSEWHERE = (
    *("/static/", "/about/licences/"),  # below
    "/command/",  # with a word from run.json, by the command line
    *("/export/:id", "/grids/:id/download", "/references/:name"),  # what has just been prepared or given, once
    *("/trash/look/:id", "/trash/picture/:id"),  # of what was deleted
)


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, for a build leaves things beside them, and takes what it finds there along."""
    tree = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, tree / name)
    shutil.rmtree(tree / "server" / "licences", ignore_errors=True)
    return tree


@pytest.fixture(scope="module")
def dist(tree: Path) -> Path:
    """The sdist, and the wheel that is made of it."""
    run(UV, "build", "--no-build-isolation", "--python", sys.executable, str(tree))
    return tree / "dist"


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    [wheel] = dist.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The environment's folder for programs."""
    place = tmp_path_factory.mktemp("installed")
    run(UV, "venv", "--no-project", "--python", sys.executable, str(place / "venv"))
    run(UV, "pip", "install", "--no-deps", "--python", str(place / "venv" / "bin" / "python"), str(wheel))
    [packages] = (place / "venv" / "lib").glob("python*/site-packages")
    [ours] = packages.glob("atelier-*.dist-info")
    for library in needed(Distribution.at(ours).requires or []):
        link(library, packages)
    return place / "venv" / "bin"


@pytest.fixture(scope="module")
def program(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """From another folder than the sources, with the samples."""
    folder = tmp_path_factory.mktemp("person")
    program = Program(folder, arguments=("--demo",))
    program.run_with("env", "--chdir", str(folder), str(installed / "atelier"))
    with program:
        yield program
    assert [word for word in (" ERROR ", "Traceback") if word in program.log + program.stderr] == []
    assert list(program.data_dir.glob("logs/crash-*")) == []


def run(*command: str) -> None:
    """Without a network, and leaving nothing in anybody's cache."""
    environ = {"PATH": "/usr/bin:/bin", "UV_OFFLINE": "1", "UV_NO_CACHE": "1", "UV_NO_CONFIG": "1"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def needed(requires: Iterable[str]) -> list[Distribution]:
    """All that these lines ask for here, and what that asks for in its turn."""
    found: dict[str, Distribution] = {}
    waiting = [(line, "") for line in requires]
    seen = set(waiting)
    while waiting:
        line, extra = waiting.pop()
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": extra}):
            continue
        each = found[wanted.name] = distribution(wanted.name)
        # What it only says it needs is not there (pyproject.toml).
        requires = [] if wanted.name in NOT_TAKEN else each.requires or []
        fresh = {(line, extra) for line in requires for extra in ("", *wanted.extras)} - seen
        seen |= fresh
        waiting += fresh
    return list(found.values())


def link(library: Distribution, packages: Path) -> None:
    """As if it were installed there: the same files as here."""
    for name in {file.parts[0] for file in library.files or []} - {"..", "__pycache__"}:
        if not (packages / name).exists():
            (packages / name).symlink_to(str(library.locate_file(name)))


def test_it_holds_all_that_the_program_is_and_nothing_else(wheel: Path, tree: Path) -> None:
    """No tests, nothing that the page is built of, no catalogues' sources."""
    sources = [file for name in ("desktop", "server") for file in (tree / name).rglob("*") if file.is_file()]
    ours = {file.relative_to(tree).as_posix() for file in sources if file.suffix != ".po"}
    ours |= {f"server/{file.relative_to(tree).as_posix()}" for file in (tree / "templates").rglob("*.html")}
    assert len(ours) > 400

    names = zipfile.ZipFile(wheel).namelist()

    about = {name for name in names if name.partition("/")[0].endswith(".dist-info")}
    assert {name.rpartition("/")[2] for name in about} == {
        "METADATA", "RECORD", "WHEEL", "LICENSE", "entry_points.txt", "top_level.txt"
    }  # fmt: skip
    assert set(names) - about == ours


def test_nothing_in_it_knows_where_it_was_built(dist: Path, tree: Path) -> None:
    places = [str(place).encode() for place in (tree, ROOT, sys.prefix)]
    assert [(name, place) for name, data in contents(dist) for place in places if place in data] == []


def contents(dist: Path) -> Iterator[tuple[str, bytes]]:
    [wheel], [sdist] = dist.glob("*.whl"), dist.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist())
    with tarfile.open(sdist) as sources:
        for member in sources:
            if file := sources.extractfile(member):
                yield member.name, file.read()


def test_nothing_of_the_sources_helps_it(installed: Path, tmp_path: Path) -> None:
    tell = "import json, sys, desktop, server; print(json.dumps([desktop.__file__, server.__file__, *sys.path]))"
    told = subprocess.run([installed / "python", "-c", tell], cwd=tmp_path, capture_output=True, check=True)
    assert [place for place in json.loads(told.stdout) if Path(place).is_relative_to(ROOT)] == []

    foreign = [str(installed / "python"), "-c", "import pytest"]
    assert b"ModuleNotFoundError" in subprocess.run(foreign, cwd=tmp_path, capture_output=True, check=False).stderr


def test_every_page_answers(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page, "a boat")
    order(page, axis_steps="1, 2")
    asked = [path for method, path, _ in ROUTES if method == "GET" and not path.startswith(ASKED_ELSEWHERE)]
    assert len(asked) > 25

    newest = parse(page.get("/").text).select_one('[data-testid="order"]')
    assert newest is not None
    several = f"/orders/{str(newest['id']).removeprefix('order-')}"
    eventually(lambda: page.get(f"{several}/compare").status_code == 200)  # as soon as both are there
    named = {**NAMED, "/grids/:id": "/grids/1", "/orders/:id": several, ":id": str(painting)}
    paths = [functools.reduce(lambda path, name: path.replace(name, named[name]), named, path) for path in asked]
    answers = {path: as_page(program, "GET", path + QUERIES.get(path, "")).status_code for path in paths}
    assert answers == dict.fromkeys(paths, 200)


def test_all_that_a_page_names_is_there(page: httpx.Client) -> None:
    for path in ("/", "/library", "/settings", "/about"):
        html = parse(page.get(path).text)
        named = {str(each.get("src") or each.get("href")).partition("#")[0] for each in html.select("[src], [href]")}
        ours = {name for name in named if name.startswith("/static/")}
        assert len(ours) > 2
        assert {name: page.get(name).status_code for name in ours} == dict.fromkeys(ours, 200)


def test_it_speaks_both_languages(program: Program) -> None:
    assert "开始创作" in as_page(program, "GET", "/", accept_language="zh-CN").text


def test_the_licences_of_all_it_is_made_of_are_read(page: httpx.Client) -> None:
    html = parse(page.get("/about").text)
    links = {str(link.get("hx-get")) for link in html.select('[hx-get^="/about/licences/"]')}
    assert len(links) > 20

    for link in links:
        assert len(parse(page.get(link).raise_for_status().text).get_text(strip=True)) > 300, link


def test_diagnostics_say_what_it_is(page: httpx.Client) -> None:
    assert "(installed as a wheel)" in page.get("/about/diagnostics").text


def test_it_paints_and_its_library_is_alive(program: Program, page: httpx.Client) -> None:
    [painting] = paint(page, "a lighthouse")
    assert page.get(f"/paintings/{painting}/thumbnail").status_code == 200
    put(program.library, "from elsewhere.jpg", metadata("宁静的湖面"))

    eventually(lambda: shown(page, "q=湖面") == ["宁静的湖面"])
    assert shown(page, "q=lighthouse") == ["a lighthouse"]


def test_its_command_line_answers(installed: Path, program: Program) -> None:
    def said(*words: str) -> str:
        command = [str(installed / "atelier"), *words]
        done = subprocess.run(command, env=program.environ, capture_output=True, text=True, check=True)
        return done.stdout

    assert said("--version").startswith("atelier ")
    assert "flux-1-schnell" in said("models", "--data-dir", str(program.data_dir))
