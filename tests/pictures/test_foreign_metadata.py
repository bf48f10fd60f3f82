"""What other programs wrote into their pictures, in the shapes they really write."""

from __future__ import annotations

import io
import json
import random
from typing import Any

import pytest
from PIL.PngImagePlugin import PngInfo

from server.pictures.metadata import Metadata, embed
from server.pictures.metadata.foreign import ForeignMetadata, read_any, read_foreign
from tests.foreign_pictures import PICTURE, png, with_comment

# -- AUTOMATIC1111 and its kin ------------------------------------------------------------------------------------

A1111 = (
    "a lighthouse at dusk, (oil painting:1.2), 灯塔\nsecond line: with a colon\n"
    "Negative prompt: blurry, people\nlow quality\n"
    "Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 965400086, Size: 512x768, "
    'Model hash: 6ce0161689, Model: v1-5-pruned-emaonly, Lora hashes: "add_detail: 7c6bad76eb54", Version: v1.10.1'
)
LIGHTHOUSE = ForeignMetadata(
    program="AUTOMATIC1111",
    prompt="a lighthouse at dusk, (oil painting:1.2), 灯塔\nsecond line: with a colon",
    negative_prompt="blurry, people\nlow quality",
    steps=20,
    seed=965400086,
    guidance=7.0,
    model="v1-5-pruned-emaonly",
    width=512,
    height=768,
)


@pytest.mark.parametrize(
    "picture",
    [
        png(parameters=A1111),
        with_comment("JPEG", b"UNICODE\x00" + A1111.encode("utf-16-be")),
        with_comment("WEBP", b"UNICODE\x00" + A1111.encode("utf-16-be")),
        with_comment("JPEG", b"UNICODE\x00" + A1111.encode("utf-16-le")),
        with_comment("JPEG", b"ASCII\x00\x00\x00" + A1111.encode()),
        with_comment("JPEG", bytes(8) + A1111.encode()),
    ],
    ids=["png", "jpeg", "webp", "little-endian", "labelled ascii", "unlabelled"],
)
def test_automatic1111(picture: bytes) -> None:
    assert read_foreign(picture) == LIGHTHOUSE


@pytest.mark.parametrize(
    ("version", "program"),
    [
        ("f2.0.1v1.10.1-previous-313-g8a042934", "Forge"),
        ("f1.0.0v2-v1.10.1RC-latest-2184-g0b3c2e8c", "reForge"),
        ("f2.0.0-v1.10.1RC-latest-54", "EasyReforge"),
        ("classic", "Forge Classic"),
        ("neo-2.28", "Forge Neo"),
        ("v1.6.0-2-g4afaaf8a", "AUTOMATIC1111"),
        ("ComfyUI", "ComfyUI"),
        ("Fooocus v2.5.5", "Fooocus v2.5.5"),
        ("<script>", "AUTOMATIC1111"),
    ],
)
def test_who_wrote_parameters_is_in_the_version(version: str, program: str) -> None:
    told = read_foreign(png(parameters=A1111.replace("v1.10.1", version)))
    assert told is not None
    assert told.program == program


def test_without_negative_prompt_or_version() -> None:
    told = read_foreign(png(parameters="a boat\nSteps: 4, Sampler: Euler, CFG scale: 1, Seed: 0, Size: 1024x1024"))

    assert told == ForeignMetadata("AUTOMATIC1111", "a boat", None, 4, 0, 1.0, None, 1024, 1024)


def test_parameters_without_a_prompt() -> None:
    told = read_foreign(png(parameters="Steps: 4, Sampler: Euler, CFG scale: 1, Seed: 18446744073709551615"))

    assert told is not None
    assert (told.prompt, told.seed) == ("", 18_446_744_073_709_551_615)


@pytest.mark.parametrize(
    "text", ["a boat", "a: b, c: d, e: f", "Steps: 4", "", "Steps: 4, Steps: 5, Steps: 6", "{broken"]
)
def test_some_text_is_no_metadata(text: str) -> None:
    assert read_foreign(png(parameters=text)) is None


# -- ComfyUI ------------------------------------------------------------------------------------------------------


