"""What the tests of the ways to Cloudflare stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates import make_certificate
from tests.upstream import Upstream

PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "SOCKS_PROXY", "NO_PROXY", "SSL_CERT_DIR")


@pytest.fixture
def no_proxy_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upstream]:
    """Cloudflare under a name that no DNS knows; only a proxy finds it."""
    certificate = make_certificate(tmp_path, "cloudflare.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with Upstream(tls=certificate.context) as server:
        yield server
