"""Pictures that tell their metadata: it is there, it is whole, and not a pixel has changed."""

from __future__ import annotations

import contextlib
import io
import random
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
from msgspec.structs import replace
from PIL import Image, ImageCms, PngImagePlugin

from server.pictures.metadata import Metadata, embed, read_metadata, read_metadata_file, strip
from server.pictures.metadata.chunks import Label, Malformed
from server.pictures.metadata.embedding import blocks
from server.pictures.metadata.exif import read_comment
from server.pictures.picture import is_complete, read_picture
from tests.jpegs import make_jpeg, make_picture
from tests.originals import as_it_came

KINDS = ("JPEG", "PNG", "WEBP")
STORY = Metadata(
    uid="0123456789abcdef0123456789abcdef",
    prompt="一只小船，水墨\nA “boat” & <ship>: 50% mist",
    prompt_sent="A boat in ink wash",
    negative_prompt="fog, 人物",
    model="@cf/black-forest-labs/flux-1-schnell",
    steps=4,
    seed=18_446_744_073_709,
    guidance=7.5,
    width=1024,
    height=768,
    seconds=2.25,
    neurons=172.8,
    created=1_795_385_710.123,
    sample=False,
    version="0.1.0",
    parent_uid="f" * 32,
)
BARE = Metadata(uid="f" * 32, prompt="a boat")


def pixels(data: bytes) -> tuple[str, bytes]:
    with Image.open(io.BytesIO(data)) as image:
        return image.mode, image.tobytes()


