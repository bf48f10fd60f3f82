"""The models known beforehand, as data. Prices, limits and remarks change here only.

The numbers come from Cloudflare's documentation and, where it differs, from what the live service was seen to do: its
schemas promise more than it does. What it really took is in the answer's header (`cf-ai-neurons`).
"""

from __future__ import annotations

from msgspec.structs import replace

from server.common.i18n import N_
from server.paintings.models.known import KnownModels
from server.paintings.models.model import TILE, AnswerForm, Encoding, Input, Model, Price, Range

_BFL = "https://bfl.ai/legal/terms-of-service"
_LEONARDO = "https://leonardo.ai/terms-of-service/"
_SEED = Range("seed", 0, 2**53, default=0)
_NOT_EXACT = N_("The same seed does not paint the same picture again with this model.")

FLUX_1_SCHNELL = Model(
    id="@cf/black-forest-labs/flux-1-schnell",
    name="FLUX.1 schnell",
    maker="Black Forest Labs",
    licence=_BFL,
    encoding=Encoding.JSON,
    answer=AnswerForm.BASE64_IN_JSON,
    prompt_limit=2048,
    steps=Range("steps", 1, 8, default=4),
    width=Range("width", 1024, 1024, default=1024),
    height=Range("height", 1024, 1024, default=1024),
    price=Price(per_tile=4.8, per_tile_and_step=9.6),
    seconds=90,
    remark=N_("Quick and reliable. Always square; understands English best."),
)

FLUX_2_KLEIN_4B = Model(
    id="@cf/black-forest-labs/flux-2-klein-4b",
    name="FLUX.2 klein 4B",
    maker="Black Forest Labs",
    licence=_BFL,
    encoding=Encoding.MULTIPART,
    answer=AnswerForm.BASE64_IN_JSON,
    prompt_limit=2048,
    steps=Range("steps", 4, 4, default=4),
    width=Range("width", 256, 1920, default=1024, multiple_of=16),
    height=Range("height", 256, 1920, default=1024, multiple_of=16),
    price=Price(per_tile=26.05, per_input_tile=5.37),
    seconds=150,
    seed=_SEED,
    input=Input.REFERENCES,
    input_pictures=4,
    input_side=496,  # "smaller than 512 x 512", in the model's multiples of 16
    only_english=False,
    remark=N_("Any shape, several languages, up to four reference pictures; the cheapest FLUX."),
    seed_remark=_NOT_EXACT,
)

FLUX_2_KLEIN_9B = replace(
    FLUX_2_KLEIN_4B,
    id="@cf/black-forest-labs/flux-2-klein-9b",
    name="FLUX.2 klein 9B",
    price=Price(first_tile=1363.64, per_tile=181.82, per_input_tile=181.82, tile_pixels=4 * TILE),
    remark=N_("Finer than klein 4B, for thirteen times its price."),
)

FLUX_2_DEV = Model(
    id="@cf/black-forest-labs/flux-2-dev",
    name="FLUX.2 dev",
    maker="Black Forest Labs",
    licence=_BFL,
    encoding=Encoding.MULTIPART,
    answer=AnswerForm.BASE64_IN_JSON,
    prompt_limit=2048,
    # Cloudflare's own default is 50, which spends three quarters of a day's allowance on one picture.
    steps=Range("steps", 1, 50, default=20),
    width=Range("width", 256, 1920, default=1024, multiple_of=16),
    height=Range("height", 256, 1920, default=1024, multiple_of=16),
    price=Price(per_tile_and_step=37.5, per_input_tile_and_step=18.75),
    seconds=300,
    seed=_SEED,
    guidance=Range("guidance", 1, 10, default=4, multiple_of=0.5),
    input=Input.REFERENCES,
    input_pictures=4,
    input_side=496,  # "smaller than 512 x 512", in the model's multiples of 16
    only_english=False,
    remark=N_("The best, slowest and most expensive: up to five minutes a picture."),
)

LUCID_ORIGIN = Model(
    id="@cf/leonardo/lucid-origin",
    name="Lucid Origin",
    maker="Leonardo.Ai",
    licence=_LEONARDO,
    encoding=Encoding.JSON,
    answer=AnswerForm.BASE64_IN_JSON,
    prompt_limit=2048,
    steps=Range("num_steps", 1, 40, default=15),
    width=Range("width", 256, 2048, default=1120, multiple_of=8),
    height=Range("height", 256, 2048, default=1120, multiple_of=8),
    price=Price(per_tile=636, per_tile_and_step=12, whole_tiles=False),
    seconds=180,
    seed=_SEED,
    guidance=Range("guidance", 0, 10, default=4.5, multiple_of=0.5),
    remark=N_("Good at photographs and lettering; two or three pictures a day. Its filter refuses a lot."),
)

