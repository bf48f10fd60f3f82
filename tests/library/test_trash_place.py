"""Files on their way into the trash and out of it: names, notes, and pictures from outside of the folder."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from server.common.errors import StorageError
from server.library.folder import Library
from server.library.trash.notes import NOTES, TrashNote, all_notes, read_note
from server.library.trash.place import LONGEST, TrashPlace
from server.paintings.painting import TRASH


@pytest.fixture
def place(tmp_path: Path) -> TrashPlace:
    library = Library(tmp_path / "library", tmp_path / "rescued")
    library.folder.mkdir()
    library.rescued.mkdir()
    return TrashPlace(library)


def note(file: str) -> TrashNote:
    return TrashNote(f"uid of {file[-20:]}", file, deleted=2.0, created=1.0)


def lay(place: TrashPlace, file: str, data: bytes = b"picture") -> str:
    path = place.library.path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return file


def only_note(place: TrashPlace) -> Path:
    [file] = (place.library.folder / NOTES).glob("*.json")
    return file


def test_a_name_as_long_as_names_may_be_makes_room_for_a_number(place: TrashPlace) -> None:
    name = "雾" * 83 + "x.jpg"
    assert LONGEST - 1 <= len(os.fsencode(name)) <= LONGEST
    first = place.put(lay(place, name, b"first"), note(name))
    second = place.put(lay(place, name, b"second"), note(name))

    assert first == f"{TRASH}/{name}"
    assert second.endswith(" (2).jpg")
    lay(place, name, b"in the way")
    files = [place.take(first), place.take(second)]
    assert [place.library.path(file).read_bytes() for file in files] == [b"first", b"second"]
    assert place.library.path(name).read_bytes() == b"in the way"


def test_a_restored_one_has_the_name_it_had_before_not_the_one_it_had_here(place: TrashPlace) -> None:
    first = place.put(lay(place, "2026-11/a.jpg"), note("2026-11/a.jpg"))
    second = place.put(lay(place, "2026-11/a.jpg"), note("2026-11/a.jpg"))
    assert second == f"{TRASH}/2026-11/a (2).jpg"

    place.erase(first)
    assert place.take(second) == "2026-11/a.jpg"
    assert not list(all_notes(place.library.folder))
    assert list((place.library.folder / TRASH).iterdir()) == [], "no empty folders stay"


@pytest.mark.parametrize("wrong", ["../../out.jpg", "/etc/out.jpg", "", ".atelier/keepsakes.json", 7, None])
def test_a_note_that_somebody_has_changed_leads_nowhere_else(place: TrashPlace, wrong: object) -> None:
    lies = place.put(lay(place, "a.jpg"), note("a.jpg"))
    told = json.loads(only_note(place).read_bytes())
    only_note(place).write_text(json.dumps({**told, "place": wrong}), encoding="utf-8")

    assert read_note(place.library.folder, lies) is None
    assert place.take(lies) == "a.jpg"


def test_a_note_of_another_file_is_not_believed(place: TrashPlace) -> None:
    lies = place.put(lay(place, "a.jpg"), note("a.jpg"))
    told = json.loads(only_note(place).read_bytes())
    only_note(place).write_text(json.dumps({**told, "place": "b.jpg"}), encoding="utf-8")
    place.library.path(lies).write_bytes(b"something else has this name by now")

    assert place.take(lies) == "a.jpg"


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"uid": 1}', b"\xff"])
def test_a_broken_note_is_none(place: TrashPlace, data: bytes) -> None:
    lies = place.put(lay(place, "a.jpg"), note("a.jpg"))
    only_note(place).write_bytes(data)

    assert read_note(place.library.folder, lies) is None
    assert list(all_notes(place.library.folder)) == []
    assert place.take(lies) == "a.jpg"


def test_what_was_kept_elsewhere_comes_in_and_is_found_again_after_a_crash(place: TrashPlace) -> None:
    file = str(place.library.rescued / "a.jpg")
    lies = place.put(lay(place, file), note("2026-11/a.jpg"))
    assert lies == f"{TRASH}/2026-11/a.jpg"
    assert not Path(file).exists()

    lay(place, file)  # killed before the original was removed
    assert place.put(file, note("2026-11/a.jpg")) == lies
    assert not Path(file).exists()
    assert place.take(lies) == "2026-11/a.jpg"


def test_nothing_is_made_where_the_library_s_disk_is_away(place: TrashPlace) -> None:
    file = lay(place, str(place.library.rescued / "a.jpg"))
    place.library.known = True
    place.library.folder.rmdir()

    with pytest.raises(StorageError):
        place.put(file, note("a.jpg"))
    assert Path(file).exists()
    assert not place.library.folder.exists()


def test_notes_of_what_somebody_took_away_go_after_a_while(place: TrashPlace) -> None:
    lies = place.put(lay(place, "a.jpg"), note("a.jpg"))
    place.put(lay(place, "b.jpg"), note("b.jpg"))
    place.library.path(lies).unlink()

    place.sweep()
    assert [each.place for each in all_notes(place.library.folder)] == ["b.jpg"]
