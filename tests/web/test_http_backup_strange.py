"""Backups that others have packed anew, hostile ones, and names of every kind: all is taken in, or named with why."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.eventually import eventually
from tests.html import parse
from tests.jpegs import make_picture
from tests.library.test_moving import lay
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows
from tests.web.test_http_backup import file, job, merge, other, pictures, rewritten, smuggle, wait_for, write
from tests.web.test_http_saving import paint

__all__ = ["file", "other"]

Packed = tuple[str, bytes]
"""A name and the bytes that it had in the backup."""


def left(page: httpx.Client) -> dict[str, str]:
    """The files that the page names as not taken, and why."""
    items = parse(page.get("/settings").text).select('[data-testid="backup-left"] li')
    return {each.select(".unread-name")[0].get_text(): each.select(".hint")[0].get_text() for each in items}


def packed(file: Path) -> list[Packed]:
    with zipfile.ZipFile(file) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def pack(entries: list[Packed], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return made.getvalue()


ODD_NAMES = (
    'what? a "boat" <in> rain | at 5:30 * star.jpg',
    "back\\slash.jpg",
    "new\nline\tand tab.jpg",
    "ends with a dot./in it .jpg",
    " /a folder of a space.jpg",
    "con.jpg",
    "字" * 80 + ".jpg",
    "not a name \udcff.jpg",
)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not write such names")
def test_every_name_that_linux_writes_goes_out_and_comes_back(
    program: Program, page: httpx.Client, other: Program, file: Path
) -> None:
    for number, name in enumerate(ODD_NAMES):
        put(program.library, name, metadata(f"number {number}"))
    eventually(lambda: len(rows(program)) == len(ODD_NAMES))
    assert f"{len(ODD_NAMES)} pictures" in write(page, file)

    with other.client() as there:
        assert f"{len(ODD_NAMES)} new" in merge(there, file)
        assert left(there) == {}
        assert pictures(other.library) == pictures(program.library)


def in_a_folder(entries: list[Packed]) -> bytes:
    return pack([(f"My backup/{name}", data) for name, data in entries])


def upside_down(entries: list[Packed]) -> bytes:
    return pack(entries[::-1])


def with_backslashes(entries: list[Packed]) -> bytes:
    return pack([(f"Backup\\{name}".replace("/", "\\"), data) for name, data in entries])


def in_unnamed_letters(letters: str) -> Callable[[list[Packed]], bytes]:
    """As old programs write names: bytes, and nothing says in which letters."""

    def made(entries: list[Packed]) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries:
                archive.writestr(_InCp437(name.encode(letters).decode("cp437")), data)
        return packed.getvalue()

    return made


class _InCp437(zipfile.ZipInfo):
    """`zipfile` would write what is not ASCII as UTF-8, and say so."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's
        return self.filename.encode("cp437"), self.flag_bits & ~0x800


def with_changed_names(entries: list[Packed]) -> bytes:
    """As a system writes them that has no question marks, and a program that shortens."""
    return pack([(name.replace("?", "_").replace("雪中的小屋", "xz"), data) for name, data in entries])


def with_junk(entries: list[Packed]) -> bytes:
    junk = [("__MACOSX/b/._manifest.json", b"{}"), ("b/.DS_Store", b"x"), ("b/pictures/", b"")]
    return pack([*junk, *((f"b/{name}", data) for name, data in entries)])


REPACKED: dict[str, Callable[[list[Packed]], bytes]] = {
    "deflated": pack,
    "in a folder": in_a_folder,
    "upside down": upside_down,
    "with backslashes": with_backslashes,
    "in UTF-8 unsaid": in_unnamed_letters("utf-8"),
    "in GBK unsaid": in_unnamed_letters("gbk"),
    "with changed names": with_changed_names,
    "with junk": with_junk,
    "behind a program": lambda entries: b"MZ program" * 100 + pack(entries),
}


