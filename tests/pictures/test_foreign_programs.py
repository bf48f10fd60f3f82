"""What each program writes, read wholly: the prompt and every value, and the program under the name people know."""

from __future__ import annotations

import json
from typing import Any

import pytest

from server.pictures.metadata.foreign import ForeignMetadata, read_foreign
from tests.foreign_pictures import hidden, png, png_of, with_comment, with_fields, with_jpeg_comment, with_xmp

# -- AUTOMATIC1111's kind of text ---------------------------------------------------------------------------------

PAIRS = "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 5, Size: 512x768, Model: dreamlike_v1"
BALL = ForeignMetadata("AUTOMATIC1111", "a red ball", None, 20, 5, 7.0, "dreamlike_v1", 512, 768)


@pytest.mark.parametrize(
    "behind",
    [
        "\nTemplate: a {red|blue} ball",
        "\nTemplate: a {red|blue} ball, (one: two), three: four\nNegative Template: {dog|cat}",
        "\n\n",
        ", Version: v1.10.1\nTemplate: {\n  red | blue\n} ball",
    ],
)
def test_lines_behind_the_pairs_belong_to_no_prompt(behind: str) -> None:
    assert read_foreign(png(parameters=f"a red ball\n{PAIRS}{behind}")) == BALL


@pytest.mark.parametrize("pairs", [PAIRS.upper(), PAIRS.lower(), PAIRS.replace("CFG scale", "CFG Scale")])
def test_names_of_pairs_are_read_in_any_case(pairs: str) -> None:
    told = read_foreign(png(parameters=f"a red ball\n{pairs}"))

    assert told is not None
    assert (told.prompt, told.steps, told.seed, told.guidance) == ("a red ball", 20, 5, 7.0)


def test_a_line_of_the_prompt_may_begin_like_the_negative_one() -> None:
    told = read_foreign(png(parameters=f"a sign that says\nNegative prompt: b\nNegative prompt: c\nd\n{PAIRS}"))

    assert told is not None
    assert (told.prompt, told.negative_prompt) == ("a sign that says\nNegative prompt: b", "c\nd")


def test_a_distilled_model_is_guided_by_what_is_called_so() -> None:
    flux = PAIRS.replace("CFG scale: 7", "CFG scale: 1, Distilled CFG Scale: 3.5") + ", Version: f2.0.1v1.10.1"
    other = PAIRS.replace("CFG scale: 7", "CFG scale: 4, Distilled CFG Scale: 3.5") + ", Version: f2.0.1v1.10.1"

    told = [read_foreign(png(parameters=f"a\n{each}")) for each in (flux, other)]

    assert [each and (each.program, each.guidance) for each in told] == [("Forge", 3.5), ("Forge", 4.0)]


@pytest.mark.parametrize(
    ("more", "program", "model"),
    [
        (", App: SD.Next, Version: 45b5ab2", "SD.Next", "dreamlike_v1"),
        (", Seed Mode: Scale Alike", "Draw Things", "dreamlike_v1"),
        (
            ', Civitai resources: [{"type":"checkpoint","modelName":"WAI, v"}], Civitai metadata: {}',
            "Civitai",
            "WAI, v",
        ),
        (', Civitai resources: [{"type":"lora","modelName":"x"}, {"broken', "Civitai", None),
    ],
)
def test_programs_are_told_apart_by_what_they_add(more: str, program: str, model: str | None) -> None:
    pairs = PAIRS if model == "dreamlike_v1" else PAIRS.replace(", Model: dreamlike_v1", "")
    told = read_foreign(png(parameters=f"a cat\n{pairs}{more}"))

    assert told is not None
    assert (told.program, told.prompt, told.model) == (program, "a cat", model)


def test_draw_things_in_its_parameters() -> None:
    text = "a cat\nNegative prompt: dog\nSteps: 20, Sampler: DPM++ 2M Karras, Guidance Scale: 7.5, Seed: 5, Size: 512x512, Model: x.ckpt, Strength: 1.0, Seed Mode: Scale Alike"  # noqa: E501

    assert read_foreign(png(parameters=text)) == ForeignMetadata(
        "Draw Things", "a cat", "dog", 20, 5, 7.5, "x.ckpt", 512, 512
    )


