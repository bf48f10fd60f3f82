"""Finding paintings: by pieces of words in any script, with filters, in every order, a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.library.index.collections import make_album, put_into, set_favourite
from server.library.index.query import LibraryQuery, PictureShape, PictureSize, Show, Sort
from server.library.index.search import LibrarySearch
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order, Painting
from tests.pictures_on_disk import metadata, put
from tests.shelf import Shelf, opened

DAY = 86_400.0
NOON = datetime(2026, 3, 10, 12).astimezone().timestamp()
PROMPTS = {
    "lake": "A quiet LAKE at dawn, 水墨",
    "湖": "宁静的湖面上一叶小舟，水墨",
    "夜": "雨后的夜市：霓虹灯",
    "3d": "3D render of a fox, Ｆｕｌｌ width",
    "quote": 'say "never" 100% of_the * time',
    "café": "Café in Zürich, мост через реку",
}


@dataclass(slots=True)
class Kept:
    shelf: Shelf

    def find(self, words: str = "", **wishes: object) -> list[str]:
        """Files' names, without their ending."""
        wanted = replace(LibraryQuery(q=words), **wishes)
        found = self.shelf.catalogue.stretch(wanted, 0, 1000)
        assert self.shelf.catalogue.count(wanted) == len(found)
        assert self.shelf.catalogue.ids(wanted, 0, 1000) == [painting.id for painting in found]
        return [_name(painting) for painting in found]

    def ids(self, *names: str) -> list[int]:
        everything = self.shelf.catalogue.stretch(LibraryQuery(show=Show.ALL), 0, 1000)
        return [painting.id for painting in everything if _name(painting) in names]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    folder = tmp_path_factory.mktemp("catalogue")
    for number, (name, prompt) in enumerate(PROMPTS.items()):
        size = {"width": (1024, 1280, 768)[number % 3], "height": 1024}
        put(folder / "library", f"{name}.jpg", metadata(prompt, created=NOON + DAY * number, **size))
    with opened(folder / "a.sqlite3", folder / "library") as shelf:
        shelf.look()
        yield Kept(shelf)


def _name(painting: Painting) -> str:
    return Path(painting.file or "").stem


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("lake", ["lake"]),
        ("QUIET lake", ["lake"]),
        ("lake quiet", ["lake"]),
        ("ake", ["lake"]),
        ('"quiet lake"', ["lake"]),
        ('"lake quiet"', []),
        ("湖面", ["湖"]),
        ("湖", ["湖"]),
        ("水墨", ["lake", "湖"]),
        ("水墨 小舟", ["湖"]),
        ("水墨 dawn", ["lake"]),
        ("宁静的湖面", ["湖"]),
        ("静的湖面上一叶", ["湖"]),
        ("霓虹灯", ["夜"]),
        ("夜市：霓", ["夜"]),
        ("3d", ["3d"]),
        ("fu", ["3d"]),
        ("full", ["3d"]),
        ("ＦＵＬＬ", ["3d"]),
        ("a", ["lake", "3d"]),
        ("100%", ["quote"]),
        ("of_the", ["quote"]),
        ("café", ["café"]),
        ("zürich мост", ["café"]),
        ("МОСТ", ["café"]),
        ("“quiet lake”", ["lake"]),
        ("no such words", []),
        ("%", ["quote"]),
        ("_", ["quote"]),
        ("*", ["quote"]),
        ("：", ["夜"]),
        (":", ["夜"]),
        ("😀", []),
        ("&", []),
        ("a&", []),
        ("x25", []),
    ],
)
def test_words_and_phrases_of_every_script(kept: Kept, words: str, found: list[str]) -> None:
    assert sorted(kept.find(words)) == sorted(found)


@pytest.mark.parametrize(
    "words", ['"', "*", "AND", "NOT (", "a OR b", "-lake", "text:", "^x", "'; --", "%", "_", "😀", "\x00"]
)
def test_signs_mean_nothing_special(kept: Kept, words: str) -> None:
    kept.find(words)


@pytest.mark.parametrize("words", ["🦊", "❤", "❤️", "👩‍🎨", "🦊 ❤", "#", "c#", "🦊 in", '"🦊 in"'])
def test_a_sign_or_an_emoji_alone_finds_what_has_it(tmp_path: Path, words: str) -> None:
    with opened(tmp_path / "a.sqlite3", tmp_path / "library") as shelf:
        put(tmp_path / "library", "fox.jpg", metadata("🦊 in c#, ❤️ 👩‍🎨"))
        put(tmp_path / "library", "cat.jpg", metadata("a cat in c, 🐈"))
        shelf.look()

        assert shelf.find(words) == ["fox.jpg"]


def test_filters_narrow_and_go_together(kept: Kept) -> None:
    assert kept.find(shape=PictureShape.SQUARE) == ["3d", "lake"]
    assert kept.find(shape=PictureShape.LANDSCAPE) == ["quote", "湖"]
    assert kept.find(shape=PictureShape.PORTRAIT) == ["café", "夜"]
    assert kept.find("水墨", shape=PictureShape.LANDSCAPE) == ["湖"]
    assert kept.find(size=PictureSize.SMALL) == ["café", "夜"]
    assert sorted(kept.find(size=PictureSize.MEDIUM)) == ["3d", "lake", "quote", "湖"]
    assert kept.find(size=PictureSize.MEDIUM, shape=PictureShape.LANDSCAPE) == ["quote", "湖"]
    assert kept.find(size=PictureSize.LARGE) == []
    assert kept.find(model="nobody's") == []
    assert len(kept.find(model=kept.shelf.catalogue.models()[0])) == len(PROMPTS)


