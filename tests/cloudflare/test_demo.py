"""Samples go the same way as real pictures, without a network."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from PIL import Image, ImageChops, ImageStat

from server.cloudflare.client import Answer, Cloudflare, Parameters
from server.cloudflare.demo import DemoTransport
from server.cloudflare.sample_words import SCENE_WORDS, first_of, is_told
from server.cloudflare.samples import SCENES, paint_sample
from server.cloudflare.samples.hours import DUSK, NIGHT, WINTER, Hour
from server.common.account import Account
from server.common.secret import Secret
from server.paintings.models import FLUX_1_SCHNELL, MODELS, Model
from server.pictures.picture import JPEG, is_complete

ACCOUNT = Account("0" * 32, Secret("sample-account-token"))
_T = TypeVar("_T")


def in_demo(work: Callable[[Cloudflare], Awaitable[_T]]) -> _T:
    async def run() -> _T:
        client = Cloudflare(
            base_url="https://api.cloudflare.com/client/v4",
            transport=DemoTransport(seconds=(0, 0)),
        )
        try:
            return await work(client)
        finally:
            await client.aclose()

    return asyncio.run(run())


def paint(prompt: str, steps: int = 4) -> Answer:
    return in_demo(lambda client: client.paint(ACCOUNT, FLUX_1_SCHNELL, Parameters(prompt, steps)))


def test_a_sample_is_a_picture_like_any_other() -> None:
    answer = paint("雪山和湖")

    assert (answer.picture.kind, answer.picture.width, answer.picture.height) == (JPEG, 1024, 1024)
    assert is_complete(answer.picture.data)


def test_a_sample_costs_nothing() -> None:
    assert paint("a fox").neurons == 0


def test_the_check_passes() -> None:
    in_demo(lambda client: client.check(ACCOUNT))


def test_the_same_prompt_paints_another_picture_each_time() -> None:
    async def twice(client: Cloudflare) -> list[bytes]:
        answers = [await client.paint(ACCOUNT, FLUX_1_SCHNELL, Parameters("a fox", 4)) for _ in range(2)]
        return [answer.picture.data for answer in answers]

    first, second = in_demo(twice)
    assert first != second


def test_a_sample_takes_its_time() -> None:
    """As long as it is told: one that would take a minute is not there after a moment."""

    async def run() -> bool:
        transport = DemoTransport(seconds=(60, 60))
        client = Cloudflare(base_url="https://api.cloudflare.com", transport=transport)
        task = asyncio.create_task(client.paint(ACCOUNT, FLUX_1_SCHNELL, Parameters("a fox", 1)))
        done, _ = await asyncio.wait({task}, timeout=1.5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await client.aclose()
        return bool(done)

    assert asyncio.run(run()) is False


@pytest.mark.parametrize("steps", [1, 3, 8])
def test_few_and_many_steps_paint(steps: int) -> None:
    assert is_complete(paint_sample("a fox", steps, variation=steps))


def test_every_sample_is_marked() -> None:
    """The corner with the mark is the same writing on every picture, whatever is behind it."""
    corners = [_corner(paint_sample(f"prompt {number}", 4, number)) for number in range(3)]

    for corner in corners:
        letters = corner.point([0] * 200 + [255] * 56)
        plate = corner.crop((10, 18, 18, 26))
        assert 0.02 < ImageStat.Stat(letters).mean[0] / 255 < 0.3
        assert ImageStat.Stat(plate).mean[0] < 140
    writing = [corner.point([0] * 190 + [255] * 66) for corner in corners]
    assert ImageStat.Stat(ImageChops.difference(writing[0], writing[1])).mean[0] < 12


def test_the_mark_is_drawn_without_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package has no library for fonts."""

    def no_font(*_: object, **__: object) -> None:
        raise AssertionError("a font was asked for")

    for kind in ("FreeTypeFont", "ImageFont"):
        monkeypatch.setattr(f"PIL.ImageFont.{kind}", no_font)

    assert is_complete(paint_sample("a fox", 4, 1))


@pytest.mark.parametrize(
    ("prompt", "hour"),
    [("photo of a cat at night", NIGHT), ("夕阳下的山，照片", DUSK), ("photo of a cat in winter", WINTER)],
)
def test_the_hour_fits_the_prompt(prompt: str, hour: Hour) -> None:
    """The zenith has the colour of the hour that the prompt speaks of."""
    mean = ImageStat.Stat(opened(paint_sample(prompt, 4, 1)).crop((0, 0, 1024, 12))).mean

    for seen, meant in zip(mean, hour.sky[0], strict=True):
        assert abs(seen - meant) < 30


@pytest.mark.parametrize(
    ("prompt", "scene"),
    [
        *(("waves at the coast", "sea"), ("海边的灯塔", "sea"), ("city at night", "city"), ("夜市，霓虹", "city")),
        *(("bamboo forest", "forest"), ("森林里的小路", "forest"), ("desert dunes", "desert"), ("大漠孤烟", "desert")),
        *(("a field of poppies", "flowers"), ("牡丹", "flowers"), ("a ringed planet", "space"), ("宇宙飞船", "space")),
        *(("two cats", "cat"), ("一只猫", "cat"), ("a stag in a forest", "deer"), ("锦鲤", "koi"), ("仙鹤", "cranes")),
        *(
            ("a wanderer", "figure"),
            ("旅人", "figure"),
            ("still life with pears", "still_life"),
            ("静物", "still_life"),
        ),
        *(("cherry tree", "tree"), ("樱花", "tree"), ("a rainy window", "rain"), ("窗外的雨", "rain")),
        *(
            ("art deco pattern", "pattern"),
            ("几何图案", "pattern"),
            ("abstract silk", "abstract"),
            ("抽象", "abstract"),
        ),
        *(("a boat on a lake", "mountains"), ("雪山和湖", "mountains")),
    ],
)
def test_the_words_choose_the_scene(prompt: str, scene: str) -> None:
    assert first_of(prompt, SCENE_WORDS) == scene
    assert is_told(prompt)