def drawn(kind: str, mode: str = "RGB", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's
    """A small picture, saved by Pillow with these options."""
    made = io.BytesIO()
    image = Image.linear_gradient("L").resize((48, 40)).convert(mode)
    if mode == "RGBA":
        image.putalpha(Image.radial_gradient("L").resize((48, 40)))
    image.save(made, kind, **options)
    return made.getvalue()


PICTURES = {
    "jpeg": make_picture("JPEG"),
    "jpeg-progressive": drawn("JPEG", progressive=True),
    "jpeg-grey": drawn("JPEG", "L"),
    "jpeg-cmyk": drawn("JPEG", "CMYK"),
    "jpeg-large": make_jpeg(600_000),
    "png": make_picture("PNG"),
    "png-alpha": drawn("PNG", "RGBA"),
    "png-palette": drawn("PNG", "P"),
    "webp": make_picture("WEBP"),
    "webp-alpha": drawn("WEBP", "RGBA"),
    "webp-lossless": drawn("WEBP", lossless=True),
    "webp-lossless-alpha": drawn("WEBP", "RGBA", lossless=True),
}


@pytest.mark.parametrize("metadata", [STORY, BARE, replace(BARE, sample=True, created=0.0, seconds=1e-05)])
@pytest.mark.parametrize("name", PICTURES)
def test_metadata_comes_back_whole(name: str, metadata: Metadata, tmp_path: Path) -> None:
    told = embed(PICTURES[name], metadata)
    (tmp_path / "a picture").write_bytes(told)

    assert read_metadata(told) == metadata
    assert read_metadata_file(tmp_path / "a picture") == metadata


@pytest.mark.parametrize("name", PICTURES)
def test_not_a_byte_of_the_picture_itself_changes(name: str) -> None:
    told = embed(PICTURES[name], STORY)

    assert pixels(told) == pixels(PICTURES[name])
    assert read_picture(told).kind == read_picture(PICTURES[name]).kind
    assert is_complete(told)
    if name not in ("webp-alpha",):  # which had a header of the kind before
        assert as_it_came(told) == PICTURES[name]


@pytest.mark.parametrize("name", PICTURES)
def test_stripped_it_is_as_it_was(name: str) -> None:
    plain = strip(PICTURES[name])

    assert strip(embed(PICTURES[name], STORY)) == plain
    assert pixels(plain) == pixels(PICTURES[name])
    assert list(blocks(plain)) == []


@pytest.mark.parametrize("name", PICTURES)
def test_told_twice_it_tells_the_last(name: str) -> None:
    twice = embed(embed(PICTURES[name], BARE), STORY)

    assert read_metadata(twice) == STORY
    labels = [(block.label, block.name) for block in blocks(twice) if block.name != "Comment"]
    assert len(labels) == len(set(labels)) == 2
    assert "Steps: 4" in parameters_of(twice)


@pytest.mark.parametrize("kind", KINDS)
def test_other_programs_find_their_parameters(kind: str) -> None:
    told = embed(make_picture(kind), STORY)

    assert parameters_of(told) == (
        "A boat in ink wash\nNegative prompt: fog, 人物\n"
        "Steps: 4, Sampler: Default, Schedule type: Automatic, CFG scale: 7.5, Seed: 18446744073709, Size: 1024x768, "
        "Model: flux-1-schnell, Version: Atelier 0.1.0"
    )


def parameters_of(data: bytes) -> str:
    """As another program reads them: by Pillow, from a text or the EXIF UserComment."""
    with Image.open(io.BytesIO(data)) as image:
        if image.format == "PNG":
            return str(image.info["parameters"])
        comment = image.getexif().get_ifd(0x8769)[0x9286]
        assert comment[:8] == b"UNICODE\x00"
        return bytes(comment[8:]).decode("utf-16-be")


def test_plain_latin_is_plain_text_in_a_png() -> None:
    told = embed(make_picture("PNG"), replace(BARE, prompt="café"))

    with Image.open(io.BytesIO(told)) as image:
        assert type(image.info["parameters"]) is str  # and not PngImagePlugin.iTXt, which is one too
        assert image.info["parameters"].startswith("café")


@pytest.mark.parametrize("kind", KINDS)
def test_photo_programs_find_description_program_and_date(kind: str) -> None:
    told = embed(make_picture(kind), STORY)

    [packet] = [block.data.decode() for block in blocks(told) if block.label is Label.XMP]
    assert "一只小船，水墨\nA “boat” &amp; &lt;ship&gt;: 50% mist</rdf:li>" in packet
    assert "<xmp:CreatorTool>Atelier 0.1.0</xmp:CreatorTool>" in packet
    assert "<xmp:CreateDate>2026-11-22T22:15:10+00:00</xmp:CreateDate>" in packet
    assert "trainedAlgorithmicMedia" in packet


def test_what_xml_cannot_say_is_marked() -> None:
    told = embed(make_picture("JPEG"), replace(BARE, prompt="a\x0bb\ud800c\rd\ne"))

    metadata = read_metadata(told)
    assert metadata is not None
    assert metadata.prompt == "a�b�c\rd\ne"


# -- too long -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["word " * 40_000, "画" * 100_000, "&<>" * 60_000])
@pytest.mark.parametrize("kind", KINDS)
def test_a_prompt_too_long_is_shortened_and_says_so(kind: str, text: str) -> None:
    picture = make_picture(kind)

    told = embed(picture, replace(STORY, prompt=text, prompt_sent=None))

    metadata = read_metadata(told)
    assert metadata is not None
    assert metadata.prompt.endswith(" […]")
    assert text.startswith(metadata.prompt.removesuffix(" […]"))
    assert len(metadata.prompt) > 2000
    assert (metadata.uid, metadata.seed) == (STORY.uid, STORY.seed)
    assert parameters_of(told).startswith(text[:2000])
    assert as_it_came(told) == picture


@pytest.mark.parametrize("kind", KINDS)
def test_the_longest_prompt_a_form_takes_is_kept_whole(kind: str) -> None:
    metadata = replace(STORY, prompt="画&" * 1024, prompt_sent="\u0001画" * 1024, negative_prompt="𰻞" * 2048)

    told = read_metadata(embed(make_picture(kind), metadata))

    assert told == replace(metadata, prompt_sent="�画" * 1024)


# -- what is there already ----------------------------------------------------------------------------------------

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF'
    b' xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:Description r:about="" xmlns:dc='
    b'"http://purl.org/dc/elements/1.1/"><dc:creator><r:Seq><r:li>Somebody</r:li></r:Seq></dc:creator>'
    b'</r:Description></r:RDF></x:xmpmeta><?xpacket end="w"?>'
)


def with_xmp(kind: str) -> dict[str, Any]:
    """What makes Pillow write that packet."""
    if kind != "PNG":
        return {"xmp": XMP}
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", XMP.decode())
    return {"pnginfo": texts}


