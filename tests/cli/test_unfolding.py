"""`atelier paint` with a prompt that leaves something open: unfolded as in the window, or named before it is paid."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest

from desktop.cli.exit_codes import Exit
from tests.commands import Shell
from tests.upstream import Upstream


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


def sent(upstream: Upstream) -> list[str]:
    return [request.json()["prompt"] for request in upstream.requests if "/ai/run/" in request.path]


def put_list(shell: Shell, name: str, text: str) -> None:
    file = shell.program.data_dir / "wildcards" / f"{name}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_each_picture_draws_anew(shell: Shell, upstream: Upstream) -> None:
    put_list(shell, "colour", "red\nblue\n")
    done = shell.run("paint", "a __colour__ {boat|kite}", "--count", "4", "--steps", "1")

    assert done.code == Exit.DONE
    assert sorted(sent(upstream)) == ["a blue boat", "a blue kite", "a red boat", "a red kite"]
    assert sorted(line.partition(": ")[2] for line in done.err if "being painted" in line) == sorted(sent(upstream))


@pytest.mark.parametrize("beside", [False, True])
def test_all_combinations_are_painted_once(shell: Shell, upstream: Upstream, beside: bool) -> None:
    with shell.program if beside else nullcontext():
        done = shell.run("paint", "{2$$ and $$a fox|a cat}", "--all", "--steps", "1", "--json")

    assert done.code == Exit.DONE
    told = [(each["prompt"], each["prompt_sent"]) for each in done.json["paintings"]]
    assert told == [("{2$$ and $$a fox|a cat}", text) for text in ("a fox and a cat", "a cat and a fox")]
    assert sorted(sent(upstream)) == ["a cat and a fox", "a fox and a cat"]


@pytest.mark.parametrize(
    "prompt", ["{red|blue} boat", "${x} and %{a$$b}", "# a title\na boat", r"\{a\|b\} __none__", "{2$$a"]
)
def test_what_is_meant_as_it_is_written_can_be_sent_so(shell: Shell, upstream: Upstream, prompt: str) -> None:
    assert shell.run("paint", prompt, "--literal", "--steps", "1").code == Exit.DONE

    assert sent(upstream) == [prompt]


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a ${animal}", "Part of the prompt is written as another program has it, and means nothing here. ${animal}"),
        ("a lamp # warm", "Part of the prompt looks like a remark, or like words for the model. # warm"),
        ("a {red|blue boat", "A choice in curly brackets is not closed. {red|blue boat"),
    ],
)
def test_what_means_nothing_here_is_named_and_not_paid_for(
    shell: Shell, upstream: Upstream, prompt: str, said: str
) -> None:
    done = shell.run("paint", prompt)

    assert (done.code, done.out, sent(upstream)) == (Exit.USAGE, [], [])
    assert done.err[:2] == [f"atelier paint: {said}", "atelier paint: --literal sends the prompt as it is."]
    assert not shell.program.data_dir.exists()


@pytest.mark.parametrize("beside", [False, True])
@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("a __colour__ boat", "A list that the prompt names is not there. colour"),
        ("{a|b}" * 7, "There are too many combinations to paint at once: 64 is the limit."),
        ("{|}", "The prompt is empty."),
    ],
)
def test_what_only_the_program_can_tell_is_named_too(
    shell: Shell, upstream: Upstream, beside: bool, prompt: str, said: str
) -> None:
    with shell.program if beside else nullcontext():
        done = shell.run("paint", prompt, "--all")

    assert (done.code, done.err[0], sent(upstream)) == (Exit.USAGE, f"atelier paint: {said}", [])


def test_remarks_are_told_and_left_out(shell: Shell, upstream: Upstream) -> None:
    done = shell.run("paint", "# mine\na {red|red} boat # quick", "--steps", "1")

    assert done.err[0] == "Not sent, as remarks: # mine # quick"
    assert sent(upstream) == ["a red boat"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--all", "--count", "2"), "--count does not go with --all"),
        (("--all", "--out", "-"), "leave out --count and --all"),
    ],
)
def test_all_is_a_number_of_its_own(shell: Shell, upstream: Upstream, arguments: tuple[str, ...], said: str) -> None:
    done = shell.run("paint", "{red|blue} boat", *arguments)

    assert (done.code, sent(upstream)) == (Exit.USAGE, [])
    assert said in done.stderr.decode()


def test_help_says_how(shell: Shell) -> None:
    help_text = " ".join(shell.run("paint", "--help", "--lang", "en").out)

    assert "{red|blue} is one of the two" in help_text and "--all" in help_text and "--literal" in help_text


def test_nothing_that_a_terminal_obeys_is_written_to_it(shell: Shell) -> None:
    put_list(shell, "colour", "red\x1b[2J\a\n")
    done = shell.run("paint", "a __colour__ boat", "--steps", "1")

    assert b"\x1b" not in done.stderr and b"\a" not in done.stderr