@pytest.mark.parametrize("prompt", ["a fox", "", "category", "treason", "starting a forestry season", "\ud83e", "🦊"])
def test_what_no_sample_shows(prompt: str) -> None:
    """Parts of longer words are not meant."""
    assert not is_told(prompt)


def test_every_scene_is_painted_in_every_shape() -> None:
    assert SCENES.keys() == SCENE_WORDS.keys()
    seen = set()
    for name, words in SCENE_WORDS.items():
        for size in ((512, 224), (224, 512)):
            picture = opened(paint_sample(f"{words[0]}, photo", 1, 3, size))
            assert picture.size == size
        seen.add(picture.resize((8, 8)).tobytes())
        assert picture.convert("L").getextrema() != (0, 0), name
    assert len(seen) == len(SCENES)


def test_the_manner_is_the_one_that_the_prompt_names() -> None:
    """Ink has no colour but its seal, watercolour leaves the paper's edge white, flat has few colours."""
    ink, water, flat = (opened(paint_sample(f"autumn tree, {word}", 4, 2)) for word in ("水墨", "watercolour", "flat"))
    middle = ink.crop((300, 200, 724, 500)).convert("HSV").getchannel("S")

    assert ImageStat.Stat(middle).mean[0] < 60
    assert min(ImageStat.Stat(water.crop((2, 300, 12, 700))).mean) > 215
    even = flat.resize((256, 256), Image.Resampling.BOX).quantize(16, kmeans=1).convert("RGB").resize((1024, 1024))
    assert ImageStat.Stat(ImageChops.difference(flat, even)).mean[0] < 12


def test_a_sample_is_the_same_for_the_same_words_and_numbers() -> None:
    for prompt in ("a fox", "a planet, watercolour", "koi, ink", "city, flat"):
        assert paint_sample(prompt, 4, 7) == paint_sample(prompt, 4, 7)
        assert paint_sample(prompt, 4, 7) != paint_sample(prompt, 4, 8)


def test_odd_prompts_paint() -> None:
    for prompt in ("", "\ud83e", "🦊" * 2048, "\x00"):
        assert is_complete(paint_sample(prompt, 1, 1))


def opened(sample: bytes) -> Image.Image:
    return Image.open(io.BytesIO(sample)).convert("RGB")


def _corner(sample: bytes) -> Image.Image:
    """The plate of the mark."""
    return Image.open(io.BytesIO(sample)).convert("L").crop((799, 952, 996, 996))


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.name)
def test_samples_speak_every_model(model: Model) -> None:
    width, height = (512, 768) if model.takes_size else (None, None)
    parameters = Parameters("a fox", int(model.steps.default), width, height, 7 if model.seed else None)
    answer = in_demo(lambda client: client.paint(ACCOUNT, model, parameters))

    expected = (512, 768) if model.takes_size else (int(model.width.default), int(model.height.default))
    assert (answer.picture.width, answer.picture.height) == expected


def test_a_sample_of_the_same_seed_is_the_same() -> None:
    model = MODELS["@cf/stabilityai/stable-diffusion-xl-base-1.0"]

    async def three(client: Cloudflare) -> list[bytes]:
        seeds = (7, 7, 8)
        answers = [await client.paint(ACCOUNT, model, Parameters("a fox", 4, 512, 512, seed)) for seed in seeds]
        return [answer.picture.data for answer in answers]

    first, again, other = (Image.open(io.BytesIO(data)).convert("L") for data in in_demo(three))

    def apart(one: Image.Image, another: Image.Image) -> float:
        return ImageStat.Stat(ImageChops.difference(one, another)).mean[0]

    assert apart(first, again) < 5, "but for the grain"
    assert apart(first, other) > 2 * apart(first, again)


def test_a_reference_shows_through_the_sample() -> None:
    model = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]

    def redness(*pictures: bytes) -> float:
        parameters = Parameters("a fox", 4, 512, 512, seed=1, pictures=pictures)
        answer = in_demo(lambda client: client.paint(ACCOUNT, model, parameters))
        red, _, blue = ImageStat.Stat(Image.open(io.BytesIO(answer.picture.data)).convert("RGB")).mean
        return red - blue

    assert redness(_plain("red")) > redness() + 40


def test_only_what_is_marked_is_painted_anew() -> None:
    model = MODELS["@cf/runwayml/stable-diffusion-v1-5-inpainting"]
    mask = Image.new("L", (512, 512), 0)
    mask.paste(255, (0, 0, 512, 256))
    parameters = Parameters("a fox", 4, pictures=(_plain("red"),), mask=_encoded(mask))
    answer = in_demo(lambda client: client.paint(ACCOUNT, model, parameters))

    picture = Image.open(io.BytesIO(answer.picture.data)).convert("RGB")
    upper, lower = picture.crop((0, 0, 512, 240)), picture.crop((0, 272, 512, 400))
    assert ImageStat.Stat(lower).stddev < [6, 6, 6], "left as it was"
    assert max(ImageStat.Stat(upper).stddev) > 10


def _plain(colour: str) -> bytes:
    return _encoded(Image.new("RGB", (512, 512), colour))


def _encoded(image: Image.Image) -> bytes:
    encoded = io.BytesIO()
    image.save(encoded, "PNG")
    return encoded.getvalue()
