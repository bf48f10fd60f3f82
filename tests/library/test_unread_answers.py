"""Answers without a picture: kept for a week, not too many of them, and found again by the next run."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from server.library import unread_answers
from server.library.unread_answers import KEPT_FOR, UnreadAnswers
from tests.disks import small_disk
from tests.jpegs import make_picture

UIDS = [f"{number:032x}" for number in range(6)]


@pytest.fixture
def answers(tmp_path: Path) -> UnreadAnswers:
    return UnreadAnswers(tmp_path / "answers")


def age(answers: UnreadAnswers, uid: str, seconds: float) -> None:
    path = answers.path(uid)
    assert path is not None
    os.utime(path, (time.time() - seconds,) * 2)


def test_it_is_there_byte_for_byte_under_a_name_that_opens(answers: UnreadAnswers) -> None:
    for uid, data, ending in (
        (UIDS[0], make_picture("JPEG")[:-400], ".jpg"),
        (UIDS[1], b'  {"result": {}}', ".json"),
        (UIDS[2], b"\x00 what is that", ".bin"),
    ):
        answers.keep(uid, data)
        path = answers.path(uid)
        assert path is not None
        assert (path.read_bytes(), path.suffix) == (data, ending)
    assert not answers.has(UIDS[3])
    assert answers.path(UIDS[3]) is None


def test_the_next_run_finds_it_and_what_is_a_week_old_goes(answers: UnreadAnswers) -> None:
    for uid in UIDS[:3]:
        answers.keep(uid, b"x")
    age(answers, UIDS[0], KEPT_FOR + 60)
    age(answers, UIDS[1], KEPT_FOR - 60)
    (answers.folder / "notes of its user.txt").write_text("mine")

    again = UnreadAnswers(answers.folder)
    again.open()

    assert [again.has(uid) for uid in UIDS[:3]] == [False, True, True]
    assert len(list(again.folder.iterdir())) == 3
    age(again, UIDS[1], KEPT_FOR + 60)
    again.tidy()
    assert [again.has(uid) for uid in UIDS[:3]] == [False, False, True]


def test_the_oldest_make_way_where_it_is_too_much(answers: UnreadAnswers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unread_answers, "MOST_BYTES", 1000)
    for number, uid in enumerate(UIDS):
        answers.keep(uid, bytes(400))
        age(answers, uid, 1000 - number)
    answers.tidy()

    assert [uid for uid in UIDS if answers.has(uid)] == UIDS[-2:]
    assert len(list(answers.folder.iterdir())) == 2


def test_another_try_replaces_it(answers: UnreadAnswers) -> None:
    answers.keep(UIDS[0], b"{}")
    answers.keep(UIDS[0], b"\x01")

    assert [path.read_bytes() for path in answers.folder.iterdir()] == [b"\x01"]
    assert answers.path(UIDS[0]) == answers.folder / f"{UIDS[0]}.bin"


def test_one_that_somebody_took_away_is_no_longer_offered(answers: UnreadAnswers) -> None:
    answers.keep(UIDS[0], b"{}")
    (answers.folder / f"{UIDS[0]}.json").unlink()
    answers.tidy()

    assert not answers.has(UIDS[0])


def test_a_full_disk_is_no_reason_to_fail(tmp_path: Path) -> None:
    with small_disk(tmp_path / "small", size="1m") as disk:
        answers = UnreadAnswers(disk.folder / "answers")
        answers.keep(UIDS[0], bytes(3_000_000))

        assert not answers.has(UIDS[0])
        assert not list(disk.folder.rglob("*.part"))
