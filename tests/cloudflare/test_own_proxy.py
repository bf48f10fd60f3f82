"""A proxy of one's own for the API: every kind of it, with a login and without, and whatever can be wrong with it."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
from pathlib import Path
from typing import Any

import pytest

from server.cloudflare.account.network_settings import PROXY_PASSWORD, NetworkSettings
from server.cloudflare.client import Cloudflare, Parameters
from server.cloudflare.proxy_routes import Network, OwnProxy, ProxyKind, ProxyUse, find_way
from server.common.errors import CredentialsError
from server.common.secret import Secret
from tests import secret_service
from tests.certificates import make_certificate
from tests.clients import PROMPT, failure, quick, with_client
from tests.proxy import HttpProxy, Proxy, SocksProxy, WebServer
from tests.upstream import Upstream

API = "https://cloudflare.test/client/v4"

pytestmark = pytest.mark.usefixtures("no_proxy_set")
LOGIN = ("me", "p@ss:w/örd 密")


def through(kind: str, proxy: Proxy, login: tuple[str, str] | None = None, host: str = "127.0.0.1") -> Network:
    user, password = login or ("", "")
    own = OwnProxy(ProxyKind(kind), host, proxy.port, user, Secret(password) if password else None)
    return Network(ProxyUse.OWN, own)


def paint_far(far: Upstream, network: Network) -> bytes:
    async def now() -> Network:
        return network

    async def work(client: Cloudflare) -> bytes:
        answer = await client.paint(far.account, quick(), Parameters(PROMPT, 4))
        return answer.picture.data

    return with_client(API, work, network=now)


def known_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """This computer's own look-up finds `cloudflare.test`, as 192.0.2.7."""
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - as the real one's
        return real("192.0.2.7" if host == "cloudflare.test" else host, port, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.mark.parametrize("login", [None, LOGIN])
def test_an_http_proxy(far: Upstream, login: tuple[str, str] | None) -> None:
    with HttpProxy(far.port, login=login) as proxy:
        assert paint_far(far, through("http", proxy, login)) == far.pictures[-1]
        assert proxy.asked == ["cloudflare.test:443"]
        told = f"Basic {base64.b64encode(':'.join(login).encode()).decode()}" if login else ""
        assert proxy.logins == [told]
    assert "proxy-authorization" not in far.requests[-1].headers


def test_an_https_proxy(far: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    door = make_certificate(tmp_path / "door", "localhost")
    both = tmp_path / "both.pem"
    both.write_bytes(door.file.read_bytes() + (tmp_path / "cloudflare.test.pem").read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(both))

    with HttpProxy(far.port, login=LOGIN, tls=door.context) as proxy:
        assert paint_far(far, through("https", proxy, LOGIN, "localhost")) == far.pictures[-1]
        assert proxy.asked == ["cloudflare.test:443"]


@pytest.mark.parametrize("login", [None, LOGIN])
def test_a_socks_proxy_that_looks_names_up(far: Upstream, login: tuple[str, str] | None) -> None:
    with SocksProxy(far.port, login=login) as proxy:
        assert paint_far(far, through("socks5h", proxy, login)) == far.pictures[-1]
        assert proxy.asked == ["cloudflare.test:443"]
        assert proxy.logins == ([":".join(login)] if login else [])


def test_a_socks_proxy_that_is_given_the_address(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate is still the name's, and so is the host that Cloudflare is asked as."""
    known_here(monkeypatch)
    with SocksProxy(far.port, login=LOGIN) as proxy:
        assert paint_far(far, through("socks5", proxy, LOGIN)) == far.pictures[-1]
        assert proxy.asked == ["192.0.2.7:443"]
    assert far.requests[-1].headers["host"] == "cloudflare.test"


def test_a_name_nobody_here_knows(far: Upstream) -> None:
    with SocksProxy(far.port) as proxy:
        assert failure(lambda: paint_far(far, through("socks5", proxy))).code == "dns_failed"
        assert proxy.asked == []


@pytest.mark.leaves_sockets
@pytest.mark.parametrize("login", [None, ("me", "wrong"), ("somebody", LOGIN[1])])
@pytest.mark.parametrize(("kind", "make"), [("http", HttpProxy), ("socks5h", SocksProxy)])
def test_a_wrong_login_is_named(far: Upstream, kind: str, make: type[Proxy], login: tuple[str, str] | None) -> None:
    with make(far.port, login=LOGIN) as proxy:
        error = failure(lambda: paint_far(far, through(kind, proxy, login)))

    assert error.code == "proxy_login"
    assert far.requests == []


@pytest.mark.leaves_sockets
@pytest.mark.parametrize(
    ("kind", "make", "code"),
    [
        ("socks5h", WebServer, "proxy_failed"),
        ("http", WebServer, "proxy_failed"),
        ("http", SocksProxy, "connection_cut"),
    ],
)
def test_something_else_at_its_port_is_named(far: Upstream, kind: str, make: type[Proxy], code: str) -> None:
    with make(far.port) as proxy:
        error = failure(lambda: paint_far(far, through(kind, proxy)))

    assert error.code == code


@pytest.mark.parametrize("kind", list(ProxyKind))
def test_one_that_is_not_running_is_named(far: Upstream, monkeypatch: pytest.MonkeyPatch, kind: ProxyKind) -> None:
    known_here(monkeypatch)
    with HttpProxy(far.port) as proxy:
        network = through(kind.value, proxy)

    assert failure(lambda: paint_far(far, network)).code == "proxy_failed"


def test_a_change_counts_from_the_next_call(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpProxy(far.port) as http, SocksProxy(far.port) as socks:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{http.port}")
        networks = iter([Network(), through("socks5h", socks), Network(ProxyUse.NONE)])

        async def now() -> Network:
            return next(networks)

        async def thrice(client: Cloudflare) -> None:
            for _ in range(2):
                await client.paint(far.account, quick(), Parameters(PROMPT, 4))
            await client.paint(far.account, quick(), Parameters(PROMPT, 4))

        assert failure(lambda: with_client(API, thrice, network=now)).code == "dns_failed"
        assert (len(http.asked), len(socks.asked)) == (1, 1)


def test_this_computer_is_never_reached_through_it() -> None:
    network = Network(ProxyUse.OWN, OwnProxy(ProxyKind.HTTP, "proxy.invalid", 8080))

    assert find_way("http://127.0.0.1:99", network) is None
    assert find_way(API, network) is not None


def test_an_address_of_version_six_has_its_brackets() -> None:
    assert OwnProxy(ProxyKind.SOCKS5, "::1", 1080).address == "socks5://[::1]:1080"


# -- keeping it -------------------------------------------------------------------------------------------------


class Kept:
    """A settings table of one row."""

    def __init__(self) -> None:
        self.text = ""

    def networks(self, *, seconds: float = 5.0) -> NetworkSettings:
        return NetworkSettings(self.text, self.keep, seconds=seconds)

    def keep(self, text: str) -> None:
        self.text = text


OWN = OwnProxy(ProxyKind.SOCKS5H, "proxy.test", 1080, "me", Secret(LOGIN[1]))


def choose(networks: NetworkSettings, proxy: OwnProxy | None, use: ProxyUse = ProxyUse.OWN) -> Network:
    async def work() -> Network:
        await networks.choose(use, proxy)
        return await networks.now()

    return asyncio.run(work())


def now(networks: NetworkSettings) -> Network:
    return asyncio.run(networks.now())


needs_keyring = pytest.mark.skipif(bool(secret_service.MISSING), reason=f"needs {secret_service.MISSING}")


@needs_keyring
def test_the_password_is_in_the_keyring_and_the_rest_in_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from keyring.core import load_keyring

    kept = Kept()
    with secret_service.secret_service(tmp_path) as environment:
        secret_service.enter(environment, monkeypatch)
        assert choose(kept.networks(), OWN) == Network(ProxyUse.OWN, OWN)
        assert now(kept.networks()) == Network(ProxyUse.OWN, OWN)
        backend = load_keyring("keyring.backends.SecretService.Keyring")
        assert backend.get_password("atelier", PROXY_PASSWORD) == LOGIN[1]

        # Another host with the same user gets no password that was not typed for it.
        other = OwnProxy(ProxyKind.HTTP, "elsewhere.test", 1080, "me")
        assert choose(kept.networks(), other).proxy == other
        assert backend.get_password("atelier", PROXY_PASSWORD) is None
    assert LOGIN[1] not in kept.text


@needs_keyring
def test_an_empty_password_leaves_the_one_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Kept()
    with secret_service.secret_service(tmp_path) as environment:
        secret_service.enter(environment, monkeypatch)
        choose(kept.networks(), OWN)
        changed = OwnProxy(ProxyKind.SOCKS5, OWN.host, 1081, OWN.user)

        assert choose(kept.networks(), changed).proxy == OwnProxy(ProxyKind.SOCKS5, OWN.host, 1081, "me", OWN.password)
        assert choose(kept.networks(), None, ProxyUse.NONE).use is ProxyUse.NONE
        assert choose(kept.networks(), changed).proxy == OwnProxy(ProxyKind.SOCKS5, OWN.host, 1081, "me", OWN.password)


@pytest.mark.leaves_sockets
@needs_keyring
def test_a_locked_keyring_is_named_and_a_call_does_not_go_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept()
    with secret_service.secret_service(tmp_path) as environment:
        secret_service.enter(environment, monkeypatch)
        choose(kept.networks(), OWN)
        secret_service.lock(environment)

        networks = kept.networks()
        for _ in range(2):
            with pytest.raises(CredentialsError) as caught:
                now(networks)
            assert caught.value.code == "keyring_locked"
        assert networks.view().has_password


@pytest.mark.leaves_sockets
def test_without_a_keyring_nothing_changes_until_memory_is_agreed_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept()
    with secret_service.no_service(tmp_path) as environment:
        secret_service.enter(environment, monkeypatch)
        networks = kept.networks()
        with pytest.raises(CredentialsError) as caught:
            choose(networks, OWN)
        assert caught.value.code == "keyring_missing"
        assert (now(networks), kept.text, networks.refused) == (Network(), "", PROXY_PASSWORD)

        networks.use_for_this_run()
        assert now(networks) == Network(ProxyUse.OWN, OWN)
        assert networks.view().password_unsaved
        later = now(kept.networks()).proxy
        assert later is not None
        assert later.password is None
        with pytest.raises(CredentialsError):
            networks.use_for_this_run()
        # Without a password no keyring is needed.
        assert choose(networks, OwnProxy(ProxyKind.HTTP, "127.0.0.1", 7890)).proxy is not None
    assert LOGIN[1] not in kept.text


@pytest.mark.parametrize(
    "stored",
    [
        "{",
        "[]",
        '{"use": "magic"}',
        '{"use": "own", "host": "x"}',
        json.dumps({"use": "own", "host": "x", "port": "y"}),
    ],
)
def test_damaged_settings_are_as_if_not_there(stored: str) -> None:
    assert now(NetworkSettings(stored, lambda _: None)) == Network()


def test_nothing_prints_the_password() -> None:
    network = Network(ProxyUse.OWN, OWN)
    way = find_way(API, network)

    assert LOGIN[1] not in f"{network!r} {network} {way!r} {OWN.address}"
