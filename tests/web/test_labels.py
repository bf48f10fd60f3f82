"""Every value that pages show has a word."""

from __future__ import annotations

from server.cloudflare.account.credentials import CredentialSource
from server.paintings.painting import State
from server.web.labels import ANNOUNCEMENTS, SOURCE_NAMES, STATE_NAMES


def test_every_state_and_source_has_a_name() -> None:
    assert set(STATE_NAMES) == set(State)
    assert set(SOURCE_NAMES) == set(CredentialSource)


def test_ends_and_beginnings_are_announced_with_the_prompt() -> None:
    assert {State.PAINTING, State.DONE, State.FAILED} <= set(ANNOUNCEMENTS)
    assert all("{prompt}" in message for message in ANNOUNCEMENTS.values())
