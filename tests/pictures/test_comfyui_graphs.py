"""The way back through a graph of ComfyUI, whatever nodes stand on it."""

from __future__ import annotations

from typing import Any

import pytest

from server.pictures.metadata.foreign import ForeignMetadata, read_foreign
from tests.foreign_pictures import comfyui, png_of

Graph = dict[str, dict[str, Any]]
Link = list[object]


def node(kind: str, **inputs: Any) -> dict[str, Any]:  # noqa: ANN401 - values and links
    return {"class_type": kind, "inputs": inputs}


def graph(**changes: dict[str, Any]) -> Graph:
    """The usual one: from a saved picture back over a sampler to two texts."""
    return {
        "model": node("CheckpointLoaderSimple", ckpt_name="m.safetensors"),
        "positive": node("CLIPTextEncode", text="a cat", clip=["model", 1]),
        "negative": node("CLIPTextEncode", text="dog", clip=["model", 1]),
        "latent": node("EmptyLatentImage", width=64, height=48),
        "sampler": sampler(),
        "decoded": node("VAEDecode", samples=["sampler", 0], vae=["model", 2]),
        "saved": node("SaveImage", images=["decoded", 0], filename_prefix="x"),
        **changes,
    }


def sampler(kind: str = "KSampler", **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    links = {
        "model": ["model", 0],
        "positive": ["positive", 0],
        "negative": ["negative", 0],
        "latent_image": ["latent", 0],
    }
    return node(kind, **{"seed": 5, "steps": 20, "cfg": 7.0, "denoise": 1.0, **links, **changes})


VALUES = {"seed": 5, "steps": 20, "cfg": 7.0, "denoise": 1.0}


def told(nodes: Graph, *, size: tuple[int, int] = (64, 48)) -> ForeignMetadata:
    found = read_foreign(comfyui(nodes, size=size))
    assert found is not None
    return found


USUAL = ForeignMetadata("ComfyUI", "a cat", "dog", 20, 5, 7.0, "m.safetensors", 64, 48)


def test_the_usual_graph() -> None:
    assert told(graph()) == USUAL


# -- words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nodes",
    [
        {"t": node("PrimitiveStringMultiline", value="a red cat")},
        {"t": node("DF_Text_Box", Text="a red cat")},
        {"t": node("PromptStashSaver", use_input_text=False, prompt_text="a red cat", save_as_key="x")},
        {"t": node("ShowText|pysssss", text=["u", 0], text_0="old"), "u": node("String Literal", string="a red cat")},
        {"t": node("ShowText|pysssss", text=["gone", 0], text_0="a red cat")},
        {"t": node("ShowText|pysssss", text=["u", 0], text_0="a red cat"),
         "u": node("OllamaGenerate", prompt="Expand: cat")},
        {"t": node("StringConcatenate", string_b="cat", string_a=["u", 0], delimiter=" "),
         "u": node("X", value="a red")},
        {"t": node("Text Concatenate", delimiter=" ", text_b=["v", 0], text_a=["u", 0], clean_whitespace="true"),
         "u": node("Text Multiline", text="a red"), "v": node("Text Multiline", text="cat")},
        {"t": node("CR Text Concatenate", text1="a red", text2="cat", separator=" ")},
        {"t": node("ImpactWildcardProcessor", wildcard_text="a {red|blue} cat", populated_text="a red cat", seed=1)},
        {"t": node("StringReplace", string="a blue cat", find="blue", replace="red")},
        {"t": node("Reroute", **{"": ["u", 0]}), "u": node("PrimitiveString", value="a red cat")},
        {"t": node("PreviewAny", source=["u", 0]), "u": node("PrimitiveString", value="a red cat")},
        {"t": node("CR Text Input Switch", Input=2, text1="no", text2=["u", 0]), "u": node("X", text="a red cat")},
        {"t": node("ImpactSwitch", select=1, input1=["u", 0], input2="no"), "u": node("X", text="a red cat")},
        {"t": node("Text Input Switch", boolean=False, text_input_a="no", text_input_b="a red cat")},
        {"t": node("ComfySwitchNode", switch=["b", 0], on_true="no", on_false="a red cat"),
         "b": node("PrimitiveBoolean", value=False)},
        {"t": node("ComfySwitchNode", switch=True, on_true=["llm", 0], on_false="a red cat"),
         "llm": node("TextGenerate", prompt="You are an expert. Expand: a red cat")},
        {"t": node("Any Switch (rgthree)", any_01=["gone", 0], any_02=["u", 0]), "u": node("X", string="a red cat")},
        {"t": node("SDXLPromptStyler", text_positive="a red cat", text_negative="no", style="none")},
        {"t": node("Nobody Knows", my_prompt="a red cat", seed=5)},
    ],
    ids=lambda nodes: nodes["t"]["class_type"],
)  # fmt: skip
def test_words_are_followed_through(nodes: Graph) -> None:
    assert told(graph(positive=node("CLIPTextEncode", text=["t", 0], clip=["model", 1]), **nodes)).prompt == "a red cat"


