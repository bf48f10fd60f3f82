"""The token goes only to a server that proves to be Cloudflare."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from server.cloudflare.client import Parameters
from tests.certificates import Certificate, make_certificate
from tests.clients import PROMPT, failure, quick, with_client
from tests.upstream import Upstream


def paint_at_localhost(upstream: Upstream) -> bytes:
    base_url = f"https://localhost:{upstream.port}/client/v4"
    parameters = Parameters(PROMPT, 4)
    return with_client(base_url, lambda client: client.paint(upstream.account, quick(), parameters)).picture.data


def code_for(certificate: Certificate) -> str:
    with Upstream(tls=certificate.context) as upstream:
        code = failure(lambda: paint_at_localhost(upstream)).code
        assert upstream.requests == []
    return code


def test_a_certificate_the_system_trusts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))
    with Upstream(tls=certificate.context) as upstream:
        assert paint_at_localhost(upstream) == upstream.pictures[-1]


def test_a_certificate_nobody_vouches_for(tmp_path: Path) -> None:
    assert code_for(make_certificate(tmp_path, "localhost")) == "tls_failed"


def test_a_certificate_of_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = make_certificate(tmp_path, "elsewhere.test")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))

    assert code_for(certificate) == "tls_failed"


@pytest.mark.parametrize("starts", [timedelta(days=2), timedelta(days=-20)])
def test_a_certificate_of_another_time_points_to_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, starts: timedelta
) -> None:
    certificate = make_certificate(tmp_path, "localhost", starts=starts)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.file))

    assert code_for(certificate) == "clock_wrong"


def test_a_server_without_tls() -> None:
    class Plain(Upstream):
        async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            await writer.drain()

    with Plain() as upstream:
        assert failure(lambda: paint_at_localhost(upstream)).code == "tls_failed"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_setting_that_leads_nowhere_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    file = tmp_path / "roots.pem"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    assert code_for(make_certificate(tmp_path, "localhost")) == "tls_failed"
