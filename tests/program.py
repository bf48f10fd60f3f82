"""The real program, serving, in a process of its own: what other computers, browsers and signals meet.

with Upstream() as upstream, Program(tmp_path, api_base=upstream.base_url) as program:
    with program.client() as client:
        client.post("/generate", data={"prompt": "a boat", "steps": "1"})
    program.stop()          # SIGTERM; the exit code
    program.start()         # again, on the same data folder: a new port, entry URL and cookie
"""

from __future__ import annotations

import contextlib
import os
import signal
import ssl
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import httpx

from tests import forks
from tests.eventually import LONG_ENOUGH, eventually
from tests.upstream import ACCOUNT_ID, TOKEN

COMMAND = Path(sys.executable).with_name("atelier")
_PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loads no certificates, which for every client takes its time


IMPATIENT = 3.0
"""Seconds after which a person asks once more: the program waits a while for what is being paid for."""


class Program:
    """`atelier --serve` below `folder`, which gets a home, a data folder and what was printed.

    It paints at `api_base` with the stand-in's account, unless `environ` says otherwise. Nothing of the test's own
    environment reaches it: no keyring, no proxy, no display, English.
    """

    def __init__(
        self,
        folder: Path,
        *,
        api_base: str = "http://127.0.0.1:9/client/v4",
        arguments: tuple[str, ...] = (),
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = folder / "data"
        self.home = folder / "home"
        self.trash = self.home / ".local" / "share" / "Trash"
        self.environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.trash.parent),
            "LC_ALL": "C.UTF-8",
            "ATELIER_API_BASE": api_base,
            "ATELIER_GATEWAY_BASE": api_base.replace("/client/v4", "/v1"),
            "CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID,
            "CLOUDFLARE_API_TOKEN": TOKEN,
            **(environ or {}),
        }
        self._command = [str(COMMAND), "--serve", "--data-dir", str(self.data_dir), *arguments]
        self._stdout, self._stderr = folder / "stdout.txt", folder / "stderr.txt"
        self._entry: str | None = "desktop.__main__:run"
        self._process: subprocess.Popen[bytes] | forks.Forked | None = None
        self._cookie: tuple[str, str] | None = None

    def give(self, *arguments: str) -> None:
        """More on the command line from the next start on; of an option given twice the last one counts."""
        self._command += arguments

    def run_with(self, *command: str) -> None:
        """From the next start on it is this that is run, with the program's arguments."""
        self._entry = None
        self._command[:1] = command

    def run_module(self, name: str) -> None:
        """The same for a module of ours, whose `run` calls the program."""
        self.run_with(sys.executable, "-m", name)
        self._entry = f"{name}:run"

    def start(self) -> Self:
        """Returns when the program has told its entry URL, which is when it answers."""
        self.home.mkdir(parents=True, exist_ok=True)
        self._cookie = None
        self._process = self._begin()
        try:
            eventually(lambda: "\n" in self.stdout or self.exit_code is not None, what="the first line on stdout")
            assert self.exit_code is None, self.stderr
        except BaseException:  # a test's time limit among them
            self.kill()
            raise
        return self

    def _begin(self) -> subprocess.Popen[bytes] | forks.Forked:
        if forks.AT_HAND is not None and self._entry is not None:
            arguments = self._command[self._command.index("--serve") :]
            return forks.AT_HAND.start(self._entry, arguments, self.environ, self._stdout, self._stderr)
        with self._stdout.open("wb") as stdout, self._stderr.open("ab") as stderr:
            return subprocess.Popen(self._command, env=self.environ, stdout=stdout, stderr=stderr)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def entry_url(self) -> str:
        """Opens the page, once: for a browser, or for the first `cookie` or `client()`."""
        return self.stdout.splitlines()[0]

    @property
    def authority(self) -> str:
        """`127.0.0.1:` and the port."""
        return urlsplit(self.entry_url).netloc

    @property
    def port(self) -> int:
        return int(self.authority.partition(":")[2])

    @property
    def base_url(self) -> str:
        return f"http://{self.authority}"

    @property
    def cookie(self) -> tuple[str, str]:
        """Name and value of the run's secret; the first one who asks uses the entry URL up."""
        if self._cookie is None:
            with speak_to(self) as client:
                answer = client.get(self.entry_url)
            assert answer.status_code == 303, answer
            [(name, value)] = answer.cookies.items()
            self._cookie = (name, value)
        return self._cookie

    def client(self) -> httpx.Client:
        """Speaks as our own page does. A new one each time; all of them have the run's cookie."""
        name, value = self.cookie
        headers = {"Origin": self.base_url, "Sec-Fetch-Site": "same-origin", "HX-Request": "true"}
        return speak_to(self, headers=headers, cookies={name: value})

    def stranger(self) -> httpx.Client:
        """Knows the address and nothing else."""
        return speak_to(self)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll() if self._process else None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it as the system does, and as an impatient person: twice, if need be. The exit code."""
        assert self._process is not None
        self._process.send_signal(number)
        try:
            return self._process.wait(timeout=IMPATIENT)
        except subprocess.TimeoutExpired:
            self._process.send_signal(number)
            return self._process.wait(timeout=LONG_ENOUGH)

    def kill(self) -> None:
        """`kill -9`: nothing can be tidied up."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process.wait(timeout=LONG_ENOUGH)

    @property
    def library(self) -> Path:
        """Where the pictures are."""
        return self.data_dir / "Pictures" / "AI 绘画工坊"

    @property
    def stdout(self) -> str:
        return _text(self._stdout)

    @property
    def stderr(self) -> str:
        return _text(self._stderr)

    @property
    def log(self) -> str:
        """Everything the log files hold, old ones first."""
        files = sorted((self.data_dir / "logs").glob("atelier.log*"), reverse=True)
        return "".join(_text(file) for file in files)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.exists() else ""


def speak_to(
    program: Program, *, headers: Mapping[str, str] | None = None, cookies: Mapping[str, str] | None = None
) -> httpx.Client:
    """A client that uses no proxy and follows no redirect."""
    return httpx.Client(
        base_url=program.base_url,
        headers=dict(headers or {}),
        cookies=dict(cookies or {}),
        trust_env=False,
        verify=_PLAIN,
        timeout=LONG_ENOUGH,
    )


def as_page(program: Program, method: str, path: str, **headers: str | None) -> httpx.Response:
    """One request with the cookie; headers are our page's unless given otherwise, and None leaves one out.

    Of an event stream only the head is read.
    """
    name, value = program.cookie
    ours: dict[str, str | None] = {"origin": program.base_url, "sec_fetch_site": "same-origin"}
    wanted = {key.replace("_", "-"): value for key, value in (ours | headers).items() if value is not None}
    with speak_to(program, cookies={name: value}) as client, client.stream(method, path, headers=wanted) as answer:
        if "event-stream" not in answer.headers.get("content-type", ""):
            answer.read()
        return answer
