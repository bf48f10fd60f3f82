"""What this program writes into pictures, read by the programs people use beside it."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image
from sd_parsers import ParserManager

from server.pictures.metadata import Metadata, embed
from tests.jpegs import make_picture

KINDS = ("PNG", "JPEG", "WEBP")
STORY = Metadata(
    uid="0123456789abcdef0123456789abcdef",
    prompt="一只小船，水墨",
    prompt_sent="A boat, ink wash, 小船",
    negative_prompt="fog, 人物",
    model="@cf/black-forest-labs/flux-1-schnell",
    steps=4,
    seed=18_446_744_073_709,
    guidance=7.5,
    width=1024,
    height=768,
    created=1_795_385_710.123,
    version="0.1.0",
)
WITH_EMOJI = replace(STORY, prompt="a cat 🐱, 灯塔", prompt_sent=None)


def written(folder: Path, kind: str, metadata: Metadata) -> Path:
    file = folder / f"a picture.{kind.lower()}"
    file.write_bytes(embed(make_picture(kind), metadata))
    return file


def said(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "changes",
    [{}, {"guidance": None}, {"seed": None, "guidance": None}, {"steps": None, "seed": None, "guidance": None}],
    ids=["all", "no guidance", "steps only", "nothing"],
)
def test_sd_parsers(tmp_path: Path, kind: str, changes: dict[str, None]) -> None:
    metadata = replace(STORY, **changes)

    told = ParserManager().parse(written(tmp_path, kind, metadata))

    assert told is not None
    [sampler] = told.samplers
    assert [prompt.value for prompt in sampler.prompts] == ["A boat, ink wash, 小船"]
    assert [prompt.value for prompt in sampler.negative_prompts] == ["fog, 人物"]
    assert sampler.model is not None
    assert sampler.model.name == "flux-1-schnell"
    values = {"steps": metadata.steps, "seed": metadata.seed, "cfg_scale": metadata.guidance}
    for name, value in values.items():
        assert sampler.parameters.get(name) == (None if value is None else str(value))
    assert told.metadata["Size"] == "1024x768"


def test_sd_parsers_with_emoji(tmp_path: Path) -> None:
    """Of JPEG and WebP it takes each comment for UTF-16, which exiv2 cannot read with emoji in it."""
    told = ParserManager().parse(written(tmp_path, "PNG", WITH_EMOJI))

    assert told is not None
    assert [prompt.value for prompt in told.samplers[0].prompts] == ["a cat 🐱, 灯塔"]


@pytest.mark.parametrize("metadata", [STORY, WITH_EMOJI], ids=["", "emoji"])
@pytest.mark.parametrize("kind", KINDS)
def test_exiftool(tmp_path: Path, kind: str, metadata: Metadata) -> None:
    file = written(tmp_path, kind, metadata)

    [told] = json.loads(said("exiftool", "-json", "-charset", "utf8", file))

    assert told["Description"] == metadata.prompt
    assert told["CreatorTool"] == "Atelier 0.1.0"
    assert told["DigitalSourceType"].endswith("trainedAlgorithmicMedia")
    parameters = told["Parameters" if kind == "PNG" else "UserComment"]
    assert parameters.startswith(f"{metadata.prompt_sent or metadata.prompt}\nNegative prompt: fog, 人物\nSteps: 4, ")
    assert "Warning" not in told


@pytest.mark.parametrize("metadata", [STORY, WITH_EMOJI], ids=["", "emoji"])
@pytest.mark.parametrize("kind", KINDS)
def test_exiv2(tmp_path: Path, kind: str, metadata: Metadata) -> None:
    file = written(tmp_path, kind, metadata)

    assert metadata.prompt in said("exiv2", "-K", "Xmp.dc.description", "-Pv", file)
    if kind != "PNG":
        comment = said("exiv2", "-K", "Exif.Photo.UserComment", "-Pv", file).removeprefix("charset=Unicode ")
        assert comment.startswith(f"{metadata.prompt_sent or metadata.prompt}\nNegative prompt: fog, 人物\nSteps: 4, ")


@pytest.mark.parametrize("metadata", [STORY, WITH_EMOJI], ids=["", "emoji"])
@pytest.mark.parametrize("kind", KINDS)
def test_pillow(kind: str, metadata: Metadata) -> None:
    with Image.open(io.BytesIO(embed(make_picture(kind), metadata))) as image:
        if kind == "PNG":
            parameters = image.info["parameters"]
        else:
            comment = image.getexif().get_ifd(0x8769)[0x9286]
            codec = "utf-16-be" if comment.startswith(b"UNICODE\x00") else "utf-8"
            parameters = comment[8:].decode(codec)
    assert parameters.startswith(f"{metadata.prompt_sent or metadata.prompt}\nNegative prompt: fog, 人物\nSteps: 4, ")
