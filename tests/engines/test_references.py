"""Reference pictures: chosen from files, sent with the order."""

from __future__ import annotations

from pathlib import Path

from tests.engines.screen import Screen
from tests.engines.studio import DONE, choose_model, order
from tests.jpegs import make_picture
from tests.upstream import Upstream

KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"


def test_references_are_chosen_sent_and_removed(screen: Screen, upstream: Upstream, tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.png" for number in range(3)]
    for number, file in enumerate(files):
        file.write_bytes(make_picture("PNG", side=600 + number))
    (tmp_path / "not.png").write_bytes(b"no picture at all")
    screen.expect_statuses(415)
    screen.open()
    assert not screen.visible("references-field")
    choose_model(screen, KLEIN)
    screen.wait_until_visible("references-field")
    screen.give_files("reference-file", *files[:2])
    screen.wait_for_count("reference", 2)
    screen.give_files("reference-file", files[2])
    screen.wait_for_count("reference", 3)
    screen.wait_for_text("price", "1.2%")
    screen.click("remove-reference")
    screen.wait_for_count("reference", 2)
    screen.give_files("reference-file", tmp_path / "not.png")
    screen.wait_for_text("alert", "This is not a picture that can be read.")
    screen.reload()
    screen.wait_for_count("reference", 2)
    order(screen, "a fox like this one")
    screen.wait_for_count(DONE, 1)
    body = upstream.requests[-1].body
    assert b'name="input_image_0"' in body and b'name="input_image_1"' in body
