"""Commands beside a program that has the data, beside each other, and a program that starts beside a command."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from desktop.cli.exit_codes import Exit
from desktop.instance import RunFile
from tests.commands import Shell, ended
from tests.eventually import eventually
from tests.html import states
from tests.originals import as_it_came
from tests.program import Program, speak_to
from tests.upstream import Upstream
from tests.upstream_answers import hang, late, refuse

NO_ACCOUNT = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    """Knows no account of its own, so that only the program can paint."""
    shell = Shell(tmp_path, api_base=upstream.base_url)
    shell.environ.update(NO_ACCOUNT)
    return shell


@pytest.fixture
def program(shell: Shell) -> Iterator[Program]:
    """Running, with the same data folder."""
    with shell.program as program:
        yield program


# -- beside the program -----------------------------------------------------------------------------------------


def test_the_program_paints_and_its_page_shows_it(shell: Shell, page: httpx.Client, upstream: Upstream) -> None:
    done = shell.run("paint", "一条船", "--steps", "3", "--count", "2")

    assert done.code == Exit.DONE
    assert sorted(done.out) == sorted(map(str, shell.pictures))
    assert len([line for line in done.err if line.endswith("neurons")]) == 2
    assert [request.json() for request in upstream.requests] == [{"prompt": "一条船", "steps": 3}] * 2
    assert list(states(page.get("/").text).values()) == ["done"] * 2


def test_an_open_page_hears_of_it(shell: Shell, page: httpx.Client) -> None:
    with page.stream("GET", "/events") as events:
        assert shell.run("paint", "a boat", "--quiet").code == Exit.DONE
        heard = ""
        for line in events.iter_lines():
            heard += line
            if 'data-state="done"' in heard and "a boat" in heard:
                break

    assert "a boat" in heard


def test_copies_are_the_command_s_own(shell: Shell, program: Program, upstream: Upstream, tmp_path: Path) -> None:
    done = shell.run("paint", "a boat", "--out", "-")
    assert done.stdout == shell.pictures[0].read_bytes()
    assert as_it_came(done.stdout) == upstream.pictures[0]

    (tmp_path / "boat.jpg").write_text("mine")
    assert shell.run("paint", "a boat", "--out", "boat.jpg").out == [str(tmp_path / "boat (2).jpg")]
    assert shell.run("paint", "a boat", "--sample", "--out", "boat.webp").code == Exit.DONE
    assert (tmp_path / "boat.webp").read_bytes()[8:12] == b"WEBP"


def test_json_is_the_same(shell: Shell, program: Program) -> None:
    done = shell.run("paint", "a boat", "--json", "--count", "3")

    assert (done.code, done.json["exit_code"]) == (Exit.DONE, 0)
    assert [painting["state"] for painting in done.json["paintings"]] == ["done"] * 3
    ids = [painting["id"] for painting in done.json["paintings"]]
    assert ids == sorted(ids)


def test_interrupted_it_cancels_what_it_ordered_and_nothing_else(
    shell: Shell, page: httpx.Client, upstream: Upstream
) -> None:
    upstream.next(*[hang()] * 4)
    page.post("/generate", data={"prompt": "the page's own", "steps": "1"})
    upstream.wait_for_requests(1)
    with shell.started("paint", "a boat", "--count", "4", "--json") as running:
        upstream.wait_for_requests(4)
        running.send_signal(signal.SIGINT)
        done = ended(running)

    assert done.code == done.json["exit_code"] == Exit.INTERRUPTED
    assert [painting["state"] for painting in done.json["paintings"]] == ["cancelled"] * 4
    assert sorted(states(page.get("/").text).values()) == ["cancelled"] * 4 + ["painting"]


def test_killed_it_leaves_its_order_to_the_program(shell: Shell, page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(late(1))
    with shell.started("paint", "a boat") as running:
        upstream.wait_for_requests(1)
        running.kill()

    eventually(lambda: list(states(page.get("/").text).values()) == ["done"], what="the picture")


def test_cancelled_on_the_page(shell: Shell, page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(hang())
    with shell.started("paint", "a boat") as running:
        upstream.wait_for_requests(1)
        [painting_id] = states(page.get("/").text)
        page.post(f"/paintings/{painting_id}/cancel")
        done = ended(running)

    assert (done.code, done.out, done.err[-1]) == (Exit.CANCELLED, [], "1/1 cancelled")


def test_deleted_on_the_page(shell: Shell, page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(hang())
    with shell.started("paint", "a boat", "--json") as running:
        upstream.wait_for_requests(1)
        [painting_id] = states(page.get("/").text)
        page.delete(f"/paintings/{painting_id}")
        done = ended(running)

    assert done.code == Exit.CANCELLED
    assert [painting["state"] for painting in done.json["paintings"]] == ["cancelled"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_the_program_ends_before_the_picture_is_there(
    shell: Shell, program: Program, upstream: Upstream, number: signal.Signals
) -> None:
    upstream.next(*[hang()] * 4)
    with shell.started("paint", "a boat", "--count", "5", "--json") as running:
        upstream.wait_for_requests(4)
        program.stop(number)
        done = ended(running)

    assert done.code == done.json["exit_code"] == Exit.CANCELLED
    assert sorted(painting["state"] for painting in done.json["paintings"]) == ["interrupted"] * 4 + ["queued"]
    assert "waits for its next start" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_what_fails_over_there_fails_here(shell: Shell, program: Program, upstream: Upstream) -> None:
    upstream.next(refuse(3036, 429))

    done = shell.run("paint", "a boat", "--quiet")

    assert done.code == Exit.USED_UP
    assert "is used up" in done.err[0]


def test_a_program_for_samples_paints_nothing_else(shell: Shell, tmp_path: Path) -> None:
    shell.program.give("--demo")
    with shell.program:
        refused, sample = shell.run("paint", "a boat"), shell.run("paint", "a boat", "--sample")

    assert refused.code == Exit.NO_ACCOUNT
    assert "--demo" in refused.err[0]
    assert sample.code == Exit.DONE


def test_a_program_that_hangs_is_not_waited_for_for_ever(shell: Shell, program: Program) -> None:
    psutil.Process(program.pid).suspend()
    try:
        done = shell.run("paint", "a boat")
    finally:
        psutil.Process(program.pid).resume()

    assert (done.code, done.out) == (Exit.BUSY, [])
    assert "does not answer" in done.err[0]


# -- what stands in the way -------------------------------------------------------------------------------------


def test_a_queue_that_waits_is_not_waited_for(shell: Shell, page: httpx.Client, upstream: Upstream) -> None:
    upstream.next(refuse(3040, 429, "no capacity"), refuse(3040, 429, "no capacity"), refuse(3040, 429, "no capacity"))
    upstream.next(*[refuse(3040, 429, "no capacity")] * 3)

    done = shell.run("paint", "a boat", "--json")

    assert done.code == done.json["exit_code"] == Exit.NETWORK
    [painting] = done.json["paintings"]
    assert (painting["state"], painting["error"]["code"]) == ("cancelled", "no_capacity")
    assert "no free computer" in done.err[-1] or "no free computer" in "".join(done.err)
    assert list(states(page.get("/").text).values()) == ["cancelled"]


def test_a_paused_queue_paints_for_who_waits(shell: Shell, page: httpx.Client, upstream: Upstream) -> None:
    assert page.post("/queue/pause").is_success

    refused = shell.run("paint", "a boat", "--quiet")

    assert (refused.code, len(refused.err)) == (Exit.CANCELLED, 1)
    assert refused.err[0].startswith("The queue is paused.")
    with shell.started("paint", "another boat", "--wait") as running:
        assert running.stderr is not None
        assert running.stderr.readline().decode() == "1/1 waits: The queue is paused.\n"
        page.post("/queue/resume")
        assert ended(running).code == Exit.DONE
    assert [request.json()["prompt"] for request in upstream.requests] == ["another boat"]


# -- who may ask ------------------------------------------------------------------------------------------------

PATHS = [
    ("GET", "/command/hello"),
    ("POST", "/command/order"),
    ("GET", "/command/follow?ids=1"),
    ("POST", "/command/cancel"),
    ("GET", "/command/pictures/1"),
    ("GET", "/command/allowance"),
]


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_only_who_has_the_run_s_token_may_command(shared_program: Program, method: str, path: str) -> None:
    first = RunFile.read(shared_program.data_dir / "run.json")
    assert first is not None
    name, cookie = shared_program.cookie
    origin = shared_program.base_url
    known = {"x-atelier-knock": first.knock_token}

    with speak_to(shared_program) as client:
        for headers in (
            {},
            {"x-atelier-knock": "x" * 43},
            {"cookie": f"{name}={cookie}", "origin": origin, "sec-fetch-site": "same-origin"},
            known | {"origin": origin},
            known | {"sec-fetch-site": "same-origin"},
            known | {"host": "rebound.example"},
        ):
            assert client.request(method, path, headers=headers).status_code == 403, headers
        assert client.request(method, path, headers=known).status_code != 403


def test_what_makes_no_sense_is_refused_in_json(shared_program: Program) -> None:
    first = RunFile.read(shared_program.data_dir / "run.json")
    assert first is not None
    with speak_to(shared_program, headers={"x-atelier-knock": first.knock_token}) as client:
        nothing = client.post("/command/order", data={"prompt": ""})
        unknown = client.post("/command/order", data={"prompt": "a boat", "colour": "red"})
        nowhere = client.get("/command/pictures/1?form=tiff")
        missing = client.get("/command/pictures/99999999")
        ids = [client.get(f"/command/follow?ids={each}").json()["code"] for each in ("", "x", "1,,2", "1," * 70)]

    assert nothing.json()["fields"] == {"prompt": "prompt_empty"}
    assert unknown.json()["code"] == "unknown_field"
    assert nowhere.json()["fields"] == {"form": "unknown_value"}
    assert missing.json()["kind"] == "NotFound"
    assert ids == ["not_found"] * 4


def test_the_token_is_no_argument_and_nobody_else_s(shell: Shell, program: Program, upstream: Upstream) -> None:
    first = RunFile.read(program.data_dir / "run.json")
    assert first is not None
    upstream.next(hang())
    with shell.started("paint", "a boat") as running:
        upstream.wait_for_requests(1)
        process = psutil.Process(running.pid)
        assert first.knock_token not in " ".join([*process.cmdline(), *process.environ().values()])
        assert os.stat(program.data_dir / "run.json").st_mode & 0o777 == 0o600  # noqa: PTH116
        running.send_signal(signal.SIGINT)
        assert ended(running).code == Exit.INTERRUPTED
    assert first.knock_token not in program.log


# -- beside each other ------------------------------------------------------------------------------------------


@pytest.fixture
def alone(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


def test_a_second_command_waits_for_the_first(alone: Shell, upstream: Upstream) -> None:
    upstream.next(late(2))
    with alone.started("paint", "a boat") as first:
        upstream.wait_for_requests(1)
        second = alone.run("paint", "another boat")
        assert ended(first).code == Exit.DONE

    assert second.code == Exit.DONE
    assert second.err[0] == "Another command is at work with this data folder. Waiting for it."
    assert [painting.prompt for painting in alone.paintings] == ["a boat", "another boat"]
    assert [painting.state for painting in alone.paintings] == ["done"] * 2


def test_many_at_once_lose_nothing(alone: Shell) -> None:
    with ExitStack() as stack:
        commands = [("paint", f"boat {number}", "--quiet") for number in range(4)]
        running = [stack.enter_context(alone.started(*command)) for command in commands]
        codes = [ended(process).code for process in running]

    assert codes == [Exit.DONE] * 4
    assert sorted(painting.prompt for painting in alone.paintings) == [f"boat {number}" for number in range(4)]
    assert len(alone.pictures) == 4


def test_interrupted_while_it_waits_it_orders_nothing(alone: Shell, upstream: Upstream) -> None:
    upstream.next(hang())
    with alone.started("paint", "a boat") as first:
        upstream.wait_for_requests(1)
        with alone.started("paint", "another boat") as second:
            assert second.stderr is not None
            assert b"Waiting" in second.stderr.readline()
            second.send_signal(signal.SIGINT)
            assert ended(second).code == Exit.INTERRUPTED
        first.send_signal(signal.SIGINT)
        assert ended(first).code == Exit.INTERRUPTED

    assert [painting.prompt for painting in alone.paintings] == ["a boat"]


def test_a_program_that_starts_meanwhile_waits(alone: Shell, upstream: Upstream) -> None:
    upstream.next(late(2))
    with alone.started("paint", "a boat") as command:
        upstream.wait_for_requests(1)
        with alone.program as program:
            assert ended(command).code == Exit.DONE
            assert program.stderr == "A command is painting. The program goes on when it has finished.\n"
            with program.client() as page:
                assert list(states(page.get("/").text).values()) == ["done"]


def test_a_killed_command_is_nobody_s_obstacle(alone: Shell, upstream: Upstream) -> None:
    upstream.next(hang())
    with alone.started("paint", "a boat") as command:
        upstream.wait_for_requests(1)
        command.kill()
        command.wait(20)

    with alone.program as program, program.client() as page:
        assert list(states(page.get("/").text).values()) == ["interrupted"]
        assert program.stderr == ""
