"""One painting's call to its model: what is sent for it, what it costs, and whether all that was sent was looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from msgspec.structs import replace

from server.cloudflare.account.connection import Connection
from server.cloudflare.allowance.counter import Allowance
from server.cloudflare.client import Answer
from server.common.errors import UpstreamError
from server.library.inputs import InputGone, Inputs
from server.paintings.input_names import names_in
from server.paintings.models import MODELS, Input, Model, Parameters
from server.paintings.painting import Painting, Wording
from server.studio.enlarger import Enlarger

REFERENCES_UNREAD = "references_unread"
"""A note on a painting that is done."""


class PaintingRequest:
    """Asks on the account in use; the allowance hears of every call and how it ended."""

    def __init__(
        self,
        *,
        connection: Connection,
        inputs: Inputs,
        allowance: Allowance,
        wording: Callable[[Painting], Awaitable[Wording]],
        enlarger: Enlarger,
    ) -> None:
        """`wording` finds what is to be sent for a painting: its prompt, or a translation of it."""
        self.enlarger = enlarger
        self.wording = wording
        self._connection = connection
        self._inputs = inputs
        self._allowance = allowance

    async def ask(self, painting: Painting) -> Answer:
        """Raises AtelierError."""
        if painting.is_local:
            return await self.enlarger.enlarge(painting)
        if painting.model not in MODELS:
            raise UpstreamError("model_unknown")  # learnt from an account's list, which has been lost since
        painter = await self._connection.painter(sample=painting.sample)
        parameters = _parameters(painting)
        if painting.inputs:
            parameters = _with_pictures(parameters, MODELS[painting.model], await self._pictures(painting))
        self._allowance.begun(painter, painting)
        try:
            answer = await painter.client.paint(painter.account, MODELS[painting.model], parameters)
        except UpstreamError as error:
            self._connection.heard(painter.account, error.code)
            raise
        self._connection.heard(painter.account)
        return answer

    def failed(self, painting: Painting, code: str) -> None:
        """No picture came."""
        self._allowance.failed(painting, code)

    def paid(self, painting: Painting, answer: Answer) -> None:
        """Its picture came, and is on the disk."""
        self._allowance.paid(painting, answer.neurons)

    async def _pictures(self, painting: Painting) -> tuple[bytes, ...]:
        """Raises InputGone."""
        return tuple([await asyncio.to_thread(self._inputs.read, name) for name in names_in(painting.inputs)])


def went_unread(painting: Painting, answer: Answer) -> bool:
    """Cloudflare takes pictures it does not read without a word; only the bill tells."""
    given = names_in(painting.inputs)
    if painting.is_local or not given or answer.neurons is None:
        return False
    model, parameters = MODELS[painting.model], _parameters(painting)
    without = model.estimate(parameters)
    by_pictures = model.estimate(parameters, [(model.input_side, model.input_side)] * len(given)) - without
    return by_pictures > 0 and answer.neurons < without + by_pictures - by_pictures / len(given) / 2


def _with_pictures(parameters: Parameters, model: Model, pictures: tuple[bytes, ...]) -> Parameters:
    """Raises InputGone where the mask is lacking."""
    if model.input is not Input.MASKED:
        return replace(parameters, pictures=pictures)
    if len(pictures) != 2:
        raise InputGone
    return replace(parameters, pictures=pictures[:1], mask=pictures[1])


def _parameters(painting: Painting) -> Parameters:
    return Parameters(
        prompt=painting.sent,
        steps=painting.steps,
        width=painting.asked_width,
        height=painting.asked_height,
        seed=painting.seed,
        guidance=painting.guidance,
        negative_prompt=painting.negative_prompt,
    )
