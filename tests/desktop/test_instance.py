"""One program per data folder."""

from __future__ import annotations

import contextlib
import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.files import read_json, write_json
from desktop.instance import AlreadyRunning, Instance, claim_after_commands, knock
from server.common.paths import Paths

TOKEN = "knock-knock"


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths.choose(str(tmp_path))
    paths.prepare()
    return paths


def test_second_claim_is_refused(paths: Paths) -> None:
    with Instance.claim(paths), pytest.raises(AlreadyRunning):
        Instance.claim(paths)


def test_other_folders_are_free(paths: Paths, tmp_path: Path) -> None:
    other = Paths.choose(str(tmp_path / "other"))
    other.prepare()

    with Instance.claim(paths), Instance.claim(other):
        pass


def test_a_crash_leaves_no_lock_behind(paths: Paths) -> None:
    script = (
        "import os, signal, sys\n"
        "from desktop.instance import Instance\n"
        "from server.common.paths import Paths\n"
        "Instance.claim(Paths.choose(sys.argv[1])).publish(1, 'token')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    crashed = subprocess.run([sys.executable, "-c", script, str(paths.data)], check=False)
    assert crashed.returncode == -9
    assert paths.run_file.exists()

    with Instance.claim(paths):
        assert not paths.run_file.exists()


def test_run_file_is_nobody_elses(paths: Paths) -> None:
    with Instance.claim(paths) as instance:
        instance.publish(4711, TOKEN)

        assert paths.run_file.stat().st_mode & 0o777 == 0o600
        assert read_json(paths.run_file)["port"] == 4711
    assert not paths.run_file.exists()


def test_knock_reaches_the_first_start(paths: Paths) -> None:
    with _first_start(paths, status=204) as knocks:
        assert knock(paths.run_file, patience=20)

    assert knocks == [TOKEN]


def test_knock_at_somebody_else_is_no_answer(paths: Paths) -> None:
    with _first_start(paths, status=404):
        assert not knock(paths.run_file, patience=0.3)


@pytest.mark.parametrize("content", ["{}", "garbage", '{"port": "x", "knock_token": 1, "pid": []}'])
def test_knock_with_nobody_there_gives_up(paths: Paths, content: str) -> None:
    paths.run_file.write_text(content)

    assert not knock(paths.run_file, patience=0.3)


@contextlib.contextmanager
def _first_start(paths: Paths, *, status: int) -> Iterator[list[str]]:
    """Answers one path with a status; yields the tokens it was shown."""
    tokens: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            tokens.append(self.headers["X-Atelier-Knock"])
            self.send_response(status if self.path == "/knock" else 500)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        write_json(paths.run_file, {"port": server.server_port, "knock_token": TOKEN, "pid": 1})
        yield tokens
        server.shutdown()


class _Enough(Exception):
    """Ends a wait."""


def test_a_command_is_waited_for(paths: Paths) -> None:
    waited: list[str] = []
    command = Instance.claim(paths)
    command.publish_command()

    def waiting() -> None:
        waited.append("once more")
        if len(waited) == 3:
            command.release()

    with claim_after_commands(paths, waiting):
        assert len(waited) == 3


def test_a_wait_can_be_given_up(paths: Paths) -> None:
    def give_up() -> None:
        raise _Enough

    with Instance.claim(paths) as command:
        command.publish_command()
        with pytest.raises(_Enough):
            claim_after_commands(paths, give_up)


def test_a_program_is_not_waited_for(paths: Paths) -> None:
    with Instance.claim(paths) as program:
        program.publish(4711, TOKEN)
        with pytest.raises(AlreadyRunning):
            claim_after_commands(paths, lambda: pytest.fail("waited"))


def test_who_says_nothing_is_not_waited_for_for_long(paths: Paths) -> None:
    with Instance.claim(paths), pytest.raises(AlreadyRunning):
        claim_after_commands(paths, lambda: pytest.fail("waited"))
