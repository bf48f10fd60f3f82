"""A text is found wherever in the file it stands, and what stands beside it is no reason to miss it."""

from __future__ import annotations

import json

import pytest

from server.pictures.metadata.foreign import ForeignMetadata, read_foreign
from tests.foreign_pictures import (
    hidden,
    png,
    png_of,
    resource,
    with_caption,
    with_comment,
    with_fields,
    with_jpeg_comment,
    with_raw_profile,
    with_text_chunk,
    with_xmp,
)

PAIRS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 965400086, Size: 512x768, Model: dreamlike_v1"
SUNRISE = f"海上日出\nNegative prompt: 霧\n{PAIRS}"
TOLD = ForeignMetadata("AUTOMATIC1111", "海上日出", "霧", 20, 965400086, 7.0, "dreamlike_v1", 512, 768)
CAT = f"cat\n{PAIRS}"
CAT_TOLD = ForeignMetadata("AUTOMATIC1111", "cat", None, 20, 965400086, 7.0, "dreamlike_v1", 512, 768)
GRAPH = {
    "1": {"class_type": "KSampler", "inputs": {"seed": 5, "steps": 9, "positive": ["2", 0], "latent_image": ["3", 0]}},
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat"}},
    "3": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768}},
    "4": {"class_type": "VAEDecode", "inputs": {"samples": ["1", 0]}},
    "5": {"class_type": "SaveImage", "inputs": {"images": ["4", 0]}},
}
GRAPH_TOLD = ForeignMetadata("ComfyUI", "a cat", None, 9, 5, None, None, 512, 768)


@pytest.mark.parametrize(
    "picture",
    [
        png(parameters=SUNRISE),
        png_of({"parameters": SUNRISE}, packed=True),
        png(Description=SUNRISE),
        with_text_chunk(b"parameters", SUNRISE.encode()),
        with_comment("JPEG", b"UNICODE\x00" + SUNRISE.encode("utf-16-be")),
        with_comment("JPEG", b"UNICODE\x00" + SUNRISE.encode("utf-16-le")),
        with_comment("JPEG", b"UNICODE\x00" + SUNRISE.encode()),
        with_comment("WEBP", b"ASCII\x00\x00\x00" + SUNRISE.encode()),
        with_comment("JPEG", b"JIS\x00\x00\x00\x00\x00" + SUNRISE.encode()),
        with_comment("JPEG", b"JIS\x00\x00\x00\x00\x00" + SUNRISE.encode("iso2022_jp")),
        with_comment("JPEG", bytes(8) + SUNRISE.encode()),
        with_comment("JPEG", SUNRISE.encode(), in_root=True),
        with_fields("JPEG", {0x010E: SUNRISE}),
        with_fields("WEBP", {0x0110: SUNRISE}),
        with_xmp("JPEG", f"<dc:description><rdf:Alt><rdf:li>{SUNRISE}</rdf:li></rdf:Alt></dc:description>"),
        with_xmp("PNG", f"<exif:UserComment><rdf:Alt><rdf:li>{SUNRISE}</rdf:li></rdf:Alt></exif:UserComment>"),
        with_caption(SUNRISE.encode()),
        with_jpeg_comment(SUNRISE.encode()),
        with_raw_profile("iptc", resource(SUNRISE.encode())),
        hidden(SUNRISE),
        hidden(SUNRISE, packed=False),
        hidden(SUNRISE, alpha=False),
        hidden(SUNRISE, alpha=False, packed=False),
        hidden(SUNRISE, size=(300, 30)),
    ],
    ids=[
        *("iTXt", "iTXt packed", "another name", "tEXt in UTF-8", "UTF-16", "UTF-16 turned round"),
        *("UTF-8 called UTF-16", "ASCII", "JIS in UTF-8", "JIS", "unlabelled", "no label"),
        *("ImageDescription", "Model", "XMP", "XMP in PNG"),
        *("IPTC", "JPEG comment", "raw profile", "alpha packed", "alpha", "colours packed", "colours", "low and wide"),
    ],
)  # fmt: skip
def test_found_wherever_it_stands(picture: bytes) -> None:
    assert read_foreign(picture) == TOLD


def test_latin_letters_are_read_by_the_standard() -> None:
    assert read_foreign(
        with_text_chunk(b"parameters", CAT.replace("cat", "café").encode("latin-1"))
    ) == ForeignMetadata("AUTOMATIC1111", "café", None, 20, 965400086, 7.0, "dreamlike_v1", 512, 768)


def test_exif_kept_as_text_is_read() -> None:
    from server.pictures.metadata.exif import with_comment as exif_with_comment

    assert read_foreign(with_raw_profile("exif", b"Exif\x00\x00" + exif_with_comment(None, CAT, "x"))) == CAT_TOLD


@pytest.mark.parametrize("beside", ['{"broken', '{"a": 1}', "[1, 2]", "just some words", '{"1": {"class_type": 5}}'])
@pytest.mark.parametrize("name", ["Comment", "prompt", "workflow", "invokeai_metadata", "UserComment"])
def test_a_text_that_nobody_understands_ends_nothing(name: str, beside: str) -> None:
    assert read_foreign(png_of({name: beside, "parameters": CAT})) == CAT_TOLD


@pytest.mark.parametrize("beside", ['{"broken', '{"a": 1}', "a boat at sea"])
def test_nor_where_the_graph_is_behind_it(beside: str) -> None:
    assert read_foreign(png(parameters=beside, Comment=beside, prompt=json.dumps(GRAPH))) == GRAPH_TOLD


@pytest.mark.parametrize(
    "picture",
    [
        png(parameters=json.dumps(GRAPH)),
        png(prompt=json.dumps(GRAPH)[:-1] + ', "6": {"class_type": "X", "inputs": {}, "is_changed": [NaN]}}'),
        with_comment("JPEG", json.dumps({"prompt": GRAPH, "workflow": {}}), in_root=True),
        with_comment("WEBP", json.dumps({"prompt": json.dumps(GRAPH)}), in_root=True),
        with_fields("WEBP", {0x010F: "workflow:{}", 0x0110: f"prompt:{json.dumps(GRAPH)}"}),
        with_fields("JPEG", {0x010E: "Workflow: {}", 0x010F: f"Prompt: {json.dumps(GRAPH)}"}),
        with_jpeg_comment(json.dumps(GRAPH).encode()),
    ],
    ids=["parameters", "not a number", "one object", "objects in texts", "Make and Model", "extended", "JPEG comment"],
)
def test_a_graph_is_found_wherever_it_stands(picture: bytes) -> None:
    assert read_foreign(picture) == GRAPH_TOLD


@pytest.mark.parametrize("size", [(64, 64), (48, 40)])
def test_pixels_without_a_text_tell_nothing(size: tuple[int, int]) -> None:
    assert read_foreign(hidden("nothing that anybody reads", size=size)) is None
    assert read_foreign(png_of({}, size=size)) is None


def test_hidden_pixels_that_promise_more_than_there_is_tell_nothing() -> None:
    assert read_foreign(hidden(SUNRISE * 200, packed=False, size=(20, 200))) is None
