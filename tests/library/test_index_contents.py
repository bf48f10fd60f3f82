"""What is asked of the index by those who are no pages."""

from __future__ import annotations

from pathlib import Path

from server.library.index import contents
from server.paintings.painting import TRASH
from tests.pictures_on_disk import metadata, put
from tests.shelf import Shelf


def test_a_backup_learns_what_there_is_to_see_and_where(shelf: Shelf, tmp_path: Path) -> None:
    told = metadata("a boat")
    put(shelf.folder, "a.jpg", told)
    put(shelf.folder, f"{TRASH}/b.jpg", metadata("thrown away"))
    gone = put(shelf.folder, "c.jpg", metadata("gone"))
    shelf.look()
    gone.unlink()
    shelf.look()

    assert contents.identities(shelf.writer) == {"a.jpg": f"uid:{told.uid}"}
    assert contents.kept_elsewhere(shelf.writer) == []
    shelf.store.move(1, str(tmp_path / "rescued.jpg"), deleted=None)
    assert contents.kept_elsewhere(shelf.writer) == [tmp_path / "rescued.jpg"]


def test_who_tidies_up_reads_the_files_bit_by_bit(shelf: Shelf) -> None:
    files = {name: put(shelf.folder, name, None) for name in ("a.jpg", "b.jpg", "c.jpg")}
    shelf.look()
    about = {name: file.stat() for name, file in files.items()}
    wanted = [(name, about[name].st_size, about[name].st_mtime_ns) for name in sorted(files)]

    assert contents.states(shelf.writer, "", 2) == wanted[:2]
    assert contents.states(shelf.writer, "b.jpg", 2) == wanted[2:]
