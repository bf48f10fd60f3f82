"""A model that suddenly refuses a field by its name is asked without it, once, and for the rest of the run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from server.cloudflare.client import Answer, Cloudflare, Parameters
from server.common.errors import UpstreamError
from server.library.folder import Library
from server.paintings.models import MODELS, Model
from server.paintings.painting import Order, State
from server.paintings.store import Store
from server.pictures.metadata import read_metadata
from server.pictures.picture import read_picture
from server.studio.keeper import Keeper
from tests.clients import Pauses, with_client
from tests.jpegs import make_jpeg
from tests.upstream import Upstream
from tests.upstream_answers import refuse

LUCID = MODELS["@cf/leonardo/lucid-origin"]
EVERYTHING = Parameters(prompt="a boat", steps=10, width=1024, height=1024, seed=7, guidance=5.0)
SCHEMA = "AiError: Bad input: Error: Additional or unevaluated properties {} at '/' not allowed"


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as upstream:
        yield upstream


def forget_fields(upstream: Upstream, *names: str) -> None:
    """From now on the model does not take them, as the service did over one night."""
    served = upstream.rules.models[LUCID.id]
    fields = {name: rule for name, rule in served.fields.items() if name not in names}
    upstream.rules.models[LUCID.id] = replace(served, fields=fields)


def paint(upstream: Upstream, times: int = 1, model: Model = LUCID) -> list[Answer]:
    """One after the other, with one client."""

    async def work(client: Cloudflare) -> list[Answer]:
        return [await client.paint(upstream.account, model, EVERYTHING) for _ in range(times)]

    return with_client(upstream.base_url, work, limits=Pauses().limits())


def fields_sent(upstream: Upstream) -> list[set[str]]:
    return [set(request.json()) for request in upstream.requests]


def test_the_field_named_is_left_out_and_stays_so(upstream: Upstream) -> None:
    forget_fields(upstream, "seed")

    first, second = paint(upstream, times=2)

    whole = {"prompt", "num_steps", "width", "height", "seed", "guidance"}
    assert fields_sent(upstream) == [whole, whole - {"seed"}, whole - {"seed"}]
    assert first.left_out == second.left_out == {"seed"}


def test_several_are_left_out_each_once(upstream: Upstream) -> None:
    forget_fields(upstream, "seed", "guidance", "width")

    [answer] = paint(upstream)

    assert answer.left_out == {"seed", "guidance", "width"}
    assert len(upstream.requests) == 4


@pytest.mark.parametrize("named", ["'/width', '/height'", "'/width, /height'", "'/height', '/seed', '/width'"])
def test_several_may_be_named_at_once(upstream: Upstream, named: str) -> None:
    upstream.next(refuse(5006, 400, SCHEMA.format(named)))

    [answer] = paint(upstream)

    assert {"width", "height"} <= answer.left_out
    assert len(upstream.requests) == 2


def test_what_is_refused_again_although_left_out_is_an_error(upstream: Upstream) -> None:
    upstream.next(*[refuse(5006, 400, SCHEMA.format("'/seed'"))] * 5)

    with pytest.raises(UpstreamError) as caught:
        paint(upstream)

    assert caught.value.code == "parameter_refused"
    assert len(upstream.requests) == 2


@pytest.mark.parametrize(
    "text",
    [
        SCHEMA.format("'/prompt'"),
        SCHEMA.format("'/whatever'"),
        SCHEMA.format("''"),
        "AiError: Bad input: Error: '/seed' must be <= 5",
        "AiError: Bad input: Error: required properties at '/' are 'seed'",
        "AiError: Bad input: Error: Type of '/seed' not matched",
    ],
)
def test_nothing_else_is_asked_again(upstream: Upstream, text: str) -> None:
    upstream.next(refuse(5006, 400, text))

    with pytest.raises(UpstreamError):
        paint(upstream)

    assert len(upstream.requests) == 1


def test_a_prompt_that_quotes_the_refusal_changes_nothing(upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW: " + SCHEMA.format("'/seed'")))

    with pytest.raises(UpstreamError) as caught:
        paint(upstream)

    assert (caught.value.code, len(upstream.requests)) == ("prompt_flagged", 1)


def test_one_model_s_refusal_is_not_another_s(upstream: Upstream) -> None:
    forget_fields(upstream, "seed")
    phoenix = MODELS["@cf/leonardo/phoenix-1.0"]

    async def work(client: Cloudflare) -> None:
        await client.paint(upstream.account, LUCID, EVERYTHING)
        assert not (await client.paint(upstream.account, phoenix, EVERYTHING)).left_out

    with_client(upstream.base_url, work, limits=Pauses().limits())
    assert "seed" in fields_sent(upstream)[-1]


def test_the_picture_tells_nothing_that_was_not_asked_for(tmp_path: Path) -> None:
    library = Library(folder=tmp_path / "library", rescued=tmp_path / "rescued")
    with closing(Store(tmp_path / "atelier.sqlite3")) as store:
        order = Order("a boat", 4, 1, LUCID.id, sample=False, guidance=5.0, negative_prompt="people")
        [queued] = store.add(order, created=1.0, seeds=[7])
        store.start(queued.id, started=1.0)
        picture = read_picture(make_jpeg(20_000, side=64))
        answer = Answer(picture, None, left_out=frozenset({"seed", "negative_prompt", "width"}))

        done = asyncio.run(Keeper(store, library).keep(queued, answer, 1.0))

        assert (done.state, done.seed, done.negative_prompt, done.guidance) == (State.DONE, None, "", 5.0)
        metadata = read_metadata(library.path(str(done.file)).read_bytes())
        assert metadata
        assert (metadata.seed, metadata.negative_prompt, metadata.guidance) == (None, None, 5.0)
