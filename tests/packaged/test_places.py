"""Where the program may lie, and what its user may lack: it works all the same, or says what is the matter."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from server.paintings.painting import OWN
from tests.browser.studio import newest, paint, to_the_login
from tests.native.display import Display
from tests.native.window import NAME, NativeWindow
from tests.packaged.offline import NO_NAMESPACE, paint_without_a_network
from tests.packaged.package import SOMEBODY, PackagedWindow, Person, Wanted
from tests.packaged.place import BUILT
from tests.secret_service import no_service
from tests.upstream import Upstream

STRANGE = "my own “place” 绘画 🎨"


def demo_paints(page: Page) -> None:
    paint(page, "a boat")
    expect(newest(page).get_by_test_id("painting-image")).to_have_js_property("naturalWidth", 1024)


def close(window: NativeWindow) -> None:
    window.display.ask_to_close(window.display.window(NAME))
    assert window.wait() == 0
    assert window.said == []


def test_in_a_folder_with_spaces_chinese_and_emoji(place: Path, display: Display, playwright: Playwright) -> None:
    """Program, home and all; moved there, since nothing in it may know where it was built."""
    built = place / STRANGE / "program"
    shutil.copytree(BUILT, built, symlinks=True, copy_function=os.link)
    window = PackagedWindow(place / f"home of {STRANGE}", display, Wanted(built=built, arguments=("--demo",)))

    with window.started(playwright) as page:
        demo_paints(page)
        close(window)


def test_from_a_folder_nobody_may_write_to(place: Path, display: Display, playwright: Playwright) -> None:
    built = place / "read-only"
    shutil.copytree(BUILT, built, symlinks=True)
    for path in [built, *built.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222)
    before = {path: path.lstat().st_mtime_ns for path in built.rglob("*")}
    window = PackagedWindow(place / "person", display, Wanted(built=built, arguments=("--demo",), person=SOMEBODY))

    try:
        with window.started(playwright) as page:
            demo_paints(page)
            close(window)
        assert {path: path.lstat().st_mtime_ns for path in built.rglob("*")} == before
    finally:
        subprocess.run(["chmod", "-R", "u+w", built], check=True)


@pytest.mark.skipif(bool(NO_NAMESPACE), reason=NO_NAMESPACE)
def test_without_a_network(place: Path) -> None:
    assert paint_without_a_network(place / "offline") == "painted"


def test_without_a_keyring(place: Path, display: Display, playwright: Playwright, upstream: Upstream) -> None:
    with no_service(place / "session") as session:
        bus = session["DBUS_SESSION_BUS_ADDRESS"]
        environ = {"DBUS_SESSION_BUS_ADDRESS": bus, "ATELIER_API_BASE": upstream.base_url}
        window = PackagedWindow(place / "person", display, Wanted(environ=environ))
        with window.started(playwright) as page:
            to_the_login(page)
            page.get_by_test_id("account-id").fill(upstream.account_id)
            page.get_by_test_id("api-token").fill(upstream.token)
            page.get_by_test_id("connect").click()
            expect(page.get_by_test_id("alert")).to_contain_text("no keyring")
            page.get_by_test_id("keep-in-memory").click()
            expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")
            paint(page, "a boat")
            close(window)

        with window.started(playwright) as page:
            expect(page.get_by_test_id("missing-banner")).to_be_visible()


def test_a_home_that_is_not_there_yet_is_made(place: Path, display: Display, playwright: Playwright) -> None:
    window = PackagedWindow(place / "person", display, Wanted(arguments=("--demo",), person=SOMEBODY))
    window.environ["HOME"] = str(window.home / "not" / "there")

    with window.started(playwright) as page:
        demo_paints(page)


@pytest.mark.parametrize("missing", ["unset", "read-only", "nowhere"])
def test_without_a_home_it_keeps_everything_where_it_is_told(
    place: Path, display: Display, playwright: Playwright, missing: str
) -> None:
    own = place / "elsewhere"
    own.mkdir()
    SOMEBODY.owns(own)
    window = without_home(place, display, missing, "--demo", "--data-dir", str(own / "data"))

    with window.started(playwright) as page:
        demo_paints(page)
        close(window)
    assert len(list((own / "data" / "Pictures").rglob("*.jpg"))) == 1
    assert [path for path in window.home.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("missing", ["unset", "read-only", "nowhere"])
def test_without_a_home_it_says_so(place: Path, display: Display, missing: str) -> None:
    if SOMEBODY.uid is None:
        pytest.skip("everybody's own home can be found without HOME")
    window = without_home(place, display, missing, "--serve", "--demo")

    ended = window.call("--serve", "--demo")

    assert ended.returncode == 1
    assert ended.stderr.startswith("The program could not start: ")
    assert "Traceback" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def without_home(place: Path, display: Display, missing: str, *arguments: str) -> PackagedWindow:
    window = PackagedWindow(place / "person", display, Wanted(arguments=arguments, person=SOMEBODY))
    match missing:
        case "unset":
            del window.environ["HOME"]
        case "read-only":
            Person(os.geteuid()).owns(window.home)
            window.home.chmod(0o555)
        case "nowhere":
            window.environ["HOME"] = "/nonexistent"
    return window


def test_with_a_locale_that_knows_no_utf_8(place: Path, display: Display, playwright: Playwright) -> None:
    window = PackagedWindow(place / STRANGE, display, Wanted(arguments=("--demo",)))
    del window.environ["LC_ALL"]
    window.environ.update(LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")

    with window.started(playwright) as page:
        paint(page, "一只船")
        expect(newest(page).get_by_role("img", name="一只船")).to_be_visible()
        close(window)
    files = (file for file in window.library.rglob("*") if file.is_file())
    [picture] = [file for file in files if OWN not in file.parts]
    assert "一只船" in picture.name


def test_where_a_language_is_spoken_that_was_left_out(place: Path, display: Display, playwright: Playwright) -> None:
    window = PackagedWindow(place / "person", display, Wanted(arguments=("--demo",)))
    window.environ.update(LC_ALL="de_DE.UTF-8", LANGUAGE="de:th")

    with window.started(playwright) as page:
        demo_paints(page)
        own = "new Intl.DateTimeFormat(undefined, {timeZone: 'UTC'}).format(0)"
        chinese = "new Intl.DateTimeFormat('zh', {dateStyle: 'long', timeZone: 'UTC'}).format(0)"
        words = "[...new Intl.Segmenter('zh', {granularity: 'word'}).segment('一只船')].length"
        assert "1970" in page.evaluate(own)
        assert page.evaluate(chinese) == "1970年1月1日"
        assert page.evaluate(words) in (2, 3)
        close(window)
