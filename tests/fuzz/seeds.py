"""What to begin with: the requests that the program's own pages would make, read off the pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from bs4 import BeautifulSoup, Tag

from server.web import routes
from server.web.routes import ROUTES
from tests.html import parse

PAGES = (
    "/",
    "/connection",
    "/settings",
    "/about",
    "/library",
    "/trash",
    "/grids",
    "/prompts",
    "/paintings/1/mask",
    "/grids/1",
)
HTMX = {"get": "hx-get", "post": "hx-post", "delete": "hx-delete"}
FIELDS = ("input", "select", "textarea", "button")
PARAMETER = re.compile(r":[a-z]+|\*[a-z]+")


class Seed(NamedTuple):
    """A request as a page of ours would make it."""

    method: str
    path: str
    fields: tuple[tuple[str, str], ...] = ()


def every_route() -> Iterator[Seed]:
    """Each of the table, with nothing in it, and with each set of fields that a handler beside it reads."""
    for method, path, handler in ROUTES:
        for names in [(), *_read_in(handler.partition(".")[0])]:
            yield Seed(method, PARAMETER.sub("1", path), tuple((name, "1") for name in names))


def field_names() -> list[str]:
    """All that handlers read, wherever."""
    modules = {handler.partition(".")[0] for _, _, handler in ROUTES}
    return sorted({name for module in modules for names in _read_in(module) for name in names})


@cache
def _read_in(module: str) -> list[tuple[str, ...]]:
    """The fields of each call in a module of handlers that names some."""
    source = (Path(str(routes.__file__)).with_name(module + ".py")).read_text(encoding="utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [names for call in calls if (names := tuple(_names_in(call)))]


def _names_in(call: ast.Call) -> Iterator[str]:
    for keyword in call.keywords:
        if keyword.arg in ("required", "optional") and isinstance(keyword.value, ast.Set):
            yield from (str(each.value) for each in keyword.value.elts if isinstance(each, ast.Constant))
    if isinstance(call.func, ast.Name) and call.func.id == "parse_choice":
        yield from (str(each.value) for each in call.args if isinstance(each, ast.Constant))


def from_pages(page: httpx.Client) -> Iterator[Seed]:
    """The forms and buttons of the pages, with the values they have there."""
    for path in PAGES:
        answer = page.get(path, headers={"HX-Request": ""})
        if answer.status_code == 200:
            yield from _of(parse(answer.text))


def _of(page: BeautifulSoup) -> Iterator[Seed]:
    for method, attribute in HTMX.items():
        for element in page.select(f"[{attribute}]"):
            yield Seed(method.upper(), str(element[attribute]), tuple(_fields_of(element)))
    for link in page.select("a[href^='/']"):
        yield Seed("GET", str(link["href"]))
    for form in page.select("form[action]"):
        yield Seed(str(form.get("method", "get")).upper(), str(form["action"]), tuple(_fields_of(form)))


def _fields_of(element: Tag) -> Iterator[tuple[str, str]]:
    """Of the form that it is, or that it stands in."""
    form: Any = element if element.name == "form" else element.find_parent("form") or element
    for field in [form, *form.select(",".join(FIELDS))]:
        if field.get("name"):
            yield str(field["name"]), str(field.get("value") or field.get_text(strip=True))
