"""What this program needs of EXIF: the UserComment, where other painting programs look for `parameters`, and reading
the other fields that can hold texts.

A TIFF structure is full of absolute positions, some of them inside makers' notes nobody can parse. So nothing in it is
ever moved: what is new is put behind it, and the header points there. https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from server.pictures.metadata.chunks import Malformed, decoded

ORIENTATION, SOFTWARE, EXIF_POINTER, EXIF_VERSION, USER_COMMENT = 0x0112, 0x0131, 0x8769, 0x9000, 0x9286
BYTE, ASCII, SHORT, LONG, UNDEFINED = 1, 2, 3, 4, 7
MOST_ENTRIES = 512
EMPTY = b"MM\x00*\x00\x00\x00\x00"

UNICODE, PLAIN, JIS, UNLABELLED = b"UNICODE\x00", b"ASCII\x00\x00\x00", b"JIS\x00\x00\x00\x00\x00", bytes(8)

NAMES: Mapping[int, str] = {
    USER_COMMENT: "UserComment",
    0x010D: "DocumentName",
    0x010E: "ImageDescription",
    0x010F: "Make",
    0x0110: "Model",
    SOFTWARE: "Software",
    0x013B: "Artist",
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
}
IN_UTF_16 = (0x9C9B, 0x9C9C)
MOST_VALUE = 4 * 1024 * 1024
"""Bytes of one field."""

ByteOrder = Literal["big", "little"]


class ExifEntry(Struct, frozen=True):
    """One value: its type, how many, and the four bytes that hold the value or point to it."""

    kind: int
    count: int
    value: bytes


def read_comment(tiff: bytes) -> str | None:
    """The UserComment's text; None where there is none that can be read."""
    return read_texts(tiff).get(NAMES[USER_COMMENT])


def read_texts(tiff: bytes) -> dict[str, str]:
    """All texts that a program for pictures may have written into fields for cameras, by the names of the fields."""
    try:
        order = _order(tiff)
        root, _ = _directory(tiff, _number(tiff, 4, 4, order), order)
    except Malformed:
        return {}
    try:
        inner, _ = _exif_directory(tiff, root, order)
    except Malformed:
        inner = {}
    found = {name: _text(tag, tiff, inner.get(tag) or root.get(tag), order) for tag, name in NAMES.items()}
    return {name: text for name, text in found.items() if text}


def with_comment(tiff: bytes | None, text: str, software: str) -> bytes:
    """EXIF that says `text`, along with all it says already. Raises Malformed."""
    tiff = tiff or EMPTY
    order = _order(tiff)
    first = _number(tiff, 4, 4, order)
    root, following = _directory(tiff, first, order) if first else ({}, bytes(4))
    inner, after = _exif_directory(tiff, root, order)
    body = bytearray(tiff + bytes(len(tiff) % 2))
    comment = _labelled(text)
    inner.setdefault(EXIF_VERSION, ExifEntry(UNDEFINED, 4, b"0232"))
    inner[USER_COMMENT] = _put(body, UNDEFINED, comment, order)
    root[EXIF_POINTER] = ExifEntry(LONG, 1, _put_directory(body, inner, order))
    body += after
    if SOFTWARE not in root:
        root[SOFTWARE] = _put(body, ASCII, software.encode("ascii", "replace") + b"\x00", order)
    body[4:8] = _put_directory(body, root, order)
    body += following
    return bytes(body)


def _labelled(text: str) -> bytes:
    """Big-endian whatever the order around it: what piexif writes, and everybody in this trade with it.

    exiv2 knows no characters beyond the first 65,536, such as emoji, and garbles all of a comment that has one; UTF-8
    without a label it reads, and AUTOMATIC1111's web UI too. docs/facts.md#emoji-in-a-usercomment
    """
    if max(text, default="") > "\uffff":
        return UNLABELLED + text.encode("utf-8", "replace")
    return UNICODE + text.encode("utf-16-be", "replace")


def orientation_only(tiff: bytes) -> bytes | None:
    """EXIF that says how the picture is turned and nothing else; None where it is not turned."""
    try:
        order = _order(tiff)
        root, _ = _directory(tiff, _number(tiff, 4, 4, order), order)
    except Malformed:
        return None
    turned = int.from_bytes(root[ORIENTATION].value[:2], order) if ORIENTATION in root else 1
    if not 2 <= turned <= 8:
        return None
    body = bytearray(EMPTY)
    body[4:8] = _put_directory(body, {ORIENTATION: ExifEntry(SHORT, 1, bytes((0, turned, 0, 0)))}, "big")
    return bytes(body + bytes(4))


