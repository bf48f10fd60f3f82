"""The built program without its window, and commands beside it."""

from __future__ import annotations

import json
import subprocess

from playwright.sync_api import Playwright, expect

from server.pictures.picture import measure
from tests.browser.studio import paintings
from tests.jpegs import make_picture
from tests.native.deeds import connect
from tests.originals import as_it_came
from tests.packaged import place as packaged
from tests.packaged.package import PackagedWindow
from tests.upstream import ACCOUNT_ID, TOKEN, Upstream

EXECUTABLE = str(packaged.BUILT / packaged.PROGRAM)


def test_paints_without_a_display(window: PackagedWindow, upstream: Upstream) -> None:
    del window.environ["DISPLAY"]
    window.environ.update(CLOUDFLARE_ACCOUNT_ID=ACCOUNT_ID, CLOUDFLARE_API_TOKEN=TOKEN, LC_ALL="C")

    done = window.call("paint", "雾中的灯塔", "--steps", "1")

    assert done.returncode == 0, done.stderr
    [file] = window.library.rglob("*.jpg")
    assert done.stdout == f"{file}\n"
    assert as_it_came(file.read_bytes()) == upstream.pictures[0]
    assert upstream.requests[-1].json()["prompt"] == "雾中的灯塔"
    assert '"used": 57.6' in window.call("allowance", "--json").stdout


def test_writes_a_picture_s_bytes_to_stdout(window: PackagedWindow) -> None:
    command = [EXECUTABLE, "paint", "a boat", "--sample", "--quiet", "--out", "-"]
    done = subprocess.run(command, env=window.environ, capture_output=True, timeout=120, check=False)

    assert (done.returncode, done.stderr) == (0, b"")
    [file] = window.library.rglob("*.jpg")
    assert done.stdout == file.read_bytes()


def test_enlarges_a_picture(window: PackagedWindow) -> None:
    picture = window.home / "a boat.png"
    picture.write_bytes(make_picture("PNG"))

    done = window.call("enlarge", str(picture), "--scale", "4")

    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{picture.with_name('a boat-4x.png')}\n"
    assert measure(picture.with_name("a boat-4x.png"))[1:] == (256, 256)


def test_knows_its_models_and_its_mistakes(window: PackagedWindow) -> None:
    models, mistake = window.call("models", "--lang", "zh-CN"), window.call("paint", "a boat", "--steps", "99")

    assert models.stdout.startswith("模型")
    assert "@cf/black-forest-labs/flux-1-schnell" in models.stdout
    assert (mistake.returncode, mistake.stdout) == (2, "")


def test_paints_in_the_open_window_with_its_keyring(
    window: PackagedWindow, playwright: Playwright, upstream: Upstream
) -> None:
    with window.started(playwright) as page:
        connect(page)
        done = window.call("paint", "a boat")

        assert done.returncode == 0, done.stderr
        page.locator(".brand").click()
        expect(paintings(page, state="done")).to_have_count(1)
        assert "flux-1-schnell" in window.call("models").stdout
        assert json.loads(window.call("allowance", "--json").stdout)["allowance"]["used"] > 0
    [file] = window.library.rglob("*.jpg")
    assert done.stdout == f"{file}\n"
    assert as_it_came(file.read_bytes()) == upstream.pictures[0]

    assert window.call("paint", "an island", "--quiet").returncode == 0
    assert len(upstream.pictures) == 2