def sdxl(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - nodes
    """The default workflow, as ComfyUI ships it."""
    return {
        "3": {
            "class_type": "KSampler",
            "inputs": {
                "cfg": 8.0,
                "denoise": 1.0,
                "latent_image": ["5", 0],
                "model": ["4", 0],
                "negative": ["7", 0],
                "positive": ["6", 0],
                "sampler_name": "euler",
                "scheduler": "normal",
                "seed": 156680208700286,
                "steps": 20,
            },
            "_meta": {"title": "KSampler"},
        },
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5-pruned-emaonly-fp16.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"batch_size": 1, "height": 512, "width": 768}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["4", 1], "text": "a glass bottle, 银河"}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["4", 1], "text": "text, watermark"}},
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
    } | changes


BOTTLE = ForeignMetadata(
    program="ComfyUI",
    prompt="a glass bottle, 银河",
    negative_prompt="text, watermark",
    steps=20,
    seed=156680208700286,
    guidance=8.0,
    model="v1-5-pruned-emaonly-fp16.safetensors",
    width=768,
    height=512,
)


def test_comfyui() -> None:
    assert read_foreign(png(prompt=json.dumps(sdxl()), workflow="{}")) == BOTTLE


def test_comfyui_with_values_in_nodes_of_their_own() -> None:
    graph = sdxl()
    graph["6"]["inputs"]["text"] = ["10", 0]
    graph["3"]["inputs"] |= {"seed": ["11", 0], "steps": ["12", 0]}
    graph |= {
        "10": {"class_type": "PrimitiveStringMultiline", "inputs": {"value": "a glass bottle, 银河"}},
        "11": {"class_type": "Seed (rgthree)", "inputs": {"seed": 156680208700286}},
        "12": {"class_type": "PrimitiveInt", "inputs": {"value": 20}},
    }

    assert read_foreign(png(prompt=json.dumps(graph))) == BOTTLE


def test_comfyui_through_a_control_net_and_two_samplers() -> None:
    graph = sdxl()
    graph["20"] = {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["6", 0], "negative": ["7", 0]}}
    graph["3"]["inputs"] |= {"positive": ["20", 0], "negative": ["20", 1], "latent_image": ["21", 0]}
    graph["21"] = {"class_type": "LatentUpscale", "inputs": {"samples": ["22", 0], "width": 768, "height": 512}}
    graph["22"] = {"class_type": "KSampler", "inputs": {**graph["3"]["inputs"], "latent_image": ["5", 0], "seed": 7}}

    assert read_foreign(png(prompt=json.dumps(graph))) == BOTTLE


FLUX = {
    "5": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 1024, "height": 768, "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "cute anime girl", "clip": ["11", 0]}},
    "8": {"class_type": "VAEDecode", "inputs": {"samples": ["13", 0], "vae": ["10", 0]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
    "12": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev.safetensors", "weight_dtype": "default"}},
    "13": {
        "class_type": "SamplerCustomAdvanced",
        "inputs": {
            "noise": ["25", 0],
            "guider": ["22", 0],
            "sampler": ["16", 0],
            "sigmas": ["17", 0],
            "latent_image": ["5", 0],
        },
    },
    "16": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "euler"}},
    "17": {"class_type": "BasicScheduler", "inputs": {"scheduler": "simple", "steps": 20, "model": ["12", 0]}},
    "22": {"class_type": "BasicGuider", "inputs": {"model": ["12", 0], "conditioning": ["26", 0]}},
    "25": {"class_type": "RandomNoise", "inputs": {"noise_seed": 219670278747233}},
    "26": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["6", 0]}},
}


def test_comfyui_with_flux() -> None:
    assert read_foreign(png(prompt=json.dumps(FLUX))) == ForeignMetadata(
        "ComfyUI", "cute anime girl", None, 20, 219670278747233, 3.5, "flux1-dev.safetensors", 1024, 768
    )


def test_comfyui_with_a_negative_prompt_of_nothing() -> None:
    graph = sdxl()
    graph["3"]["inputs"]["negative"] = ["30", 0]
    graph["30"] = {"class_type": "ConditioningZeroOut", "inputs": {"conditioning": ["6", 0]}}

    told = read_foreign(png(prompt=json.dumps(graph)))

    assert told is not None
    assert told.negative_prompt is None


