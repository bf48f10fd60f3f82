"""A library as one file, and back in another profile: everything is there again, and nothing is ever written over."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from server.pictures.metadata import read_metadata
from tests.disks import small_disk
from tests.eventually import eventually
from tests.html import parse, states
from tests.jpegs import make_picture
from tests.library.test_moving import found, lay
from tests.pictures_on_disk import metadata, put
from tests.program import Program
from tests.rows import rows, with_inputs
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.web.test_http_comparisons import cells, order
from tests.web.test_http_masks import done, drawn, send
from tests.web.test_http_saving import paint

PROMPTS = ("a boat", "雪中的小屋", "an island")
MANY = 60
LARGE = 100
"""Pictures of a megabyte each: a backup that takes long enough to be met half-way."""


@pytest.fixture
def other(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """Another profile, with nothing in it."""
    with Program(tmp_path / "other", api_base=upstream.base_url) as program:
        yield program


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "备份.zip"


def job(page: httpx.Client) -> tuple[str, str, str]:
    """Kind and state of the last one, and all that is said of it."""
    [section] = parse(page.get("/settings").text).select('[data-testid="backup"]')
    said = " ".join(each.get_text(" ", strip=True) for each in section.select('[data-testid="backup-report"]'))
    return str(section["data-kind"]), str(section["data-state"]), said


def wait_for(page: httpx.Client, kind: str, state: str = "done") -> str:
    eventually(lambda: job(page)[:2] == (kind, state), what=lambda: str(job(page)))
    return job(page)[2]


def write(page: httpx.Client, file: Path) -> str:
    assert page.post("/backup/write", data={"file": str(file)}).status_code == 204
    return wait_for(page, "writing")


def merge(page: httpx.Client, file: Path, **fields: str) -> str:
    assert page.post("/backup/merge", data={"file": str(file), **fields}).status_code == 204
    return wait_for(page, "merging")


def fill(program: Program, page: httpx.Client) -> None:
    """Paintings, one without metadata, one in the trash of our own, an album, a favourite, a style, settings."""
    put(program.library, "mine/holiday.png", None, kind="PNG")
    lay(program.library, {".atelier/trash/2026-11/old.jpg": make_picture("JPEG"), "notes.txt": b"no picture"})
    eventually(lambda: len(rows(program)) == 2)
    ids = [paint(page, prompt)[0] for prompt in PROMPTS]
    page.post("/library/albums", data={"name": "海边", "ids": f"{ids[0]},{ids[1]}"})
    page.post("/library/favourite", data={"ids": str(ids[1]), "on": "1"})
    page.post("/styles", data={"called": "ink", "text": "{prompt}, in ink"})
    page.post("/preferences", data={"width": "7", "theme": "dark"})


def library(page: httpx.Client) -> dict[str, Any]:
    """All that can be seen of it."""
    blocks = parse(page.get("/library/block").text)
    albums = {}
    for link in parse(page.get("/library").text).select('[data-testid="place-album"]'):
        listed = parse(page.get(str(link["href"]).replace("/library?", "/library/block?")).text)
        albums[link.get_text(" ", strip=True)] = titles(listed)
    return {
        "all": titles(blocks),
        "favourites": titles(parse(page.get("/library/block?favourite=1").text)),
        "albums": albums,
        "styles": page.get("/styles.json").json(),
    }


def titles(tiles: Any) -> list[str]:  # noqa: ANN401 - BeautifulSoup's
    return sorted(str(tile.get("aria-label") or tile.get_text(" ", strip=True)) for tile in tiles.select("[data-id]"))


def pictures(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in found(folder).items() if not name.startswith(".") and name != "notes.txt"}


def test_the_way_there_and_back(program: Program, page: httpx.Client, other: Program, file: Path) -> None:
    fill(program, page)
    said = write(page, file)
    assert "4 pictures" in said

    with other.client() as there:
        assert "4 new" in merge(there, file, settings="on")
        eventually(lambda: library(there) == library(page), what=lambda: f"{library(there)} {library(page)}")
        assert len(library(there)["all"]) == 4
        assert library(there)["albums"]
        assert pictures(other.library) == pictures(program.library)
        times = [
            (folder / name).stat().st_mtime_ns for folder in (other.library, program.library) for name in PROMPTS_OF
        ]
        assert times[: len(times) // 2] == times[len(times) // 2 :]
        settings = there.get("/settings").text
        assert '<option value="7" selected' in settings
        assert 'data-theme="dark"' in settings


PROMPTS_OF = ("mine/holiday.png",)


def test_no_credentials_are_in_it_and_anybody_can_read_it(program: Program, page: httpx.Client, file: Path) -> None:
    fill(program, page)
    write(page, file)

    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
        manifest = json.loads(archive.read("manifest.json"))
        assert {each["name"] for each in manifest["files"]} | {"manifest.json"} == set(names)
        for each in manifest["files"]:
            assert hashlib.sha256(archive.read(each["name"])).hexdigest() == each["sha256"]
        kinds = {info.compress_type for info in archive.infolist() if info.filename.startswith("pictures/")}
        assert kinds == {zipfile.ZIP_STORED}
    assert not any("trash" in name or "notes" in name for name in names)
    for secret in (TOKEN, ACCOUNT_ID):
        assert secret.encode() not in everything
        assert secret.encode() not in file.read_bytes()


def test_a_backup_never_replaces_a_file(page: httpx.Client, file: Path) -> None:
    paint(page)
    file.write_bytes(b"mine")
    write(page, file)

    assert file.read_bytes() == b"mine"
    assert zipfile.is_zipfile(file.with_name("备份 (2).zip"))
    assert not list(file.parent.glob(".*part"))


def without_notes(program: Program) -> dict[str, bytes]:
    """What is noted of the trash is written when there is time for it."""
    return {name: data for name, data in found(program.library).items() if "trash-notes" not in name}


def test_what_is_here_stays_and_what_is_missing_is_added(program: Program, page: httpx.Client, file: Path) -> None:
    fill(program, page)
    eventually(lambda: (program.library / ".atelier" / "keepsakes.json").exists())
    write(page, file)
    before = without_notes(program)
    said = merge(page, file)
    assert "0 new" in said
    assert "4 here already" in said
    assert without_notes(program) == before

    [lost] = program.library.glob("*/a boat*.jpg")
    data = lost.read_bytes()
    another = put(
        program.library, lost.relative_to(program.library).as_posix(), metadata("has its name now")
    ).read_bytes()
    eventually(lambda: "has its name now" in page.get("/").text)
    page.post("/preferences", data={"width": "2"})
    assert "1 new" in merge(page, file)
    assert lost.read_bytes() == another
    assert lost.with_stem(f"{lost.stem} (2)").read_bytes() == data
    assert '<option value="2" selected' in page.get("/settings").text, "settings only where one ticks it"


def test_comparisons_come_along_and_are_not_doubled(
    program: Program, page: httpx.Client, other: Program, file: Path
) -> None:
    path = order(page, axis_steps="4, 8")
    eventually(lambda: cells(page, path) == ["done", "done"])
    eventually(lambda: len(pictures(program.library)) == 2)
    write(page, file)

    with other.client() as there:
        order(there, axis_steps="5, 6, 7")
        for said in ("2 new", "2 here already"):
            assert said in merge(there, file)
            eventually(lambda: cells(there, "/grids/2") == ["done", "done"])
            assert [each.get_text() for each in parse(there.get("/grids/2").text).select("th[scope=row]")] == [
                each.get_text() for each in parse(page.get(path).text).select("th[scope=row]")
            ]
            assert there.get("/grids/3").status_code == 404


def test_a_backup_of_before_and_nonsense_about_comparisons_are_taken_in(
    program: Program, page: httpx.Client, other: Program, file: Path, tmp_path: Path
) -> None:
    order(page, axis_steps="4, 8")
    eventually(lambda: cells(page, "/grids/1") == ["done", "done"])
    eventually(lambda: len(pictures(program.library)) == 2)
    write(page, file)
    whole = {"created": 1.0, "prompt": "x", "axes": [{"axis": "steps", "values": ["4"]}], "cells": [[0, 0, "0" * 32]]}
    odd: tuple[object, ...] = (None, 7, "x", [], [[]], [7, 7], {"axis": "steps"})
    changes: list[object] = [
        *({**whole, name: value} for name in whole for value in odd),
        *({**whole, "cells": cells} for cells in ([[1, 0, "0" * 32]], [[0, 0, "/etc"]], [[0, 0, "0" * 32]] * 2)),
        {**whole, "axes": [{"axis": "other", "values": ["4"]}]},
        7,
    ]
    changes = [each for each in changes if each not in ({**whole, "created": 7}, {**whole, "prompt": "x"})]
    with other.client() as there:
        for number, told in enumerate((None, changes)):
            again = tmp_path / f"{number}.zip"
            again.write_bytes(rewritten(file, comparing(told)))
            assert ("2 new" if number == 0 else "2 here already") in merge(there, again)
            assert there.get("/grids/1").status_code == 404
        assert "2 here already" in merge(there, file)
        eventually(lambda: cells(there, "/grids/1") == ["done", "done"])


def comparing(told: object) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    """Other comparisons in a backup; None for none, as before there were any in it."""

    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        kept = json.loads(entries["keepsakes.json"])
        del kept["comparisons"]
        entries["keepsakes.json"] = json.dumps(kept if told is None else kept | {"comparisons": told}).encode()
        [item] = [each for each in manifest["files"] if each["name"] == "keepsakes.json"]
        item["sha256"] = hashlib.sha256(entries["keepsakes.json"]).hexdigest()

    return change


def test_pictures_a_model_was_given_come_along(
    program: Program, page: httpx.Client, other: Program, file: Path, upstream: Upstream
) -> None:
    [painting] = paint(page)
    send(page, painting, drawn((100, 50, 300, 200)))
    done(page)
    given = upstream.requests[-1].json()
    inputs = found(program.data_dir / "inputs")
    assert len(inputs) == 2, "picture and mask"
    eventually(lambda: len(pictures(program.library)) == 2)
    assert "2 pictures" in write(page, file)

    with other.client() as there:
        assert "2 new" in merge(there, file)
        eventually(lambda: len(states(there.get("/").text)) == 2)
        [(painting, names)] = eventually(lambda: with_inputs(other)).items()
        assert set(names.split(",")) == set(inputs)
        assert found(other.data_dir / "inputs") == inputs
        there.post(f"/paintings/{painting}/vary")
        done(there)
        again = upstream.requests[-1].json()
        assert (again["image"], again["mask"]) == (given["image"], given["mask"])
        for each in (other.data_dir / "inputs").iterdir():
            each.write_bytes(b"mine")
        merge(there, file)
        assert set(found(other.data_dir / "inputs").values()) == {b"mine"}, "nothing is written over"


NO_INPUTS = {
    "out of the folder": "inputs/../../evil.jpg",
    "under another name": f"inputs/{'0' * 24}.jpg",
    "no picture": f"inputs/{hashlib.sha256(b'MZ').hexdigest()[:24]}.jpg",
}


@pytest.mark.parametrize("what", NO_INPUTS)
def test_what_no_model_was_given_is_left_out(page: httpx.Client, other: Program, file: Path, what: str) -> None:
    paint(page)
    write(page, file)
    data = b"MZ" if what == "no picture" else make_picture("JPEG")
    file.write_bytes(rewritten(file, smuggle(NO_INPUTS[what], data)))
    with other.client() as there:
        assert "1 new" in merge(there, file)
    assert not [*(other.data_dir / "inputs").glob("*"), *other.data_dir.parent.rglob("*evil*")]


def test_albums_of_one_name_become_one(program: Program, page: httpx.Client, other: Program, file: Path) -> None:
    fill(program, page)
    write(page, file)
    with other.client() as there:
        [own] = paint(there, "their own")
        there.post("/library/albums", data={"name": "海边", "ids": str(own)})
        there.post("/styles", data={"called": "ink", "text": "{prompt}, in Indian ink"})
        merge(there, file)
        eventually(lambda: [len(inside) for inside in library(there)["albums"].values()] == [3])
        assert {each["name"] for each in library(there)["styles"]} == {"ink", "ink (2)"}


def rewritten(file: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> bytes:
    """The backup with something changed in its entries or its manifest."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(entries.pop("manifest.json"))
    change(entries, manifest)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in entries.items():
            deflated = name.endswith(".json") or b"bomb" in data[:4]
            archive.writestr(name, data, zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED)
        archive.writestr("manifest.json", json.dumps(manifest), zipfile.ZIP_DEFLATED)
    return made.getvalue()