def test_a_styler_gives_out_both_texts() -> None:
    styler = node("SDXLPromptStyler", text_positive="a red cat", text_negative="bad")
    nodes = graph(
        positive=node("CLIPTextEncode", text=["t", 0]), negative=node("CLIPTextEncode", text=["t", 1]), t=styler
    )

    assert (told(nodes).prompt, told(nodes).negative_prompt) == ("a red cat", "bad")


@pytest.mark.parametrize(
    ("encoder", "said"),
    [
        (node("CLIPTextEncodeSDXL", text_g="a cat", text_l="a cat"), "a cat"),
        (node("CLIPTextEncodeSDXL", text_g="a cat on a mat", text_l="a cat"), "a cat on a mat"),
        (node("CLIPTextEncodeFlux", clip_l="cat", t5xxl="a dog runs", guidance=3.0), "a dog runs\ncat"),
        (node("CLIPTextEncodeSD3", clip_l="", clip_g="", t5xxl="a cat"), "a cat"),
        (node("TextEncodeQwenImageEdit", prompt="a cat", image=["x", 0]), "a cat"),
        (node("Power Prompt (rgthree)", prompt="a cat", insert_lora="CHOOSE"), "a cat"),
        (node("CLIPTextEncodeLumina2", system_prompt="superior", user_prompt="a cat"), "a cat"),
    ],
    ids=lambda case: case["class_type"] if isinstance(case, dict) else "",
)
def test_every_encoder_has_names_of_its_own(encoder: dict[str, Any], said: str) -> None:
    prompt = told(graph(positive=encoder)).prompt

    assert sorted(prompt.split("\n")) == sorted(said.split("\n"))


def test_several_texts_stand_one_below_the_other() -> None:
    nodes = graph(
        positive=node("ConditioningCombine", conditioning_1=["area", 0], conditioning_2=["all", 0]),
        area=node("ConditioningSetArea", conditioning=["red", 0], width=64, height=64, x=0, y=0, strength=1),
        red=node("CLIPTextEncode", text="a red cat"),
        all=node("CLIPTextEncode", text="a wide field"),
    )

    assert told(nodes).prompt == "a red cat\na wide field"


@pytest.mark.parametrize(
    "between",
    [
        node("ControlNetApplyAdvanced", positive=["words", 0], negative=["negative", 0], strength=1),
        node("WanImageToVideo", positive=["words", 0], negative=["negative", 0], width=64, height=48),
        node("GLIGENTextBoxApply", text="sun", conditioning_to=["words", 0], clip=["model", 1]),
        node("unCLIPConditioning", conditioning=["words", 0], clip_vision_output=["x", 0], strength=1),
        node("ReferenceLatent", conditioning=["words", 0], latent=["x", 0]),
        node("ImpactConditioningSwitch", select=2, input1=["negative", 0], input2=["words", 0]),
    ],
    ids=lambda each: each["class_type"],
)
def test_what_only_passes_conditioning_on_says_nothing_itself(between: dict[str, Any]) -> None:
    assert (
        told(graph(positive=between, words=node("CLIPTextEncode", text="mountains at dawn"))).prompt
        == "mountains at dawn"
    )


@pytest.mark.parametrize("silent", ["ConditioningZeroOut", "SVD_img2vid_Conditioning"])
def test_where_no_words_reach_the_sampler_there_are_none(silent: str) -> None:
    nodes = graph(positive=node(silent, conditioning=["words", 0]), words=node("CLIPTextEncode", text="not this"))
    nodes["positive"] = node(
        silent, **({"conditioning": ["words", 0]} if silent.startswith("C") else {"init_image": ["x", 0]})
    )

    assert told(nodes).prompt == ""


def test_a_negative_prompt_of_the_same_words_is_none() -> None:
    assert told(graph(sampler=sampler(negative=["positive", 0]))).negative_prompt is None


# -- samplers -----------------------------------------------------------------------------------------------------


