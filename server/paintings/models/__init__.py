"""The picture models on offer: what each takes, answers and costs (`catalogue.py`), and what a model is at all."""

from __future__ import annotations

from server.paintings.models.catalogue import DEFAULT_MODEL, FLUX_1_SCHNELL, MODELS, REFERENCE_MODEL, SD_INPAINTING
from server.paintings.models.model import (
    SEED_LIMIT,
    TILE,
    AnswerForm,
    Encoding,
    Input,
    Model,
    Parameters,
    Price,
    Range,
)
from server.pictures.enlarging.wish import enlargement_of

__all__ = [
    "DEFAULT_MODEL",
    "FLUX_1_SCHNELL",
    "MODELS",
    "REFERENCE_MODEL",
    "SD_INPAINTING",
    "SEED_LIMIT",
    "TILE",
    "AnswerForm",
    "Encoding",
    "Input",
    "Model",
    "Parameters",
    "Price",
    "Range",
    "name_of_model",
]


def name_of_model(model: str) -> str:
    """What it is called, of what works on this computer too; its id where nobody knows it, as of other programs'."""
    if model in MODELS:
        return MODELS[model].name
    local = enlargement_of(model)
    return local.model_name if local else model