def camera(*, comment: bytes | None = None, turned: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Camera", turned
    inner = exif.get_ifd(0x8769)
    inner[0x829A] = 0.25
    if comment is not None:
        inner[0x9286] = comment
    exif.get_ifd(0x8825)[1] = "N"
    return exif


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_in_a_picture_already_stays(kind: str) -> None:
    picture = drawn(kind, exif=camera(), icc_profile=PROFILE, **with_xmp(kind))

    told = embed(picture, STORY)

    assert read_metadata(told) == STORY
    assert pixels(told) == pixels(picture)
    with Image.open(io.BytesIO(told)) as image:
        assert image.info["icc_profile"] == PROFILE
        exif = image.getexif()
        assert (exif[0x010F], exif.get_ifd(0x8825)[1], exif.get_ifd(0x8769)[0x829A]) == ("Camera", "N", 0.25)
        assert b"<r:li>Somebody</r:li>" in image.info["xmp"]
    assert "A boat in ink wash" in parameters_of(told)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_somebody_elses_comment_stays(kind: str) -> None:
    picture = drawn(kind, exif=camera(comment=b"ASCII\x00\x00\x00My holiday"))

    told = embed(picture, STORY)

    assert read_metadata(told) == STORY
    [exif] = [block.data for block in blocks(told) if block.label is Label.EXIF]
    assert read_comment(exif) == "My holiday"


@pytest.mark.parametrize("kind", KINDS)
def test_stripped_it_keeps_colours_and_orientation_and_nothing_else(kind: str) -> None:
    picture = drawn(
        kind, exif=camera(turned=6, comment=b"ASCII\x00\x00\x00My holiday"), icc_profile=PROFILE, **with_xmp(kind)
    )

    plain = strip(embed(picture, STORY))

    assert pixels(plain) == pixels(picture)
    with Image.open(io.BytesIO(plain)) as image:
        assert image.info["icc_profile"] == PROFILE
        assert dict(image.getexif()) == {0x0112: 6}
    for word in (b"Camera", b"holiday", b"Somebody", b"Atelier", b"atelier", "小船".encode()):
        assert word not in plain


@pytest.mark.parametrize("kind", KINDS)
def test_every_way_a_picture_can_be_turned_is_kept(kind: str) -> None:
    for turned in (2, 3, 4, 5, 6, 7, 8):
        with Image.open(io.BytesIO(strip(drawn(kind, exif=camera(turned=turned))))) as image:
            assert dict(image.getexif()) == {0x0112: turned}
    for not_turned in (0, 1, 9):
        with Image.open(io.BytesIO(strip(drawn(kind, exif=camera(turned=not_turned))))) as image:
            assert dict(image.getexif()) == {}


def test_what_hides_behind_the_picture_is_stripped_too() -> None:
    for kind in ("JPEG", "PNG"):
        picture = make_picture(kind)
        assert strip(picture + b"something hidden") == strip(picture)
        assert embed(picture + b"something hidden", STORY).endswith(b"hidden") is (kind == "JPEG")


def test_an_animation_stays_one() -> None:
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "green", "blue")]
    for kind in ("WEBP", "PNG"):
        made = io.BytesIO()
        frames[0].save(made, kind, save_all=True, append_images=frames[1:])
        for version in (embed(made.getvalue(), STORY), strip(embed(made.getvalue(), STORY))):
            with Image.open(io.BytesIO(version)) as image:
                assert cast(PngImagePlugin.PngImageFile, image).n_frames == 3


# -- what is no picture, or wants to be trouble -------------------------------------------------------------------


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x04\x00\x00\x00WEBP", b"text", bytes(99)]
)
def test_what_is_no_picture_stays_what_it_is(data: bytes) -> None:
    assert embed(data, STORY) == data
    assert read_metadata(data) is None
    with pytest.raises(Malformed):
        strip(data)


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_without_metadata_has_none(kind: str) -> None:
    assert read_metadata(make_picture(kind)) is None
    assert read_metadata(drawn(kind, exif=camera(), **with_xmp(kind))) is None


def in_jpeg(xmp: bytes) -> bytes:
    payload = b"http://ns.adobe.com/xap/1.0/\x00" + xmp
    return b"\xff\xd8\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload + PICTURES["jpeg"][2:]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><x xmlns:s="urn:atelier:story:1#"><s:uid>00000000000000000000000000000000</s:uid><s:prompt>&i;</s:prompt></x>'
).encode()


