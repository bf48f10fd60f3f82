"""The queue from within: turns, stopping, what was left, and what is sent along."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.cloudflare.client import Answer
from server.common.errors import AtelierError
from server.library.inputs import InputGone
from server.paintings.models import FLUX_1_SCHNELL, REFERENCE_MODEL, SD_INPAINTING
from server.paintings.painting import Order, Painting, State, Wording
from server.pictures.picture import read_picture
from server.studio.queue import QueueMove
from server.studio.queue.painting_request import REFERENCES_UNREAD, went_unread
from tests.eventually import LONG_ENOUGH
from tests.jpegs import make_picture
from tests.queue_bench import DONE, FAILED, PAINTING, PICTURE, QUEUED, Bench, made_in, nothing_more, until
from tests.upstream_answers import refuse


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with made_in(tmp_path) as bench:
        yield bench


# -- one after the other ------------------------------------------------------------------------------------------


def test_as_many_at_a_time_as_there_is_room_for_in_their_order(bench: Bench) -> None:
    bench.width = 2

    async def work() -> None:
        bench.order(*"abcd")
        await bench.easel.wait_for("a", "b")
        assert bench.states() == [PAINTING, PAINTING, QUEUED, QUEUED]
        assert bench.active[-1] == 4

        bench.easel.paint("b")
        await bench.easel.wait_for("a", "b", "c")
        bench.width = 3
        bench.queue.fill()
        await bench.easel.wait_for(*"abcd")
        for prompt in "acd":
            bench.easel.paint(prompt)
        for number in (1, 2, 3, 4):
            await bench.until(number, DONE)
        assert bench.active[-1] == 0
        assert sorted(bench.ended) == [(number, DONE) for number in (1, 2, 3, 4)]

    bench.run(work)


def test_one_that_is_done_tells_what_it_cost_and_how_long_it_took(bench: Bench) -> None:
    async def work() -> None:
        [number] = bench.order("a boat")
        await bench.easel.wait_for("a boat")
        started = bench.painting(number)
        assert started.started is not None
        assert bench.allowance.now().spent == pytest.approx(57.6)
        assert bench.allowance.now().estimated

        bench.easel.paint("a boat", neurons="40.5")
        done = await bench.until(number, DONE)

        assert (done.error, done.neurons) == (None, 40.5)
        assert done.seconds is not None
        assert 0 <= done.seconds < LONG_ENOUGH
        assert (bench.allowance.now().spent, bench.allowance.now().estimated) == (40.5, False)
        assert bench.changed == [(number, PAINTING), (number, DONE)]
        assert bench.ended == [(number, DONE)]

    bench.run(work)


def test_a_model_gets_all_that_was_ordered(bench: Bench) -> None:
    wish = {
        "model": "@cf/leonardo/phoenix-1.0",
        "steps": 3,
        "width": 512,
        "height": 768,
        "seed": 7,
        "guidance": 3.5,
        "negative_prompt": "fog",
    }

    async def work() -> None:
        bench.order("a boat", **wish)
        await bench.easel.wait_for("a boat")
        [fields] = bench.easel.bodies
        assert fields == {
            "prompt": "a boat",
            "num_steps": 3,
            "width": 512,
            "height": 768,
            "seed": 7,
            "guidance": 3.5,
            "negative_prompt": "fog",
        }

    bench.run(work)


def test_a_failure_says_which_and_the_next_one_begins(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")
        bench.easel.refuse("a", refuse(3030, 400, "NSFW prompt"))

        failed = await bench.until(1, FAILED)
        await bench.easel.wait_for("a", "b")
        assert failed.error == "prompt_flagged"
        assert "3030" in str(failed.error_detail)
        assert failed.seconds is not None
        assert 0 <= failed.seconds < LONG_ENOUGH
        assert bench.ended == [(1, FAILED)]
        assert bench.changed == [(1, PAINTING), (1, FAILED), (2, PAINTING)]
        assert bench.allowance.now().spent == pytest.approx(57.6), "of the second only"
        assert bench.told == 0

    bench.run(work)


def test_a_bug_fails_its_painting_and_no_other(bench: Bench) -> None:
    async def broken(painting: Painting) -> Wording:
        if painting.prompt == "a":
            raise ZeroDivisionError
        return Wording(painting.sent)

    bench.wording = broken

    async def work() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        bench.order(*"ab")
        failed = await bench.until(1, FAILED)
        await bench.easel.wait_for("b")
        assert (failed.error, failed.error_detail, failed.seconds) == ("internal", "ZeroDivisionError", None)
        assert bench.changed == [(1, PAINTING), (1, FAILED), (2, PAINTING)]

    bench.run(work)


def test_what_is_sent_may_be_found_only_then(bench: Bench) -> None:
    async def translated(painting: Painting) -> Wording:
        return Wording("a boat", 1.25)

    bench.wording = translated

    async def work() -> None:
        [number] = bench.order("小船")
        await bench.easel.wait_for("a boat")
        bench.easel.paint("a boat")
        done = await bench.until(number, DONE)
        assert (done.prompt, done.prompt_sent, done.translation) == ("小船", "a boat", 1.25)
        assert bench.changed == [(number, PAINTING), (number, PAINTING), (number, DONE)]

    bench.run(work)


def test_what_is_sent_as_typed_is_told_once(bench: Bench) -> None:
    async def work() -> None:
        [number] = bench.order("a")
        await bench.easel.wait_for("a")
        assert (bench.painting(number).prompt_sent, bench.changed) == (None, [(number, PAINTING)])

    bench.run(work)


# -- stopping -----------------------------------------------------------------------------------------------------


def test_one_that_runs_is_cancelled_and_its_call_left(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")

        bench.studio.cancel(1)

        cancelled = await bench.until(1, State.CANCELLED)
        await bench.easel.wait_for("a", "b")
        assert bench.easel.left == ["a"]
        assert cancelled.file is None
        assert bench.changed == [(1, PAINTING), (1, State.CANCELLED), (2, PAINTING)]
        assert bench.ended == []
        await bench.studio.retry(1, anyway=True)
        bench.easel.paint("b")
        await bench.easel.wait_for(*"aba")

    bench.run(work)
    assert bench.states() == [State.INTERRUPTED, DONE], "cancelled once is not cancelled for ever"


def test_one_that_waits_is_cancelled_without_being_asked_for(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"abc")
        await bench.easel.wait_for("a")

        bench.studio.cancel(2)

        assert bench.changed[-1] == (2, State.CANCELLED)
        assert bench.active[-1] == 2
        bench.easel.paint("a")
        await bench.until(1, DONE)
        bench.studio.cancel(1)
        await bench.easel.wait_for("a", "c")
        assert bench.states() == [DONE, State.CANCELLED, PAINTING]

    bench.run(work)


def test_one_whose_picture_has_come_is_finished_instead(bench: Bench) -> None:
    async def work() -> None:
        bench.order("a")
        await bench.easel.wait_for("a")
        bench.easel.paint("a")
        await until(lambda: bench.painting(1).file is not None)
        bench.studio.cancel(1)
        await bench.until(1, DONE, State.CANCELLED)

    bench.run(work)
    assert bench.states() == [DONE]


def test_the_end_interrupts_what_runs_and_begins_nothing(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")

    bench.run(work)

    assert bench.states() == [State.INTERRUPTED, QUEUED]
    assert bench.easel.asked == ["a"]


def test_who_waits_for_the_end_of_one_hears_of_it_however_it_ends(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"ab")
        await bench.easel.wait_for("a")
        await asyncio.wait_for(bench.queue.ended(bench.painting(2)), LONG_ENOUGH)
        waiting = asyncio.create_task(bench.queue.ended(bench.painting(1)))
        await nothing_more()
        assert not waiting.done()

        bench.easel.refuse("a", refuse(3030, 400, "NSFW prompt"))

        await asyncio.wait_for(waiting, LONG_ENOUGH)
        assert bench.painting(1).state is FAILED

    bench.run(work)


# -- what was left ------------------------------------------------------------------------------------------------


def test_what_waits_from_an_earlier_run_goes_on(bench: Bench) -> None:
    bench.store.add(Order("a", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False), created=1.0)

    async def work() -> None:
        await bench.easel.wait_for("a")

    bench.run(work)


@pytest.mark.parametrize("paused", [False, True])
def test_or_waits_further_where_only_what_is_new_shall_be_painted(bench: Bench, paused: bool) -> None:
    bench.go_on, bench.paused = False, paused
    bench.store.add(Order("old", steps=1, count=1, model=FLUX_1_SCHNELL.id, sample=False), created=1.0)

    async def work() -> None:
        [number] = bench.order("new")
        if paused:
            bench.queue.paint_now(bench.painting(1))
            await nothing_more()
            assert bench.easel.asked == []
            bench.queue.paint_now(bench.painting(number))
        await bench.easel.wait_for("new")
        bench.easel.paint("new")
        await bench.until(number, DONE)
        assert bench.painting(1).state is QUEUED

    bench.run(work)


# -- turns --------------------------------------------------------------------------------------------------------


def test_one_that_is_wanted_now_goes_before_all_even_while_all_rests(bench: Bench) -> None:
    bench.paused = True

    async def work() -> None:
        bench.order(*"abc")
        await nothing_more()
        assert bench.easel.asked == []

        bench.queue.paint_now(bench.painting(3))
        await bench.easel.wait_for("c")
        assert bench.active[-1] == 1, "what rests keeps nobody waiting"
        bench.easel.paint("c")
        await bench.until(3, DONE)
        bench.queue.paint_now(bench.painting(3))
        await nothing_more()
        bench.paused = False
        bench.queue.fill()
        await bench.easel.wait_for("c", "a")

    bench.run(work)


def test_one_wanted_now_waits_for_room_and_comes_next(bench: Bench) -> None:
    async def work() -> None:
        bench.order(*"abcd")
        await bench.easel.wait_for("a")
        bench.queue.paint_now(bench.painting(4))
        bench.queue.paint_now(bench.painting(3))
        await nothing_more()
        assert bench.easel.asked == ["a"]

        bench.easel.paint("a")
        await bench.easel.wait_for("a", "c")
        bench.studio.cancel(4)
        await bench.studio.retry(4, anyway=True)
        bench.easel.paint("c")
        await bench.easel.wait_for(*"acb")

    bench.run(work)


def test_moving_tells_the_new_number_and_pages_where_anything_changed(bench: Bench) -> None:
    bench.paused = True

    async def work() -> None:
        bench.order(*"abc")
        assert bench.queue.move(bench.painting(3), QueueMove.FRONT) == 1
        assert bench.queue.move(bench.painting(1), QueueMove.END) == 3
        assert bench.told == 2
        assert bench.queue.move(bench.painting(3), QueueMove.UP) == 1
        assert bench.told == 2
        bench.store.end(1, State.CANCELLED)
        assert bench.queue.move(bench.painting(1), QueueMove.FRONT) == 0
        assert [painting.id for painting in bench.queue.glance().line()] == [3, 2]

    bench.run(work)


# -- what is sent along -------------------------------------------------------------------------------------------


def test_reference_pictures_go_along_in_their_order(bench: Bench) -> None:
    names = [bench.inputs.put_exactly(make_picture("PNG", side=64 + number)) for number in range(2)]
    given = [bench.inputs.read(name) for name in names]

    async def work() -> None:
        [number] = bench.order("a", model=REFERENCE_MODEL.id, inputs=",".join(names), width=512, height=512, steps=4)
        await bench.easel.wait_for("a")
        sent = [value for value in bench.easel.bodies[0].values() if isinstance(value, bytes)]
        assert sent == given
        bench.easel.paint("a", neurons="1")
        done = await bench.until(number, DONE)
        assert done.error == REFERENCES_UNREAD
        assert bench.painting(number).error == REFERENCES_UNREAD
        assert bench.changed[-1] == (number, DONE)

    bench.run(work)


@pytest.mark.parametrize(("count", "error"), [(1, "input_gone"), (2, None), (3, "input_gone")])
def test_painting_over_takes_a_picture_and_a_mask(bench: Bench, count: int, error: str | None) -> None:
    names = [bench.inputs.put_exactly(make_picture("PNG", side=64 + number)) for number in range(count)]

    async def work() -> None:
        [number] = bench.order("a", model=SD_INPAINTING.id, inputs=",".join(names), steps=4)
        if error:
            assert (await bench.until(number, FAILED)).error == InputGone().code
            return
        await bench.easel.wait_for("a")
        [fields] = bench.easel.bodies
        assert bytes(fields["image"]) == bench.inputs.read(names[0])
        assert bytes(fields["mask"]) == bench.inputs.read(names[1])

    bench.run(work)


def test_a_model_that_is_gone_is_not_asked_for(bench: Bench) -> None:
    async def work() -> None:
        bench.store.add(Order("a", steps=1, count=1, model="@cf/gone", sample=False), created=1.0)
        bench.queue.fill()
        assert (await bench.until(1, FAILED)).error == "model_unknown"
        assert (bench.easel.asked, bench.allowance.now().uses) == ([], ())

    bench.run(work)


def _with_references(count: int) -> Painting:
    inputs = ",".join(f"{number:024}.jpg" for number in range(count))
    sized = Painting(1, "1", DONE, "a boat", REFERENCE_MODEL.id, 4, False, 1.0, inputs=inputs)
    return replace(sized, asked_width=1024, asked_height=1024)


@pytest.mark.parametrize(
    ("references", "neurons", "unread"),
    [
        (0, 1.0, False),
        (1, None, False),
        # Of 104.20 neurons for the picture and 5.37 for each that was read.
        (1, 104.20, True),
        (1, 104.20 + 2.6, True),
        (1, 104.20 + 2.8, False),
        (1, 104.20 + 5.37, False),
        (2, 104.20 + 5.37, True),
        (2, 104.20 + 1.5 * 5.37 - 0.1, True),
        (2, 104.20 + 1.5 * 5.37 + 0.1, False),
    ],
)
def test_the_bill_tells_whether_pictures_were_read(references: int, neurons: float | None, unread: bool) -> None:
    answer = Answer(read_picture(PICTURE), neurons)

    assert went_unread(_with_references(references), answer) is unread


def test_where_pictures_cost_nothing_the_bill_tells_nothing() -> None:
    masked = replace(_with_references(2), model=SD_INPAINTING.id)

    assert not went_unread(masked, Answer(read_picture(PICTURE), 0.0))


def test_errors_of_ours_are_no_answer_of_cloudflares(bench: Bench) -> None:
    async def locked(painting: Painting) -> Wording:
        raise AtelierError("keyring_locked", "detail")

    bench.wording = locked

    async def work() -> None:
        [number] = bench.order("a")
        failed = await bench.until(number, FAILED)
        assert (failed.error, failed.error_detail) == ("keyring_locked", "detail")

    bench.run(work)
