"""Files of the program's own, where somebody has put a link in their place."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from server.common.own_files import open_new, open_to_append

Open = Callable[[Path], int]
BOTH = pytest.mark.parametrize("open_", [open_new, open_to_append])


def write(descriptor: int) -> None:
    with os.fdopen(descriptor, "w") as stream:
        stream.write("new")


@BOTH
@pytest.mark.parametrize("there", [True, False])
def test_what_a_planted_link_leads_to_stays_as_it_is(tmp_path: Path, open_: Open, there: bool) -> None:
    own, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    if there:
        elsewhere.write_text("old")
    own.symlink_to(elsewhere)

    write(open_(own))

    assert own.read_text() == "new"
    assert not own.is_symlink()
    assert elsewhere.exists() is there
    assert not there or elsewhere.read_text() == "old"


@BOTH
def test_nobody_else_may_read_it(tmp_path: Path, open_: Open) -> None:
    write(open_(tmp_path / "own"))
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o600


def test_one_begins_anew_and_the_other_goes_on(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("old ")
    write(open_to_append(own))
    assert own.read_text() == "old new"
    write(open_new(own))
    assert own.read_text() == "new"