# -- InvokeAI -----------------------------------------------------------------------------------------------------

SECOND: dict[str, Any] = {
    "model": "stable diffusion",
    "model_weights": "deliberate",
    "app_id": "invoke-ai/InvokeAI",
    "app_version": "2.3.0",
    "image": {
        "prompt": [{"prompt": "a cat, [dog] on a mat", "weight": 1.0}],
        "steps": 50,
        "cfg_scale": 5,
        "seed": 7,
        "width": 512,
        "height": 768,
        "sampler": "k_lms",
    },
}


@pytest.mark.parametrize("prompt", [SECOND["image"], {**SECOND["image"], "prompt": "a cat [dog], on a mat"}])
def test_the_second_invokeai(prompt: dict[str, Any]) -> None:
    assert read_foreign(png_of({"sd-metadata": json.dumps({**SECOND, "image": prompt})})) == ForeignMetadata(
        "InvokeAI 2.3.0", "a cat, on a mat", "dog", 50, 7, 5.0, "deliberate", 512, 768
    )


@pytest.mark.parametrize("switches", ["", " -G 0.9 -U 4"])
def test_the_first_invokeai(switches: str) -> None:
    dream = f'"a "cat" [dog] [bird]" -s 50 -S 7 -W 512 -H 768 -C 5.0 -A k_lms{switches}'

    assert read_foreign(png(Dream=dream)) == ForeignMetadata(
        "InvokeAI", 'a "cat"', "dog, bird", 50, 7, 5.0, None, 512, 768
    )


# -- NovelAI ------------------------------------------------------------------------------------------------------

NOVEL = {"steps": 28, "sampler": "k_euler", "seed": 5, "scale": 11, "uc": "lowres", "width": 832, "height": 1216}
NOVEL_TOLD = ForeignMetadata("NovelAI", "1girl, 猫", "lowres", 28, 5, 11.0, "NovelAI Diffusion V4.5", 832, 1216)
SOURCE = "NovelAI Diffusion V4.5 4BDE2A90"
WITH_PROMPT = json.dumps({**NOVEL, "prompt": "1girl, 猫"})


@pytest.mark.parametrize(
    "picture",
    [
        png(Software="NovelAI", Source=SOURCE, Description="1girl, 猫", Comment=json.dumps(NOVEL)),
        png(Software="NovelAI", Source=SOURCE, Description="something else", Comment=WITH_PROMPT),
        with_comment("WEBP", b"ASCII\x00\x00\x00" + json.dumps({"Comment": WITH_PROMPT, "Source": SOURCE}).encode()),
        hidden(json.dumps({"Software": "NovelAI", "Source": SOURCE, "Description": "x", "Comment": WITH_PROMPT})),
    ],
    ids=["first", "png", "webp", "hidden"],
)
def test_novelai(picture: bytes) -> None:
    assert read_foreign(picture) == NOVEL_TOLD


def test_novelai_with_words_for_each_person() -> None:
    def caption(base: str, *people: str) -> dict[str, object]:
        return {"caption": {"base_caption": base, "char_captions": [{"char_caption": each} for each in people]}}

    fields = {**NOVEL, "prompt": "x", "v4_prompt": caption("2girls", "girl, red hat", "girl, blue hat")}
    told = read_foreign(png(Comment=json.dumps({**fields, "v4_negative_prompt": caption("blurry")})))

    assert told is not None
    assert (told.prompt, told.negative_prompt) == ("2girls", "blurry")
    assert told.prompt_sent == "2girls | girl, red hat | girl, blue hat"


# -- objects with plain fields ------------------------------------------------------------------------------------

