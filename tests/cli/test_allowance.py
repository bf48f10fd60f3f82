"""`atelier allowance`: alone and beside a program, for people and as JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.cli.exit_codes import Exit
from server.paintings.models import FLUX_1_SCHNELL
from tests.commands import Shell
from tests.upstream import Upstream
from tests.upstream_answers import hang


@pytest.fixture
def shell(tmp_path: Path, upstream: Upstream) -> Shell:
    return Shell(tmp_path, api_base=upstream.base_url)


def test_json_tells_what_commands_have_spent(shell: Shell) -> None:
    shell.run("paint", "a boat", "--count", "2", "--steps", "4")
    shell.run("paint", "a boat", "--sample")
    before = datetime.now(UTC)

    done = shell.run("allowance", "--json")

    assert (done.code, done.stderr) == (Exit.DONE, b"")
    told = done.json["allowance"]
    assert (told["limit"], told["used"], told["waiting"], told["left"]) == (10_000, 345.6, 0, 9654.4)
    assert told["estimated"] is False
    assert told["models"] == [{"model": FLUX_1_SCHNELL.id, "count": 2, "neurons": 345.6}]
    resets = datetime.fromisoformat(told["resets"])
    assert (resets.hour, resets.minute, resets.utcoffset()) == (0, 0, timedelta(0))
    assert timedelta(0) < resets - before <= timedelta(days=1)


def test_a_program_tells_what_it_is_spending(shell: Shell, upstream: Upstream) -> None:
    upstream.next(*[hang()] * 4)
    with shell.program as program, program.client() as page:
        page.post("/generate", data={"prompt": "a boat", "steps": "4", "count": "6"})
        upstream.wait_for_requests(4)

        told = shell.run("allowance", "--json").json["allowance"]

    assert (told["used"], told["waiting"], told["estimated"]) == (691.2, 345.6, True)
    assert told["left"] == pytest.approx(10_000 - 691.2 - 345.6)


def test_people_get_a_table(shell: Shell) -> None:
    shell.run("paint", "a boat", "--steps", "4")
    shell.environ["TZ"] = "Asia/Shanghai"

    english, chinese = shell.run("allowance").out, shell.run("allowance", "--lang", "zh-CN").out

    assert english[0].split() == ["used", "today", "172.80", "neurons"]
    assert english[1].split() == ["left", "9,827.20", "/", "10,000", "neurons"]
    assert " 08:00 CST (" in english[2]
    assert english[3].split()[0] == FLUX_1_SCHNELL.id
    assert [line.split()[0] for line in chinese[:3]] == ["今天已用", "剩余", "恢复时间"]


@pytest.mark.parametrize("beside", [False, True])
def test_without_an_account_there_is_none(shell: Shell, beside: bool) -> None:
    nobody = {"CLOUDFLARE_ACCOUNT_ID": "", "CLOUDFLARE_API_TOKEN": ""}
    shell.environ.update(nobody)
    shell.program.environ.update(nobody)
    if beside:
        shell.program.start()
    try:
        done = shell.run("allowance", "--json")
    finally:
        shell.program.kill()

    assert done.code == done.json["exit_code"] == Exit.NO_ACCOUNT
    assert done.json["error"]["code"] == "keyring_missing"
    assert done.json["allowance"] is None
