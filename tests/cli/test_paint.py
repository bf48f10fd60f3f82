"""`atelier paint` with nobody else at work: what is painted, where it goes and what is said."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from desktop.cli.exit_codes import Exit
from server.pictures.picture import JPEG, PNG, read_picture
from tests.commands import Shell
from tests.originals import as_it_came
from tests.upstream import Upstream
from tests.upstream_answers import hang, refuse


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


# -- what is painted --------------------------------------------------------------------------------------------


def test_a_picture_goes_into_the_library_and_its_path_to_stdout(shell: Shell, upstream: Upstream) -> None:
    done = shell.run("paint", "a boat", "--steps", "2")

    assert done.code == Exit.DONE
    [file] = shell.pictures
    assert done.out == [str(file)]
    assert as_it_came(file.read_bytes()) == upstream.pictures[0]
    assert upstream.requests[-1].json() == {"prompt": "a boat", "steps": 2}
    [painting] = shell.paintings
    assert (painting.state, painting.prompt, painting.steps, painting.sample) == ("done", "a boat", 2, False)


def test_progress_is_lines_on_stderr(shell: Shell) -> None:
    done = shell.run("paint", "a boat", "--count", "2", "--steps", "4")

    assert done.code == Exit.DONE
    assert len(done.err) == 4
    assert sorted(line for line in done.err if "being painted" in line) == [
        "1/2 is being painted",
        "2/2 is being painted",
    ]
    assert all(line.endswith("172.80 neurons") for line in done.err if "done" in line)
    assert sorted(done.out) == sorted(map(str, shell.pictures))


def test_quiet_says_nothing(shell: Shell) -> None:
    done = shell.run("paint", "a boat", "--quiet")

    assert (done.code, done.stderr, len(done.out)) == (Exit.DONE, b"", 1)


def test_quiet_still_says_what_failed(shell: Shell, upstream: Upstream) -> None:
    upstream.next(refuse(3036, 429))

    done = shell.run("paint", "a boat", "--quiet")

    assert done.code == Exit.USED_UP
    [line] = done.err
    assert "allocation of this Cloudflare account is used up" in line


def test_a_terminal_gets_one_line_that_is_taken_away_again(shell: Shell) -> None:
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*shell.command, "paint", "a boat"],
        env=shell.environ,
        stdout=subprocess.PIPE,
        stderr=theirs,
        timeout=60,
        check=True,
    )
    os.close(theirs)
    said = os.read(ours, 65536).decode()
    os.close(ours)

    assert done.stdout.decode().splitlines() == [str(file) for file in shell.pictures]
    assert "0 of 1 done, 1 being painted" in said
    assert "\n" not in said
    assert said.endswith("\r\x1b[2K")


def test_the_queue_is_as_wide_as_in_the_window(shell: Shell, upstream: Upstream) -> None:
    upstream.delay = 0.3

    assert shell.run("paint", "a boat", "--count", "6").code == Exit.DONE

    assert upstream.most_at_once == 4
    assert len(shell.pictures) == 6


def test_samples_cost_nothing_and_need_nothing(tmp_path: Path) -> None:
    shell = Shell(tmp_path, environ={"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""})

    done = shell.run("paint", "a boat", "--sample", "--json")

    assert done.code == Exit.DONE
    [painting] = done.json["paintings"]
    assert (painting["sample"], painting["neurons"]) == (True, 0)
    assert [painting["file"]] == [str(file) for file in shell.pictures]


def test_every_wish_reaches_a_model_that_takes_it(shell: Shell, upstream: Upstream) -> None:
    wishes = {"--size": "768x1024", "--seed": "4294967295", "--guidance": "3.25", "--negative": "fog", "--steps": "7"}

    done = shell.run("paint", "a boat", "--model", "Phoenix-1.0", "--count", "2", "--json", *sum(wishes.items(), ()))

    assert done.code == Exit.DONE
    assert [request.path.rpartition("/")[2] for request in upstream.requests] == ["phoenix-1.0"] * 2
    asked = sorted((request.json() for request in upstream.requests), key=lambda fields: fields["seed"])
    usual = {"prompt": "a boat", "negative_prompt": "fog", "width": 768, "height": 1024, "guidance": 3.25}
    assert asked == [{**usual, "num_steps": 7, "seed": seed} for seed in (0, 4294967295)]
    told = [(each["seed"], each["guidance"], each["negative_prompt"]) for each in done.json["paintings"]]
    assert told == [(4294967295, 3.25, "fog"), (0, 3.25, "fog")]


def test_the_only_value_there_is_may_be_said(shell: Shell, upstream: Upstream) -> None:
    assert shell.run("paint", "a boat", "--size", "1024×1024", "--model", "FLUX.1 schnell").code == Exit.DONE
    assert upstream.requests[-1].json() == {"prompt": "a boat", "steps": 4}

    assert shell.run("paint", "a boat", "--steps", "4", "--model", "flux-2-klein-4b").code == Exit.DONE
    assert b'name="steps"' not in upstream.requests[-1].body


@pytest.mark.parametrize("locale", ["C", "POSIX", "en_US.ISO-8859-1", "zh_CN.UTF-8"])
def test_prompts_are_unicode_in_any_locale(shell: Shell, upstream: Upstream, locale: str) -> None:
    shell.environ["LC_ALL"] = locale

    done = shell.run("paint", "雾中的灯塔 🎨".encode(), "--quiet")

    assert (done.code, done.err) == (Exit.DONE, [])
    assert upstream.requests[-1].json()["prompt"] == "雾中的灯塔 🎨"
    assert done.out == [str(file) for file in shell.pictures]


def test_a_prompt_on_stdin(shell: Shell, upstream: Upstream) -> None:
    assert shell.run("paint", "-", stdin="\ufeffa boat\r\nat sea\n".encode()).code == Exit.DONE

    assert upstream.requests[-1].json()["prompt"] == "a boat\nat sea"


def test_a_prompt_that_looks_like_an_option(shell: Shell, upstream: Upstream) -> None:
    assert shell.run("paint", "--", "--lang").code == Exit.DONE

    assert upstream.requests[-1].json()["prompt"] == "--lang"


def test_what_waits_from_before_goes_on_waiting(shell: Shell, upstream: Upstream) -> None:
    upstream.next(*[hang()] * 4)
    with shell.program.start().client() as page:
        page.post("/generate", data={"prompt": "from before", "steps": "1", "count": "6"})
        upstream.wait_for_requests(4)
    shell.program.stop()

    assert shell.run("paint", "a boat").code == Exit.DONE

    assert [request.json()["prompt"] for request in upstream.requests[4:]] == ["a boat"]
    assert [painting.state for painting in shell.paintings] == ["interrupted"] * 4 + ["queued"] * 2 + ["done"]


# -- copies -----------------------------------------------------------------------------------------------------


def test_bytes_on_stdout_are_those_in_the_library(shell: Shell) -> None:
    done = shell.run("paint", "a boat", "--out", "-")

    assert done.code == Exit.DONE
    assert done.stdout == shell.pictures[0].read_bytes()


def test_a_copy_never_takes_the_place_of_another_file(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "boat.jpg").write_text("mine")

    first = shell.run("paint", "a boat", "--out", "boat.jpg")
    second = shell.run("paint", "a boat", "--out", "boat.jpg", "--count", "2")

    assert (tmp_path / "boat.jpg").read_text() == "mine"
    assert first.out == [str(tmp_path / "boat (2).jpg")]
    assert sorted(second.out) == [str(tmp_path / f"boat ({number}).jpg") for number in (3, 4)]
    assert (tmp_path / "boat (2).jpg").read_bytes() == shell.pictures[0].read_bytes()
    assert len(shell.pictures) == 3


@pytest.mark.parametrize(("name", "written"), [("boat.jpeg", "boat.jpeg"), ("boat", "boat.jpg"), ("b.2", "b.2.jpg")])
def test_what_needs_no_change_is_not_encoded_anew(shell: Shell, tmp_path: Path, name: str, written: str) -> None:
    done = shell.run("paint", "a boat", "--out", name)

    assert done.out == [str(tmp_path / written)]
    assert (tmp_path / written).read_bytes() == shell.pictures[0].read_bytes()


def test_the_ending_says_the_format(shell: Shell, tmp_path: Path) -> None:
    assert shell.run("paint", "a boat", "--sample", "--out", "boat.png").code == Exit.DONE

    assert read_picture((tmp_path / "boat.png").read_bytes()).kind == PNG
    assert read_picture(shell.pictures[0].read_bytes()).kind == JPEG


def test_a_folder_is_made_and_gets_the_library_s_names(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("paint", "a boat", "--out", "new/boats/")

    [file] = shell.pictures
    assert done.out == [str(tmp_path / "new" / "boats" / file.name)]
    assert Path(done.out[0]).read_bytes() == file.read_bytes()


def test_a_place_that_cannot_be_is_said_before_anything_is_paid(shell: Shell, upstream: Upstream) -> None:
    (shell.folder / "file").write_text("in the way")

    done = shell.run("paint", "a boat", "--out", "file/boat.jpg")

    assert (done.code, done.out) == (Exit.DISK, [])
    assert upstream.requests == []