DRAWN = {"c": "a cat", "uc": "dog", "model": "x.ckpt", "sampler": "DPM++ 2M", "scale": 7.5, "seed": 5, "steps": 20}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_draw_things(kind: str) -> None:
    said = json.dumps({**DRAWN, "size": "512x768"}).replace('"', "&quot;")
    properties = f"<exif:UserComment><rdf:Alt><rdf:li xml:lang='x-default'>{said}</rdf:li></rdf:Alt></exif:UserComment>"

    assert read_foreign(with_xmp(kind, f"<xmp:CreatorTool>Draw Things</xmp:CreatorTool>{properties}")) == (
        ForeignMetadata("Draw Things", "a cat", "dog", 20, 5, 7.5, "x.ckpt", 512, 768)
    )


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {
                "Prompt": "a cat",
                "Negative": "dog",
                "steps": 30,
                "cfg": 8,
                "width": 1024,
                "height": 768,
                "seed": 9,
                "base_model_name": "wai.safetensors",
                "software": "RuinedFooocus",
            },
            ForeignMetadata("RuinedFooocus", "a cat", "dog", 30, 9, 8.0, "wai.safetensors", 1024, 768),
        ),
        (
            {
                "prompt": "a",
                "negative_prompt": "",
                "real_prompt": ["a"],
                "steps": 30,
                "cfg": 7,
                "seed": 5,
                "width": 1152,
                "height": 896,
                "base_model": "m",
                "software": "Fooocus-MRE",
            },
            ForeignMetadata("Fooocus-MRE", "a", None, 30, 5, 7.0, "m", 1152, 896),
        ),
        (
            {
                "prompt": "a cat",
                "negative_prompt": "dog",
                "resolution": "832 x 1216",
                "guidance_scale": 5.5,
                "num_inference_steps": 24,
                "seed": 4,
                "Model": "WAI",
                "Model hash": "BD",
                "use_upscaler": None,
            },
            ForeignMetadata("Hugging Face Space", "a cat", "dog", 24, 4, 5.5, "WAI", 832, 1216),
        ),
        (
            {
                "prompt": "a cat",
                "negative_prompt": "dog",
                "seed": 5,
                "num_inference_steps": 25,
                "use_stable_diffusion_model": "C:\\models\\sd-v1-5.ckpt",
                "guidance_scale": 7.5,
                "width": 512,
                "height": 768,
            },
            ForeignMetadata("Easy Diffusion", "a cat", "dog", 25, 5, 7.5, "sd-v1-5.ckpt", 512, 768),
        ),
    ],
    ids=lambda case: case.program if isinstance(case, ForeignMetadata) else "",
)
@pytest.mark.parametrize("place", ["parameters", "Comment", "UserComment", "COM"])
def test_one_object_with_all_of_it(fields: dict[str, object], told: ForeignMetadata, place: str) -> None:
    said = json.dumps(fields)
    pictures = {
        "UserComment": lambda: with_comment("JPEG", b"UNICODE\x00" + said.encode("utf-16-be")),
        "COM": lambda: with_jpeg_comment(said.encode()),
    }

    assert read_foreign(pictures.get(place, lambda: png_of({place: said}))()) == told


@pytest.mark.parametrize("old", [False, True])
def test_easy_diffusion_has_a_text_for_each_field(old: bool) -> None:
    new = {
        "prompt": "a cat",
        "negative_prompt": "dog",
        "seed": "5",
        "num_inference_steps": "25",
        "width": "512",
        "use_stable_diffusion_model": "models/sd-v1-5.ckpt",
        "guidance_scale": "7.5",
        "height": "768",
    }
    names = {
        "prompt": "Prompt",
        "negative_prompt": "Negative Prompt",
        "num_inference_steps": "Steps",
        "width": "Width",
        "use_stable_diffusion_model": "Stable Diffusion model",
        "guidance_scale": "Guidance Scale",
        "seed": "Seed",
        "height": "Height",
    }
    texts = {names[name]: value for name, value in new.items()} if old else new

    assert read_foreign(png_of(texts)) == ForeignMetadata(
        "Easy Diffusion", "a cat", "dog", 25, 5, 7.5, "sd-v1-5.ckpt", 512, 768
    )


def test_swarmui_says_the_prompt_as_it_was_painted() -> None:
    fields = {"prompt": "a red cat", "original_prompt": "a <random:red,blue> cat", "cfgscale": 1, "steps": 4}
    flux = {**fields, "fluxguidancescale": 3.5}

    assert read_foreign(png(parameters=json.dumps({"sui_image_params": fields}))) == ForeignMetadata(
        "SwarmUI", "a red cat", None, 4, None, 1.0
    )
    assert read_foreign(with_fields("JPEG", {0x0110: json.dumps({"sui_image_params": flux})})) == ForeignMetadata(
        "SwarmUI", "a red cat", None, 4, None, 3.5
    )