def test_comfyui_as_it_was_drawn() -> None:
    def node(number: int, kind: str, widgets: list[object], **links: int) -> dict[str, object]:
        inputs = [{"name": name, "type": "X", "link": link} for name, link in links.items()]
        return {"id": number, "type": kind, "widgets_values": widgets, "inputs": inputs}

    sampling = [156680208700286, "randomize", 20, 8, "euler", "normal", 1]
    workflow = {
        "nodes": [
            node(3, "KSampler", sampling, model=1, positive=4, negative=6, latent_image=2),
            node(4, "CheckpointLoaderSimple", ["v1-5-pruned-emaonly-fp16.safetensors"]),
            node(5, "EmptyLatentImage", [768, 512, 1]),
            node(6, "CLIPTextEncode", ["a glass bottle, 银河"], clip=3),
            node(7, "CLIPTextEncode", ["text, watermark"], clip=5),
            node(8, "VAEDecode", [], samples=7),
            node(9, "SaveImage", ["ComfyUI"], images=9),
        ],
        "links": [
            [1, 4, 0, 3, 0, "MODEL"],
            [2, 5, 0, 3, 3, "LATENT"],
            [3, 4, 1, 6, 0, "CLIP"],
            [4, 6, 0, 3, 1, "CONDITIONING"],
            [5, 4, 1, 7, 0, "CLIP"],
            [6, 7, 0, 3, 2, "CONDITIONING"],
            [7, 3, 0, 8, 0, "LATENT"],
            [9, 8, 0, 9, 0, "IMAGE"],
        ],
    }

    assert read_foreign(png(workflow=json.dumps(workflow))) == BOTTLE


@pytest.mark.parametrize(
    "prompt",
    [
        {"1": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}}},
        {"1": {"class_type": "KSampler", "inputs": {"positive": ["1", 0]}}},
        {"1": {"class_type": 5, "inputs": []}, "2": None, "3": {}},
        {
            str(number): {"class_type": "KSampler", "inputs": {"positive": [str(number + 1), 0]}}
            for number in range(3000)
        },
        {str(number): {"class_type": "KSampler", "inputs": {"positive": 1}} for number in range(6000)},
    ],
)
def test_a_graph_without_a_prompt_has_none(prompt: object) -> None:
    told = read_foreign(png(prompt=json.dumps(prompt)))

    assert told is None or told.prompt == ""


# -- the others ---------------------------------------------------------------------------------------------------

SWARM = {
    "sui_image_params": {
        "prompt": "a cat in a hat",
        "original_prompt": "a cat in a <random:hat, box>",
        "negativeprompt": "ugly",
        "model": "Flux/flux1-schnell",
        "seed": 1234567,
        "steps": 4,
        "cfgscale": 1.0,
        "aspectratio": "1:1",
        "width": 1024,
        "height": 1024,
        "swarm_version": "0.9.6.0",
    },
    "sui_extra_data": {"date": "2026-03-01", "generation_time": "0.5 (prep) and 2.0 (gen) seconds"},
}


@pytest.mark.parametrize(
    "picture",
    [
        png(parameters=json.dumps(SWARM, indent=4)),
        with_comment("JPEG", b"UNICODE\x00" + json.dumps(SWARM).encode("utf-16-le")),
        with_comment("WEBP", b"UNICODE\x00" + json.dumps(SWARM).encode("utf-16-be")),
    ],
    ids=["png", "jpeg", "webp"],
)
def test_swarmui(picture: bytes) -> None:
    assert read_foreign(picture) == ForeignMetadata(
        "SwarmUI 0.9.6.0", "a cat in a hat", "ugly", 4, 1234567, 1.0, "Flux/flux1-schnell", 1024, 1024
    )


INVOKE = {
    "generation_mode": "sdxl_txt2img",
    "positive_prompt": "a fox, 雪地",
    "negative_prompt": "",
    "width": 832,
    "height": 1216,
    "seed": 2_915_264_011,
    "cfg_scale": 5.5,
    "steps": 30,
    "scheduler": "dpmpp_2m_sde_k",
    "model": {"key": "8f1c", "hash": "blake3:d2f0", "name": "Juggernaut XL v9", "base": "sdxl", "type": "main"},
    "app_version": "5.6.0",
}


