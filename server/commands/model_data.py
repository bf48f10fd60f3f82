"""The picture models as plain data."""

from __future__ import annotations

from typing import TypedDict

from server.cloudflare.model_listing import SETTING, ModelListing
from server.common.paths import Paths
from server.paintings.database import salvage_settings
from server.paintings.models import DEFAULT_MODEL, MODELS, Model, Parameters, Range


class Limits(TypedDict):
    """`minimum` and `maximum` are the same where there is nothing to choose."""

    minimum: float
    maximum: float
    default: float


class ModelTold(TypedDict):
    """`neurons`: what one picture is estimated to cost with the usual settings. Sizes are pixels.

    `input`: what pictures it takes (`none`, `references`, `masked`), which a command cannot give.
    `learnt`: not known to the program beforehand, but from the account's list. `gone`: that list does not have it any
    more. `ends`: the day (`2026-11-24`) on which Cloudflare means to end it, or empty.
    """

    id: str
    name: str
    maker: str
    licence: str
    default: bool
    prompt_limit: int
    steps: Limits
    width: Limits
    height: Limits
    seed: Limits | None
    guidance: Limits | None
    negative_prompt: bool
    input: str
    neurons: float
    price_known: bool
    learnt: bool
    gone: bool
    ends: str


def recall(data_dir: str | None) -> ModelListing:
    """The account's list as it was last kept, by whatever program; from here on its models are among `MODELS`.

    Only reads, and asks nobody. Blocks for some milliseconds.
    """
    try:
        settings = salvage_settings(Paths.choose(data_dir).database)
    except OSError:  # no home folder: nothing can have been kept
        settings = {}
    return ModelListing(settings.get(SETTING, ""), lambda _: None)


def models(offer: ModelListing) -> list[ModelTold]:
    """All there are, in the order they are offered in."""
    return [_tell(model, offer) for model in MODELS.values()]


def _tell(model: Model, offer: ModelListing) -> ModelTold:
    usual = Parameters(prompt="", steps=int(model.steps.default))
    return ModelTold(
        id=model.id,
        name=model.name,
        maker=model.maker,
        licence=model.licence,
        default=model is DEFAULT_MODEL,
        prompt_limit=model.prompt_limit,
        steps=_limits(model.steps),
        width=_limits(model.width),
        height=_limits(model.height),
        seed=_limits(model.seed) if model.seed else None,
        guidance=_limits(model.guidance) if model.guidance else None,
        negative_prompt=model.negative_prompt,
        input=model.input.value,
        neurons=round(model.estimate(usual), 2),
        price_known=model.price.known,
        learnt=model.id not in MODELS.beforehand,
        gone=model.id in offer.gone,
        ends=offer.ends(model.id),
    )


def _limits(values: Range) -> Limits:
    return Limits(minimum=values.minimum, maximum=values.maximum, default=values.default)