def _text(tag: int, tiff: bytes, entry: ExifEntry | None, order: ByteOrder) -> str:
    if entry is None or entry.kind not in (BYTE, ASCII, UNDEFINED) or entry.count > MOST_VALUE:
        return ""
    at = int.from_bytes(entry.value, order)
    value = entry.value[: entry.count] if entry.count <= 4 else tiff[at : at + entry.count]
    if len(value) < entry.count:
        return ""
    if tag == USER_COMMENT:
        text = _comment(value, order)
    else:
        text = value.decode("utf-16-le", "replace") if tag in IN_UTF_16 else decoded(value)
    return text.strip("\x00 ")


def _comment(value: bytes, order: ByteOrder) -> str:
    """Eight bytes say how the rest is written; Fooocus and some nodes of ComfyUI leave them out."""
    label, text = value[:8], value[8:]
    if label == UNICODE:
        return _utf16(text, order)
    if label == JIS:
        return _jis(text)
    if label in (PLAIN, UNLABELLED):
        return decoded(text)
    return decoded(value) if b"\x00" not in label else ""


def _utf16(text: bytes, order: ByteOrder) -> str:
    """Most write it big-endian, some in the file's order, some in their machine's: the one with more Latin wins.

    Where there is no Latin, it is the file's order, as EXIF demands. Some write UTF-8, which has no byte of zero.
    """
    if b"\x00" not in text:
        with contextlib.suppress(UnicodeDecodeError):
            return text.decode()
    text = text[: len(text) // 2 * 2]
    codecs = ("utf-16-be", "utf-16-le") if order == "big" else ("utf-16-le", "utf-16-be")
    guesses = [text.decode(codec, "replace") for codec in codecs]
    best = max(guesses, key=lambda guess: sum(character < "\u0100" for character in guess))
    return best.removeprefix("\ufeff")


def _jis(text: bytes) -> str:
    """What the label says is hardly ever written; most leave their bytes as they are."""
    for codec in ("iso2022_jp",) if b"\x1b" in text else ("utf-8", "shift_jis"):
        with contextlib.suppress(UnicodeDecodeError):
            return text.decode(codec)
    return text.decode("utf-8", "replace")


def _order(tiff: bytes) -> ByteOrder:
    if tiff[:4] == b"MM\x00*":
        return "big"
    if tiff[:4] == b"II*\x00":
        return "little"
    raise Malformed("no TIFF header")


def _number(tiff: bytes, at: int, size: int, order: ByteOrder) -> int:
    if at + size > len(tiff):
        raise Malformed("a position beyond the end")
    return int.from_bytes(tiff[at : at + size], order)


def _directory(tiff: bytes, at: int, order: ByteOrder) -> tuple[dict[int, ExifEntry], bytes]:
    """The entries of a directory by tag, and the four bytes that point to the next."""
    count = _number(tiff, at, 2, order)
    end = at + 2 + count * 12
    if at < 8 or count > MOST_ENTRIES or end + 4 > len(tiff):
        raise Malformed("no directory there")
    entries = {}
    for start in range(at + 2, end, 12):
        tag, kind = _number(tiff, start, 2, order), _number(tiff, start + 2, 2, order)
        entries[tag] = ExifEntry(kind, _number(tiff, start + 4, 4, order), tiff[start + 8 : start + 12])
    return entries, tiff[end : end + 4]


def _exif_directory(tiff: bytes, root: Mapping[int, ExifEntry], order: ByteOrder) -> tuple[dict[int, ExifEntry], bytes]:
    if EXIF_POINTER not in root:
        return {}, bytes(4)
    return _directory(tiff, int.from_bytes(root[EXIF_POINTER].value, order), order)


def _put(body: bytearray, kind: int, value: bytes, order: ByteOrder) -> ExifEntry:
    """Append a value of more than four bytes."""
    at = len(body)
    body += value + bytes(len(value) % 2)
    return ExifEntry(kind, len(value), at.to_bytes(4, order))


def _put_directory(body: bytearray, entries: Mapping[int, ExifEntry], order: ByteOrder) -> bytes:
    """Append a directory, but for the four bytes that point to the next; its position, as four bytes."""
    at = len(body)
    body += len(entries).to_bytes(2, order)
    for tag, entry in sorted(entries.items()):
        head = tag.to_bytes(2, order) + entry.kind.to_bytes(2, order) + entry.count.to_bytes(4, order)
        body += head + entry.value
    return at.to_bytes(4, order)
