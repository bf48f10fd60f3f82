"""Small pictures with texts in them, in each of the places where other programs put theirs."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PICTURE = Image.linear_gradient("L").resize((48, 40)).convert("RGB")
USER_COMMENT = 0x9286


def png(**texts: str) -> bytes:
    """A PNG with texts as Pillow writes them, which is what most of these programs use."""
    return png_of(texts)


def png_of(texts: Mapping[str, str], *, packed: bool = False, size: tuple[int, int] = PICTURE.size) -> bytes:
    """The same where a name is no word of Python's."""
    made, info = io.BytesIO(), PngInfo()
    for name, text in texts.items():
        info.add_text(name, text, zip=packed)
    PICTURE.resize(size).save(made, "PNG", pnginfo=info)
    return made.getvalue()


def with_comment(kind: str, comment: bytes | str, *, in_root: bool = False) -> bytes:
    """With an EXIF UserComment, where most put it or, as Fooocus does, among the picture's own fields."""
    exif = Image.Exif()
    (exif if in_root else exif.get_ifd(0x8769))[USER_COMMENT] = comment
    return _saved(kind, exif=exif)


def with_fields(kind: str, fields: Mapping[int, str]) -> bytes:
    """With fields of a camera that hold something else, as some nodes of ComfyUI write."""
    exif = Image.Exif()
    for tag, text in fields.items():
        exif[tag] = text.encode()  # of a `str` Pillow keeps ASCII only
    return _saved(kind, exif=exif)


def with_xmp(kind: str, properties: str) -> bytes:
    """With a packet of XMP that says this."""
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"'
        f' xmlns:xmp="http://ns.adobe.com/xap/1.0/">{properties}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    return png_of({"XML:com.adobe.xmp": packet}) if kind == "PNG" else _saved(kind, xmp=packet.encode())


def with_text_chunk(name: bytes, text: bytes) -> bytes:
    """A PNG with a `tEXt` of just these bytes, whatever the standard says of them."""
    plain = png()
    return plain[:33] + _chunk(b"tEXt", name + b"\x00" + text) + plain[33:]


def with_caption(caption: bytes) -> bytes:
    """A JPEG with a caption of IPTC."""
    return _with_segment(0xED, b"Photoshop 3.0\x00" + resource(caption))


def resource(caption: bytes) -> bytes:
    """A caption of IPTC as Photoshop wraps it, behind a resource of another kind."""
    record = b"\x1c\x02\x78" + len(caption).to_bytes(2, "big") + caption
    other = b"8BIM\x04\x0a\x00\x00" + (3).to_bytes(4, "big") + b"xyz\x00"
    return other + b"8BIM\x04\x04\x00\x00" + len(record).to_bytes(4, "big") + record


def with_jpeg_comment(comment: bytes) -> bytes:
    return _with_segment(0xFE, comment)


def with_raw_profile(kind: str, profile: bytes) -> bytes:
    """A PNG as ImageMagick makes it from a JPEG with this EXIF or IPTC."""
    digits = "\n".join(profile.hex()[at : at + 72] for at in range(0, 2 * len(profile), 72))
    return png_of({f"Raw profile type {kind}": f"\n{kind}\n{len(profile):8d}\n{digits}\n"}, packed=True)


def hidden(text: str, *, alpha: bool = True, packed: bool = True, size: tuple[int, int] = (64, 200)) -> bytes:
    """A PNG with this text in the lowest bits of its pixels, column by column."""
    kind = "png" if alpha else "rgb"
    body = gzip.compress(text.encode()) if packed else text.encode()
    whole = f"stealth_{kind}{'comp' if packed else 'info'}".encode() + (8 * len(body)).to_bytes(4, "big") + body
    bits = "".join(f"{byte:08b}" for byte in whole)
    image = PICTURE.resize(size).convert("RGBA" if alpha else "RGB")
    channels = [3] if alpha else [0, 1, 2]
    pixels = bytearray(image.transpose(Image.Transpose.TRANSPOSE).tobytes())
    places = [at for at in range(len(pixels)) if at % len(image.mode) in channels]
    for at, bit in zip(places, bits, strict=False):
        pixels[at] = (pixels[at] & 0xFE) | int(bit)
    turned = Image.frombytes(image.mode, (size[1], size[0]), bytes(pixels))
    made = io.BytesIO()
    turned.transpose(Image.Transpose.TRANSPOSE).save(made, "PNG")
    return made.getvalue()


def comfyui(graph: Mapping[str, Any], *, size: tuple[int, int] = PICTURE.size) -> bytes:
    """A PNG as ComfyUI saves it."""
    return png_of({"prompt": json.dumps(graph)}, size=size)


def _saved(kind: str, **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    made = io.BytesIO()
    PICTURE.save(made, kind, **options)
    return made.getvalue()


def _with_segment(marker: int, payload: bytes) -> bytes:
    plain = _saved("JPEG")
    return plain[:2] + bytes((0xFF, marker)) + (len(payload) + 2).to_bytes(2, "big") + payload + plain[2:]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
