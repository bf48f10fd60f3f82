"""Pictures that are not what they look like at first: turned, of other colours, with more bits, to be seen through."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageCms

RED, BLUE = (200, 40, 40), (40, 40, 200)
WIDTH, HEIGHT = 300, 200

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def sideways(kind: str = "JPEG", turn: int = 6) -> bytes:
    """Stored as 300 × 200, blue on the left and red on the right; by EXIF to be turned."""
    image = Image.new("RGB", (WIDTH, HEIGHT), BLUE)
    image.paste(RED, (WIDTH // 2, 0, WIDTH, HEIGHT))
    return saved(image, kind, exif=exif_of(turn), quality=95)


def of_other_colours(kind: str = "JPEG", mode: str = "RGB") -> bytes:
    """Stored as red, and blue by its profile."""
    colours = {"RGB": RED, "RGBA": (*RED, 128)}
    return saved(Image.new(mode, (WIDTH, HEIGHT), colours[mode]), kind, icc_profile=red_and_blue_swapped(), quality=95)


def of_16_bits() -> bytes:
    """Grey from black on the left to white on the right, in PNG's 16 bits."""
    row = b"".join(struct.pack(">H", 65535 * x // (WIDTH - 1)) for x in range(WIDTH))
    return png(WIDTH, HEIGHT, pixels=(b"\x00" + row) * HEIGHT, depth=16, colour=0)


def see_through(kind: str = "PNG") -> bytes:
    """Red, if it could be seen."""
    return saved(Image.new("RGBA", (WIDTH, HEIGHT), (255, 0, 0, 0)), kind)


def red_and_blue_swapped() -> bytes:
    """A profile that calls red what others call blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    end = 132 + int.from_bytes(profile[128:132], "big") * 12
    tags = profile[132:end].replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    return profile[:132] + tags + profile[end:]


def exif_of(turn: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turn
    return exif


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    image.save(made, kind, **{name: value for name, value in options.items() if value is not None})
    return made.getvalue()


def png(
    width: int, height: int, *, pixels: bytes | None = None, depth: int = 8, colour: int = 2, before: bytes = b""
) -> bytes:
    """Black where no `pixels` are told, in which case a picture of any size is some kilobytes."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    packed = _zeros(height * (1 + width * channels * depth // 8)) if pixels is None else zlib.compress(pixels)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + before + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _zeros(count: int) -> bytes:
    packing, step = zlib.compressobj(1), bytes(1 << 20)
    packed = [packing.compress(step) for _ in range(count >> 20)]
    return b"".join((*packed, packing.compress(bytes(count & ((1 << 20) - 1))), packing.flush()))