@pytest.mark.parametrize("how", REPACKED)
def test_a_backup_that_was_packed_anew_is_taken_in_whole(
    program: Program, page: httpx.Client, other: Program, file: Path, how: str
) -> None:
    for prompt in ("a boat", "雪中的小屋"):
        paint(page, prompt)
    put(program.library, "why?.jpg", metadata("why"))
    page.post("/library/albums", data={"name": "海边", "ids": "1,2"})
    eventually(lambda: len(rows(program)) == 3)
    write(page, file)
    file.write_bytes(REPACKED[how](packed(file)))

    with other.client() as there:
        said = merge(there, file)
        assert "3 new" in said
        assert "albums" in said
        assert left(there) == {}
        assert sorted(pictures(other.library).values()) == sorted(pictures(program.library).values())


OTHER_WAYS = {
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(100),
    "rar": b"Rar!\x1a\x07\x00" + bytes(100),
    "tar": bytes(257) + b"ustar" + bytes(300),
    "gzip": b"\x1f\x8b\x08" + bytes(100),
}


def test_what_is_packed_in_another_way_is_said_to_be(page: httpx.Client, file: Path) -> None:
    for how, data in OTHER_WAYS.items():
        another = file.with_name(how)
        another.write_bytes(data)
        page.post("/backup/merge", data={"file": str(another)})
        assert "other than ZIP" in wait_for(page, "merging", "failed"), how


def test_one_that_needs_a_password_says_so(page: httpx.Client, file: Path) -> None:
    paint(page)
    write(page, file)
    file.write_bytes(flagged(pack(packed(file)), "manifest.json"))
    page.post("/backup/merge", data={"file": str(file)})
    assert "password" in wait_for(page, "merging", "failed")


