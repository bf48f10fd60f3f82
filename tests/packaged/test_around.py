"""What lies around the built program: a shell, the system's notifications and keyring, proxies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from desktop.cli.exit_codes import Exit
from server.paintings.painting import State
from tests.certificates import make_certificate
from tests.event_stream import listen
from tests.eventually import eventually
from tests.html import parse, states
from tests.notifications import notification_service
from tests.originals import as_it_came
from tests.packaged.serving import serving, shell_beside
from tests.program import Program
from tests.proxy import HttpProxy, Proxy, SocksProxy
from tests.secret_service import secret_service
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream
from tests.web.test_http_network import API, PASSWORD, own, shown
from tests.web.test_http_notifications import look
from tests.web.test_http_queue import order, wait_for
from tests.web.test_http_saving import paint

NO_ACCOUNT = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
CLOUDFLARE = "cloudflare.test:443"


def test_commands_beside_the_running_program(tmp_path: Path, upstream: Upstream) -> None:
    shell = shell_beside(tmp_path, api_base=upstream.base_url)
    with shell.program as program, program.client() as page:
        done = shell.run("paint", "一条船", "--steps", "3")

        assert done.code == Exit.DONE, done.err
        assert done.out == list(map(str, shell.pictures))
        assert as_it_came(shell.pictures[0].read_bytes()) == upstream.pictures[0]
        assert states(page.get("/").text) == {1: State.DONE}
        assert shell.run("paint", "an island", "--out", "island.webp").out == [str(tmp_path / "island.webp")]
        assert shell.run("allowance", "--json").json["allowance"]["used"] > 0
        assert "@cf/black-forest-labs/flux-1-schnell" in shell.run("models").stdout.decode()
        assert shell.run("paint", "a boat", "--steps", "99").code == Exit.USAGE


def test_who_looks_elsewhere_is_notified(tmp_path: Path, upstream: Upstream) -> None:
    with (
        notification_service(tmp_path) as desktop,
        serving(tmp_path, api_base=upstream.base_url, environ=desktop.environ) as program,
        program.client() as page,
        listen(program),
    ):
        look(page, "no")
        paint(page, "a private boat")
        told = desktop.wait_for("Your painting is done")

    assert Path(told["image"]).read_bytes().startswith(b"\x89PNG")
    assert "private" not in str(told)


@contextmanager
def with_keyring(folder: Path, api_base: str, **environ: str) -> Iterator[Program]:
    with secret_service(folder / "session") as session:
        bus = {name: session[name] for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")}
        with serving(folder, api_base=api_base, environ={**bus, **environ}) as program:
            yield program


def connection(page: httpx.Client) -> str:
    """Its state; what it begins with is none of the two, until the keyring has answered."""
    [shown] = parse(page.get("/settings").text).select('[data-testid="connection"]')
    return str(shown["data-state"])


def test_the_token_is_kept_in_the_keyring_and_nowhere_else(tmp_path: Path, upstream: Upstream) -> None:
    with with_keyring(tmp_path, upstream.base_url, **NO_ACCOUNT) as program:
        with program.client() as page:
            eventually(lambda: connection(page) == "missing", what="the keyring has answered")
            login = {"account_id": upstream.account_id, "api_token": upstream.token}
            assert page.post("/connection", data=login).status_code == 200
        program.stop()
        program.start()
        with program.client() as page:
            eventually(lambda: connection(page) == "connected", what="the keyring has answered")
            paint(page)
            assert upstream.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"
            page.delete("/connection").raise_for_status()
        program.stop()
        program.start()
        with program.client() as page:
            eventually(lambda: connection(page) == "missing", what="the keyring has answered")
        program.stop()

    written = [file.read_bytes() for file in program.data_dir.rglob("*") if file.is_file()]
    assert not any(secret.encode() in each for each in written for secret in (TOKEN, ACCOUNT_ID))


@pytest.mark.parametrize(("kind", "make"), [("http", HttpProxy), ("socks5h", SocksProxy)])
def test_a_proxy_of_one_s_own(tmp_path: Path, kind: str, make: type[Proxy]) -> None:
    """With a password, which the keyring keeps; there is no other way to the name."""
    with (
        Upstream(tls=make_certificate(tmp_path, "cloudflare.test").context) as far,
        make(far.port, login=("me", PASSWORD)) as proxy,
        with_keyring(tmp_path, API, SSL_CERT_FILE=str(tmp_path / "cloudflare.test.pem")) as program,
    ):
        with program.client() as page:
            chosen = own(proxy.port, kind=kind, user="me", password=PASSWORD)
            assert page.post("/network/proxy", data=chosen).status_code == 200
            order(page, "a boat")
            wait_for(page, {1: State.DONE})
        program.stop()
        program.start()
        with program.client() as page:
            assert shown(page, "proxy-port") == str(proxy.port)
            order(page, "an island")
            wait_for(page, {2: State.DONE})
        assert set(proxy.asked) == {CLOUDFLARE}
        assert len(far.pictures) == 2
        assert PASSWORD not in program.log


@pytest.mark.parametrize(("scheme", "make"), [("http", HttpProxy), ("socks5h", SocksProxy)])
def test_the_environment_s_proxy(tmp_path: Path, scheme: str, make: type[Proxy]) -> None:
    with (
        Upstream(tls=make_certificate(tmp_path, "cloudflare.test").context) as far,
        make(far.port) as proxy,
    ):
        environ = {
            "SSL_CERT_FILE": str(tmp_path / "cloudflare.test.pem"),
            "HTTPS_PROXY": f"{scheme}://127.0.0.1:{proxy.port}",
        }
        with serving(tmp_path, api_base=API, environ=environ) as program, program.client() as page:
            paint(page)
        assert set(proxy.asked) == {CLOUDFLARE}
        assert len(far.pictures) == 1
