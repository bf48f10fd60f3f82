"""A process that has had large blocks gives them back."""

from __future__ import annotations

import subprocess
import sys

import pytest

# What is between the blocks stays, as the rows and pages of other paintings do.
PAINT = """
from pathlib import Path
from desktop.memory import settle_memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

bytearray(24 << 20)  # from now on glibc itself holds back blocks as large as this
{settle}
before = resident()
pictures, kept = [], []
for _ in range(40):
    pictures.append(bytearray(b"p" * (1 << 20)))
    kept.append(bytearray(2000))
del pictures
print(resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="mallopt is glibc's")
def test_what_pictures_took_goes_back_to_the_system() -> None:
    assert _left("settle_memory()") < 4 << 20
    assert _left("") > 20 << 20, "nothing was held back, so that this proves nothing"


def _left(settle: str) -> int:
    """Bytes that stay after forty pictures have come and gone."""
    code = PAINT.format(settle=settle)
    return int(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