def test_days_are_whole_and_the_computer_s_own(kept: Kept) -> None:
    assert kept.find(since="2026-03-11", until="2026-03-12") == ["夜", "湖"]
    assert kept.find(until="2026-03-10") == ["lake"]
    assert kept.find(since="2026-03-15") == ["café"]
    assert len(kept.find(since="0001-01-01", until="9999-12-31")) == len(PROMPTS)


def test_orders(kept: Kept) -> None:
    newest = list(PROMPTS)[::-1]
    assert kept.find() == newest
    assert kept.find(sort=Sort.OLDEST) == newest[::-1]
    assert kept.find(sort=Sort.PROMPT)[:4] == ["3d", "lake", "café", "quote"]
    assert kept.find("水墨", sort=Sort.OLDEST) == ["lake", "湖"]
    assert kept.find("水墨", sort=Sort.PROMPT) == ["lake", "湖"]


def test_many_are_walked_through_in_their_order(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.library.index.search.FEW", 0)
    assert kept.find("水墨", sort=Sort.PROMPT) == ["lake", "湖"]
    assert kept.find("水墨 dawn", sort=Sort.PROMPT) == ["lake"]
    assert kept.find("a", sort=Sort.PROMPT) == ["3d", "lake"]


def test_stretches_meet_without_gaps(kept: Kept) -> None:
    everything = kept.find()
    for wanted in (LibraryQuery(), LibraryQuery(q="a")):
        whole = [_name(p) for p in kept.shelf.catalogue.stretch(wanted, 0, 100)]
        parts = [_name(p) for at in range(0, 6, 2) for p in kept.shelf.catalogue.stretch(wanted, at, at + 2)]
        assert parts == whole
    assert kept.shelf.catalogue.stretch(LibraryQuery(), len(everything), 100) == []


def test_what_cannot_be_seen_is_not_counted(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "gone"):
        put(tmp_path / "library", f"{name}.jpg", metadata(name))
    with opened(tmp_path / "a.sqlite3", tmp_path / "library") as shelf:
        shelf.look()
        kept = Kept(shelf)
        (tmp_path / "library" / "gone.jpg").unlink()
        shelf.look()
        [hidden] = kept.ids("b")
        shelf.store.mark_deleted(hidden, 1.0)
        waiting, _ = shelf.store.add(Order("d", 4, 2, DEFAULT_MODEL.id, sample=False), created=1.0)
        shelf.store.fail(waiting.id, "network_down", "", seconds=1.0)

        assert sorted(kept.find()) == ["a", "c"]
        assert len(kept.find(show=Show.ALL)) == 4


def test_favourites_and_albums(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        put(tmp_path / "library", f"{name}.jpg", metadata(name))
    with opened(tmp_path / "a.sqlite3", tmp_path / "library") as shelf:
        shelf.look()
        kept = Kept(shelf)
        set_favourite(shelf.writer, kept.ids("a", "c"), True)
        album = make_album(shelf.writer, "相册")
        put_into(shelf.writer, album, [*kept.ids("b", "c"), 999])

        assert sorted(kept.find(favourite=True)) == ["a", "c"]
        assert sorted(kept.find(album=album)) == ["b", "c"]
        assert kept.find(album=album, favourite=True) == ["c"]
        assert kept.find("c", album=album, favourite=True) == ["c"]
        assert kept.find(album=album + 1) == []
        assert [(found.name, found.count) for found in shelf.catalogue.albums()] == [("相册", 2)]
        assert shelf.catalogue.albums_of(kept.ids("c")[0]) == {album}


@pytest.mark.parametrize(
    "values",
    [
        {"q": "湖面 & co", "model": "@cf/a", "since": "2026-01-01", "until": "2026-02-01"},
        {"shape": "square", "size": "large", "favourite": "1", "album": "3", "show": "failed", "sort": "prompt"},
        {},
    ],
)
def test_an_address_says_what_is_wanted(values: dict[str, str]) -> None:
    from urllib.parse import parse_qsl

    wanted = LibraryQuery.read(values)

    assert dict(parse_qsl(wanted.address)) == values
    assert LibraryQuery.read(dict(parse_qsl(wanted.address))) == wanted


@pytest.mark.parametrize(
    "values",
    [
        {"since": "2026-02-30", "until": "tomorrow", "shape": "round", "show": "x", "sort": "y", "album": "-1"},
        {"album": "9" * 40, "favourite": "yes", "q": " \x00 "},
    ],
)
def test_nonsense_in_an_address_is_left_out(values: dict[str, str]) -> None:
    assert LibraryQuery.read(values) == LibraryQuery()


def test_a_damaged_index_is_named(tmp_path: Path) -> None:
    from server.common.errors import StorageError

    with closing(LibrarySearch(tmp_path / "empty.sqlite3")) as catalogue, pytest.raises(StorageError):
        catalogue.count(LibraryQuery())