def test_a_guider_takes_the_words() -> None:
    advanced = node(
        "SamplerCustomAdvanced",
        noise=["noise", 0],
        guider=["guider", 0],
        sigmas=["sigmas", 0],
        latent_image=["latent", 0],
    )
    nodes = graph(
        sampler=advanced,
        noise=node("RandomNoise", noise_seed=["seed", 0]),
        seed=node("Seed (rgthree)", seed=5),
        sigmas=node("SplitSigmas", sigmas=["scheduler", 0], step=3),
        scheduler=node("BasicScheduler", steps=20, denoise=1.0, model=["model", 0]),
        guider=node("CFGGuider", cfg=7.0, model=["model", 0], positive=["positive", 0], negative=["negative", 0]),
    )

    assert told(nodes) == USUAL


@pytest.mark.parametrize(("negative", "said"), [("negative", "dog"), ("positive", "blurry")])
def test_a_guider_with_two_has_the_negative_words_at_one_of_them(negative: str, said: str) -> None:
    dual = node(
        "DualCFGGuider",
        model=["model", 0],
        cfg_conds=7.0,
        cfg_cond2_negative=1.5,
        cond1=["positive", 0],
        cond2=["edit", 1],
        negative=[negative, 0],
    )
    edit = node("InstructPixToPixConditioning", positive=["positive", 0], negative=["blurry", 0])
    advanced = node("SamplerCustomAdvanced", guider=["guider", 0], noise=["noise", 0], latent_image=["latent", 0])
    nodes = graph(
        sampler=advanced,
        guider=dual,
        edit=edit,
        noise=node("RandomNoise", noise_seed=5),
        blurry=node("CLIPTextEncode", text="blurry"),
    )

    assert (told(nodes).prompt, told(nodes).negative_prompt, told(nodes).guidance) == ("a cat", said, 7.0)


def test_a_basic_guider_takes_no_negative_words() -> None:
    advanced = node("SamplerCustomAdvanced", guider=["guider", 0], noise=["noise", 0], latent_image=["latent", 0])
    nodes = graph(
        sampler=advanced,
        guider=node("BasicGuider", model=["model", 0], conditioning=["flux", 0]),
        flux=node("FluxGuidance", guidance=3.5, conditioning=["positive", 0]),
        noise=node("RandomNoise", noise_seed=5),
    )

    assert (told(nodes).prompt, told(nodes).negative_prompt, told(nodes).guidance) == ("a cat", None, 3.5)


@pytest.mark.parametrize("second", ["a cat", "a fluffy cat"])
def test_of_base_and_refiner_the_base_is_told(second: str) -> None:
    base = sampler("KSamplerAdvanced", seed=None, noise_seed=5, add_noise="enable", start_at_step=0, end_at_step=16)
    refiner = sampler(
        "KSamplerAdvanced",
        noise_seed=0,
        add_noise="disable",
        start_at_step=16,
        latent_image=["base", 0],
        model=["r", 0],
        steps=25,
        positive=["second", 0],
    )
    nodes = graph(
        base=base,
        sampler=refiner,
        r=node("CheckpointLoaderSimple", ckpt_name="refiner.safetensors"),
        second=node("CLIPTextEncode", text=second),
    )

    assert told(nodes) == USUAL


@pytest.mark.parametrize(
    "larger",
    [
        {"larger": node("LatentUpscaleBy", samples=["first", 0], scale_by=1.5)},
        {
            "larger": node("VAEEncode", pixels=["scaled", 0], vae=["model", 2]),
            "scaled": node("ImageScale", image=["esrgan", 0], width=96, height=72),
            "esrgan": node("ImageUpscaleWithModel", image=["small", 0], upscale_model=["x", 0]),
            "small": node("VAEDecode", samples=["first", 0]),
        },
    ],
    ids=["latent", "picture"],
)
def test_a_second_pass_of_the_same_words_only_refines(larger: Graph) -> None:
    second = sampler(seed=99, steps=10, denoise=0.4, latent_image=["larger", 0])

    assert told(graph(first=sampler(), sampler=second, **larger), size=(96, 72)) == USUAL


def test_a_face_that_was_painted_anew_is_not_the_picture() -> None:
    detailer = sampler("FaceDetailer", image=["first", 0], positive=["face", 0], seed=99, denoise=0.5)
    nodes = graph(
        saved=node("SaveImage", images=["detailer", 0]),
        detailer=detailer,
        first=node("VAEDecode", samples=["sampler", 0]),
        face=node("CLIPTextEncode", text="a face"),
    )
    del nodes["detailer"]["inputs"]["latent_image"]

    assert told(nodes) == USUAL


