"""What the .deb says it needs, whichever release it was built on."""

from __future__ import annotations

import pytest
from package.depends import alternatives, under_all_names


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ("libxcb1", ["libxcb1"]),
        ("libasound2 (>= 1.2)", ["libasound2 (>= 1.2)", "libasound2t64 (>= 1.2)"]),
        ("libasound2t64 (>= 1.2)", ["libasound2 (>= 1.2)", "libasound2t64 (>= 1.2)"]),
        ("libssl3t64 (>= 3.0.0)", ["libssl3 (>= 3.0.0)", "libssl3t64 (>= 3.0.0)"]),
        ("libcups2t64", ["libcups2", "libcups2t64"]),
    ],
)
def test_a_library_is_asked_for_under_all_its_names(entry: str, names: list[str]) -> None:
    assert list(under_all_names(entry, alternatives())) == names