@pytest.mark.parametrize("model", [INVOKE["model"], {"model_name": "Juggernaut XL v9"}, "Juggernaut XL v9"])
def test_invokeai(model: object) -> None:
    assert read_foreign(
        png(invokeai_metadata=json.dumps({**INVOKE, "model": model}), invokeai_graph="{}")
    ) == ForeignMetadata("InvokeAI 5.6.0", "a fox, 雪地", None, 30, 2_915_264_011, 5.5, "Juggernaut XL v9", 832, 1216)


FOOOCUS = {
    "adm_guidance": "(1.5, 0.8, 0.3)",
    "base_model": "juggernautXL_v8Rundiffusion",
    "base_model_hash": "aeb7e9e689",
    "full_prompt": ["a cat, cinematic still", "a cat, masterpiece"],
    "guidance_scale": 4,
    "negative_prompt": "",
    "performance": "Speed",
    "prompt": "a cat",
    "resolution": "(1152, 896)",
    "sampler": "dpmpp_2m_sde_gpu",
    "seed": "8640733543829327936",
    "steps": 30,
    "version": "Fooocus v2.5.5",
}


@pytest.mark.parametrize(
    "picture",
    [
        png(parameters=json.dumps(FOOOCUS), fooocus_scheme="fooocus"),
        with_comment("JPEG", json.dumps(FOOOCUS), in_root=True),
        with_comment("WEBP", json.dumps(FOOOCUS), in_root=True),
    ],
    ids=["png", "jpeg", "webp"],
)
def test_fooocus(picture: bytes) -> None:
    assert read_foreign(picture) == ForeignMetadata(
        "Fooocus v2.5.5", "a cat", None, 30, 8640733543829327936, 4.0, "juggernautXL_v8Rundiffusion", 1152, 896
    )


# -- ours, none, and trouble --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_our_own_comes_first(kind: str) -> None:
    made = io.BytesIO()
    PICTURE.save(made, kind)
    metadata = Metadata(uid="0" * 32, prompt="一只小船", model="@cf/x/y", steps=4, width=48, height=40, version="0.1.0")

    told = embed(made.getvalue(), metadata)

    assert read_any(told) == ForeignMetadata("Atelier 0.1.0", "一只小船", steps=4, model="@cf/x/y", width=48, height=40)
    assert read_foreign(told) == ForeignMetadata("Atelier 0.1.0", "一只小船", steps=4, model="y", width=48, height=40)


@pytest.mark.parametrize("data", [b"", b"text", b"\x89PNG\r\n\x1a\n", png(), png(Comment="hello", prompt="a boat")])
def test_without_metadata_there_is_none(data: bytes) -> None:
    assert read_any(data) is None


@pytest.mark.parametrize("bad", [True, -1, 1e300, "1e5000", "9" * 5000, None, [], {}, float("nan"), 3.7, "abc", "\x00"])
def test_values_that_make_no_sense_are_unknown(bad: object) -> None:
    fields = dict.fromkeys(("steps", "seed", "width", "height"), bad)
    told = read_foreign(png(parameters=json.dumps({"sui_image_params": {**fields, "prompt": "a", "model": bad}})))

    assert told is not None
    assert (told.steps, told.seed, told.width, told.height) == (None,) * 4
    assert told.prompt == "a"


def test_bombs_cost_little() -> None:
    deep = "[" * 100_000
    assert read_foreign(png(prompt='{"1":' + deep, workflow='{"nodes":' + deep)) is None
    made, info = io.BytesIO(), PngInfo()
    info.add_text("parameters", "a" * 50_000_000, zip=True)
    PICTURE.save(made, "PNG", pnginfo=info)
    assert read_foreign(made.getvalue()) is None
    assert read_foreign(png(parameters=("a, " * 20_000 + "\n") * 20)) is None
    assert read_foreign(png(parameters="x: " + '"' + "\\" * 60_000)) is None


def test_damage_does_no_harm() -> None:
    rng = random.Random(5)  # noqa: S311 - breaks things, guards nothing
    pictures = (png(prompt=json.dumps(sdxl())), png(parameters=A1111), with_comment("WEBP", json.dumps(SWARM)))
    for _ in range(3000):
        data = bytearray(rng.choice(pictures))
        for _ in range(rng.randrange(1, 6)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        told = read_foreign(bytes(data[: rng.randrange(len(data))] if rng.random() < 0.2 else data))
        assert told is None or isinstance(told.prompt, str)
