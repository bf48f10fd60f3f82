"""The way out: the system's proxy, as it is set at the time, and never for this computer itself."""

from __future__ import annotations

import base64

import pytest

from server.cloudflare.client import Cloudflare, Parameters
from server.cloudflare.proxies import find_proxy
from server.common.errors import UpstreamError
from tests.clients import PROMPT, failure, paint, quick, with_client
from tests.proxy import HttpProxy, SocksProxy
from tests.upstream import Upstream

API = "https://cloudflare.test/client/v4"

pytestmark = pytest.mark.usefixtures("no_proxy_set")


def paint_far(far: Upstream) -> bytes:
    parameters = Parameters(PROMPT, 4)
    return with_client(API, lambda client: client.paint(far.account, quick(), parameters)).picture.data


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("form", ["http://127.0.0.1:{}", "http://127.0.0.1:{}/", "127.0.0.1:{}", "HTTP://127.0.0.1:{}"])
def test_an_http_proxy(far: Upstream, monkeypatch: pytest.MonkeyPatch, name: str, form: str) -> None:
    with HttpProxy(far.port) as proxy:
        monkeypatch.setenv(name, form.format(proxy.port))

        assert paint_far(far) == far.pictures[-1]
        assert proxy.asked == ["cloudflare.test:443"]


@pytest.mark.parametrize("scheme", ["socks", "socks5", "socks5h", "socks4", "SOCKS"])
def test_a_socks_proxy_looks_the_name_up_itself(far: Upstream, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with SocksProxy(far.port) as proxy:
        monkeypatch.setenv("all_proxy", f"{scheme}://127.0.0.1:{proxy.port}/")

        assert paint_far(far) == far.pictures[-1]
        assert proxy.asked == ["cloudflare.test:443"]


def test_a_proxy_for_socks_alone(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    """macOS names the scheme `http` when it means SOCKS."""
    with SocksProxy(far.port) as proxy:
        monkeypatch.setenv("socks_proxy", f"http://127.0.0.1:{proxy.port}")

        assert paint_far(far) == far.pictures[-1]


def test_a_proxy_gets_its_own_login_and_not_the_token(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpProxy(far.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        paint_far(far)

        assert proxy.logins == [f"Basic {base64.b64encode(b'me:p@ss').decode()}"]


def test_a_change_of_proxy_needs_no_new_start(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpProxy(far.port) as first, SocksProxy(far.port) as second:

        async def both(client: Cloudflare) -> None:
            monkeypatch.setenv("ALL_PROXY", f"http://127.0.0.1:{first.port}")
            await client.paint(far.account, quick(), Parameters(PROMPT, 4))
            monkeypatch.setenv("ALL_PROXY", f"socks5://127.0.0.1:{second.port}")
            await client.paint(far.account, quick(), Parameters(PROMPT, 4))

        with_client(API, both)

        assert (len(first.asked), len(second.asked)) == (1, 1)


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n", "proxy_login"),
        (b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", "proxy_failed"),
        (b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", "proxy_failed"),
    ],
)
def test_a_proxy_that_refuses(far: Upstream, monkeypatch: pytest.MonkeyPatch, refusal: bytes, code: str) -> None:
    with HttpProxy(far.port, refusal=refusal) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")

        assert failure(lambda: paint_far(far)).code == code
        assert len(proxy.asked) == 1


@pytest.mark.leaves_sockets
@pytest.mark.parametrize("refusal", [b"\x05\xff", b"\x05\x02"])
def test_a_socks_proxy_that_wants_a_login(far: Upstream, monkeypatch: pytest.MonkeyPatch, refusal: bytes) -> None:
    with SocksProxy(far.port, refusal=refusal) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"socks5://127.0.0.1:{proxy.port}")

        assert failure(lambda: paint_far(far)).code == "proxy_login"


@pytest.mark.parametrize("scheme", ["http", "socks5"])
def test_a_proxy_that_is_not_running(far: Upstream, monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    with HttpProxy(far.port) as proxy:
        port = proxy.port
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://127.0.0.1:{port}")

    assert failure(lambda: paint_far(far)).code == "proxy_failed"


def test_a_proxy_nobody_finds(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.invalid:8080")

    assert failure(lambda: paint_far(far)).code == "proxy_failed"


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://127.0.0.1:8080", "garbage://", "http://", "://", "http://[::1"),
        *("http://host:port", "http://host:99999", "http://host:0", "http://a b:80"),
    ],
)
def test_a_proxy_address_that_makes_no_sense(far: Upstream, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address)

    assert failure(lambda: paint_far(far)).code == "proxy_misconfigured"


@pytest.mark.parametrize("no_proxy", ["*", "cloudflare.test", ".test", "x,  cloudflare.test"])
def test_an_exception_goes_directly(far: Upstream, monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    with HttpProxy(far.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", no_proxy)

        assert failure(lambda: paint_far(far)).code == "dns_failed"
        assert proxy.asked == []


@pytest.mark.parametrize(
    "no_proxy",
    [
        "::1",
        "[::1]",
        "fe80::/10",
        "10.0.0.0/8",
        "127.0.0.1/8,192.168.0.0/16",
        "http://[",
        "(",
        "*.",
        ",,,",
        "[a",
        "中文",
    ],
)
def test_odd_exceptions_do_no_harm(far: Upstream, monkeypatch: pytest.MonkeyPatch, no_proxy: str) -> None:
    with HttpProxy(far.port) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("NO_PROXY", no_proxy)

        assert paint_far(far) == far.pictures[-1]
        assert proxy.asked == ["cloudflare.test:443"]


def test_this_computer_is_never_asked_for_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://proxy.invalid:8080")

    with Upstream() as upstream:
        assert paint(upstream).picture.data == upstream.pictures[-1]


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "[::1]"])
def test_names_of_this_computer(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("ALL_PROXY", "nonsense://")

    assert find_proxy(f"http://{host}:8080/x") is None


def test_the_error_does_not_tell_the_proxys_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "ftp://me:hunter2@proxy.test")

    with pytest.raises(UpstreamError) as caught:
        find_proxy(API)
    assert "hunter2" not in str(caught.value) + repr(vars(caught.value))
