"""The program's life outside its page: starting, being told to end, starting twice, and failing to start."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import stat
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import psutil  # type: ignore[import-untyped]
import pytest
from bs4 import BeautifulSoup

from server.paintings.painting import State
from tests.door import RecordingBrowser
from tests.eventually import LONG_ENOUGH, eventually
from tests.html import parse, states
from tests.program import COMMAND, Program
from tests.upstream import TOKEN, Upstream
from tests.upstream_answers import hang, late

ALREADY_RUNNING = 3
FAILED = 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_cleanly(program: Program, number: signal.Signals) -> None:
    assert program.stop(number) == 0

    assert program.stderr == ""
    assert not (program.data_dir / "run.json").exists()
    with Program(program.data_dir.parent) as next_one:
        assert next_one.exit_code is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_while_painting(program: Program, upstream: Upstream, number: signal.Signals) -> None:
    upstream.next(hang(), hang(), hang(), hang())
    with program.client() as client:
        client.post("/generate", data={"prompt": "a boat", "steps": "1", "count": "4"})
        upstream.wait_for_requests(4)

    assert program.stop(number) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_what_is_being_paid_for_is_waited_for_and_nothing_new_begins(
    program: Program, upstream: Upstream, number: signal.Signals
) -> None:
    upstream.next(late(2))
    with program.client() as client:
        client.post("/preferences", data={"width": "1"})
        client.post("/generate", data={"prompt": "a boat", "steps": "1", "count": "2"})
        upstream.wait_for_requests(1)
        assert program.stop(number) == 0

    assert "Being painted and paid for: 1." in program.stderr
    assert len(upstream.requests) == 1
    program.start()
    with program.client() as client:
        eventually(lambda: states(client.get("/").text) == {1: State.DONE, 2: State.DONE}, what="both are there")
    assert len(upstream.requests) == 2, "what was paid for was kept"


def test_signals_end_it_however_many_pages_listen(program: Program) -> None:
    with contextlib.ExitStack() as pages:
        for _ in range(3):
            page = pages.enter_context(program.client())
            assert pages.enter_context(page.stream("GET", "/events")).status_code == 200

        assert program.stop() == 0


def test_first_line_is_the_entry_url_and_nothing_else_is_said(program: Program) -> None:
    assert program.stdout.splitlines() == [program.entry_url]
    assert program.entry_url.startswith(f"{program.base_url}/enter?key=")
    assert program.stderr == ""


def test_listens_on_the_loopback_interface_alone(shared_program: Program) -> None:
    sockets = psutil.Process(shared_program.pid).net_connections(kind="inet")

    assert {socket.laddr.ip for socket in sockets if socket.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


def test_robyns_own_switches_do_nothing(tmp_path: Path) -> None:
    switches = {"ROBYN_HOST": "0.0.0.0", "ROBYN_PORT": "1", "ROBYN_DEV_MODE": "true"}  # noqa: S104
    with Program(tmp_path, environ=switches) as program:
        assert program.base_url.startswith("http://127.0.0.1:")
        with program.client() as client:
            assert client.get("/").status_code == 200
            assert client.get("/docs").status_code == 404
            assert client.get("/openapi.json").status_code == 404


def test_second_start_serves_nothing(program: Program) -> None:
    second = start(program.data_dir, "--serve", environ=program.environ)

    assert (second.returncode, second.stdout) == (ALREADY_RUNNING, "")
    assert str(program.data_dir) in second.stderr


def test_second_start_brings_the_first_to_the_front(program: Program, tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    with Program(tmp_path / "other", environ=browser.environ) as first:
        second = start(first.data_dir, "--browser", environ=first.environ)

        assert (second.returncode, second.stdout) == (0, "")
        assert come_in(browser.entry_url(), first.port).status_code == 303


def test_second_start_says_when_the_first_hangs(program: Program) -> None:
    psutil.Process(program.pid).suspend()
    try:
        second = start(program.data_dir, "--browser", environ=program.environ)
    finally:
        psutil.Process(program.pid).resume()

    assert second.returncode == ALREADY_RUNNING
    assert "does not answer" in second.stderr


def test_unusable_data_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    failed = start(tmp_path / "file" / "data", "--serve", environ=dict(os.environ))

    assert (failed.returncode, failed.stdout) == (FAILED, "")
    assert failed.stderr.startswith("The program could not start: ")
    assert "Traceback" not in failed.stderr


def test_failure_inside_the_server_reaches_the_user(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "atelier.sqlite3").mkdir(parents=True)  # a damaged file would be put aside

    failed = start(data, "--serve", environ=dict(os.environ))

    assert (failed.returncode, failed.stdout) == (FAILED, "")
    assert "The program could not start: " in failed.stderr
    assert "database" in failed.stderr
    assert "Traceback" in (data / "logs" / "atelier.log").read_text()


def test_browser_mode_opens_the_page_and_stays(tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    environ = {**os.environ, "LC_ALL": "C", **browser.environ}
    with running("--browser", "--demo", "--data-dir", tmp_path / "data", environ=environ) as program:
        entry = browser.entry_url()
        port = urlsplit(entry).port or 0
        name, _, value = come_in(entry, port).headers["set-cookie"].partition(";")[0].partition("=")
        page = ask_by_name(entry, port, "/", {"Cookie": f"{name}={value}"})
        assert page.status_code == 200
        assert program.poll() is None

        program.send_signal(signal.SIGINT)

        assert program.wait(LONG_ENOUGH) == 0


def test_the_address_is_on_no_command_line_and_its_file_is_nobody_else_s(tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    with Program(tmp_path / "other", environ=browser.environ) as program:
        start(program.data_dir, "--browser", environ=program.environ)

        address = browser.address()
        assert address.startswith("file://")
        assert "key=" not in address
        file = program.data_dir / "open.html"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        come_in(browser.entry_url(), program.port)
        eventually(lambda: not file.exists(), what="the file is gone")


def test_a_browser_that_cannot_read_the_file_gets_the_address_after_a_while(tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    with Program(tmp_path / "other", environ=browser.environ) as program:
        start(program.data_dir, "--browser", environ=program.environ)
        in_the_file = browser.entry_url()

        eventually(lambda: browser.address().startswith(program.base_url), what="the address", seconds=30)
        assert come_in(browser.address(), program.port).status_code == 303
        assert not in_the_file.startswith(program.base_url)
        assert not (program.data_dir / "open.html").exists()


def test_what_it_starts_inherits_no_credentials(tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    with Program(tmp_path / "other", environ=browser.environ) as program:
        assert program.environ["CLOUDFLARE_API_TOKEN"] == TOKEN
        start(program.data_dir, "--browser", environ=program.environ)

        inherited = browser.environment()
        assert inherited["HOME"] == str(program.home)
        assert not {name for name in inherited if name.startswith("CLOUDFLARE_")}


def test_idle_connections_leave_room_for_the_page(tmp_path: Path) -> None:
    program = Program(tmp_path, arguments=("--demo",))
    program.run_with("/bin/sh", "-c", f'ulimit -Sn 256; exec "{COMMAND}" "$@"', "sh")
    with program, program.client() as page, contextlib.ExitStack() as stack:
        for _ in range(400):
            stack.enter_context(socket.create_connection(("127.0.0.1", program.port)))

        assert page.get("/").status_code == 200


def test_without_a_display_the_browser_takes_over(tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    display = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environ = {name: value for name, value in os.environ.items() if name not in display}
    environ |= {"LC_ALL": "C", **browser.environ}
    with running("--demo", "--data-dir", tmp_path / "data", environ=environ) as program:
        page = page_of(browser)
        program.terminate()

        _, said = program.communicate(timeout=LONG_ENOUGH)

    assert program.returncode == 0
    assert said.splitlines()[:2] == ["No window can be opened.", "There is no display."]
    [banner] = page.select("[data-testid=no-window]")
    assert "There is no display." in banner.get_text()
    assert page.select("[data-testid=quit]")


def test_quitting_on_the_page_ends_a_program_without_a_window(tmp_path: Path) -> None:
    browser = RecordingBrowser(tmp_path)
    environ = {**os.environ, "LC_ALL": "C", **browser.environ}
    with running("--browser", "--demo", "--data-dir", tmp_path / "data", environ=environ) as program:
        with visit(browser) as page:
            asked = page.post("/window/close", data={"how": "ask"}).text
            assert program.poll() is None
            ended = page.post("/window/close", data={"how": "now"}).text

        assert program.wait(LONG_ENOUGH) == 0
    assert "Quit the program?" in asked
    assert "The program has ended." in ended


@contextlib.contextmanager
def running(*arguments: str | Path, environ: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """It has ended afterwards, whatever the test has found: nobody would wait for it."""
    with subprocess.Popen([COMMAND, *arguments], env=environ, stderr=subprocess.PIPE, text=True) as program:
        try:
            yield program
        finally:
            program.kill()


def start(data: Path, *arguments: str, environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run it to its end."""
    environ = {**environ, "LC_ALL": "C"}
    command = [str(COMMAND), *arguments, "--data-dir", str(data)]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


def come_in(entry: str, port: int) -> httpx.Response:
    target = urlsplit(entry)
    return ask_by_name(entry, port, f"{target.path}?{target.query}", {})


@contextlib.contextmanager
def visit(browser: RecordingBrowser) -> Iterator[httpx.Client]:
    """A page of whoever came in by what the browser was asked to open."""
    entry = browser.entry_url()
    port = urlsplit(entry).port or 0
    name, _, value = come_in(entry, port).headers["set-cookie"].partition(";")[0].partition("=")
    place = urlsplit(entry).netloc
    headers = {"Host": place, "Origin": f"http://{place}", "HX-Request": "true", "Cookie": f"{name}={value}"}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False) as client:
        yield client


def page_of(browser: RecordingBrowser) -> BeautifulSoup:
    with visit(browser) as client:
        return parse(client.get("/").text)


def ask_by_name(entry: str, port: int, path: str, headers: Mapping[str, str]) -> httpx.Response:
    """As a browser that knows by itself where names below `localhost` are; Python asks the system, which may not."""
    host = {"Host": urlsplit(entry).netloc}
    return httpx.get(f"http://127.0.0.1:{port}{path}", headers={**host, **headers}, trust_env=False)
