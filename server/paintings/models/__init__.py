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
]