PHOENIX = Model(
    id="@cf/leonardo/phoenix-1.0",
    name="Phoenix 1.0",
    maker="Leonardo.Ai",
    licence=_LEONARDO,
    encoding=Encoding.JSON,
    answer=AnswerForm.RAW,
    prompt_limit=2048,
    steps=Range("num_steps", 1, 50, default=25),
    width=Range("width", 256, 2048, default=1024, multiple_of=8),
    height=Range("height", 256, 2048, default=1024, multiple_of=8),
    price=Price(per_tile=530, per_tile_and_step=10),
    seconds=180,
    seed=_SEED,
    guidance=Range("guidance", 2, 10, default=2, multiple_of=0.5),
    negative_prompt=True,
    remark=N_("Follows a prompt closely and knows negative prompts; three pictures a day."),
)

_SD_LICENCE = "https://huggingface.co/stabilityai/stable-diffusion-xl-base-1.0/blob/main/LICENSE.md"

_FEW_STEPS = Range("num_steps", 1, 20, default=8)
"""For models that were made to need no more."""

# One schema for all of the family, which the others change as far as they differ.
SDXL = Model(
    id="@cf/stabilityai/stable-diffusion-xl-base-1.0",
    name="Stable Diffusion XL",
    maker="Stability AI",
    licence=_SD_LICENCE,
    encoding=Encoding.JSON,
    answer=AnswerForm.RAW,
    prompt_limit=2048,
    steps=Range("num_steps", 1, 20, default=20),
    width=Range("width", 256, 2048, default=1024, multiple_of=8),
    height=Range("height", 256, 2048, default=1024, multiple_of=8),
    price=Price(),
    seconds=180,
    seed=_SEED,
    guidance=Range("guidance", 1, 20, default=7.5, multiple_of=0.5),
    negative_prompt=True,
    remark=N_("The classic: many manners, and the same seed paints the same picture. Free while it is a beta."),
)

SDXL_LIGHTNING = replace(
    SDXL,
    id="@cf/bytedance/stable-diffusion-xl-lightning",
    name="SDXL Lightning",
    maker="ByteDance",
    licence="https://huggingface.co/ByteDance/SDXL-Lightning",
    steps=_FEW_STEPS,
    remark=N_("The classic in a few steps: for trying many things quickly. Free while it is a beta."),
)

DREAMSHAPER = replace(
    SDXL,
    id="@cf/lykon/dreamshaper-8-lcm",
    name="DreamShaper 8 LCM",
    maker="Lykon",
    licence="https://huggingface.co/Lykon/DreamShaper",
    steps=_FEW_STEPS,
    width=Range("width", 256, 2048, default=512, multiple_of=8),
    height=Range("height", 256, 2048, default=512, multiple_of=8),
    remark=N_("Small pictures with a painter's touch, good for figures and fantasy. Free while it is a beta."),
)

SD_INPAINTING = replace(
    SDXL,
    id="@cf/runwayml/stable-diffusion-v1-5-inpainting",
    name="Stable Diffusion 1.5 inpainting",
    maker="Runway",
    licence="https://huggingface.co/spaces/CompVis/stable-diffusion-license",
    # As large as the picture it is given, which is made to fit beforehand.
    width=Range("width", 512, 512, default=512),
    height=Range("height", 512, 512, default=512),
    input=Input.MASKED,
    input_pictures=1,
    input_side=512,
    remark=N_("Paints a picture anew where you mark it. Free while Cloudflare calls it a beta."),
)

ALL = (
    FLUX_1_SCHNELL,
    FLUX_2_KLEIN_4B,
    FLUX_2_KLEIN_9B,
    FLUX_2_DEV,
    LUCID_ORIGIN,
    PHOENIX,
    SDXL,
    SDXL_LIGHTNING,
    DREAMSHAPER,
    SD_INPAINTING,
)
MODELS = KnownModels({model.id: model for model in ALL})
DEFAULT_MODEL = FLUX_1_SCHNELL
REFERENCE_MODEL = FLUX_2_KLEIN_4B
"""Chosen for whoever wants to paint by a picture."""
