"""The About page, and that its diagnostics can be sent to anybody."""

from __future__ import annotations

import getpass
from pathlib import Path

import httpx
import pytest

from server import __version__
from server.common.redaction import starred, without_user
from server.paintings.painting import State
from tests.eventually import eventually
from tests.html import alert_code, parse
from tests.program import Program
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import refuse
from tests.web.test_http_queue import wait_for

PROMPT = "a zebra called Quixotina"


def diagnostics(page: httpx.Client, **headers: str) -> str:
    return parse(page.get("/about/diagnostics", headers=headers).text).get_text()


def test_the_page_tells_version_folders_and_licences(program: Program) -> None:
    with program.client() as page:
        about = parse(page.get("/about").text)
        names = [str(each["data-name"]) for each in about.select('[data-testid="licence"]')]
        text = parse(page.get(f"/about/licences/{names.index('httpx')}").text).get_text()

    assert __version__ in about.select('[data-testid="version"]')[0].get_text()
    folders = [each.get_text() for each in about.select('[data-testid="folders"] .path')]
    assert folders == [str(program.library), str(program.data_dir), str(program.data_dir / "logs")]
    assert names[:2] == ["Atelier", "Python"]
    assert "Encode OSS" in text


@pytest.mark.parametrize("number", ["-1", "9999", "x", "0x1"])
def test_only_licences_are_given_out(shared_program: Program, number: str) -> None:
    with shared_program.client() as page:
        assert page.get(f"/about/licences/{number}").status_code == 404


def test_diagnostics_tell_what_helps(program: Program, upstream: Upstream) -> None:
    upstream.next(refuse(3030, 400, "NSFW prompt"))
    with program.client() as page:
        for number, state in ((1, State.FAILED), (2, State.DONE)):
            page.post("/generate", data={"prompt": PROMPT, "steps": "1"})
            wait_for(page, {number: state})
        text = diagnostics(page, **{"User-Agent": "Engine/1.2 Fantasia/3"})

    for line in (
        f"Atelier {__version__} (from sources)",
        "Shown in: browser",
        "Engine: Engine/1.2 Fantasia/3",
        "Connection: connected (from: environment)",
        "Paintings: done 1, failed 1",
        "Last errors: prompt_flagged",
        "robyn 0.",
    ):
        assert line in text, text


def test_diagnostics_hold_no_secret(tmp_path: Path, upstream: Upstream) -> None:
    """Whatever the program knows: account, prompts, names of files and folders, proxies, what opens the page."""
    user = "yolanda-quint"
    home = tmp_path / "home" / user
    proxy = f"http://{user}:pass-word@proxy.example:8080"
    environ = {"HOME": str(home), "LOGNAME": user, "USER": user, "HTTPS_PROXY": proxy, "NO_PROXY": "127.0.0.1"}
    environ |= {"XDG_DATA_HOME": str(home / ".local" / "share")}
    program = Program(tmp_path, api_base=upstream.base_url, environ=environ)
    program.data_dir = home / "media" / user / "data"
    program.give("--data-dir", str(program.data_dir))
    home.mkdir(parents=True)
    with program, program.client() as page:
        page.post("/generate", data={"prompt": PROMPT, "steps": "1"})
        page.post("/draft", data={"prompt": PROMPT})
        eventually(lambda: list(program.library.rglob("*.jpg")), what="the picture")
        text = diagnostics(page, **{"User-Agent": f"Engine {TOKEN} {ACCOUNT_ID}"})

    assert "Folder, data: ~/media/…/data" in text
    assert "Proxy variables set: https_proxy" in text
    secrets = [TOKEN, TOKEN[5:-4], TOKEN[-4:], ACCOUNT_ID, "zebra", "Quixotina", user, "pass-word", "proxy.example"]
    secrets += [program.cookie[1], program.entry_url.partition("key=")[2], str(program.port), str(tmp_path)]
    assert [secret for secret in secrets if secret in text] == []


def test_there_is_no_clipboard_without_a_window(shared_program: Program) -> None:
    with shared_program.client() as page:
        answer = page.post("/about/copy")

    assert (answer.status_code, alert_code(answer.text)) == (503, "copy_failed")


def test_paths_lose_the_home_folder_and_the_users_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    home = tmp_path / "yolanda"
    monkeypatch.setenv("HOME", str(home))
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "yolanda")

    assert getpass.getuser() == "yolanda"
    assert without_user(f"in {home}/x and '{home}'") == "in ~/x and '~'"
    assert without_user(f"{home}-else/x") == f"{home}-else/x"
    assert without_user("/media/yolanda/stick and yolanda.txt") == "/media/…/stick and yolanda.txt"
    assert without_user(r"D:\Users\yolanda\x") == r"D:\Users\…\x"


def test_what_looks_like_a_secret_is_starred() -> None:
    assert starred(f"id {ACCOUNT_ID}, token {TOKEN}.") == "id ****, token ****."
