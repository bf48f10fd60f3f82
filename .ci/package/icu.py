"""Takes out of ICU's data what a program in Chinese and English never asks for.

Qt and Chromium each bring a copy, which together are a tenth of the package: the names of languages, regions, time
zones, currencies and units in four hundred languages, and their orders of the alphabet. Where a language is missing,
ICU takes its root, which is what every system does with a language it does not know. Rules for breaking lines and words
stay, whatever the language, for people write their prompts in theirs.

A package of data is a header, a table of contents (pairs of places, of a name and of its data, both counted from the
table's start), the names in order, and the data: icu4c, common/ucmndata.h.
"""

from __future__ import annotations

import re
import struct
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ALIGNMENT = 16
LOCALE = re.compile(r"(?!res_index)[a-z]{2,3}(_\w+)*\.res")
OURS = re.compile(r"(en|zh)(_\w+)?\.res")
# Of Qt's copy only, which is asked for the order of words, capitals, encodings and time zones. Names, numbers and dates
# Qt has of its own, and breaks lines itself.
CONVERTERS = re.compile(r"\w[\w-]*\.cnv")
KEPT_CONVERTERS = ("gb18030.cnv", "windows-936-2000.cnv", "ibm-1383_P110-1999.cnv")
# Of Chromium's copy only, whose one page is ours: it comes in UTF-8, the server has
# sorted what stands on it, and its style asks for no lines that break between phrases only.
NOT_THE_PAGE_S = re.compile(r"[\w-]+-html\.cnv|coll/zh\.res|brkitr/\w+_phrase_\w+\.brk")
NOT_QT_S = re.compile(r"(brkitr|curr|lang|rbnf|region|translit|unit)/.*|(confusables|nfkc.*|unames|uts46|rfc.*)\.\w+")


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    data: bytes


def speaks_our_languages(name: str) -> bool:
    """Whether an item belongs to no language, or to one of the program's. Names are those below the package's own."""
    file = name.rpartition("/")[2]
    return not LOCALE.fullmatch(file) or OURS.fullmatch(file) is not None


def of_use_to_qt(name: str) -> bool:
    if CONVERTERS.fullmatch(name):
        return name in KEPT_CONVERTERS
    return speaks_our_languages(name) and not NOT_QT_S.fullmatch(name)


def of_use_to_the_page(name: str) -> bool:
    return speaks_our_languages(name) and not NOT_THE_PAGE_S.fullmatch(name)


def trim_data(file: Path) -> None:
    """A bare package, as Chromium has it; in place."""
    file.write_bytes(trimmed(file.read_bytes(), of_use_to_the_page))


def trim_library(file: Path) -> None:
    """A library that holds nothing but the package, as Qt has it; in place. Needs binutils."""
    symbol, start, size = _the_only_symbol(file)
    with file.open("rb") as stream:
        stream.seek(start)
        data = trimmed(stream.read(size), of_use_to_qt)
    with tempfile.TemporaryDirectory() as folder:
        package, part = Path(folder) / "icu.dat", Path(folder) / "icu.o"
        package.write_bytes(data)
        read_only = ".data=.rodata,alloc,load,readonly,data,contents"
        into = [*_kind(file), "--rename-section", read_only, "--set-section-alignment", f".data={ALIGNMENT}"]
        _run("objcopy", "--input-target", "binary", *into, package.name, part.name, cwd=folder)
        names = ["--soname", file.name, "--defsym", f"{symbol}=_binary_icu_dat_start"]
        _run("ld", "-shared", "-z", "noexecstack", *names, "-o", str(file.resolve()), part.name, cwd=folder)
    file.chmod(0o755)


def trimmed(package: bytes, wanted: Callable[[str], bool]) -> bytes:
    """The package with just the wanted items."""
    header = package[: _header_size(package)]
    items = [item for item in _items(package) if wanted(item.name.partition("/")[2])]
    names = b"".join(item.name.encode() + b"\0" for item in items)
    place_of_names = 4 + 8 * len(items)
    table, body, name_at = [struct.pack("<I", len(items))], [], place_of_names
    data_at = first = _aligned(place_of_names + len(names))
    for item in items:
        table.append(struct.pack("<II", name_at, data_at))
        name_at += len(item.name) + 1
        body.append(item.data.ljust(_aligned(len(item.data)), b"\0"))
        data_at += len(body[-1])
    contents = b"".join([*table, names])
    return b"".join([header, contents.ljust(first, b"\0"), *body])


def _items(package: bytes) -> Iterator[Item]:
    start = _header_size(package)
    (count,) = struct.unpack_from("<I", package, start)
    places = list(struct.iter_unpack("<II", package[start + 4 : start + 4 + 8 * count]))
    ends = [*(data for _, data in places[1:]), len(package) - start]
    for (name, data), end in zip(places, ends, strict=True):
        stop = package.index(b"\0", start + name)
        yield Item(package[start + name : stop].decode("ascii"), package[start + data : start + end])


def _header_size(package: bytes) -> int:
    size, magic, kind = struct.unpack_from("<H2s8x4s", package)
    if magic != b"\xda\x27" or kind != b"CmnD" or size % ALIGNMENT:
        raise SystemExit("This is no ICU data as it is known here.")
    return int(size)


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT


def _the_only_symbol(file: Path) -> tuple[str, int, int]:
    """Name, place and size of the data in the library."""
    found = re.findall(
        r"^([0-9a-f]+) g +DO \.rodata\s+([0-9a-f]+) +(?:Base +)?(icudt\d+_dat)$", _run("objdump", "-T", str(file)), re.M
    )
    if len(found) != 1:
        raise SystemExit(f"{file} is not laid out as ICU's data are known here.")
    [(start, size, symbol)] = found
    # Its first segment begins with the file, so that a place in memory is one in the file.
    return symbol, int(start, 16), int(size, 16)


def _kind(file: Path) -> list[str]:
    """The machine it is for, in the words of binutils."""
    said = _run("objdump", "-f", str(file))
    target, machine = re.search(r"file format (\S+)", said), re.search(r"architecture: ([^,\s]+)", said)
    assert target is not None  # noqa: S101
    assert machine is not None  # noqa: S101
    return ["--output-target", target[1], "--binary-architecture", machine[1]]


def _run(*command: str, cwd: str | None = None) -> str:
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout  # noqa: S603