TWO: Graph = graph(
    saved2=node("SaveImage", images=["decoded2", 0]),
    decoded2=node("VAEDecode", samples=["second", 0]),
    second=sampler(seed=2, steps=14, cfg=6.0, denoise=0.5, positive=["other", 0], latent_image=["larger", 0]),
    larger=node("LatentUpscale", samples=["sampler", 0], width=96, height=72),
    other=node("CLIPTextEncode", text="second pass"),
)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_that_were_saved_it_is_the_one_of_its_size(turned: bool) -> None:
    nodes = dict(reversed(TWO.items())) if turned else TWO

    assert told(nodes, size=(64, 48)) == USUAL
    assert told(nodes, size=(96, 72)) == ForeignMetadata(
        "ComfyUI", "second pass", "dog", 14, 2, 6.0, "m.safetensors", 96, 72
    )


def test_what_was_saved_in_another_size_is_another_picture() -> None:
    nodes = {**TWO, "saved": node("PreviewImage", images=["decoded", 0])}

    assert told(nodes, size=(64, 48)) == USUAL


def test_what_was_saved_comes_before_what_was_only_shown() -> None:
    nodes = {"shown": node("PreviewImage", images=["decoded2", 0]), **TWO}
    nodes["saved2"] = node("PreviewImage", images=["decoded2", 0])
    nodes["larger"] = node("ImageUpscaleWithModel", image=["decoded", 0])

    assert told(nodes).prompt == "a cat"


def test_a_cascade_is_told_by_its_first_stage() -> None:
    nodes = graph(
        sampler=sampler(seed=99, steps=10, positive=["stage_b", 0], negative=["zero", 0], model=["b", 0], cfg=1.1),
        stage_b=node("StableCascade_StageB_Conditioning", conditioning=["zero", 0], stage_c=["stage_c", 0]),
        zero=node("ConditioningZeroOut", conditioning=["positive", 0]),
        stage_c=sampler(),
        b=node("UNETLoader", unet_name="stage_b.safetensors"),
    )

    assert told(nodes) == USUAL


def test_a_film_of_a_painted_picture_is_told_by_the_picture() -> None:
    nodes = graph(
        saved=node("SaveAnimatedWEBP", images=["film", 0]),
        film=node("VAEDecode", samples=["moving", 0]),
        moving=sampler(seed=99, positive=["svd", 0], negative=["svd", 1], latent_image=["svd", 2]),
        svd=node("SVD_img2vid_Conditioning", init_image=["decoded", 0], width=96, height=48),
    )

    assert told(nodes) == USUAL


def test_merged_models_are_all_named() -> None:
    nodes = graph(
        sampler=sampler(model=["lora", 0]),
        lora=node("LoraLoader", model=["merged", 0], lora_name="x.safetensors"),
        merged=node("ModelMergeSimple", model1=["model", 0], model2=["other", 0], ratio=0.5),
        other=node("CheckpointLoaderSimple", ckpt_name="other.safetensors"),
    )

    assert told(nodes).model == "m.safetensors + other.safetensors"


def test_an_efficient_loader_has_the_words_among_its_values() -> None:
    loader = node(
        "Efficient Loader",
        ckpt_name="m.safetensors",
        positive="a cat",
        negative="dog",
        empty_latent_width=64,
        empty_latent_height=48,
    )
    efficient = node(
        "KSampler (Efficient)",
        seed=5,
        steps=20,
        cfg=7.0,
        denoise=1.0,
        model=["loader", 0],
        positive=["loader", 1],
        negative=["loader", 2],
        latent_image=["loader", 3],
    )
    nodes = {"loader": loader, "s": efficient, "saved": node("SaveImage", images=["s", 5])}

    assert told(nodes) == USUAL


def test_a_pipe_carries_them_all() -> None:
    nodes = graph(
        sampler=node("ImpactKSamplerBasicPipe", basic_pipe=["edit", 0], latent_image=["latent", 0], **VALUES),
        edit=node("EditBasicPipe", basic_pipe=["pipe", 0]),
        pipe=node("ToBasicPipe", model=["model", 0], positive=["positive", 0], negative=["negative", 0]),
    )  # fmt: skip

    assert told(nodes) == USUAL


