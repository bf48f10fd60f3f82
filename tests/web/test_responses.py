"""The files pages are made of, as they go over the wire."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

from server.common.paths import STATIC
from server.web.responses import StaticFile, StaticFiles
from tests.program import Program

FILES = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file())


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_served_as_it_is_with_its_own_type(shared_program: Program, name: str) -> None:
    with shared_program.stranger() as stranger:
        plain = stranger.get(f"/static/{name}", headers={"Accept-Encoding": "identity"})
        packed = stranger.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})

    assert plain.content == packed.content == (STATIC / name).read_bytes()
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == "Accept-Encoding"
    assert plain.headers["content-type"].startswith(_type_of(name))
    assert int(packed.headers["content-length"]) <= int(plain.headers["content-length"])


def _type_of(name: str) -> str:
    types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
    return types.get(Path(name).suffix, "")


def test_an_address_changes_with_the_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(b"one")
    first = StaticFiles(tmp_path).url("a.css")
    (tmp_path / "a.css").write_bytes(b"two")

    assert first == f"/static/a.css?v={hashlib.sha256(b'one').hexdigest()[:8]}"
    assert StaticFiles(tmp_path).url("a.css") != first


def test_text_is_packed_and_what_is_packed_already_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_bytes(b"a" * 5000)
    (tmp_path / "a.woff2").write_bytes(b"a" * 5000)

    packed = StaticFile.read(tmp_path / "a.css").packed
    assert packed is not None
    assert gzip.decompress(packed) == b"a" * 5000
    assert StaticFile.read(tmp_path / "a.woff2").packed is None


@pytest.mark.parametrize("name", ["", ".", "..", "../a.css", "/a.css", "sub", "sub/../a.css", "b.css", "A.CSS"])
def test_only_what_is_there_is_there(tmp_path: Path, name: str) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.css").write_bytes(b"one")
    files = StaticFiles(tmp_path)

    assert files.get(name) is None
    with pytest.raises(KeyError):
        files.url(name)
