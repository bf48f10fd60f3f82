"""The connection's doctor with the real client: each thing that can be wrong is found at its own line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from server.cloudflare.account.connection import Connection, Painter
from server.cloudflare.account.credentials import Credentials
from server.cloudflare.account.network_settings import NetworkSettings
from server.cloudflare.allowance.meter import Meter
from server.cloudflare.allowance.usage_ledger import Sum, Use
from server.cloudflare.client import Cloudflare
from server.cloudflare.doctor import Doctor, DoctorHost, Outcome
from server.cloudflare.doctor.lines import HELPS_WITH, LINE_NAMES, OK_WORDS, OUTCOME_NAMES, SKIPPED_WORDS, told
from server.cloudflare.proxy_routes import Gateway, OwnProxy, ProxyKind, ProxyUse
from server.common.advice import ADVICE
from server.common.secret import Secret
from server.paintings.models import FLUX_1_SCHNELL, MODELS, Model
from tests import secret_service
from tests.certificates import make_certificate
from tests.clients import Pauses
from tests.cloudflare.test_own_proxy import LOGIN, known_here
from tests.cloudflare_gateway import GATEWAY
from tests.proxy import HttpProxy
from tests.upstream import ACCOUNT_ID, OTHER_ACCOUNT_ID, TOKEN, Upstream
from tests.upstream_answers import web_page

API = "https://cloudflare.test/client/v4"
ENVIRON = {"CLOUDFLARE_ACCOUNT_ID": ACCOUNT_ID, "CLOUDFLARE_API_TOKEN": TOKEN}
OWN = OwnProxy(ProxyKind.HTTP, "127.0.0.1", 1)
Prepare = Callable[[NetworkSettings], Any]

pytestmark = pytest.mark.usefixtures("no_proxy_set")


def look(
    api: str,
    *,
    environ: dict[str, str] = ENVIRON,
    prepare: Prepare | None = None,
    gateway_base: str = "",
    spent: float = 0.0,
    samples_only: bool = False,
    model: Model = FLUX_1_SCHNELL,
) -> Doctor:
    async def run() -> Doctor:
        networks = NetworkSettings("", lambda _: None)
        client = Cloudflare(
            base_url=api,
            gateway_url=gateway_base,
            limits=Pauses().limits(connect=2.0, check=3.0),
            network=networks.now,
        )
        connection = Connection(
            credentials=Credentials(environ, seconds=1.0),
            cloudflare=client,
            demo=lambda: Painter(client, None, sample=True),  # type: ignore[arg-type]
            samples_only=samples_only,
        )
        if prepare is not None:
            await prepare(networks)
        await connection.start_loading()
        changes: list[bool] = []
        ended = asyncio.Event()

        def heard() -> None:
            changes.append(doctor.is_running)
            if not doctor.is_running:
                ended.set()

        doctor = Doctor(
            connection=connection,
            networks=networks,
            cloudflare=client,
            host=DoctorHost(
                model=lambda: model,
                meter=lambda: Meter(
                    uses=(Use(FLUX_1_SCHNELL.id, 1, spent, False),),
                    sum=Sum(spent, 0.0, 0.0, 0.0, None),
                    waiting=0.0,
                    resets=0.0,
                    limit=10_000,
                ),
                on_change=heard,
            ),
        )
        doctor.start()
        doctor.start()
        await asyncio.wait_for(ended.wait(), 60)
        await connection.close()
        assert len(changes) == 2 * len(LINE_NAMES) + 1, "each line is told when it begins and when it ends"
        return doctor

    return asyncio.run(run())


def outcomes(doctor: Doctor) -> dict[str, str]:
    return {line.name: line.code or line.outcome.value for line in doctor.lines}


IN_ORDER = {
    "name": "is_address",
    "proxy": "no_proxy",
    "tls": "not_encrypted",
    "keyring": "ok",
    "token": "ok",
    "account": "ok",
    "permission": "ok",
    "model": "ok",
    "gateway": "no_gateway",
    "allowance": "ok",
}


def test_a_connection_in_order(upstream: Upstream) -> None:
    doctor = look(upstream.base_url, spent=345.6)

    assert outcomes(doctor) == IN_ORDER
    assert doctor.lines[-1].used == 346
    assert upstream.pictures == []
    assert "authorization" not in upstream.requests[0].headers


def test_from_name_to_encryption(far: Upstream, monkeypatch: pytest.MonkeyPatch) -> None:
    with HttpProxy(far.port) as proxy:
        own = OwnProxy(ProxyKind.HTTP, "127.0.0.1", proxy.port)
        found = outcomes(look(API, prepare=lambda networks: networks.choose(ProxyUse.OWN, own)))
        assert found == {**IN_ORDER, "name": "proxy_looks_up", "proxy": "ok", "tls": "ok"}

    known_here(monkeypatch)
    found = outcomes(look(API, prepare=lambda networks: networks.choose(ProxyUse.OWN, own)))
    assert found["proxy"] == "proxy_failed"


SKIPPED = dict.fromkeys(("token", "account", "permission", "model", "gateway"), "after_failure")


def test_a_name_that_is_not_found() -> None:
    found = outcomes(look("https://cloudflare.invalid/client/v4"))

    assert found == {
        "name": "dns_failed",
        "proxy": "after_failure",
        "tls": "after_failure",
        "keyring": "ok",
        **SKIPPED,
        "allowance": "ok",
    }


def test_a_proxy_that_wants_a_login(far: Upstream) -> None:
    with HttpProxy(far.port, login=LOGIN) as proxy:
        own = OwnProxy(ProxyKind.HTTP, "127.0.0.1", proxy.port)
        doctor = look(API, prepare=lambda networks: networks.choose(ProxyUse.OWN, own))

    assert outcomes(doctor)["proxy"] == "proxy_login"
    assert outcomes(doctor)["tls"] == "after_failure"


def test_somebody_who_is_not_cloudflare(tmp_path: Path) -> None:
    """Behind a proxy that is in order."""
    with Upstream(tls=make_certificate(tmp_path, "cloudflare.test").context) as far, HttpProxy(far.port) as proxy:
        own = OwnProxy(ProxyKind.HTTP, "127.0.0.1", proxy.port)
        found = outcomes(look(API, prepare=lambda networks: networks.choose(ProxyUse.OWN, own)))
        assert far.requests == []

    assert (found["proxy"], found["tls"], found["token"]) == ("ok", "tls_failed", "after_failure")


def test_a_page_to_sign_in_at(upstream: Upstream) -> None:
    upstream.next(web_page(), path="/user/tokens/verify")

    assert outcomes(look(upstream.base_url))["tls"] == "web_page_answered"
    assert len(upstream.requests) == 1, "no token went there"


def test_a_list_that_the_token_may_not_read_hinders_nothing(upstream: Upstream) -> None:
    upstream.rules.change_token(may_list_models=False)

    assert outcomes(look(upstream.base_url)) == {**IN_ORDER, "model": "list_refused"}


def test_nobody_answers(upstream: Upstream) -> None:
    upstream.down()

    assert outcomes(look(upstream.base_url))["tls"] == "connection_refused"


@pytest.mark.parametrize(
    ("changes", "line", "code"),
    [
        ({"status": "expired"}, "token", "token_expired"),
        ({"status": "disabled"}, "token", "token_disabled"),
        ({"accounts": (OTHER_ACCOUNT_ID,)}, "account", "token_other_account"),
        ({"may_use_ai": False}, "permission", "permission_missing"),
    ],
)
def test_what_is_wrong_with_the_token_has_its_line(
    upstream: Upstream, changes: dict[str, Any], line: str, code: str
) -> None:
    upstream.rules.change_token(**changes)
    found = outcomes(look(upstream.base_url))

    assert found[line] == code
    order = list(LINE_NAMES)
    between = order[order.index("token") : order.index(line)]
    assert all(found[name] == "ok" for name in between)
    assert all(found[name] == "after_failure" for name in order[order.index(line) + 1 : order.index("allowance")])


def test_an_account_nobody_knows(upstream: Upstream) -> None:
    found = outcomes(look(upstream.base_url, environ={**ENVIRON, "CLOUDFLARE_ACCOUNT_ID": "0" * 32}))

    assert (found["token"], found["account"]) == ("ok", "account_wrong")


def test_a_model_that_is_not_offered(upstream: Upstream) -> None:
    upstream.rules.models = {name: each for name, each in upstream.rules.models.items() if name != FLUX_1_SCHNELL.id}

    assert outcomes(look(upstream.base_url))["model"] == "model_unknown"


@pytest.mark.parametrize(("token", "code"), [("another", "gateway_refused"), (None, "ok")])
def test_a_gateway_is_tried_for_nothing(upstream: Upstream, token: str | None, code: str) -> None:
    upstream.gateways.known[GATEWAY].token = token
    doctor = look(
        upstream.base_url,
        gateway_base=upstream.gateway_base,
        prepare=lambda networks: networks.go_through(Gateway(GATEWAY)),
    )

    assert outcomes(doctor)["gateway"] == code
    assert upstream.pictures == []


def test_a_gateway_is_tried_with_the_form_that_orders_have(upstream: Upstream) -> None:
    upstream.gateways.known[GATEWAY].reads_forms = False
    klein = MODELS["@cf/black-forest-labs/flux-2-klein-4b"]

    def tried(model: Model, without: frozenset[str] = frozenset()) -> str:
        doctor = look(
            upstream.base_url,
            gateway_base=upstream.gateway_base,
            prepare=lambda networks: networks.go_through(Gateway(GATEWAY, without=without)),
            model=model,
        )
        return outcomes(doctor)["gateway"]

    assert tried(FLUX_1_SCHNELL) == "ok"
    assert tried(klein) == "gateway_unfit"
    upstream.gateways.known[GATEWAY].reads_forms = True
    assert tried(klein) == "ok"
    assert tried(klein, without=frozenset({klein.id})) == "without_gateway"
    assert upstream.pictures == []


def test_an_address_that_is_not_cloudflares_is_told_from_a_wrong_account(upstream: Upstream) -> None:
    assert outcomes(look(f"{upstream.base_url}/v5"))["token"] == "route_unknown"


def test_an_allowance_that_is_used_up(upstream: Upstream) -> None:
    assert outcomes(look(upstream.base_url, spent=10_000.0))["allowance"] == "daily_quota_used"


@pytest.mark.leaves_sockets
def test_without_an_account_the_way_is_looked_at_all_the_same(
    upstream: Upstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secret_service.no_service(tmp_path) as environment:
        secret_service.enter(environment, monkeypatch)
        found = outcomes(look(upstream.base_url, environ={}))

    assert (found["tls"], found["keyring"], found["token"]) == ("not_encrypted", "keyring_missing", "after_failure")


def test_samples_go_nowhere(upstream: Upstream) -> None:
    assert set(outcomes(look(upstream.base_url, samples_only=True)).values()) == {"samples_only"}
    assert upstream.requests == []


def test_the_report_tells_codes_and_no_secret(upstream: Upstream) -> None:
    upstream.rules.change_token(status="expired")
    secret = OwnProxy(ProxyKind.HTTP, "proxy.secret.test", 1080, LOGIN[0], Secret(LOGIN[1]))
    doctor = look(upstream.base_url, prepare=lambda networks: networks.choose(ProxyUse.NONE, None))
    report = told(doctor.lines, "own http")

    assert "token: failed token_expired" in report
    assert not any(each in report for each in (TOKEN, ACCOUNT_ID, secret.host, LOGIN[1], "127.0.0.1"))


def test_every_line_has_its_words() -> None:
    assert set(OK_WORDS) == set(LINE_NAMES)
    assert {"after_failure", "no_account"} <= set(SKIPPED_WORDS)
    assert set(ADVICE) >= HELPS_WITH
    assert set(OUTCOME_NAMES) == set(Outcome)