def smuggle(name: str, data: bytes) -> Callable[[dict[str, bytes], dict[str, Any]], None]:
    def change(entries: dict[str, bytes], manifest: dict[str, Any]) -> None:
        entries[name] = data
        told = {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        manifest["files"].append(told)

    return change


SMUGGLED = {
    "out of the folder": ("pictures/../../evil.jpg", make_picture("JPEG")),
    "absolute": ("pictures//etc/evil.jpg", make_picture("JPEG")),
    "with backslashes": ("pictures/..\\..\\evil.jpg", make_picture("JPEG")),
    "hidden": ("pictures/.atelier/evil.jpg", make_picture("JPEG")),
    "no picture by name": ("pictures/evil.desktop", b"[Desktop Entry]"),
    "no picture inside": ("pictures/evil.jpg", b"MZ this is a program"),
    "a bomb": ("pictures/evil.png", b"bomb" + bytes(30_000_000)),
}


@pytest.mark.parametrize("what", SMUGGLED)
def test_what_should_not_be_in_a_backup_is_left_out(
    page: httpx.Client, other: Program, file: Path, tmp_path: Path, what: str
) -> None:
    paint(page)
    write(page, file)
    file.write_bytes(rewritten(file, smuggle(*SMUGGLED[what])))
    with other.client() as there:
        said = merge(there, file)
        assert "1 new" in said
        assert "1 not taken" in said
        assert not list(tmp_path.rglob("*evil*"))
        assert len(pictures(other.library)) == 1


def test_a_damaged_picture_is_left_out_and_the_others_come(page: httpx.Client, other: Program, file: Path) -> None:
    paint(page, count=3)
    write(page, file)
    data = bytearray(file.read_bytes())
    data[5000:5100] = bytes(each ^ 0xFF for each in data[5000:5100])
    file.write_bytes(data)
    with other.client() as there:
        said = merge(there, file)
        assert "2 new" in said
        assert "1 not taken" in said
        assert "Damaged: not what the backup's list says it is" in said
        assert all(read_metadata(picture) for picture in pictures(other.library).values())
        assert not list(other.library.rglob("*arriving*"))


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "cut off": (lambda data: data[: len(data) // 2], "damaged or incomplete"),
    "empty": (lambda data: b"", "damaged or incomplete"),
    "no ZIP": (lambda data: b"no ZIP at all" * 100, "damaged or incomplete"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_whole_backup_is_refused(page: httpx.Client, file: Path, program: Program, what: str) -> None:
    paint(page)
    write(page, file)
    before = found(program.library)
    spoil, says = REFUSED[what]
    file.write_bytes(spoil(file.read_bytes()))
    page.post("/backup/merge", data={"file": str(file)})

    assert says in wait_for(page, "merging", "failed")
    assert found(program.library) == before


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (None, "no backup of this program"),
        ("[]", "no backup of this program"),
        ('{"format": "another", "version": 1, "files": []}', "no backup of this program"),
        ('{"format": "atelier-backup", "version": 2, "files": []}', "newer version"),
        ('{"format": "atelier-backup", "version": 1, "files": [{"name": 1}]}', "no backup of this program"),
        ("[" * 100_000, "no backup of this program"),
        (" " * 70_000_000, "no backup of this program"),
    ],
)
def test_a_foreign_zip_is_refused(page: httpx.Client, file: Path, manifest: str | None, says: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pictures/a.jpg", make_picture("JPEG"))
        if manifest is not None:
            archive.writestr("manifest.json", manifest)
    page.post("/backup/merge", data={"file": str(file)})

    assert says in wait_for(page, "merging", "failed")


@pytest.mark.parametrize("path", ["/backup/write", "/backup/merge"])
def test_a_path_that_cannot_be_is_said_at_its_field(page: httpx.Client, path: str) -> None:
    for entered in ("not whole", "/nowhere/at/all.zip", f"/{'名' * 100}/a.zip", "/" + "a/" * 3000):
        refused = page.post(path, data={"file": entered})
        assert refused.status_code == 422
        [field] = parse(refused.text).select("[aria-invalid]")
        assert field["value"] == entered


def test_a_cancelled_backup_leaves_nothing(program: Program, page: httpx.Client, file: Path) -> None:
    data = put(program.library, "0.jpg", metadata()).read_bytes() + bytes(1_000_000)
    lay(program.library, {f"{number}.jpg": data for number in range(1, LARGE)})
    page.post("/backup/write", data={"file": str(file)})
    eventually(lambda: list(file.parent.glob(".*part")))
    assert page.post("/backup/write", data={"file": str(file)}).status_code == 422, "one at a time"
    page.post("/backup/stop")
    assert "No backup was made" in wait_for(page, "writing", "stopped")
    assert not list(file.parent.glob("*.zip"))
    assert not list(file.parent.glob(".*part"))


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5])
def test_kill_while_it_is_written_leaves_nothing_half(
    program: Program, page: httpx.Client, file: Path, share: float
) -> None:
    data = put(program.library, "0.jpg", metadata()).read_bytes() + bytes(1_000_000)
    lay(program.library, {f"{number}.jpg": data for number in range(1, LARGE)})
    page.post("/backup/write", data={"file": str(file)})
    eventually(lambda: file.exists() or written(file) >= share * LARGE * len(data))
    program.kill()
    program.start()

    assert not list(file.parent.glob(".*part"))
    assert not file.exists() or zipfile.ZipFile(file).testzip() is None


def written(file: Path) -> int:
    """Bytes of what is not whole yet."""
    return sum(part.stat().st_size for part in file.parent.glob(".*part"))


@pytest.mark.slow
@pytest.mark.parametrize("count", [0, 1, MANY // 2])
def test_kill_while_it_is_taken_in_leaves_whole_pictures_and_goes_on(
    program: Program, page: httpx.Client, other: Program, file: Path, count: int
) -> None:
    for number in range(MANY):
        put(program.library, f"{number}.jpg", metadata(f"number {number}"))
    eventually(lambda: len(rows(program)) == MANY)
    write(page, file)
    with other.client() as there:
        there.post("/backup/merge", data={"file": str(file)})
    eventually(lambda: len(list(other.library.glob("*.jpg"))) >= count)
    other.kill()
    whole = pictures(program.library)
    assert pictures(other.library).items() <= whole.items()
    other.start()
    assert not list(other.library.rglob("*arriving*"))

    with other.client() as there:
        eventually(lambda: len(rows(other)) == len(pictures(other.library)))
        merge(there, file)
        assert pictures(other.library) == whole
        eventually(lambda: len(rows(other)) == MANY)


def test_a_full_disk_is_said_and_what_is_in_stays_whole(
    program: Program, page: httpx.Client, other: Program, file: Path, tmp_path: Path
) -> None:
    for number in range(9):
        picture = put(program.library, f"{number}.jpg", metadata(f"number {number}"))
        picture.write_bytes(picture.read_bytes() + bytes(500_000))
    eventually(lambda: len(rows(program)) == 9)
    with small_disk(tmp_path / "small", size="1m") as disk:
        page.post("/backup/write", data={"file": str(disk.folder / "x.zip")})
        assert "not enough room" in wait_for(page, "writing", "failed")
        assert found(disk.folder) == {}
    write(page, file)
    with small_disk(other.library, size="2m"), other.client() as there:
        there.post("/backup/merge", data={"file": str(file)})
        assert "not enough room" in wait_for(there, "merging", "failed")
        other.kill()
