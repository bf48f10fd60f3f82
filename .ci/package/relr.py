"""Packs a library's relative relocations: of what the loader reads of them, one sixtieth is left.

A library that can be loaded anywhere says which of its words hold an address within itself. The usual list of them
(RELA) spends 24 bytes on each, which in Qt WebEngine is 12 MB. The newer list (RELR) has an address for the first word
and then one bit for each of the next; what is to be added to is in the words themselves. Linkers make it when asked to
(`-z pack-relative-relocs`), but of Qt people get what has been linked.

The C library understands it from 2.36 on, and wants to see that this is known: by the version GLIBC_ABI_DT_RELR.
The encoding: gABI, SHT_RELR, https://groups.google.com/g/generic-abi/c/bX460iggiKg
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from package.elf64 import ALLOCATED, DYNAMIC, WRITABLE, Image, Section, Unknown

WORD = 8
BITS = 63
RELA = struct.Struct("<QQq")
TAG = struct.Struct("<QQ")
SYMBOL = struct.Struct("<IBBHQQ")
NEED = struct.Struct("<HHIII")
NEED_VERSION = struct.Struct("<IHHII")

DT_NULL, DT_STRSZ, DT_RELASZ, DT_RELRSZ, DT_RELR, DT_RELRENT = 0, 10, 8, 35, 36, 37
DT_RELACOUNT = 0x6FFFFFF9
SHT_RELR = 19
PLACES = {
    ".hash": 4,
    ".gnu.hash": 0x6FFFFEF5,
    ".dynsym": 6,
    ".dynstr": 5,
    ".gnu.version": 0x6FFFFFF0,
    ".gnu.version_d": 0x6FFFFFFC,
    ".gnu.version_r": 0x6FFFFFFE,
    ".rela.dyn": 7,
    ".rela.plt": 23,
}
"""Sections that are found by a tag of the dynamic section alone, and so can be moved."""
RELATIVE = {62: 8, 183: 1027}
CHOSEN_LATE = {62: 37, 183: 1032}
"""IRELATIVE, by machine; and symbols of that kind. C libraries of 2.36 call what chooses before they come to RELR."""
IFUNC = 10

LIBC = b"libc.so.6\0"
VERSION = b"GLIBC_ABI_DT_RELR\0"
VERSION_HASH = 0xFD0E42
"""The gABI's hash of the name."""

Rela = tuple[int, int, int]
"""Where, which kind for which symbol, and what is added."""


def pack(image: Image) -> None:
    """In place. Raises Unknown, and changes nothing, where the library is not laid out as linkers do it."""
    run = _movable(image)
    data = {section.name: image.read(section.address, section.size) for section in run}
    _refuse_late_choices(image)
    packed, left = _divided(image, data[".rela.dyn"])
    data[".gnu.version_r"] = _wanting(data[".gnu.version_r"], data[".dynstr"], _free_version(data))
    data[".dynstr"] += VERSION
    data[".rela.dyn"] = b"".join(RELA.pack(*each) for each in left)
    data[".relr.dyn"] = b"".join(word.to_bytes(WORD, "little") for word in encoded([at for at, _, _ in packed]))
    moved = _placed(run, data)
    tags = _tags(image, moved, sum(1 for _ in takewhile(lambda each: each[1] == RELATIVE[image.machine], left)))
    for at, _, addend in packed:
        image.write(at, addend.to_bytes(WORD, "little", signed=True))
    _settle(image, run, moved, data)
    image.write(_dynamic(image), tags)


def encoded(addresses: Sequence[int]) -> Iterator[int]:
    """Of words in rising order, each aligned: an address, then for each 63 words that follow it a number of bits."""
    ahead = 0
    while ahead < len(addresses):
        yield addresses[ahead]
        first, ahead = addresses[ahead] + WORD, ahead + 1
        while True:
            bits = 0
            while ahead < len(addresses) and addresses[ahead] < first + BITS * WORD:
                bits |= 1 << (addresses[ahead] - first) // WORD
                ahead += 1
            if not bits:
                break
            yield bits << 1 | 1
            first += BITS * WORD


def _movable(image: Image) -> list[Section]:
    """From the names of symbols on, up to the end of their part: nothing else may be there."""
    by_name = {section.name: section for section in image.sections}
    if not {".dynstr", ".gnu.version", ".gnu.version_r", ".rela.dyn"} <= by_name.keys() or ".relr.dyn" in by_name:
        raise Unknown("a section is missing, or it is packed already")
    start, part = by_name[".dynstr"].address, image.part_of(by_name[".dynstr"].address)
    run = [s for s in image.sections if s.flags & ALLOCATED and start <= s.address and part.segment.holds(s.address)]
    found = dict(_entries(image))
    if part.segment.flags & WRITABLE:
        raise Unknown("its names of symbols are among its data")
    for section in run:
        if PLACES.get(section.name) not in found or found[PLACES[section.name]] != section.address:
            raise Unknown(f"{section.name} is in the way")
    if by_name[".rela.dyn"] not in run or found.get(DT_RELASZ) != by_name[".rela.dyn"].size:
        raise Unknown("its relocations are elsewhere")
    return sorted(run, key=lambda section: section.address)


def _refuse_late_choices(image: Image) -> None:
    for section in image.sections:
        if section.name in (".rela.dyn", ".rela.plt"):
            kinds = {kind & 0xFFFFFFFF for _, kind, _ in RELA.iter_unpack(image.read(section.address, section.size))}
            late = CHOSEN_LATE[image.machine] in kinds
        elif section.name == ".dynsym":
            symbols = SYMBOL.iter_unpack(image.read(section.address, section.size))
            late = any(info & 0xF == IFUNC for _, info, *_ in symbols)
        else:
            continue
        if late:
            raise Unknown("it chooses functions as it is loaded")


