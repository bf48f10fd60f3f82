"""What the .deb says it needs, whichever release it was built on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from package.depends import alternatives, c_library, under_all_names
from package.elf import glibc


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


@pytest.mark.skipif(sys.platform != "linux", reason="Linux's libraries")
def test_the_c_library_is_the_one_that_the_most_demanding_file_needs() -> None:
    import PySide6

    libraries = Path(PySide6.__file__).parent / "Qt" / "lib"
    modest, demanding = next(libraries.glob("libicudata.so.*")), libraries / "libQt6WebEngineCore.so.6"

    assert glibc(modest) < glibc(demanding)
    assert c_library([modest, demanding]) == "libc6 (>= {}.{})".format(*glibc(demanding))
