"""An ELF file of 64 bits as what the loader maps of it, to be changed in places and written back without what is not.

Addresses in memory stay what they are, and so does the code that uses them; only places in the file move. Left out are
symbols for debuggers and the gaps that alignment or tools have left, pages of zeros among them. The format is the
gABI's, chapters 4 and 5: https://www.sco.com/developers/gabi/latest/contents.html
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from package.elf import MAGIC

HEADER = struct.Struct("<16sHHIQQQIHHHHHH")
SEGMENT = struct.Struct("<IIQQQQQQ")
SECTION = struct.Struct("<IIQQQQIIQQ")
LOAD, DYNAMIC = 1, 2
STRINGS = 3
EXECUTABLE, WRITABLE = 1, 2
ALLOCATED = 2
LITTLE_64 = bytes([2, 1])
PAGE = {62: 0x1000, 183: 0x10000}
"""By machine, x86-64 and AArch64, the largest page its systems have. What is aligned to more wastes space."""


class Unknown(Exception):
    """The file is not laid out as it is known here; it should stay as it is."""


@dataclass(frozen=True, slots=True)
class Segment:
    kind: int
    flags: int
    offset: int
    address: int
    physical: int
    in_file: int
    in_memory: int
    alignment: int

    def holds(self, address: int, size: int = 1) -> bool:
        return self.address <= address and address + size <= self.address + self.in_file


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int
    info: int
    alignment: int
    entry: int


@dataclass(slots=True)
class Part:
    """A loadable segment and its bytes."""

    segment: Segment
    data: bytearray


class Image:
    """A library in memory, as it is before the loader relocates it. Raises Unknown for what is none."""

    def __init__(self, data: bytes) -> None:
        if data[:6] != MAGIC + LITTLE_64 or len(data) < HEADER.size:
            raise Unknown("no ELF file of 64 bits, lowest byte first")
        self.header = HEADER.unpack_from(data)
        self.machine, at, count = self.header[2], self.header[5], self.header[10]
        if self.machine not in PAGE:
            raise Unknown("an unknown machine")
        self.segments = [Segment(*SEGMENT.unpack_from(data, at + SEGMENT.size * each)) for each in range(count)]
        self.parts = [
            Part(segment, bytearray(data[segment.offset : segment.offset + segment.in_file]))
            for segment in self.segments
            if segment.kind == LOAD
        ]
        self.sections = _sections(data, self.header)
        self._check()

    def read(self, address: int, size: int) -> bytes:
        part = self.part_of(address, size)
        start = address - part.segment.address
        return bytes(part.data[start : start + size])

    def write(self, address: int, data: bytes) -> None:
        part = self.part_of(address, len(data))
        start = address - part.segment.address
        part.data[start : start + len(data)] = data

    def part_of(self, address: int, size: int = 1) -> Part:
        for part in self.parts:
            if part.segment.holds(address, size):
                return part
        raise Unknown(f"nothing in the file is mapped to {address:#x}")

    def cut(self, part: Part) -> None:
        """Let the part be as long as its bytes."""
        part.segment = replace(part.segment, in_file=len(part.data), in_memory=len(part.data))

    def written(self) -> bytes:
        """The file."""
        moved = self._laid_out()
        last = max(moved, key=lambda part: part.segment.offset)
        out = bytearray(last.segment.offset + last.segment.in_file)
        for part in moved:
            out[part.segment.offset : part.segment.offset + part.segment.in_file] = part.data
        table = self._table_of_sections(moved, out)
        loads = iter(moved)
        segments = [next(loads).segment if s.kind == LOAD else _inside(moved, s) for s in self.segments]
        header = [*self.header]
        header[6], header[12], header[13] = len(out), len(table), len(table) - 1
        if not table:
            header[6] = header[13] = 0
        HEADER.pack_into(out, 0, *header)
        for number, segment in enumerate(segments):
            SEGMENT.pack_into(out, header[5] + SEGMENT.size * number, *_fields(segment))
        return bytes(out) + b"".join(table)

    def _check(self) -> None:
        table = self.header[5] + SEGMENT.size * len(self.segments)
        first = self.parts[0].segment if self.parts else None
        if first is None or first.offset or table > first.in_file:
            raise Unknown("its first segment does not begin with the file")
        addresses = [part.segment.address for part in self.parts]
        if addresses != sorted(addresses):
            raise Unknown("its segments are not in order")

    def _laid_out(self) -> list[Part]:
        """Close behind one another. A page maps to a page, so that places agree with addresses in their last digits;
        and code has pages of its own, because whatever else were in them could be run too."""
        page, end, code, parts = PAGE[self.machine], 0, self.parts[0].segment.flags & EXECUTABLE, []
        for part in self.parts:
            segment = part.segment
            if segment.flags & EXECUTABLE != code:
                end, code = -(-end // page) * page, segment.flags & EXECUTABLE
            offset = end + (segment.address - end) % page
            parts.append(Part(replace(segment, offset=offset, alignment=min(page, segment.alignment)), part.data))
            end = offset + segment.in_file
        return parts

    def _table_of_sections(self, parts: list[Part], out: bytearray) -> list[bytes]:
        """Of what is in memory, for tools; their names are put at the end of what is given.

        The others leave empty rows, because symbols know their section by its number.
        """
        if not self.sections:
            return []
        own = Section(".shstrtab", STRINGS, 0, 0, len(out), 0, 0, 0, 1, 0)
        names, table = bytearray(1), []
        for section in self.sections:
            kept = section.flags & ALLOCATED
            table.append(_row(names, section, _offset(parts, section.address)) if kept else bytes(SECTION.size))
        while not any(table[-1]):
            table.pop()
        table.append(_row(names, replace(own, size=len(names) + len(own.name) + 1), own.offset))
        out += names.ljust(-(-(len(out) + len(names)) // 8) * 8 - len(out), b"\0")
        return table


def _sections(data: bytes, header: tuple[int, ...]) -> list[Section]:
    at, count, names_in = header[6], header[12], header[13]
    rows = [SECTION.unpack_from(data, at + SECTION.size * number) for number in range(count)]
    if not rows:
        return []
    names = rows[names_in][4]

    def name(place: int) -> str:
        return data[names + place : data.index(b"\0", names + place)].decode("ascii")

    return [Section(name(first), *rest) for first, *rest in rows]


def _row(names: bytearray, section: Section, offset: int) -> bytes:
    """Its header; its name is added to the others."""
    s, at = section, len(names)
    names += s.name.encode("ascii") + b"\0"
    return SECTION.pack(at, s.kind, s.flags, s.address, offset, s.size, s.link, s.info, s.alignment, s.entry)


def _inside(parts: list[Part], segment: Segment) -> Segment:
    """One that only points into what is loaded, or to nothing."""
    return replace(segment, offset=_offset(parts, segment.address)) if segment.in_file else segment


def _offset(parts: list[Part], address: int) -> int:
    """Its place in the file; for what is only in memory the place where it would begin."""
    part = max((part for part in parts if part.segment.address <= address), key=lambda part: part.segment.address)
    return part.segment.offset + min(address - part.segment.address, part.segment.in_file)


def _fields(segment: Segment) -> tuple[int, ...]:
    s = segment
    return s.kind, s.flags, s.offset, s.address, s.physical, s.in_file, s.in_memory, s.alignment
