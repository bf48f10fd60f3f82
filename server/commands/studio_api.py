"""Where orders from outside the page are taken: by a command that has the studio to itself, or beside an open page."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence

from server.cloudflare.answers import PAID_FOR
from server.commands.allowance_data import AllowanceTold, reckon
from server.commands.painting_data import PAUSED, PaintingData, tell
from server.common.errors import CredentialsError, NotFound
from server.common.events import waiting
from server.common.hidden import Hidden
from server.paintings.painting import Painting, State
from server.pictures.export_options import KINDS, ExportFormat, ExportOptions
from server.prompts.unfolding import unfolded
from server.site.site import Site
from server.studio.enlarger import enlargement_in_words
from server.studio.ordering import order_in_words

HEARTBEAT = 5.0
"""Seconds after which those who follow hear that they are still connected."""


class Copy(Hidden, frozen=True):
    """A picture to be taken along, and what its file is called."""

    name: str
    data: bytes


class StudioApi:
    """Lives on the loop of its site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def order(self, fields: Mapping[str, str]) -> list[int]:
        """The ids of what is going to be painted. Raises BadInput, or CredentialsError where nobody can paint it."""
        order = await unfolded(order_in_words(fields), self._site.lists)
        if not order.sample and self._site.connection.view().samples_only:
            raise CredentialsError("samples_only")
        await self._site.connection.painter(sample=order.sample)
        return [painting.id for painting in self._site.studio.paint(order)]

    async def enlarge(self, fields: Mapping[str, str]) -> list[int]:
        """The ids of what the library's pictures of those `ids` become, of that `scale` and `kind`.

        Raises BadInput, NotFound, and AtelierError for one that is too large.
        """
        wish = enlargement_in_words(fields)
        paintings = [self._site.studio.find(int(each)) for each in fields["ids"].split(",")]
        return [each.id for each in self._site.studio.enlarge(paintings, wish)]

    async def follow(self, ids: Sequence[int]) -> AsyncGenerator[PaintingData | None, None]:
        """Each painting as it is, and again whenever it changes, until all are over. None: nothing has changed."""
        last: dict[int, PaintingData] = {}
        with self._site.hub.listen(self._site.hub.sequence) as changes:
            while True:
                news = [told for told in self._look(ids) if told != last.get(told["id"])]
                for told in news:
                    last[told["id"]] = told
                    yield told
                if all(last[each]["over"] for each in ids):
                    return
                try:
                    await asyncio.wait_for(changes.get(), HEARTBEAT)
                    waiting(changes)
                except TimeoutError:
                    yield None

    async def copy(self, painting_id: int, form: ExportFormat) -> Copy:
        """Its picture, encoded anew only where `form` is not what it is already. Raises NotFound and StorageError."""
        painting = self._site.studio.find(painting_id)
        picture = await self._site.studio.keeper.picture(painting)
        is_it = KINDS.get(form) == picture.kind
        given = await self._site.exporter.one(painting, ExportOptions(ExportFormat.ORIGINAL if is_it else form))
        return Copy(given.name, given.data)

    async def cancel(self, ids: Iterable[int]) -> None:
        """Stop those that are not over; a picture that is just being saved is saved."""
        for painting_id in ids:
            painting = self._site.store.get(painting_id)
            if painting is not None and painting.active and not painting.hidden:
                self._site.studio.cancel(painting_id)

    async def allowance(self) -> AllowanceTold:
        """How today stands for the account. Raises CredentialsError where there is none, and StorageError."""
        if self._site.connection.view().samples_only:
            raise CredentialsError("samples_only")
        await self._site.connection.painter(sample=False)
        return reckon(self._site.allowance.now())

    def _look(self, ids: Sequence[int]) -> list[PaintingData]:
        """As they are now. Raises NotFound for an id that was never given."""
        return [self._tell(painting_id) for painting_id in ids]

    def _tell(self, painting_id: int) -> PaintingData:
        painting = self._site.store.get(painting_id)
        if painting is None:
            raise NotFound
        unsaved = self._site.studio.keeper.unsaved(painting_id) is not None
        file = str(self._site.library.path(painting.file)) if painting.file and painting.state is State.DONE else None
        return tell(
            painting,
            held=self._held(painting),
            file=file,
            answer=self._answer(painting),
            has_picture=unsaved or painting.state is State.DONE,
        )

    def _answer(self, painting: Painting) -> str | None:
        kept = self._site.studio.keeper.answers.path(painting.uid) if painting.error in PAID_FOR else None
        return str(kept) if kept else None

    def _held(self, painting: Painting) -> str | None:
        if painting.state is not State.QUEUED or painting.hidden:
            return None
        queue = self._site.studio.queue.glance()
        if holds := queue.over(painting):
            return holds[0].reason.value
        return PAUSED if queue.paused else None