def flagged(data: bytes, name: str) -> bytes:
    """The ZIP with an entry said to be encrypted."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo(name).header_offset
    central = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    changed = bytearray(data)
    changed[local + 6] |= 1
    changed[central + 8] |= 1
    return bytes(changed)


HOSTILE = [
    (field, value)
    for field in ("size", "modified", "sha256", "name", "identity")
    for value in ("1e999", "-1e999", "NaN", "9" * 4000, "-" + "9" * 4000, "1e18", "-1", "null", "[]", '"\\ud800"')
]
"""As JSON, which knows no end of its numbers."""


def test_hostile_numbers_in_the_manifest_end_the_job_and_stop_no_other_picture(
    page: httpx.Client, other: Program, file: Path
) -> None:
    paint(page)
    write(page, file)
    entries = dict(packed(file))
    manifest = json.loads(entries["manifest.json"])
    for number, (field, _) in enumerate(HOSTILE):
        picture = make_picture("JPEG") + b"%d" % number
        smuggle(f"pictures/hostile {number}.jpg", picture)(entries, manifest)
        manifest["files"][-1][field] = f"VALUE {number}"
    manifest["files"] = manifest["files"][::-1]
    text = json.dumps(manifest)
    for number, (_, value) in enumerate(HOSTILE):
        text = text.replace(f'"VALUE {number}"', value)
    entries["manifest.json"] = text.encode()
    file.write_bytes(pack(list(entries.items()), zipfile.ZIP_STORED))

    with other.client() as there:
        merge(there, file)
        taken, named = pictures(other.library), left(there)
        assert len([name for name in taken if "a boat" in name or "hostile" not in name]) == 1
        for number, (field, value) in enumerate(HOSTILE):
            name = f"hostile {number}.jpg"
            is_told = field == "name" or any(each.endswith(name) for each in (*taken, *named))
            assert is_told, (field, value[:20])
        assert all(named.values())


SPOILT = {
    "compressed size": (20, b"\xff\xff\xff\x7f"),
    "size": (24, b"\xff\xff\xff\x7f"),
    "offset": (42, b"\xf0\xff\xff\x7f"),
    "way of packing": (10, b"\x63\x00"),
    "version": (6, b"\xff\xff"),
    "checksum": (16, b"\x00\x00\x00\x00"),
    "length of the name": (28, b"\xff\xff"),
    "length of the extra": (30, b"\xff\xff"),
}


def test_hostile_numbers_in_the_zip_end_the_job(page: httpx.Client, other: Program, file: Path) -> None:
    paint(page, count=2)
    write(page, file)
    whole = file.read_bytes()
    begin = whole.index(b"PK\x01\x02")
    with other.client() as there:
        for what, (at, value) in SPOILT.items():
            data = bytearray(whole)
            data[begin + at : begin + at + len(value)] = value
            spoilt = file.with_name(f"{what}.zip")
            spoilt.write_bytes(data)
            there.post("/backup/merge", data={"file": str(spoilt)})
            eventually(lambda: job(there)[1] in ("done", "failed"))
            _, state, said = job(there)
            assert advised(said, state), (what, said)
            assert state == "failed" or len(left(there)) == 1, (what, said)


def advised(said: str, state: str) -> bool:
    """Not what a page says of a bug."""
    return state == "done" or "damaged or incomplete" in said or "no backup of this program" in said


def test_every_file_that_is_not_taken_is_named_with_why(page: httpx.Client, other: Program, file: Path) -> None:
    paint(page)
    write(page, file)

    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        for name, data in (
            ("pictures/no picture.jpg", b"MZ this is a program"),
            ("pictures/.hidden/a.jpg", make_picture("JPEG")),
            ("pictures/program.exe", b"MZ"),
            ("pictures/changed.png", make_picture("PNG")),
            ("pictures/gone.png", make_picture("PNG")),
            ("inputs/none.jpg", b"MZ"),
        ):
            smuggle(name, data)(entries, manifest)
        entries["pictures/changed.png"] = make_picture("PNG")[:-1] + b"?"
        entries["pictures/new.png"] = make_picture("PNG") + b"another"
        entries["pictures/\u202egnp.exe.jpg"] = b"?"
        del entries["pictures/gone.png"]
        manifest["files"].append({"name": "pictures/odd.png", "size": -1, "sha256": "0" * 64})
        entries["keepsakes.json"] = b"[" * 2000

    file.write_bytes(rewritten(file, change))
    with other.client() as there:
        assert "1 new" in merge(there, file)
        named = left(there)
        assert {name: why.split(":")[0] for name, why in named.items()} == {
            "no picture.jpg": "No JPEG, PNG or WebP, or damaged",
            ".hidden/a.jpg": "It would lie outside of the library or be hidden in it",
            "program.exe": "No JPEG, PNG or WebP, or damaged",
            "changed.png": "Damaged",
            "gone.png": "In the backup's list, but not in the backup",
            "inputs/none.jpg": "Damaged",
            "pictures/new.png": "In the backup, but not in its list",
            "pictures/\ufffdgnp.exe.jpg": "In the backup, but not in its list",
            "pictures/odd.png": "What the backup says of it makes no sense",
            "keepsakes.json": "Damaged",
        }


def test_a_place_that_cannot_be_written_loses_one_picture_and_no_other(
    program: Program, page: httpx.Client, other: Program, file: Path
) -> None:
    """A file stands where the backup has a folder, and a name is longer than the disk's."""
    put(program.library, "summer/a.jpg", metadata("a"))
    put(program.library, "b.jpg", metadata("b"))
    eventually(lambda: len(rows(program)) == 2)
    write(page, file)

    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        smuggle(f"pictures/{'long' * 100}.png", make_picture("PNG"))(entries, manifest)

    file.write_bytes(rewritten(file, change))
    lay(other.library, {"summer": b"a file"})
    with other.client() as there:
        assert "2 new" in merge(there, file)
        assert left(there) == {"summer/a.jpg": "The library's disk does not take it"}
        assert len([name for name in pictures(other.library) if "longlong" in name and len(name) < 150]) == 1


def test_what_cannot_be_read_is_named_in_a_backup_that_is_made(
    program: Program, page: httpx.Client, file: Path
) -> None:
    paint(page)
    locked = put(program.library, "locked.jpg", metadata("locked"))
    eventually(lambda: len(rows(program)) == 2)
    locked.chmod(0)
    if os.access(locked, os.R_OK):
        pytest.skip("this user reads everything")
    assert "1 pictures" in write(page, file)
    assert left(page) == {"locked.jpg": "The disk did not give it out"}