def test_midjourney() -> None:
    said = "a cat, oil on canvas --ar 3:2 --v 6.1 Job ID: 01234567-89ab-cdef-0123-456789abcdef"

    assert read_foreign(png(Description=said, Author="Somebody")) == ForeignMetadata(
        "Midjourney", "a cat, oil on canvas"
    )


# -- those that paint with ComfyUI --------------------------------------------------------------------------------

GRAPH: dict[str, Any] = {
    "1": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 11,
            "steps": 20,
            "cfg": 5.0,
            "model": ["4", 0],
            "positive": ["2", 0],
            "negative": ["3", 0],
            "latent_image": ["5", 0],
        },
    },
    "2": {"class_type": "CLIPTextEncode", "inputs": {"text": "a cat", "clip": ["4", 1]}},
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "dog", "clip": ["4", 1]}},
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "m.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 768}},
    "6": {"class_type": "VAEDecode", "inputs": {"samples": ["1", 0], "vae": ["4", 2]}},
    "7": {"class_type": "SaveImage", "inputs": {"images": ["6", 0]}},
}


def test_stability_matrix_has_the_words_as_they_were_typed() -> None:
    own = {
        "PositivePrompt": "a cat, #猫\r\n",
        "NegativePrompt": "dog, bird",
        "Steps": 20,
        "CfgScale": 5,
        "Seed": 11,
        "Height": 1536,
        "Width": 1024,
        "ModelName": "m.safetensors",
    }
    picture = png_of({"prompt": json.dumps(GRAPH), "parameters-json": json.dumps(own), "parameters": f"x\n{PAIRS}"})

    assert read_foreign(picture) == ForeignMetadata(
        "Stability Matrix", "a cat, #猫", "dog, bird", 20, 11, 5.0, "m.safetensors", 512, 768
    )


def test_tensorart_has_the_seed_in_the_graph() -> None:
    own = {
        "prompt": "a cat, #猫",
        "negativePrompt": "dog",
        "width": 512,
        "height": 768,
        "steps": 20,
        "cfgScale": 5,
        "seed": "-1",
        "baseModel": {"modelFileName": "WAI-16", "hash": "A5"},
    }

    assert read_foreign(png(prompt=json.dumps(GRAPH), generation_data=json.dumps(own) + "\x00\x00")) == ForeignMetadata(
        "Tensor.Art", "a cat, #猫", "dog", 20, 11, 5.0, "WAI-16", 512, 768
    )


def test_civitai_has_it_in_the_graph_or_beside() -> None:
    extra = {
        "prompt": "a cat of civitai",
        "negativePrompt": "dog",
        "steps": 25,
        "cfgScale": 6,
        "seed": 7,
        "width": 1024,
        "height": 1024,
        "baseModel": "Illustrious",
    }
    whole = {**GRAPH, "extra": {"airs": []}, "extraMetadata": json.dumps(extra)}
    upscaled = {
        "1": {"class_type": "LoadImage", "inputs": {"image": "x.png"}},
        "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0]}},
        "extraMetadata": json.dumps(extra),
    }

    def picture(graph: dict[str, Any]) -> bytes:
        return with_comment("JPEG", b"UNICODE\x00" + json.dumps(graph).encode("utf-16-le"))

    assert read_foreign(picture(whole)) == ForeignMetadata(
        "Civitai", "a cat", "dog", 20, 11, 5.0, "m.safetensors", 512, 768
    )
    assert read_foreign(picture(upscaled)) == ForeignMetadata(
        "Civitai", "a cat of civitai", "dog", 25, 7, 6.0, "Illustrious", 1024, 1024
    )


def test_a_node_that_saves_knows_what_was_drawn_by_lot() -> None:
    parameters = f"a red cat\nNegative prompt: dog\n{PAIRS}"

    assert read_foreign(png(prompt=json.dumps(GRAPH), parameters=parameters)) == ForeignMetadata(
        "ComfyUI", "a red cat", "dog", 20, 5, 7.0, "dreamlike_v1", 512, 768
    )
    assert read_foreign(png(prompt=json.dumps(GRAPH), parameters=f"unknown\n{PAIRS}")) == ForeignMetadata(
        "ComfyUI", "a cat", "dog", 20, 11, 5.0, "m.safetensors", 512, 768
    )