def _divided(image: Image, relocations: bytes) -> tuple[list[Rela], list[Rela]]:
    """Those that can be packed, in order; and the others, as they were."""
    packed: list[Rela] = []
    left: list[Rela] = []
    writable = [part.segment for part in image.parts if part.segment.flags & WRITABLE]
    for each in RELA.iter_unpack(relocations):
        at, kind, _ = each
        fits = kind == RELATIVE[image.machine] and at % WORD == 0
        (packed if fits and any(segment.holds(at, WORD) for segment in writable) else left).append(each)
    return sorted(packed), left


def _free_version(data: dict[str, bytes]) -> int:
    """A number that no version of a symbol has yet."""
    used = {index & 0x7FFF for (index,) in struct.iter_unpack("<H", data[".gnu.version"])}
    needs = {entry[2] for _, entries in _needs(data[".gnu.version_r"]) for _, entry in entries}
    defined = {index for _, _, index, *_ in _definitions(data.get(".gnu.version_d", b""))}
    return max(used | needs | defined) + 1


def _wanting(needs: bytes, names: bytes, version: int) -> bytes:
    """The table of the versions that are needed, with ours of the C library, whose name is put after the others."""
    out = bytearray(needs)
    for at, entries in _needs(needs):
        _, count, file, first, following = NEED.unpack_from(needs, at)
        if names.startswith(LIBC, file):
            last, (hash_, flags, other, name, _) = entries[-1]
            NEED.pack_into(out, at, 1, count + 1, file, first, following)
            NEED_VERSION.pack_into(out, last, hash_, flags, other, name, len(needs) - last)
            return bytes(out) + NEED_VERSION.pack(VERSION_HASH, 0, version, len(names), 0)
    raise Unknown("it needs no version of the C library")


def _needs(table: bytes) -> Iterator[tuple[int, list[tuple[int, tuple[int, ...]]]]]:
    """Where each library's entry is, and where its versions are, with what they say."""
    at, following = 0, 1
    while following:
        _, count, _, first, following = NEED.unpack_from(table, at)
        entries, place = [], at + first
        for _ in range(count):
            entry = NEED_VERSION.unpack_from(table, place)
            entries.append((place, entry))
            place += entry[4]
        yield at, entries
        at += following


def _definitions(table: bytes) -> Iterator[tuple[int, ...]]:
    at, following = 0, len(table)
    while following:
        entry = struct.unpack_from("<HHHHIII", table, at)
        yield entry
        following = entry[6]
        at += following


def _placed(run: list[Section], data: dict[str, bytes]) -> list[Section]:
    """The sections one after the other, from where the first one was."""
    end, moved = run[0].address, []
    limit = run[-1].address + run[-1].size
    for section in run:
        packed = replace(section, name=".relr.dyn", kind=SHT_RELR, link=0, info=0, alignment=WORD, entry=WORD)
        for each in (section, packed) if section.name == ".rela.dyn" else (section,):
            start = -(-end // each.alignment) * each.alignment
            moved.append(replace(each, address=start, size=len(data[each.name])))
            end = start + len(data[each.name])
    if end > limit:
        raise Unknown("there is nothing to be saved")
    return moved


def _tags(image: Image, moved: list[Section], leading: int) -> bytes:
    """The dynamic section."""
    by_name = {section.name: section for section in moved}
    new = {PLACES[name]: section.address for name, section in by_name.items() if name in PLACES}
    new |= {DT_STRSZ: by_name[".dynstr"].size, DT_RELASZ: by_name[".rela.dyn"].size, DT_RELACOUNT: leading}
    relr = by_name[".relr.dyn"]
    entries = _entries(image)
    entries = [(tag, new.get(tag, value)) for tag, value in entries]
    entries += [(DT_RELR, relr.address), (DT_RELRSZ, relr.size), (DT_RELRENT, WORD), (DT_NULL, 0)]
    room = next(segment.in_file for segment in image.segments if segment.kind == DYNAMIC)
    if len(entries) * TAG.size > room:
        raise Unknown("its dynamic section has no room for three more entries")
    return b"".join(TAG.pack(*entry) for entry in entries).ljust(room, b"\0")


def _settle(image: Image, run: list[Section], moved: list[Section], data: dict[str, bytes]) -> None:
    """Write the sections where they are now, and let their part end there."""
    part = image.part_of(run[0].address)
    part.data[run[0].address - part.segment.address :] = b""
    for section in moved:
        part.data += bytes(section.address - part.segment.address - len(part.data)) + data[section.name]
    image.cut(part)
    by_name = {section.name: section for section in moved}
    # The new one comes last, so that the others keep their numbers: symbols refer to them.
    image.sections = [by_name.pop(s.name) if s in run else s for s in image.sections] + [*by_name.values()]


def _entries(image: Image) -> list[tuple[int, int]]:
    size = next(segment.in_file for segment in image.segments if segment.kind == DYNAMIC)
    entries = TAG.iter_unpack(image.read(_dynamic(image), size))
    return [(tag, value) for tag, value in takewhile(lambda entry: entry[0] != DT_NULL, entries)]


def _dynamic(image: Image) -> int:
    return next(segment.address for segment in image.segments if segment.kind == DYNAMIC)
