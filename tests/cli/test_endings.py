"""How `atelier paint` ends: JSON, exit codes, mistakes, Ctrl+C, kill -9, streams that nobody reads, full disks."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from desktop.cli.exit_codes import Exit, exit_for
from server.common.advice import ADVICE
from tests.commands import NOWHERE, Shell, ended
from tests.damage import spoil
from tests.disks import small_disk
from tests.eventually import eventually
from tests.originals import as_it_came
from tests.upstream import TOKEN, Upstream
from tests.upstream_answers import Behaviour, hang, refuse, send_raw


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


# -- JSON -------------------------------------------------------------------------------------------------------

FIELDS = {
    "id": int,
    "uid": str,
    "state": str,
    "prompt": str,
    "prompt_sent": str,
    "model": str,
    "steps": int,
    "seed": type(None),
    "guidance": type(None),
    "negative_prompt": str,
    "sample": bool,
    "ordered": str,
    "seconds": float,
    "width": int,
    "height": int,
    "bytes": int,
    "neurons": float,
    "file": str,
    "answer": type(None),
    "copy": str,
    "error": type(None),
}


def test_json_tells_all_of_it(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("paint", "a boat", "--json", "--out", "boat.jpg", "--quiet")

    assert done.json.keys() == {"schema", "paintings", "error", "exit_code"}
    assert (done.json["schema"], done.json["error"], done.json["exit_code"], done.code) == (1, None, 0, 0)
    [painting] = done.json["paintings"]
    assert {name: type(value) for name, value in painting.items()} == FIELDS
    [file] = shell.pictures
    assert painting["file"] == str(file)
    assert painting["copy"] == str(tmp_path / "boat.jpg")
    assert painting["bytes"] == file.stat().st_size
    assert done.stderr == b""


def test_json_tells_what_failed_and_what_did_not(shell: Shell, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "AiError: prompt flagged"))

    done = shell.run("paint", "a boat", "--json", "--count", "2")

    assert done.code == done.json["exit_code"] == Exit.REFUSED
    assert sorted(painting["state"] for painting in done.json["paintings"]) == ["done", "failed"]
    [error] = [painting["error"] for painting in done.json["paintings"] if painting["error"]]
    assert error.keys() == {"code", "detail", "sentence", "next_step", "cost"}
    assert (error["code"], error["detail"], error["cost"]) == ("prompt_flagged", "Cloudflare 3030, HTTP 400", "nothing")


def test_what_came_instead_of_a_picture_is_kept_and_its_place_said(shell: Shell, upstream: Upstream) -> None:
    upstream.next(send_raw(b"GIF89a is none of ours", "image/gif"))

    done = shell.run("paint", "a boat", "--json")

    assert done.code == exit_for("not_a_picture")
    [painting] = done.json["paintings"]
    assert Path(painting["answer"]).read_bytes() == b"GIF89a is none of ours"
    assert painting["answer"] in done.stderr.decode()


def test_json_tells_why_nothing_was_ordered(shell: Shell) -> None:
    shell.environ.update(CLOUDFLARE_API_TOKEN="", LC_ALL="zh_CN.UTF-8")

    done = shell.run("paint", "a boat", "--json")

    assert done.code == done.json["exit_code"] == Exit.NO_ACCOUNT
    assert done.json["paintings"] == []
    assert done.json["error"]["code"] == "keyring_missing"
    assert "钥匙串" in done.json["error"]["sentence"]


def test_json_tells_mistakes(shell: Shell, upstream: Upstream) -> None:
    done = shell.run("paint", "a boat", "--json", "--steps", "9")

    assert done.code == done.json["exit_code"] == Exit.USAGE
    assert "from 1 to 8" in done.json["error"]["sentence"]
    assert upstream.requests == []


# -- how it ends ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behaviour", "code"),
    [
        (refuse(3036, 429), Exit.USED_UP),
        (refuse(4006, 429, "you have used up your daily free allocation of 10,000 neurons"), Exit.USED_UP),
        (refuse(3030, 400, "AiError: output flagged"), Exit.REFUSED),
        (refuse(5007, 400, "No such model"), Exit.REFUSED),
        (refuse(10000, 401, "Authentication error"), Exit.NO_ACCOUNT),
        (refuse(None, 500), Exit.NETWORK),
    ],
)
def test_every_refusal_has_its_exit_code(shell: Shell, upstream: Upstream, behaviour: Behaviour, code: Exit) -> None:
    upstream.next(*[behaviour] * 6)

    done = shell.run("paint", "a boat", "--quiet")

    assert (done.code, done.out) == (code, [])
    assert len(done.err) == 1
    [painting] = shell.paintings
    assert painting.state == "failed"


def test_no_way_to_cloudflare(tmp_path: Path) -> None:
    done = Shell(tmp_path, api_base=NOWHERE).run("paint", "a boat", "--quiet")

    assert done.code == Exit.NETWORK
    assert "refused" in done.err[0]


def test_what_would_be_waited_for_in_the_window_fails_at_once(shell: Shell, upstream: Upstream) -> None:
    upstream.next(refuse(3036, 429))

    assert shell.run("paint", "a boat", "--quiet").code == Exit.USED_UP
    assert shell.run("paint", "a boat", "--quiet").code == Exit.USED_UP  # which is known by now, and not asked again

    assert [painting.state for painting in shell.paintings] == ["failed"]
    assert len(upstream.requests) == 1


def test_who_wants_to_wait_does(tmp_path: Path, upstream: Upstream) -> None:
    shell = Shell(tmp_path, api_base=upstream.base_url)
    upstream.down()
    with shell.started("paint", "a boat", "--wait") as running:
        assert running.stderr is not None
        said = [running.stderr.readline().decode() for _ in range(2)]
        upstream.up()
        done = ended(running)

    assert said == ["1/1 is being painted\n", "1/1 waits: There is no way to Cloudflare from this network.\n"]
    assert done.code == Exit.DONE
    assert len(shell.pictures) == 1


def test_every_error_there_is_has_an_exit_code_of_its_kind() -> None:
    codes = {code: exit_for(code) for code in ADVICE}

    assert codes["daily_quota_used"] is Exit.USED_UP
    assert codes["keyring_locked"] is codes["token_expired"] is codes["no_account"] is Exit.NO_ACCOUNT
    assert codes["no_capacity"] is codes["dns_failed"] is codes["proxy_login"] is Exit.NETWORK
    assert codes["kept_in_memory"] is codes["disk_full"] is Exit.DISK
    assert codes["output_flagged"] is codes["model_retired"] is Exit.REFUSED
    assert not {Exit.DONE, Exit.INTERRUPTED, Exit.NO_READER} & set(codes.values())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["paint"], "this is missing: PROMPT"),
        (["paint", ""], "The prompt is empty."),
        (["paint", " \n"], "The prompt is empty."),
        (["paint", "x" * 2049], "up to 2048 characters"),
        (["paint", b"\xff\xfe"], "no text in UTF-8"),
        (["paint", "a", "boat"], "this is not known here: boat"),
        (["paint", "a boat", "--steps", "0"], "whole numbers from 1 to 8 for --steps"),
        (["paint", "a boat", "--steps", "٣"], "whole numbers from 1 to 8 for --steps"),
        (["paint", "a boat", "--steps", "2.5"], "whole numbers from 1 to 8 for --steps"),
        (["paint", "a boat", "--steps"], "--steps needs a value"),
        (["paint", "a boat", "--count", "9"], "whole numbers from 1 to 8 for --count"),
        (["paint", "a boat", "--model", "picasso"], "There is no such model"),
        (["paint", "a boat", "--seed", "7"], "FLUX.1 schnell does not take --seed."),
        (["paint", "a boat", "--guidance", "3"], "FLUX.1 schnell does not take --guidance."),
        (["paint", "a boat", "--negative", "fog"], "FLUX.1 schnell does not take --negative."),
        (["paint", "a boat", "--size", "512x512"], "FLUX.1 schnell paints 1024x1024 and nothing else."),
        (["paint", "a boat", "--size", "wide"], "FLUX.1 schnell paints 1024x1024 and nothing else."),
        (["paint", "a boat", "--model", "phoenix-1.0", "--size", "1024x1020"], "both sides in multiples of 8"),
        (["paint", "a boat", "--model", "phoenix-1.0", "--size", "4096x64"], "from 256x256 to 2048x2048"),
        (["paint", "a boat", "--model", "phoenix-1.0", "--guidance", "nan"], "numbers from 2 to 10 for --guidance"),
        (["paint", "a boat", "--model", "phoenix-1.0", "--seed", "-1"], "from 0 to 4294967295 for --seed"),
        (["paint", "a boat", "--model", "flux-2-klein-4b", "--steps", "5"], "takes 4 for --steps and nothing else"),
        (["paint", "a boat", "--model", "stable-diffusion-v1-5-inpainting"], "only in the window"),
        (["paint", "a boat", "--out", "-", "--count", "2"], "--out - takes one picture"),
        (["paint", "a boat", "--out", "-", "--json"], "would both write to stdout"),
        (["paint", "a boat", "--out", ""], "--out needs a place"),
        (["paint", "a boat", "--lang", "tlh"], "--lang does not know “tlh”"),
        (["--serve", "paint", "a boat"], "leave out --serve and --browser"),
        (["pain", "a boat"], "does not know “pain”"),
        (["models", "--quiet"], "this is not known here: --quiet"),
    ],
)
def test_mistakes_end_with_2_and_order_nothing(
    shell: Shell, upstream: Upstream, arguments: list[str | bytes], said: str
) -> None:
    done = shell.run(*arguments)

    assert (done.code, done.out) == (Exit.USAGE, [])
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert upstream.requests == []
    assert not shell.program.data_dir.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_stops_what_was_ordered(shell: Shell, upstream: Upstream, number: signal.Signals) -> None:
    upstream.next(*[hang()] * 4)
    with shell.started("paint", "a boat", "--count", "6") as running:
        upstream.wait_for_requests(4)
        running.send_signal(number)
        done = ended(running)

    assert (done.code, done.out) == (Exit.INTERRUPTED, [])
    assert "Traceback" not in done.stderr.decode()
    assert [painting.state for painting in shell.paintings] == ["cancelled"] * 6
    assert len(upstream.requests) == 4
    assert shell.run("paint", "another boat").code == Exit.DONE


def test_interrupted_it_keeps_what_is_done(shell: Shell, upstream: Upstream) -> None:
    upstream.next(Behaviour(), hang())
    with shell.started("paint", "a boat", "--count", "2", "--json") as running:
        eventually(lambda: len(shell.pictures) == 1, what="the first picture")
        upstream.wait_for_requests(2)
        running.send_signal(signal.SIGINT)
        done = ended(running)

    assert done.code == done.json["exit_code"] == Exit.INTERRUPTED
    assert sorted(painting["state"] for painting in done.json["paintings"]) == ["cancelled", "done"]


def test_killed_it_leaves_nothing_half(shell: Shell, upstream: Upstream) -> None:
    upstream.next(Behaviour(), hang(), hang())
    with shell.started("paint", "a boat", "--count", "3") as running:
        eventually(lambda: len(shell.pictures) == 1, what="the first picture")
        upstream.wait_for_requests(3)
        running.kill()
        running.wait(20)

    assert shell.run("paint", "another boat").code == Exit.DONE

    states = [painting.state for painting in shell.paintings]
    assert sorted(states[:3]) == ["done", "interrupted", "interrupted"]
    assert states[3] == "done"
    assert len(shell.pictures) == 2


def test_a_reader_that_leaves_costs_nothing(shell: Shell) -> None:
    with shell.started("paint", "a boat", "--out", "-", "--quiet") as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.wait(60) == Exit.NO_READER
        assert running.stderr is not None
        assert running.stderr.read() == b""

    assert len(shell.pictures) == 1
    assert [painting.state for painting in shell.paintings] == ["done"]


def test_a_reader_that_leaves_early_stops_no_painting(shell: Shell, upstream: Upstream) -> None:
    upstream.delay = 0.5
    shell.run("paint", "a first boat")
    with shell.started("paint", "a boat", "--count", "6", "--quiet") as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.wait(60) == Exit.NO_READER

    assert [painting.state for painting in shell.paintings] == ["done"] * 7
    assert len(shell.pictures) == 7


def test_nobody_needs_to_read_what_it_says(shell: Shell) -> None:
    with shell.started("paint", "a boat") as running:
        assert running.stderr is not None
        running.stderr.close()
        assert running.stdout is not None
        assert running.stdout.read().decode().splitlines() == [str(file) for file in shell.pictures]
        assert running.wait(60) == Exit.DONE


def test_without_any_stream(shell: Shell) -> None:
    command = f"exec '{shell.command[0]}' paint 'a boat' <&- >&- 2>&-"

    assert subprocess.run(["sh", "-c", command], env=shell.environ, timeout=60, check=False).returncode == Exit.DONE

    assert len(shell.pictures) == 1


def test_a_full_disk_costs_no_picture(shell: Shell, upstream: Upstream, tmp_path: Path) -> None:
    shell.run("paint", "a first boat", "--sample")
    with (
        small_disk(tmp_path / "data" / "Pictures", size="1m") as disk,
        small_disk(tmp_path / "data" / "rescued", size="1m") as other,
    ):
        disk.fill()
        other.fill()

        done = shell.run("paint", "a boat")

        assert done.code == Exit.DISK
        [file] = map(Path, done.out)
        assert file.parent == shell.folder
        assert as_it_came(file.read_bytes()) == upstream.pictures[-1]


def test_what_it_writes_holds_no_secret(shell: Shell) -> None:
    done = shell.run("paint", "a boat", "--json")

    written = [file.read_bytes() for file in shell.program.data_dir.rglob("*") if file.is_file()]
    assert len(written) > 3
    assert not any(TOKEN.encode() in each for each in [*written, done.stdout, done.stderr])
    assert b"a boat" not in (shell.program.data_dir / "logs" / "atelier.log").read_bytes()


def test_a_data_folder_before_or_after_the_word(shell: Shell, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"

    assert shell.run("--data-dir", str(before), "paint", "a boat", "--sample").code == Exit.DONE
    assert shell.run("paint", "a boat", "--sample", "--data-dir", str(after)).code == Exit.DONE

    assert all(list(folder.rglob("*.jpg")) for folder in (before, after))
    assert shell.pictures == []


def test_a_path_too_long_for_the_database_speaks_of_no_picture(
    shell: Shell, upstream: Upstream, tmp_path: Path
) -> None:
    """SQLite opens some 500 bytes of path, the system 4,096."""
    folder = tmp_path.joinpath(*["a folder with a long name" * 4] * 6)

    done = shell.run("paint", "a boat", "--data-dir", str(folder), "--json")

    assert done.code == Exit.DISK
    assert done.json["error"]["code"] == "data_folder_refused"
    assert "nothing was painted" in done.json["error"]["sentence"]
    assert "is kept" not in done.stderr.decode()
    assert upstream.requests == []


def test_a_data_folder_that_cannot_be(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    done = shell.run("paint", "a boat", "--data-dir", str(tmp_path / "file" / "data"))

    assert (done.code, done.out) == (Exit.FAILED, [])
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("damage", ["no database", "paintings_queued"])
def test_a_damaged_database_is_put_aside_and_painted_all_the_same(shell: Shell, damage: str) -> None:
    shell.run("paint", "before")
    spoil(shell.program.data_dir / "atelier.sqlite3", damage)

    done = shell.run("paint", "a boat")

    assert done.code == Exit.DONE, done.stderr
    assert len(shell.pictures) == 2
    assert len(list(shell.program.data_dir.glob("atelier.damaged-*.sqlite3"))) == 1