@pytest.mark.parametrize(
    "packet",
    [
        BOMB,
        b'<!DOCTYPE x [<!ENTITY p "a boat">]><x xmlns:s="urn:atelier:story:1#"><s:uid>'
        + b"0" * 32
        + b"</s:uid><s:prompt>&p;</s:prompt></x>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x xmlns:s="urn:atelier:story:1#"/>',
        b'<x xmlns:s="urn:atelier:story:1#"><s:uid>' + b"0" * 31 + b"</s:uid><s:prompt>a</s:prompt></x>",
        b'<x xmlns:s="urn:atelier:story:1#"><s:prompt>no uid</s:prompt></x>',
        b'<x xmlns:s="urn:atelier:story:1#"><s:uid>' + b"0" * 32 + b"</s:uid></x>",
        b'<x xmlns:s="urn:atelier:story:1#">' + b"<a>" * 9000,
        b'<?xml version="1.0" encoding="no-such"?><x xmlns:s="urn:atelier:story:1#"/>',
        b'<x xmlns:s="urn:atelier:story:1#">\xff\xfe</x>',
        b"urn:atelier:story:1#",
    ],
)
def test_a_packet_that_is_no_metadata_tells_none(packet: bytes) -> None:
    assert read_metadata(in_jpeg(packet)) is None
    assert pixels(embed(in_jpeg(packet), STORY)) == pixels(in_jpeg(packet))


def test_values_that_make_no_sense_are_unknown() -> None:
    packet = (
        b'<x xmlns:s="urn:atelier:story:1#"><s:uid>'
        + b"0" * 32
        + b"</s:uid><s:prompt>a</s:prompt><s:steps>many</s:steps>"
        b"<s:seed>1e9</s:seed><s:seconds>nan</s:seconds><s:neurons>1e999</s:neurons><s:width>"
        + b"9"
        * 30
        + b"</s:width>"
        b"<s:created>inf</s:created><s:sample>perhaps</s:sample><s:unknown>x</s:unknown><s:parent_uid>me</s:parent_uid></x>"
    )

    assert read_metadata(in_jpeg(packet)) == Metadata(uid="0" * 32, prompt="a")


def test_metadata_written_as_attributes_is_read_too() -> None:
    packet = b'<x xmlns:s="urn:atelier:story:1#" s:uid="%s" s:prompt="a boat" s:steps="4"/>' % (b"0" * 32)

    assert read_metadata(in_jpeg(packet)) == Metadata(uid="0" * 32, prompt="a boat", steps=4)


@pytest.mark.parametrize("name", [name for name in PICTURES if name != "jpeg-large"])
def test_damage_does_no_harm(name: str) -> None:
    """A thousand ways to break each picture, the same ones every time: cut short, bytes changed, pieces doubled."""
    rng = random.Random(name)  # noqa: S311 - breaks things, guards nothing
    told = embed(PICTURES[name], STORY)
    for _ in range(1000):
        broken = damaged(told, rng)
        metadata = read_metadata(broken)
        assert metadata is None or isinstance(metadata.prompt, str)
        assert isinstance(embed(broken, STORY), bytes)
        with contextlib.suppress(Malformed):
            strip(broken)


def damaged(data: bytes, rng: random.Random) -> bytes:
    head = min(len(data), 4000)
    at, end = sorted(rng.randrange(head) for _ in range(2))
    ways = (
        data[:at],
        data[:at] + data[end:],
        data[:end] + data[at:],
        data[:at] + rng.randbytes(rng.randrange(1, 9)) + data[at:],
        data[:at] + bytes((data[at] ^ 1 << rng.randrange(8),)) + data[at + 1 :],
        data[:at] + rng.choice((b"\x00", b"\xff")) * 4 + data[at + 4 :],
    )
    return rng.choice(ways)


def test_a_file_is_read_no_further_than_its_metadata(tmp_path: Path) -> None:
    for kind in KINDS:
        told = embed(make_picture(kind, side=512), STORY)
        stream = Counting(told)

        assert read_through(stream, told) == STORY
        assert stream.given < 8000, kind


class Counting(io.BytesIO):
    """Counts what is read."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.given += len(data)
        return data


def read_through(stream: BinaryIO, data: bytes) -> Metadata | None:
    from server.pictures.metadata.embedding import _find

    return _find(stream, data[:16])
