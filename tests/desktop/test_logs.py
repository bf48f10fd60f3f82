"""What the log keeps, and what never gets into it."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.logs import Redacted
from tests.eventually import eventually
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN

PROMPT = "the last unicorn of the harbour"


def test_tokens_and_ids_are_starred_out() -> None:
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, "id %s, token %s", (ACCOUNT_ID, TOKEN), None)

    assert Redacted("%(message)s").format(record) == "id ****, token ****"


def test_tracebacks_are_starred_out_too() -> None:
    try:
        raise ValueError(f"Bearer {TOKEN} is wrong")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "failed", (), sys.exc_info())

    text = Redacted("%(message)s").format(record)

    assert TOKEN not in text
    assert "ValueError: Bearer **** is wrong" in text


def test_paths_and_words_stay_readable() -> None:
    text = "/home/somebody/Pictures/AI 绘画工坊/2026-11/a boat at dawn.jpg: No space left on device"
    record = logging.LogRecord("x", logging.INFO, "x.py", 1, text, (), None)

    assert Redacted("%(message)s").format(record) == text


def test_painting_leaves_no_prompt_token_or_account_id(program: Program) -> None:
    with program.client() as client:
        client.post("/generate", data={"prompt": PROMPT, "steps": "1"})
        eventually(lambda: list(program.library.rglob("*.jpg")), what="the picture")
    program.stop()

    assert program.log
    for secret in (PROMPT, TOKEN, ACCOUNT_ID):
        assert secret not in program.log + program.stderr


@pytest.mark.parametrize("name", ["httpx", "httpx2", "httpcore2.connection", "robyn", "somebody.else"])
def test_libraries_are_heard_when_they_warn_whatever_they_are_called(tmp_path: Path, name: str) -> None:
    tell = (
        "import logging, pathlib, sys\n"
        "from desktop.logs import start_log\n"
        "start_log(pathlib.Path(sys.argv[1]))\n"
        "for name in (sys.argv[2], 'server.studio'):\n"
        "    logging.getLogger(name).info('HTTP Request: POST /accounts/%s', name)\n"
        "    logging.getLogger(name).warning('trouble in %s', name)\n"
    )
    subprocess.run([sys.executable, "-c", tell, str(tmp_path), name], check=True, capture_output=True)

    told = [line.partition(": ")[2] for line in (tmp_path / "atelier.log").read_text(encoding="utf-8").splitlines()]
    ours = ["HTTP Request: POST /accounts/server.studio", "trouble in server.studio"]
    assert told == [f"trouble in {name}", *ours]


def test_file_rotates(tmp_path: Path) -> None:
    script = (
        "import logging, pathlib, sys\n"
        "from desktop.logs import FILE_BYTES, start_log\n"
        "start_log(pathlib.Path(sys.argv[1]))\n"
        "for number in range(4 * FILE_BYTES // 1000):\n"
        "    logging.getLogger('server').info('word ' * 200)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True)

    sizes = {file.name: file.stat().st_size for file in tmp_path.iterdir()}
    assert sizes.keys() == {"atelier.log", "atelier.log.1", "atelier.log.2"}
    assert all(size <= 512 * 1024 for size in sizes.values())
