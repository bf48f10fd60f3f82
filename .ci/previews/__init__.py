"""Draws the previews of the styles that come with the program: one pear, in as many manners, as WebP files."""

from __future__ import annotations

import hashlib
import io
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from previews import built, canvas, cut, dry, lens, plates, printed, wet

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = Path("server/static/styles")
DRAWN_FROM = Path(".ci/previews/drawn-from.txt")
"""What the committed previews were drawn from: other processors may round otherwise, so pictures are not compared."""

SOURCES = (Path(__file__).parent, ROOT / "server" / "cloudflare" / "samples")
PREVIEWS: dict[str, Callable[[], Image.Image]] = {
    **built.DRAWN,
    **canvas.DRAWN,
    **cut.DRAWN,
    **dry.DRAWN,
    **lens.DRAWN,
    **plates.DRAWN,
    **printed.DRAWN,
    **wet.DRAWN,
}


def draw_previews(target: Path) -> None:
    """Write them below `target`, laid out as in the repository; those that are there, where nothing changed."""
    folder = target / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    committed = ROOT / DRAWN_FROM
    fingerprint = fingerprint_of_sources()
    unchanged = committed.is_file() and committed.read_text(encoding="utf-8").strip() == fingerprint
    for name, draw in sorted(PREVIEWS.items()):
        there, wanted = ROOT / FOLDER / f"{name}.webp", folder / f"{name}.webp"
        if not unchanged or not there.is_file():
            wanted.write_bytes(encoded(draw()))
        elif there != wanted:
            shutil.copyfile(there, wanted)
    (target / DRAWN_FROM).parent.mkdir(parents=True, exist_ok=True)
    (target / DRAWN_FROM).write_text(f"{fingerprint}\n", encoding="utf-8", newline="\n")


def committed_previews(root: Path) -> Iterator[Path]:
    yield from (path for path in (root / FOLDER).glob("*") if path.is_file())
    yield from (path for path in (root / DRAWN_FROM,) if path.is_file())


def fingerprint_of_sources() -> str:
    files = sorted(file for source in SOURCES for file in source.rglob("*.py"))
    return hashlib.sha256(b"\0".join(file.read_bytes().replace(b"\r\n", b"\n") for file in files)).hexdigest()


def encoded(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=82, method=6)
    return written.getvalue()
