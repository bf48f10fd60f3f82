"""Trimming ICU's data: what is asked for stays readable, what is left out is gone."""

from __future__ import annotations

import ctypes
import struct
import sys
from pathlib import Path

import pytest
from package.icu import of_use_to_qt, of_use_to_the_page, trim_library, trimmed

from tests.icu import decoded, sorted_by, zone_name

HEADER = struct.pack("<H2s8x4s", 32, b"\xda\x27", b"CmnD").ljust(32, b"\0")
ITEMS = {
    "icudt1l/coll/de.res": b"order of German",
    "icudt1l/coll/root.res": b"order of everything" * 3,
    "icudt1l/en.res": b"English",
    "icudt1l/sl.res": b"Slovene",
    "icudt1l/zh_Hans_CN.res": b"Chinese" * 9,
}


def package(items: dict[str, bytes]) -> bytes:
    """As ICU's own tools lay it out."""
    names = b"".join(name.encode() + b"\0" for name in items)
    first = 4 + 8 * len(items)
    at = -(-(first + len(names)) // 16) * 16
    table, name_at, body = struct.pack("<I", len(items)), first, b""
    for name, data in items.items():
        table += struct.pack("<II", name_at, at + len(body))
        name_at += len(name) + 1
        body += data.ljust(-(-len(data) // 16) * 16, b"\0")
    return HEADER + (table + names).ljust(at, b"\0") + body


def test_our_languages_and_those_of_everybody_stay() -> None:
    kept = {name: data for name, data in ITEMS.items() if "de" not in name.partition("/")[2] and "sl" not in name}

    assert trimmed(package(ITEMS), of_use_to_the_page) == package(kept)


@pytest.mark.parametrize(
    "name",
    [
        "root.res",
        "pool.res",
        "res_index.res",
        "coll/res_index.res",
        "en_GB.res",
        "zh.res",
        "gb18030.cnv",
        "brkitr/cjdict.dict",
        "brkitr/line_loose_cj.brk",
        "brkitr/thaidict.dict",
        "coll/ucadata.icu",
    ],
)
def test_chromium_keeps(name: str) -> None:
    assert of_use_to_the_page(name)


@pytest.mark.parametrize(
    "name", ["de.res", "lang/fil.res", "curr/pt_BR.res", "coll/sr_Latn_BA.res", "coll/zh.res", "big5-html.cnv"]
)
def test_chromium_loses(name: str) -> None:
    assert not of_use_to_the_page(name)


@pytest.mark.parametrize(
    "name", ["gb18030.cnv", "zh.res", "coll/zh.res", "zone/en.res", "zoneinfo64.res", "cnvalias.icu"]
)
def test_qt_keeps_what_it_asks_for(name: str) -> None:
    assert of_use_to_qt(name)


@pytest.mark.parametrize(
    "name", ["ibm-37.cnv", "curr/zh.res", "brkitr/word.brk", "lang/en.res", "nfkc_cf.nrm", "zone/de.res"]
)
def test_qt_loses_what_it_does_itself(name: str) -> None:
    assert not of_use_to_qt(name)


def test_what_is_no_such_package_is_refused() -> None:
    with pytest.raises(SystemExit):
        trimmed(b"something else".ljust(64), of_use_to_the_page)


@pytest.mark.skipif(sys.platform != "linux", reason="Qt is only Linux's")
def test_qt_s_own_icu_goes_on_with_the_trimmed_library(tmp_path: Path) -> None:
    """Chinese by pinyin, and the root's order for a language that is gone; Chinese in bytes, and the zones' names."""
    import PySide6

    libraries = Path(PySide6.__file__).parent / "Qt" / "lib"
    [data] = libraries.glob("libicudata.so.*")
    for kind in ("uc", "i18n"):
        [library] = libraries.glob(f"libicu{kind}.so.*")
        (tmp_path / library.name).write_bytes(library.read_bytes())
    small = tmp_path / data.name
    small.write_bytes(data.read_bytes())
    trim_library(small)
    assert small.stat().st_size < data.stat().st_size / 8

    version = data.name.rpartition(".")[2]
    icu = ctypes.CDLL(str(small)) and ctypes.CDLL(str(tmp_path / f"libicui18n.so.{version}"))
    assert sorted_by(icu, version, "zh", "绘", "画", "坊") == ["坊", "画", "绘"]
    assert sorted_by(icu, version, "de", "z", "ä", "b") == ["ä", "b", "z"]
    assert decoded(icu, version, "gb18030", "画".encode("gb18030")) == "画"
    assert zone_name(icu, version, "Asia/Shanghai", "zh") == "中国标准时间"
