"""Has prompts translated and enriched, and pictures described, with the account that paints."""

from __future__ import annotations

import asyncio
import io
from collections import OrderedDict
from collections.abc import Callable
from weakref import WeakSet

from server.cloudflare.account.connection import Connection
from server.cloudflare.allowance.counter import Allowance
from server.common.background import begin
from server.common.errors import StorageError, UpstreamError
from server.common.hidden import Hidden
from server.paintings.models import MODELS
from server.paintings.models.helpers import Helper, Task
from server.paintings.painting import Painting, Wording
from server.pictures.displayable import displayable_bytes, flat
from server.pictures.picture import NotAPicture
from server.prompts.helper_prompt import HelperPrompt, question, text_of
from server.prompts.languages import is_foreign

REMEMBERED = 256
"""Translations; a batch of one prompt is translated once."""

LONGEST_SIDE = 672
"""Pixels of a picture that is to be described: as large as these models look at it."""


class WrittenPrompt(Hidden, frozen=True):
    """What came of it. `neurons` is None where the answer did not say what it took."""

    text: str
    neurons: float | None
    helper: Helper


class PromptWriter:
    """`choose` tells which helper does a task, `translates` whether prompts are to be translated unasked.

    Lives on the server's loop.
    """

    def __init__(
        self,
        *,
        connection: Connection,
        allowance: Allowance,
        choose: Callable[[Task], Helper],
        translates: Callable[[], bool],
    ) -> None:
        self._connection = connection
        self._allowance = allowance
        self._choose = choose
        self._translates = translates
        self._translations: OrderedDict[tuple[str, str, bool], asyncio.Task[WrittenPrompt]] = OrderedDict()
        self._borne: WeakSet[asyncio.Task[WrittenPrompt]] = WeakSet()

    async def write(self, wish: HelperPrompt, *, sample: bool) -> WrittenPrompt:
        """Ask once. Raises UpstreamError, which names the helper, and CredentialsError."""
        helper = self._choose(wish.task)
        painter = await self._connection.painter(sample=sample)
        path, fields = question(helper, wish)
        call = self._allowance.asked(painter, helper.id, helper.estimate(wish.task, wish.text))
        try:
            result, neurons = await painter.client.ask(painter.account, path, fields, seconds=helper.seconds)
            written = WrittenPrompt(text_of(result), neurons, helper)
        except UpstreamError as error:
            self._allowance.refused(call, error.code)
            raise _named(error, helper) from error
        self._allowance.answered(call, neurons)
        return written

    async def wording(self, painting: Painting) -> Wording:
        """What the model is to get: the prompt, translated where it has to be. Raises as `write` does."""
        model = MODELS.get(painting.model)
        if not self._translates() or model is None or not model.only_english or not is_foreign(painting.sent):
            return Wording(painting.sent)
        wording = await self._translated(painting.sent, sample=painting.sample)
        if len(wording.text) > model.prompt_limit:
            raise UpstreamError("translation_too_long")
        return wording

    async def _translated(self, text: str, *, sample: bool) -> Wording:
        """The same text is asked about once, and its first taker bears the cost.

        Whoever stops waiting does not stop it for others.
        """
        key = (text, self._choose(Task.TRANSLATE).id, sample)
        asked = self._translations.get(key)
        if asked is None:
            asked = begin(self.write(HelperPrompt(Task.TRANSLATE, text), sample=sample), "a translation")
            asked.add_done_callback(lambda ended: self._forget_failed(key, ended))
            self._translations[key] = asked
            if len(self._translations) > REMEMBERED:
                self._translations.popitem(last=False)
        written = await asyncio.shield(asked)
        is_first = asked not in self._borne
        self._borne.add(asked)
        return Wording(written.text, written.neurons if is_first else None)

    def _forget_failed(self, key: tuple[str, str, bool], ended: asyncio.Task[WrittenPrompt]) -> None:
        if ended.cancelled() or ended.exception() is not None:
            self._translations.pop(key, None)


def small_jpeg(data: bytes) -> bytes:
    """A picture as helpers look at it: a JPEG with no side over LONGEST_SIDE. Blocks. Raises StorageError."""
    made = io.BytesIO()
    try:
        flat(displayable_bytes(data, side=LONGEST_SIDE)).save(made, "JPEG", quality=85)
    except NotAPicture as error:
        raise StorageError(error.code) from error
    return made.getvalue()


def _named(error: UpstreamError, helper: Helper) -> UpstreamError:
    return UpstreamError(
        error.code,
        ", ".join(filter(None, (helper.name, error.detail))),
        upstream_code=error.upstream_code,
        http_status=error.http_status,
        retry_after=error.retry_after,
        unexpected=error.unexpected,
    )