def test_words_for_films() -> None:
    nodes = {
        "saved": node("VHS_VideoCombine", images=["decoded", 0], frame_rate=16),
        "decoded": node("WanVideoDecode", samples=["sampler", 0]),
        "sampler": node("WanVideoSampler", text_embeds=["words", 0], model=["m", 0], steps=30, cfg=5.0, seed=7),
        "words": node("WanVideoTextEncode", positive_prompt="a cat runs", negative_prompt="still"),
        "m": node("WanVideoModelLoader", model="wan.safetensors"),
    }

    assert (told(nodes).prompt, told(nodes).negative_prompt, told(nodes).model) == (
        "a cat runs",
        "still",
        "wan.safetensors",
    )


def test_a_service_has_them_at_the_node_that_asks_it() -> None:
    nodes = {"a": node("FluxProUltraImageNode", prompt="a cat", seed=5), "s": node("SaveImage", images=["a", 0])}

    assert told(nodes).prompt == "a cat"


# -- sizes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("nodes", "size"),
    [
        ({"latent": node("SDXL Empty Latent Image (rgthree)", dimensions="1216 x 832   (landscape)")}, (1216, 832)),
        ({"latent": node("EmptyLatentImage", width=["w", 0], height=["h", 0]), "w": node("PrimitiveInt", value=640),
          "h": node("PrimitiveInt", value=384)}, (640, 384)),
        ({"latent": node("EmptyLatentImage", width=["r", 0], height=["r", 1]),
          "r": node("ResolutionSelector", value=9)}, (80, 56)),
        ({"latent": node("VAEEncode", pixels=["i", 0]), "i": node("LoadImage", image="x.png")}, (80, 56)),
        ({"latent": node("LatentUpscaleBy", scale_by=2, samples=["e", 0]),
          "e": node("EmptyLatentImage", width=32, height=24)}, (64, 48)),
    ],
    ids=["in one text", "in two nodes", "in one node", "of a picture", "enlarged"],
)  # fmt: skip
def test_sizes(nodes: Graph, size: tuple[int, int]) -> None:
    found = told(graph(**nodes), size=(80, 56))

    assert (found.width, found.height) == size


def test_an_enlarged_picture_of_unknown_size_has_none() -> None:
    nodes = graph(
        latent=node("VAEEncode", pixels=["i", 0]),
        i=node("LoadImage", image="x.png"),
        saved=node("SaveImage", images=["big", 0]),
        big=node("ImageUpscaleWithModel", image=["decoded", 0]),
    )

    assert (told(nodes).width, told(nodes).height) == (None, None)


# -- where it cannot be followed ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "prompt"),
    [(["a cat"], "a cat"), (["a cat", "a cat"], "a cat"), (["a cat", "dog"], ""), ([], "")],
)
def test_the_only_text_there_is_is_the_prompt(texts: list[str], prompt: str) -> None:
    nodes = {str(number): node("CLIPTextEncode", text=text) for number, text in enumerate(texts)}

    assert told({**nodes, "s": node("SaveImage", images=["gone", 0])}).prompt == prompt


def test_drawn_with_names_muted_and_bypassed() -> None:
    import json

    def drawn(number: int, kind: str, values: list[object], mode: int = 0, **links: int) -> dict[str, object]:
        slots = [{"name": name, "link": link} for name, link in links.items()]
        return {"id": number, "type": kind, "mode": mode, "widgets_values": values, "inputs": slots}

    custom = drawn(2, "Mine", ["a cat", "fixed", 3])
    custom["inputs"] = [{"name": name, "widget": {"name": name}} for name in ("text", "number")]
    workflow = {
        "nodes": [
            drawn(1, "KSampler", [5, "fixed", 20, 7.0, "euler", "normal", 1.0], positive=1, latent_image=2),
            custom,
            drawn(3, "Reroute", [], 4, conditioning=3),
            drawn(4, "EmptyLatentImage", [64, 48, 1]),
            drawn(5, "VAEDecode", [], samples=4),
            drawn(6, "SaveImage", ["x"], images=5),
            drawn(7, "SaveImage", ["x"], 2, images=6),
            drawn(8, "KSampler", [9, "fixed", 9, 9.0], positive=7),
        ],
        "links": [
            *([1, 3, 0, 1, 0, "X"], [2, 4, 0, 1, 1, "X"], [3, 2, 0, 3, 0, "X"], [4, 1, 0, 5, 0, "X"]),
            *([5, 5, 0, 6, 0, "X"], [6, 8, 0, 7, 0, "X"], [7, 4, 0, 8, 0, "X"]),
        ],
    }

    assert read_foreign(png_of({"workflow": json.dumps(workflow)}, size=(64, 48))) == ForeignMetadata(
        "ComfyUI", "a cat", None, 20, 5, 7.0, None, 64, 48
    )
