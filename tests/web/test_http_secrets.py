"""After a session in which much went wrong: what must be nowhere is nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import psutil  # type: ignore[import-untyped]
import pytest

from server.paintings.painting import State
from server.web.routes import ROUTES
from tests.cloudflare_gateway import GATEWAY
from tests.event_stream import listen
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import cut, empty, hang_up, refuse, send_picture, web_page
from tests.web.test_http_queue import wait_for

pytestmark = pytest.mark.slow

PROMPT = "a zebra called Quixotina"
PROXY_PASSWORD = "open-Rumpelstilzchen-42"
GATEWAY_TOKEN = "cfut_Schneewittchen0Schneewittchen0Schneewit"
PROXY = {"kind": "socks5", "host": "proxy.invalid", "port": "1080", "user": "me", "password": PROXY_PASSWORD}
FAILURES = [
    refuse(10000, 401, f"Authentication error for {TOKEN} of {ACCOUNT_ID}"),
    refuse(3036, 429),
    refuse(3030, 400, f"NSFW: {PROMPT}"),
    refuse(5006, 400, f"AiError: Bad input: {PROMPT}"),
    refuse(None, 500, f"oops /accounts/{ACCOUNT_ID}/ai/run"),
    send_picture(b"no picture"),
    web_page(),
    empty(),
    cut(),
    hang_up(),
]
DONE_ID = len(FAILURES) + 1


@dataclass(slots=True)
class Session:
    """A program that has been through a lot, and every answer its page has had, head and body."""

    program: Program
    seen: list[str] = field(default_factory=list)

    def hear(self, answer: httpx.Response) -> None:
        self.seen.append(f"{answer.headers} {answer.content.decode(errors='replace')}")

    def paint(self, page: httpx.Client, upstream: Upstream) -> None:
        page.post("/preferences", data={"on_allowance": "fail"})
        page.post("/allowance/cap", data={"cap": "99999"})
        for number, failure in enumerate(FAILURES, start=1):
            upstream.next(failure)
            self.hear(page.post("/generate", data={"prompt": PROMPT, "steps": "1"}))
            wait_for(page, {number: State.FAILED})
        with listen(self.program) as stream:
            self.hear(page.post("/generate", data={"prompt": PROMPT, "steps": "1"}))
            self.seen += [event.html for event in stream.until_state(DONE_ID, State.DONE)]

    def connect(self, page: httpx.Client, upstream: Upstream) -> None:
        pasted = [(ACCOUNT_ID[:-1], TOKEN), (TOKEN, ACCOUNT_ID), (ACCOUNT_ID, f"Bearer '{TOKEN}'"), (ACCOUNT_ID, TOKEN)]
        for account_id, token in pasted:
            upstream.rules.change_token(status="expired")
            self.hear(page.post("/connection", data={"account_id": account_id, "api_token": token}))
            self.hear(page.post("/generate", data={"api_token": token}))

    def choose_a_way(self, page: httpx.Client, upstream: Upstream) -> None:
        """Refused by a form, refused by the keyring that is not there, and in use."""
        pasted = {**PROXY, "host": f"socks5://me:{PROXY_PASSWORD}@proxy invalid:1080"}
        for fields in ({**PROXY, "port": "0"}, pasted, PROXY):
            self.hear(page.post("/network/proxy", data={"use": "own", **fields}))
        self.hear(page.post("/network/memory"))
        for gateway, token in (("a b", GATEWAY_TOKEN), (GATEWAY_TOKEN, "?"), (GATEWAY, GATEWAY_TOKEN)):
            self.hear(page.post("/network/gateway", data={"gateway": gateway, "token": token}))
        self.hear(page.post("/network/memory"))
        self.hear(page.post("/generate", data={"prompt": PROMPT, "steps": "1"}))
        wait_for(page, {DONE_ID + 1: State.DONE})
        upstream.gateways.known[GATEWAY].token = "another"
        self.hear(page.post("/generate", data={"prompt": PROMPT, "steps": "1"}))
        wait_for(page, {DONE_ID + 2: State.FAILED})
        with listen(self.program) as stream:
            self.hear(page.post("/doctor"))
            page.post("/doctor/start")
            done = 'data-testid="doctor" data-running="false"'
            self.seen += [event.html for event in stream.until(lambda event: done in event.html)]

    def look_everywhere(self, page: httpx.Client) -> None:
        """Every address that can be read, of every painting."""
        paths = [path for method, path, _ in ROUTES if method == "GET" and path not in ("/events", "/static/*name")]
        for path in paths:
            for painting in range(1, DONE_ID + 1) if ":id" in path else [0]:
                self.hear(page.get(path.replace(":id", str(painting))))

    def break_files(self) -> None:
        for file in self.program.library.rglob("*.jpg"):
            file.write_bytes(b"something else")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("session")
    with Upstream() as upstream, Program(folder, api_base=upstream.base_url) as program:
        session = Session(program)
        with program.client() as page:
            session.paint(page, upstream)
            session.choose_a_way(page, upstream)
            session.connect(page, upstream)
            session.look_everywhere(page)
            session.break_files()
            session.look_everywhere(page)
            page.delete("/paintings/2")
            page.post("/draft", data={"prompt": PROMPT})
        program.stop()
        program.start()
        with program.client() as page:
            session.look_everywhere(page)
        yield session


def test_the_session_was_one(session: Session) -> None:
    everything = "\n".join(session.seen)

    assert PROMPT in everything
    assert all(
        code in everything for code in ("Cloudflare 3036", "Cloudflare 3030", "picture_damaged", "proxy.invalid")
    )
    assert session.program.log.count("failed") >= len(FAILURES)


@pytest.mark.parametrize(
    "secret", [TOKEN, TOKEN[5:-4], ACCOUNT_ID, "zebra", "Quixotina", "Rumpelstilzchen", "Schneewittchen"]
)
def test_logs_and_output_hold_no_secret_and_no_prompt(session: Session, secret: str) -> None:
    program = session.program

    assert secret not in program.log
    assert secret not in program.stderr
    assert secret not in program.stdout


def test_logs_hold_no_traceback(session: Session) -> None:
    assert "Traceback" not in session.program.log + session.program.stderr


@pytest.mark.parametrize("secret", [TOKEN, TOKEN[5:-4], "Rumpelstilzchen", "Schneewittchen"])
def test_no_answer_holds_the_token(session: Session, secret: str) -> None:
    assert [text for text in session.seen if secret in text] == []


@pytest.mark.parametrize("secret", [TOKEN, TOKEN[5:-4], ACCOUNT_ID, "Rumpelstilzchen", "Schneewittchen"])
def test_no_file_holds_the_account(session: Session, secret: str) -> None:
    files = [path for path in session.program.data_dir.rglob("*") if path.is_file()]

    assert any(path.suffix == ".sqlite3" for path in files)
    assert [path for path in files if secret.encode() in path.read_bytes() or secret in str(path)] == []


def test_the_command_line_holds_no_secret(session: Session) -> None:
    process = psutil.Process(session.program.pid)
    lines = [" ".join(one.cmdline()) for one in [process, *process.children(recursive=True)]]
    cookie = session.program.cookie[1]

    assert not any(secret in line for line in lines for secret in (TOKEN, ACCOUNT_ID, PROMPT, cookie))


def test_no_file_holds_what_opens_the_page(session: Session) -> None:
    key = session.program.entry_url.partition("key=")[2]
    files = [path for path in session.program.data_dir.rglob("*") if path.is_file()]

    for secret in (session.program.cookie[1], key):
        assert [path for path in files if secret.encode() in path.read_bytes()] == []
        assert secret not in session.program.log


def test_what_tells_a_second_start_where_the_first_is_is_its_users_alone(session: Session) -> None:
    assert session.program.data_dir.stat().st_mode & 0o077 == 0


def test_the_account_in_use_is_shown_by_its_tokens_last_four_characters(session: Session) -> None:
    with session.program.client() as page:
        html = page.get("/settings").text

    assert TOKEN[-4:] in html
