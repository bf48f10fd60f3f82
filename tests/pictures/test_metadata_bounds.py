"""Files that want our time or memory get a little of each, and what stands before the trouble is read all the same."""

from __future__ import annotations

import io
import json
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from PIL import Image

from server.pictures.metadata import read_metadata
from server.pictures.metadata.foreign import ForeignMetadata, read_foreign
from server.pictures.metadata.foreign.comfyui import graph as graphs
from tests.foreign_pictures import comfyui, hidden, png, png_of

MEGABYTE = 1024 * 1024
PAIRS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x768, Model: m"
CAT = ForeignMetadata("AUTOMATIC1111", "a cat", None, 20, 5, 7.0, "m", 512, 768)


class Peeked(io.BytesIO):
    """Counts what is read."""

    given = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self.given += len(data)
        return data


def read_counting(data: bytes) -> tuple[ForeignMetadata | None, int]:
    from server.pictures.metadata.foreign import _read

    stream = Peeked(data)
    return _read(stream), stream.given


def peak_of(work: Callable[[], object]) -> int:
    """The most bytes that were held at once beside those held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def with_chunks(*chunks: tuple[bytes, bytes]) -> bytes:
    plain = png()
    made = [
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big") for kind, body in chunks
    ]
    return plain[:33] + b"".join(made) + plain[33:]


@cache
def packed(size: int) -> bytes:
    return zlib.compress(b"a" * size)


@pytest.mark.parametrize("name", [b"parameters", b"n%d", b"Raw profile type exif"])
@pytest.mark.parametrize("size", [7_900_000, 9_000_000])
def test_hundreds_of_packed_texts_are_not_all_unpacked(name: bytes, size: int) -> None:
    texts = [(b"zTXt", (name % number if b"%" in name else name) + b"\x00\x00" + packed(size)) for number in range(100)]
    data = with_chunks((b"tEXt", b"parameters\x00a cat\n" + PAIRS.encode()), *texts)
    told: list[object] = []

    assert peak_of(lambda: told.extend((read_foreign(data), read_metadata(data)))) < 64 * MEGABYTE
    assert told == [CAT, None]


def test_packed_texts_of_other_names_take_no_room() -> None:
    texts = [(b"zTXt", b"n%d\x00\x00" % number + packed(7_900_000)) for number in range(9)]

    assert read_foreign(with_chunks(*texts, (b"tEXt", b"parameters\x00a cat\n" + PAIRS.encode()))) == CAT


def test_texts_are_read_up_to_a_sum() -> None:
    texts = [(b"tEXt", b"n%d\x00" % number + b"a " * 3_900_000) for number in range(6)]
    data = with_chunks((b"tEXt", b"parameters\x00a cat\n" + PAIRS.encode()), *texts)

    told, given = read_counting(data)

    assert told == CAT
    assert given < 20 * MEGABYTE


def test_one_text_too_large_does_not_hide_the_next() -> None:
    large = (b"tEXt", b"workflow\x00" + b"a" * 9_000_000)

    assert read_foreign(with_chunks(large, (b"tEXt", b"parameters\x00a cat\n" + PAIRS.encode()))) == CAT


@pytest.mark.parametrize("between", [b"", b"\xfe\x00\x02"])
def test_fill_bytes_of_a_jpeg_are_not_followed_for_ever(between: bytes) -> None:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "JPEG")
    data = made.getvalue()[:2] + (b"\xff" * 3000 + between) * 300 + made.getvalue()[2:]

    told, given = read_counting(data)

    assert told is None
    assert given < 100_000


def test_some_fill_bytes_do_no_harm() -> None:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "JPEG", comment=f"a cat\n{PAIRS}")
    data = made.getvalue()

    assert read_foreign(data[:2] + b"\xff" * 3000 + data[2:]) == CAT


def test_packets_are_read_up_to_a_number() -> None:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, "JPEG")
    payload = b"http://ns.adobe.com/xap/1.0/\x00" + b'<x xmlns:s="urn:atelier:story:1#">' + b"<a/>" * 15_000
    segment = b"\xff\xe1" + (len(payload) + 2).to_bytes(2, "big") + payload
    data = made.getvalue()[:2] + segment * 300 + made.getvalue()[2:]

    _, given = read_counting(data)

    assert given < 20 * len(segment)


def web(kind: str, name: str, *, nodes: int = 400, links: int = 400) -> dict[str, Any]:
    """Every node is linked to hundreds of others."""
    made: dict[str, Any] = {
        str(number): {
            "class_type": kind,
            "inputs": {f"{name}_{link}": [str((number + 1 + link) % nodes), 0] for link in range(links)},
        }
        for number in range(nodes)
    }
    made["sampler"] = {"class_type": "KSampler", "inputs": {"positive": ["0", 0], "model": ["0", 0], "seed": 1}}
    made["saved"] = {"class_type": "SaveImage", "inputs": {"images": ["sampler", 0]}}
    return made


@pytest.mark.parametrize(
    ("kind", "name"),
    [("ConditioningCombine", "conditioning"), ("StringConcatenate", "text"), ("X", "model")],
)
def test_a_web_of_links_is_followed_up_to_a_number(kind: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    followed = []
    right = graphs.Graph.follow

    def follow(graph: graphs.Graph, value: object) -> graphs.Node | None:
        followed.append(1)
        return right(graph, value)

    monkeypatch.setattr(graphs.Graph, "follow", follow)
    data = png_of({f"prompt{number}": json.dumps(web(kind, name, nodes=300, links=150)) for number in range(3)})

    told = read_foreign(data)

    assert told is not None
    assert (told.program, told.prompt) == ("ComfyUI", "")
    assert len(followed) <= graphs.MOST_STEPS


def test_a_text_that_doubles_itself_ends() -> None:
    nodes: dict[str, Any] = {
        str(number): {
            "class_type": "StringConcatenate",
            "inputs": {"string_a": [str(number + 1), 0], "string_b": [str(number + 1), 0], "delimiter": " "},
        }
        for number in range(60)
    }
    nodes["60"] = {"class_type": "PrimitiveString", "inputs": {"value": "word " * 100}}
    nodes["sampler"] = {"class_type": "KSampler", "inputs": {"positive": ["0", 0], "seed": 1}}
    nodes["saved"] = {"class_type": "SaveImage", "inputs": {"images": ["sampler", 0]}}

    told = read_foreign(comfyui(nodes))

    assert told is not None
    assert 1000 < len(told.prompt) <= 64 * 1024


def test_json_is_parsed_up_to_a_sum() -> None:
    large = '{"a":[' + "[]," * 700_000 + "[]]}"
    data = png_of({f"n{number}": large for number in range(6)})

    assert peak_of(lambda: read_foreign(data)) < 250 * MEGABYTE


def test_a_picture_without_a_hidden_text_is_not_decoded_whole() -> None:
    noise = Image.merge("RGBA", [Image.effect_noise((600, 2000), 60)] * 4)
    made = io.BytesIO()
    noise.save(made, "PNG")

    told, given = read_counting(made.getvalue())

    assert told is None
    assert given < len(made.getvalue()) / 4


def test_a_hidden_text_in_a_picture_too_large_to_decode_is_left() -> None:
    data = bytearray(hidden(f"a cat\n{PAIRS}"))
    data[16:24] = (40_000).to_bytes(4, "big") * 2  # as the header says; the pixels are those of a small one
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")

    assert peak_of(lambda: read_foreign(bytes(data))) < MEGABYTE


@pytest.mark.parametrize(
    "text",
    [
        "Steps: \n" * 60_000,
        ("Steps: 1, " + "a: " * 20_000 + "\n") * 8,
        "x\nSteps: 1" + ',a:"\\"' * 60_000,
        "x\nSteps: 1, " + "a a a a a a " * 40_000,
        '"' * 30_000 + " -" * 30_000,
        " -- --" * 60_000 + " Job ID: 01234567-89ab-cdef-0123-456789abcdef",
    ],
)
def test_long_texts_are_told_from_metadata(text: str) -> None:
    texts = {f"n{number}": text for number in range(20)}

    told = read_foreign(png_of({**texts, "parameters": f"a cat\n{PAIRS}", "Dream": text}))

    assert told is not None
