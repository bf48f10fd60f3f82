"""A browser that only writes down what it was asked to open, and the way in from there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.eventually import eventually

ENTRY = re.compile(r"http://[^\"]+/enter\?key=[A-Za-z0-9_-]+")


class RecordingBrowser:
    """`environ` makes it the default one."""

    def __init__(self, folder: Path) -> None:
        self._opened, self._environment = folder / "opened", folder / "its-environment"
        script = folder / "browser"
        script.write_text(
            "#!/bin/sh\n"
            f'env > "{self._environment}"\n'
            f'echo "$1" > "{self._opened}.part" && mv "{self._opened}.part" "{self._opened}"\n'
        )
        script.chmod(0o755)
        self.environ = {"BROWSER": str(script)}

    def address(self) -> str:
        """What it was asked to open last; waits for it."""
        eventually(self._opened.exists, what="a browser was asked for")
        return self._opened.read_text(encoding="utf-8").strip()

    def entry_url(self) -> str:
        """Where the file leads that it was asked to open."""
        file = Path(unquote(urlsplit(self.address()).path))
        found = ENTRY.search(file.read_text(encoding="utf-8"))
        assert found is not None
        return found[0]

    def environment(self) -> dict[str, str]:
        """Which it was started with."""
        self.address()
        lines = self._environment.read_text(encoding="utf-8").splitlines()
        return dict(line.partition("=")[::2] for line in lines)
