"""The way to the API over HTTP: chosen on the page, in use at once, its secrets in the keyring or in memory."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from server.paintings.painting import State
from tests import secret_service
from tests.certificates import make_certificate
from tests.cloudflare_gateway import GATEWAY, Gateway
from tests.html import alert_code, field_errors, parse
from tests.program import Program
from tests.proxy import HttpProxy, SocksProxy
from tests.upstream import ACCOUNT_ID, Upstream
from tests.web.test_http_queue import order, wait_for

API = "https://cloudflare.test/client/v4"
PASSWORD = "hunter2 & 密码"
KLEIN = "@cf/black-forest-labs/flux-2-klein-4b"
GATEWAY_TOKEN = "cfut_gateway0gateway0gateway0gateway0gateway0"


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """Cloudflare under a name that no DNS knows; only a proxy finds it."""
    with Upstream(tls=make_certificate(tmp_path, "cloudflare.test").context) as upstream:
        yield upstream


@pytest.fixture
def program(tmp_path: Path, upstream: Upstream) -> Iterator[Program]:
    """With an account and without a keyring."""
    trusted = {"SSL_CERT_FILE": str(tmp_path / "cloudflare.test.pem")}
    with Program(tmp_path, api_base=API, environ=trusted) as program:
        yield program


def own(port: int, **changes: str) -> dict[str, str]:
    return {"use": "own", "kind": "http", "host": "127.0.0.1", "port": str(port), "user": "", "password": ""} | changes


def shown(page: httpx.Client, handle: str) -> str:
    [found] = parse(page.get("/settings").text).select(f'[data-testid="{handle}"]')
    return str(found.get("value", ""))


def test_a_proxy_is_in_use_at_once_and_after_a_restart(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    order(page, "a boat, which waits for a way")
    with HttpProxy(upstream.port) as http, SocksProxy(upstream.port) as socks:
        assert page.post("/network/proxy", data=own(http.port)).status_code == 200
        wait_for(page, {1: State.DONE})
        order(page, "a boat")
        wait_for(page, {2: State.DONE})
        assert page.post("/network/proxy", data=own(socks.port, kind="socks5h")).status_code == 200
        order(page, "a boat")
        wait_for(page, {3: State.DONE})
        assert (http.asked, socks.asked) == (["cloudflare.test:443"],) * 2

        program.stop()
        program.start()
        with program.client() as again:
            assert (shown(again, "proxy-host"), shown(again, "proxy-port")) == ("127.0.0.1", str(socks.port))
            order(again, "a boat")
            wait_for(again, {4: State.DONE})
            again.post("/network/proxy", data={"use": "none"})
            again.post("/network/proxy", data=own(http.port))
            order(again, "a boat")
            wait_for(again, {5: State.DONE})
        assert (len(http.asked), len(socks.asked)) == (2, 2)


def test_without_a_keyring_the_password_is_for_this_run(
    program: Program, page: httpx.Client, upstream: Upstream
) -> None:
    with SocksProxy(upstream.port, login=("me", PASSWORD)) as proxy:
        login = own(proxy.port, kind="socks5h", user="me", password=PASSWORD)
        refused = page.post("/network/proxy", data=login)
        assert (refused.status_code, alert_code(refused.text)) == (422, "keyring_missing")
        assert "/network/memory" in refused.text
        assert proxy.logins == []

        kept = page.post("/network/memory")
        assert kept.status_code == 200
        assert PASSWORD not in refused.text + kept.text + page.get("/settings").text
        order(page, "a boat")
        wait_for(page, {1: State.DONE})
        assert proxy.logins == [f"me:{PASSWORD}"]
        assert page.post("/network/memory").status_code == 409


def test_a_model_the_gateway_cannot_read_goes_without_it_on_one_word(tmp_path: Path, near: Upstream) -> None:
    near.gateways.known[GATEWAY].reads_forms = False
    with Program(tmp_path, api_base=near.base_url) as program, program.client() as page:
        page.post("/network/gateway", data={"gateway": GATEWAY})
        page.post("/generate", data={"prompt": "a boat", "model": KLEIN}).raise_for_status()
        wait_for(page, {1: State.FAILED})
        said = unescape(page.get("/").text)
        assert "do not get through the AI Gateway" in said
        assert "Nothing was charged" in said

        toast = page.post("/paintings/1/without-gateway")
        assert "without the gateway" in toast.text
        wait_for(page, {1: State.DONE})
        assert near.requests[-1].path.startswith("/client/v4/")
        program.stop()
        program.start()
        with program.client() as again:
            order(again, "a boat")
            wait_for(again, {2: State.DONE})
            assert "/workers-ai/" in near.requests[-1].path, "all others go on through it"
            [row] = parse(again.get("/settings").text).select('[data-testid="without-gateway"] li')
            assert "klein 4B" in row.get_text()
            assert again.post("/network/gateway", data={"gateway": GATEWAY, "cached": "on"}).status_code == 200
            assert parse(again.get("/settings").text).select('[data-testid="without-gateway"] li'), "it stays"
            kept = again.post("/network/gateway/through", data={"model": KLEIN})
            assert not parse(kept.text).select('[data-testid="without-gateway"]')


@pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}")
def test_a_keyring_keeps_the_password_over_restarts(tmp_path: Path, upstream: Upstream) -> None:
    with (
        secret_service.secret_service(tmp_path / "keyring") as environ,
        HttpProxy(upstream.port, login=("me", PASSWORD)) as proxy,
    ):
        bus = {name: value for name, value in environ.items() if name.startswith("DBUS_")}
        trusted = {"SSL_CERT_FILE": str(tmp_path / "cloudflare.test.pem")}
        with Program(tmp_path, api_base=API, environ=trusted | bus) as program:
            with program.client() as page:
                answer = page.post("/network/proxy", data=own(proxy.port, user="me", password=PASSWORD))
                assert answer.status_code == 200, answer.text
            program.stop()
            program.start()
            with program.client() as page:
                order(page, "a boat")
                wait_for(page, {1: State.DONE})
            secret_service.lock(environ)
            program.stop()
            program.start()
            with program.client() as page:
                order(page, "a boat")
                wait_for(page, {2: State.FAILED})
                assert "keyring is locked" in page.get("/").text
        files = [path for path in program.data_dir.rglob("*") if path.is_file()]
    assert [path for path in files if PASSWORD.encode() in path.read_bytes()] == []


def test_a_wrong_login_is_named_on_the_card(program: Program, page: httpx.Client, upstream: Upstream) -> None:
    with HttpProxy(upstream.port, login=("me", PASSWORD)) as proxy:
        page.post("/network/proxy", data=own(proxy.port))
        order(page, "a boat")
        wait_for(page, {1: State.FAILED})

    assert "The proxy asks for a user name and a password" in page.get("/").text


def test_a_whole_address_is_taken_apart(page: httpx.Client, upstream: Upstream) -> None:
    with SocksProxy(upstream.port) as proxy:
        data = own(0) | {"host": f"socks5h://127.0.0.1:{proxy.port}/", "port": ""}
        assert page.post("/network/proxy", data=data).status_code == 200
        order(page, "a boat")
        wait_for(page, {1: State.DONE})


def test_an_address_in_brackets_brings_its_port(page: httpx.Client) -> None:
    assert page.post("/network/proxy", data=own(0) | {"host": "[::1]:8080", "port": ""}).is_success

    settings = parse(page.get("/settings").text)
    host, port = (settings.select_one(f'[name="{name}"]') for name in ("host", "port"))
    assert host and port
    assert (host["value"], port["value"]) == ("::1", "8080")


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"host": ""}, 1),
        ({"host": "a b", "port": "0"}, 2),
        ({"host": "http://me:hunter2@:80"}, 1),
        ({"port": "70000"}, 1),
        ({"password": "hunter2"}, 1),
        ({"user": "a:b"}, 1),
        ({"user": "me", "password": "密" * 86 + "hunter2"}, 1),
    ],
)
def test_what_cannot_be_right_is_said_beside_its_field(
    shared_program: Program, changes: dict[str, str], count: int
) -> None:
    with shared_program.client() as page:
        answer = page.post("/network/proxy", data=own(8080) | changes)
        assert shown(page, "proxy-host") == ""

    assert answer.status_code == 422
    assert len(field_errors(answer.text)) == count
    assert "hunter2" not in answer.text + shared_program.log


@pytest.mark.parametrize("data", [{}, {"use": "magic"}, {"use": "own", "surprise": "1"}])
def test_what_no_page_of_ours_sends_is_refused(shared_program: Program, data: dict[str, str]) -> None:
    with shared_program.client() as page:
        assert page.post("/network/proxy", data=data).status_code == 422


# -- AI Gateway -------------------------------------------------------------------------------------------------


@pytest.fixture
def near() -> Iterator[Upstream]:
    """Cloudflare on this computer."""
    with Upstream() as upstream:
        yield upstream


def test_a_gateway_is_in_use_at_once_and_after_a_restart(tmp_path: Path, near: Upstream) -> None:
    near.gateways.known[GATEWAY].token = GATEWAY_TOKEN
    with Program(tmp_path, api_base=near.base_url) as program:
        with program.client() as page:
            assert page.post("/network/gateway", data={"gateway": GATEWAY, "logged": "on"}).status_code == 200
            order(page, "a boat")
            wait_for(page, {1: State.FAILED})
            assert "AI Gateway refused the token" in unescape(page.get("/").text)

            refused = page.post("/network/gateway", data={"gateway": GATEWAY, "token": f"Bearer {GATEWAY_TOKEN}"})
            assert (refused.status_code, alert_code(refused.text)) == (422, "keyring_missing")
            kept = page.post("/network/memory")
            assert parse(kept.text).select_one(f'[data-testid="gateway"][data-gateway="{GATEWAY}"]')
            assert GATEWAY_TOKEN not in refused.text + kept.text + page.get("/settings").text
            order(page, "a boat")
            wait_for(page, {2: State.DONE})
            assert "/workers-ai/" in near.requests[-1].path
        program.stop()
        program.start()
        with program.client() as page:
            assert shown(page, "gateway-name") == GATEWAY
            order(page, "a boat")
            wait_for(page, {3: State.FAILED})
            assert page.post("/network/gateway", data={"gateway": ""}).status_code == 200
            order(page, "a boat")
            wait_for(page, {4: State.DONE})
            assert "/client/v4/" in near.requests[-1].path


@pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}")
def test_a_keyring_keeps_the_gateways_token_until_it_is_taken_out(tmp_path: Path, near: Upstream) -> None:
    near.gateways.known[GATEWAY].token = GATEWAY_TOKEN
    near.gateways.known["other"] = Gateway(token=GATEWAY_TOKEN)
    with secret_service.secret_service(tmp_path / "keyring") as environ:
        bus = {name: value for name, value in environ.items() if name.startswith("DBUS_")}
        with Program(tmp_path, api_base=near.base_url, environ=bus) as program:
            with program.client() as page:
                data = {
                    "gateway": f"https://gateway.ai.cloudflare.com/v1/{ACCOUNT_ID}/{GATEWAY}",
                    "token": GATEWAY_TOKEN,
                }
                assert page.post("/network/gateway", data=data).status_code == 200
            program.stop()
            program.start()
            with program.client() as page:
                page.post("/network/gateway", data={"gateway": GATEWAY, "cached": "on"})
                order(page, "a boat")
                wait_for(page, {1: State.DONE})
                page.post("/network/gateway", data={"gateway": "other"})
                order(page, "a boat")
                wait_for(page, {2: State.FAILED})


@pytest.mark.parametrize(
    "data", [{"gateway": "a b"}, {"gateway": GATEWAY, "token": "short"}, {"gateway": GATEWAY_TOKEN + "!"}]
)
def test_a_gateway_that_cannot_be_right_is_said_beside_its_field(shared_program: Program, data: dict[str, str]) -> None:
    with shared_program.client() as page:
        answer = page.post("/network/gateway", data=data)
        assert shown(page, "gateway-name") == ""

    assert answer.status_code == 422
    assert len(field_errors(answer.text)) == 1
    assert GATEWAY_TOKEN not in answer.text
