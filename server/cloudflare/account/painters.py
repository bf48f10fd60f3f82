"""Who paints: Cloudflare, where the environment and the user's network settings say, or the built-in samples."""

from __future__ import annotations

from collections.abc import Mapping

from server import __version__
from server.cloudflare.account.connection import Painter
from server.cloudflare.account.network_settings import NetworkSettings
from server.cloudflare.client import Cloudflare
from server.common.account import Account
from server.common.secret import Secret

DEFAULT_API_BASE = "https://api.cloudflare.com/client/v4"
DEFAULT_GATEWAY_BASE = "https://gateway.ai.cloudflare.com/v1"
USER_AGENT = f"Atelier/{__version__}"

SAMPLE_ACCOUNT = Account(id="0" * 32, token=Secret("built-in-painter"))


def client_of(environ: Mapping[str, str], networks: NetworkSettings) -> Cloudflare:
    """The one client of a run. `environ` may name other addresses, as tests and gateways do."""
    return Cloudflare(
        base_url=environ.get("ATELIER_API_BASE") or DEFAULT_API_BASE,
        gateway_url=environ.get("ATELIER_GATEWAY_BASE") or DEFAULT_GATEWAY_BASE,
        network=networks.now,
    )


def sample_painter() -> Painter:
    """The built-in one, which goes the same ways and asks nobody."""
    from server.cloudflare.demo import DemoTransport  # brings Pillow and httpx along, which a start has no need of

    client = Cloudflare(base_url=DEFAULT_API_BASE, transport=DemoTransport())
    return Painter(client, SAMPLE_ACCOUNT, sample=True)
