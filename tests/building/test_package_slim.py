"""Making Linux's libraries smaller: what binutils read in them stays, and so does what they do."""

from __future__ import annotations

import re
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from package.depends import c_library
from package.elf import glibc
from package.elf64 import PAGE, Image, Unknown
from package.relr import SHT_RELR, encoded, pack
from package.slim import slim, slimmed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux's libraries")

HEX = re.compile(r"[0-9a-f]{16}")
SORT = """
import ctypes, sys
from tests.icu import sorted_by
i18n, version = sys.argv[1:]
print(*sorted_by(ctypes.CDLL(i18n), version, "zh", "绘", "画", "坊"))
"""


@pytest.fixture
def libraries(tmp_path: Path) -> Path:
    """Qt's ICU as it comes: two libraries with code, and its data."""
    import PySide6

    for library in (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicu*.so.*"):
        (tmp_path / library.name).write_bytes(library.read_bytes())
    return tmp_path


@pytest.fixture
def library(libraries: Path) -> Path:
    [library] = libraries.glob("libicui18n.so.*")
    return library


@pytest.mark.parametrize(
    "words",
    [[], [0], [0, 1, 2], range(64), range(65), range(200), [0, 63], [0, 64], [5, 5 + 63, 5 + 126], [1, 1000, 1001]],
)
def test_what_is_encoded_is_what_a_loader_reads(words: Sequence[int]) -> None:
    addresses = [8 * word for word in words]

    assert list(as_a_loader_reads(encoded(addresses))) == addresses


def test_close_words_take_a_bit_each() -> None:
    assert len(list(encoded(range(0, 8 * 64, 8)))) == 2


def test_every_relocation_is_there(library: Path) -> None:
    """Those that are packed find in place what was to be put there; it need not have been there before."""
    before = relocations(library)
    image = Image(library.read_bytes())
    for at in (at for at, (_, kind, *_) in before.items() if kind == "R_X86_64_RELATIVE"):
        image.write(at, bytes(8))
    library.write_bytes(slimmed(image.written()))
    after, image = relocations(library), Image(library.read_bytes())

    packed = {at for at, (kind, *_) in after.items() if kind == "RELR"}
    assert len(packed) > 5000
    assert after.keys() == before.keys()
    for at in packed:
        assert before[at][1:] == ("R_X86_64_RELATIVE", f"{int.from_bytes(image.read(at, 8), 'little'):x}")
    assert {at: after[at] for at in after.keys() - packed} == {at: before[at] for at in before.keys() - packed}


def test_symbols_versions_and_code_are_the_same(library: Path) -> None:
    before, symbols = Image(library.read_bytes()), said("objdump", "-T", library)
    library.write_bytes(slimmed(library.read_bytes()))
    after = Image(library.read_bytes())

    assert said("objdump", "-T", library) == symbols
    for old, new in zip(before.parts[1:], after.parts[1:], strict=True):
        assert (new.segment.address, new.segment.in_memory) == (old.segment.address, old.segment.in_memory)
        if not old.segment.flags & 2:
            assert new.data == old.data
    complaints = subprocess.run(["readelf", "--all", library], capture_output=True, text=True, check=True).stderr
    assert complaints == ""


def test_code_is_alone_in_its_pages(library: Path) -> None:
    for file in (library, *moved_about()):
        image = Image(slimmed(file.read_bytes()))
        pages = {True: set[int](), False: set[int]()}
        for part in image.parts:
            pages[bool(part.segment.flags & 1)] |= pages_of(part.segment.offset, part.segment.in_file, image.machine)
        assert pages[True]
        assert not pages[True] & pages[False], file.name


def test_a_slim_library_works(libraries: Path, library: Path) -> None:
    size = sum(file.stat().st_size for file in libraries.iterdir())
    slim(libraries)
    assert sum(file.stat().st_size for file in libraries.iterdir()) < size - 1_500_000

    command = [sys.executable, "-c", SORT, str(library), library.name.rpartition(".")[2]]
    environ = {"LD_LIBRARY_PATH": str(libraries), "PYTHONUTF8": "1"}
    if libc() < (2, 36):
        pytest.skip("this system's C library does not read packed relocations")
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    assert (done.stdout, done.stderr) == ("坊 画 绘\n", "")


def test_says_which_c_library_it_needs(library: Path) -> None:
    assert glibc(library) < (2, 36)
    packed = library.with_name("packed.so")
    packed.write_bytes(slimmed(library.read_bytes()))

    assert glibc(packed) == (2, 36)
    assert c_library([library, packed]) == "libc6 (>= 2.36)"


def test_pages_of_zeros_are_taken_out() -> None:
    """Those that tools leave which move parts of a library about; nothing of it is lost."""
    before = [file.read_bytes() for file in moved_about()]
    after = [Image(data).written() for data in before]

    assert sum(map(len, after)) < sum(map(len, before)) - 2_000_000
    for old, new in zip(map(Image, before), map(Image, after), strict=True):
        headers = 64 + 56 * len(old.segments)
        assert new.parts[0].data[headers:] == old.parts[0].data[headers:]
        assert [part.data for part in new.parts[1:]] == [part.data for part in old.parts[1:]]


def test_what_is_packed_or_unknown_stays_as_it_is(library: Path) -> None:
    once = slimmed(library.read_bytes())

    with pytest.raises(Unknown):
        pack(Image(once))
    assert slimmed(once) == once
    assert slimmed(b"#!/bin/sh\n") == b"#!/bin/sh\n"


def test_what_would_save_little_is_not_touched(library: Path) -> None:
    before = slimmed(library.read_bytes()) + bytes(20_000)
    library.write_bytes(before)
    slim(library.parent)

    assert library.read_bytes() == before


def moved_about() -> list[Path]:
    """Libraries that a tool has changed after they were linked."""
    import PIL

    return sorted((Path(PIL.__file__).parent.parent / "pillow.libs").glob("*.so*"))


def as_a_loader_reads(words: Iterator[int]) -> Iterator[int]:
    """The gABI's words for it, in Python."""
    at = 0
    for word in words:
        if word % 2 == 0:
            yield word
            at = word + 8
        else:
            yield from (at + 8 * bit for bit in range(63) if word >> bit + 1 & 1)
            at += 8 * 63


def relocations(file: Path) -> dict[int, tuple[str, ...]]:
    """Places, with what is to be put there: as binutils list them, which print packed ones now this way, now that."""
    found: dict[int, tuple[str, ...]] = dict.fromkeys(packed_places(Image(file.read_bytes())), ("RELR",))
    packed = False
    for line in said("readelf", "--relocs", "--wide", file).splitlines():
        words = line.split()
        if line.startswith("Relocation section"):
            packed = ".relr.dyn" in line
        elif not packed and words and HEX.fullmatch(words[0]):
            found[int(words[0], 16)] = tuple(words[1:])
    return found


def packed_places(image: Image) -> Iterator[int]:
    for section in image.sections:
        if section.kind == SHT_RELR:
            words = image.read(section.address, section.size)
            yield from as_a_loader_reads(word for (word,) in struct.iter_unpack("<Q", words))


def said(tool: str, option: str, *more: str | Path) -> str:
    done = subprocess.run([tool, option, *more], capture_output=True, text=True, check=True)
    return done.stdout.split("\n", 3)[-1] if tool == "objdump" else done.stdout


def pages_of(start: int, size: int, machine: int) -> set[int]:
    return set(range(start // PAGE[machine], -(-(start + size) // PAGE[machine])))


def libc() -> tuple[int, int]:
    version = subprocess.run(["getconf", "GNU_LIBC_VERSION"], capture_output=True, text=True, check=True).stdout
    major, minor = version.split()[1].split(".")[:2]
    return int(major), int(minor)
