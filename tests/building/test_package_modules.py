"""What is left out of the package must not be missed: here by whatever shows pictures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from package.trim import MODULES

from server.common.paths import ROOT
from tests.odd_pictures import of_16_bits, of_other_colours, see_through, sideways

WITHOUT_THEM = """
import json, sys
from importlib.abc import MetaPathFinder

class LeftOut(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == each or name.startswith(each + ".") for each in LEFT_OUT):
            raise ModuleNotFoundError(f"not in the package: {name}", name=name)

LEFT_OUT = json.loads(sys.argv[1])
sys.meta_path.insert(0, LeftOut())

from server.library.export.convert import convert
from server.pictures.displayable import displayable_bytes
from server.pictures.export_options import ExportFormat, ExportOptions
from server.pictures.metadata import Metadata
from server.pictures.picture import read_picture
from pathlib import Path

for file in sys.argv[2:]:
    data = Path(file).read_bytes()
    print(displayable_bytes(data, side=8).convert("RGBA").getpixel((3, 3)))
    for form in ExportFormat:
        convert(read_picture(data), Metadata(uid="a" * 32, prompt="a boat"), ExportOptions(form))
"""


@pytest.mark.slow
def test_pictures_of_every_kind_are_shown_and_exported_by_what_is_in_the_package(tmp_path: Path) -> None:
    kinds = [sideways("JPEG"), sideways("WEBP"), of_other_colours("JPEG"), of_16_bits(), see_through("PNG")]
    files = [tmp_path / f"{number}" for number in range(len(kinds))]
    for file, data in zip(files, kinds, strict=True):
        file.write_bytes(data)

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THEM, json.dumps(MODULES), *map(str, files)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    red, _, blue, _ = json.loads(done.stdout.splitlines()[2].replace("(", "[").replace(")", "]"))
    assert blue > red + 100, "the profile was taken for what it is"
