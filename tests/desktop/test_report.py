"""Reports of crashes without a window: what is in them, what never is, and how many are kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.noise import wants_noise
from desktop.report import KEPT, native_story, place_of, reports, story_of, write_report
from server.common.errors import StorageError
from server.common.paths import ROOT, Paths
from tests.eventually import eventually
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN

PROMPT = "a zebra called Quixotina"


def paths_in(folder: Path) -> Paths:
    return Paths(data=folder, library=folder / "Pictures")


def caught(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause
    except Exception as raised:  # noqa: BLE001 - whatever a test raises
        return raised


def test_a_report_tells_kind_place_and_last_log_lines(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    line = "2026-11-24 09:00:00,123 INFO MainThread desktop.program: "
    log = [f"{line}asked to end", f"{line}token {TOKEN} of {ACCOUNT_ID}", "Traceback (most recent call last):"]
    (tmp_path / "logs" / "atelier.log").write_text("\n".join([*log, f"ValueError: {PROMPT}", ""]))
    error = caught(KeyError(PROMPT), cause=StorageError("disk_full", "OSError"))

    report = write_report(paths_in(tmp_path), "a test", story_of(error))

    assert report is not None
    text = report.read_text(encoding="utf-8")
    assert "What happened: a test\n" in text
    assert "server.common.errors.StorageError: disk_full (OSError)\n" in text
    assert "builtins.KeyError\n  tests/desktop/test_report.py:" in text
    assert f"{line}asked to end\n{line}token **** of ****\n" in text
    assert not any(secret in text for secret in (PROMPT, TOKEN, ACCOUNT_ID))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", f"/home/x/{PROMPT}.jpg"), "builtins.OSError: No space left on device"),
        (ModuleNotFoundError("No module named 'gone'"), "builtins.ModuleNotFoundError: No module named 'gone'"),
        (ValueError(PROMPT), "builtins.ValueError"),
        (UnicodeEncodeError("ascii", PROMPT, 0, 1, PROMPT), "builtins.UnicodeEncodeError"),
    ],
)
def test_only_what_quotes_no_data_is_repeated(error: Exception, said: str) -> None:
    assert story_of(error)[0] == said


@pytest.mark.parametrize(
    ("file", "place"),
    [
        (str(ROOT / "server" / "paintings" / "store.py"), "server/paintings/store.py"),
        (str(ROOT / ".venv" / "lib" / "python3.11" / "site-packages" / "webview" / "http.py"), "webview/http.py"),
        ("/home/yolanda/venv/lib/python3.11/site-packages/webview/http.py", "webview/http.py"),
        ("webview/http.py", "webview/http.py"),
        (subprocess.__file__, "subprocess.py"),
        ("/home/yolanda/secret-project/thing.py", "thing.py"),
    ],
)
def test_files_are_named_below_the_program_or_their_library(file: str, place: str) -> None:
    assert place_of(file) == place


def test_the_fault_handlers_dump_is_cleaned_too(tmp_path: Path) -> None:
    noise = tmp_path / "engine.log"
    noise.write_text(f'Fatal Python error: Segmentation fault\n\n  File "{ROOT}/desktop/window.py", line 7 in run\n')

    assert native_story(noise)[2] == '  File "desktop/window.py", line 7 in run'


def test_old_reports_go(tmp_path: Path) -> None:
    written = [write_report(paths_in(tmp_path), "a test", []) for _ in range(KEPT + 3)]

    assert reports(tmp_path / "logs") == written[3:]


def test_a_report_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")

    assert write_report(paths_in(tmp_path), "a test", []) is None


def test_a_database_that_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "atelier.sqlite3").mkdir(parents=True)
    command = [str(Path(sys.executable).with_name("atelier")), "--serve", "--data-dir", str(data)]
    failed = subprocess.run(
        command, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, timeout=60, check=False
    )

    [report] = reports(data / "logs")
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[1] == f"A report has been written: {report}"
    assert "sqlite3.OperationalError: unable to open database file\n" in report.read_text()


def test_a_failing_thread_is_reported_and_the_program_goes_on(tmp_path: Path) -> None:
    """The program itself, with one of its threads made to fail."""
    script = (
        "import sys, threading\n"
        "from desktop import program\n"
        "settle = program.settle_memory\n"
        "def clumsy():\n"
        f"    raise ValueError({PROMPT!r})\n"
        "def start_it():\n"
        "    settle()\n"
        "    threading.Thread(target=clumsy, name='clumsy').start()\n"
        "program.settle_memory = start_it\n"
        "from desktop.__main__ import run\n"
        "run()\n"
    )
    program = Program(tmp_path)
    program.run_with(sys.executable, "-c", script)
    with program, program.client() as page:
        [report] = eventually(lambda: reports(program.data_dir / "logs"), what="the report")
        assert page.get("/about").status_code == 200
        assert f"A report has been written: {report}" in program.stderr
        text = report.read_text()

    assert "unhandled error in the thread clumsy" in text
    assert "builtins.ValueError\n" in text
    assert PROMPT not in text + program.stderr


@pytest.mark.parametrize("failure", ["raise OSError(98, 'Address already in use')", "return"])
def test_a_server_that_ends_ends_the_program_with_a_report(tmp_path: Path, failure: str) -> None:
    script = (
        "import sys, threading, time\n"
        "from robyn import Robyn\n"
        "start = Robyn.start\n"
        "def start_and_fail(app, **options):\n"
        "    threading.Thread(target=start, args=(app,), kwargs=options, daemon=True).start()\n"
        "    time.sleep(2)\n"
        f"    {failure}\n"
        "Robyn.start = start_and_fail\n"
        "from desktop.__main__ import run\n"
        "run()\n"
    )
    program = Program(tmp_path)
    program.run_with(sys.executable, "-c", script)
    with program:
        code = eventually(lambda: program.exit_code, what="the end")
        [report] = reports(program.data_dir / "logs")

    assert code == 1
    assert f"A report has been written: {report}" in program.stderr
    assert "desktop.server_thread.StartupFailed: The server ended." in report.read_text()


def test_what_is_written_past_python_goes_to_the_file_and_our_own_words_do_not(tmp_path: Path) -> None:
    script = (
        "import os, pathlib, subprocess, sys\n"
        "from desktop.noise import divert\n"
        "divert(pathlib.Path(sys.argv[1]))\n"
        "os.write(2, b'a driver\\n')\n"
        "subprocess.run(['/bin/sh', '-c', 'echo a process >&2'])\n"
        "print('ours, 我们的', file=sys.stderr)\n"
    )
    file = tmp_path / "engine.log"
    file.write_text("of the last run")
    said = subprocess.run(
        [sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True, encoding="utf-8"
    ).stderr

    assert file.read_text() == "a driver\na process\n"
    assert said == "ours, 我们的\n"


def test_a_developer_sees_the_noise() -> None:
    assert wants_noise({"ATELIER_DEBUG": "1"})
    assert not wants_noise({})
