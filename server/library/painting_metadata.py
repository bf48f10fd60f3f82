"""A painting's row as the metadata that goes into its file."""

from __future__ import annotations

from server import __version__
from server.paintings.painting import Painting
from server.pictures.metadata.metadata import Metadata


def metadata_of(painting: Painting) -> Metadata:
    """What the row knows, told by this version of the program."""
    return Metadata(
        uid=painting.uid,
        prompt=painting.prompt,
        negative_prompt=painting.negative_prompt or None,
        prompt_sent=painting.prompt_sent,
        model=painting.model,
        steps=painting.steps,
        seed=painting.seed,
        guidance=painting.guidance,
        width=painting.width,
        height=painting.height,
        seconds=painting.seconds,
        neurons=painting.neurons,
        translation_neurons=painting.translation,
        created=painting.created,
        sample=painting.sample,
        version=__version__,
        parent_uid=painting.parent,
        order_uid=painting.order_uid,
        place=painting.place,
    )
