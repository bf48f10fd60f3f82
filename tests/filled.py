"""A program whose library has pictures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from tests.eventually import eventually
from tests.pictures_on_disk import BEGAN, metadata, put
from tests.program import Program
from tests.rows import rows


@contextlib.contextmanager
def filled(program: Program, prompts: Sequence[str], *, search: str = "") -> Iterator[Program]:
    """It runs, and has found one for each prompt, painted a second apart; `search` finds all of them."""
    for number, prompt in enumerate(prompts):
        put(program.library, f"{number}.jpg", metadata(prompt, created=BEGAN + number, seed=number))
    with program:
        eventually(lambda: len(rows(program)) == len(prompts))
        with program.client() as client:
            asked = {"q": search}
            eventually(lambda: f'data-total="{len(prompts)}"' in client.get("/library/block", params=asked).text)
        yield program
