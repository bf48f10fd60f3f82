"""The .deb: what it says of itself, and that it needs nothing but what it says, in a Debian that has nothing else."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest
from package import facts
from package.trim import OPTIONAL
from playwright.sync_api import Page, Playwright, expect

from tests.browser.studio import choose, newest, paint, to_the_login
from tests.eventually import eventually
from tests.native.deeds import save_as
from tests.native.display import Display
from tests.native.window import NAME
from tests.originals import as_it_came
from tests.packaged import debian
from tests.packaged.package import PackagedWindow, Person, Wanted
from tests.packaged.summary import Notes
from tests.upstream import Upstream


@pytest.fixture(scope="module")
def deb() -> Path:
    [deb] = facts.DIST.glob("atelier_*.deb")
    return deb


@pytest.fixture(scope="module")
def tree(deb: Path) -> debian.Debian:
    if reason := debian.why_not():
        pytest.skip(reason)
    return debian.with_package(deb)


@pytest.fixture
def window(
    tree: debian.Debian, place: Path, display: Display, upstream: Upstream, notes: Notes
) -> Iterator[PackagedWindow]:
    """Somebody's, in the bare tree; with Chromium's sandbox wherever the kernel allows one."""
    environ = {"ATELIER_API_BASE": upstream.base_url, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    sandbox = "on" if tree.allows_sandbox else "off, the kernel forbids it"
    notes.add(f"Chromium's sandbox in Debian ({debian.RELEASE}): {sandbox}")
    if not tree.allows_sandbox:
        environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox"
    before = tree.enter(shared=place)
    wanted = Wanted(Path("/usr/bin"), environ=environ, before=before, person=Person(debian.USER))
    window = PackagedWindow(place / "person", display, wanted)
    window.options = {}  # root enters the tree, and becomes somebody there
    yield window


def test_needs_nothing_but_what_it_depends_on(
    window: PackagedWindow, tree: debian.Debian, playwright: Playwright, upstream: Upstream
) -> None:
    with window.started(playwright) as page:
        connect_for_this_run(page, upstream)
        paint(page, "a boat")
        target = window.home / "kept.jpg"
        save_as(page, window.display, target)
        assert as_it_came(target.read_bytes()) == upstream.pictures[-1]
        choose(page, newest(page), "copy")
        eventually(lambda: window.display.clipboard("image/png"), what="a picture on the clipboard")
        if tree.allows_sandbox:
            pages_are_in_a_sandbox(window)
        window.display.ask_to_close(window.display.window(NAME))
        assert window.wait() == 0
    assert window.said == []


def connect_for_this_run(page: Page, upstream: Upstream) -> None:
    """There is no keyring in so bare a system."""
    to_the_login(page)
    page.get_by_test_id("account-id").fill(upstream.account_id)
    page.get_by_test_id("api-token").fill(upstream.token)
    page.get_by_test_id("connect").click()
    page.get_by_test_id("keep-in-memory").click()
    expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "connected")


def pages_are_in_a_sandbox(window: PackagedWindow) -> None:
    """In a user namespace of its own, and with a filter on system calls."""
    ours = psutil.Process(window.pid)
    renderers = [process for process in ours.children(recursive=True) if _renders(process)]
    assert renderers
    for process in renderers:
        proc = Path("/proc") / str(process.pid)
        assert (proc / "ns" / "user").readlink() != Path("/proc/self/ns/user").readlink()
        assert "\nSeccomp:\t2\n" in (proc / "status").read_text()


def test_every_library_is_there(tree: debian.Debian) -> None:
    """Those too that are only loaded when something rare is done."""
    find = r"find /usr/lib/atelier -type f \( -name '*.so*' -o -perm -u+x \) -print"
    names = [name for name in tree.must("sh", "-c", find).splitlines() if Path(name).name not in OPTIONAL]
    asked = tree.run("ldd", *names, user=0)

    assert len(names) > 80
    assert "libQt6WebEngineCore.so.6 =>" in asked.stdout
    libraries = {line.split()[0] for line in asked.stdout.splitlines() if "not found" in line}
    # Python's own lie beside the program, which tells the loader where.
    inside = {Path(name).name for name in names}
    assert libraries - inside == set()


def test_removing_it_leaves_nothing(tree: debian.Debian) -> None:
    tree.must("dpkg", "--remove", "atelier")
    try:
        assert not (tree.root / "usr" / "lib" / "atelier").exists()
        assert not (tree.root / "usr" / "bin" / "atelier").is_symlink()
    finally:
        tree.must("dpkg", "--install", "/atelier.deb")


def test_is_well_described(deb: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--extract", deb, tmp_path], check=True)
    share = tmp_path / "usr" / "share"

    subprocess.run(["desktop-file-validate", share / "applications" / "atelier.desktop"], check=True)
    metainfo = share / "metainfo" / f"{facts.IDENTIFIER}.metainfo.xml"
    checked = subprocess.run(
        ["appstreamcli", "validate", "--no-net", metainfo], capture_output=True, text=True, check=False
    )
    assert [line for line in checked.stdout.splitlines() if _is_complaint(line)] == [], checked.stdout
    assert "Validation" in checked.stdout, checked.stderr
    assert (share / "icons" / "hicolor" / "256x256" / "apps" / "atelier.png").exists()
    assert "Expat" in (share / "doc" / "atelier" / "copyright").read_text(encoding="utf-8")
    assert (tmp_path / "usr" / "bin" / "atelier").readlink() == Path("../lib/atelier/atelier")


def _is_complaint(line: str) -> bool:
    """Whether `appstreamcli` reports an error or a warning there, but for the homepage: the program has not got one,
    which Debian 13's begins to warn of, under a name that Debian 12's cannot be told to pass over."""
    return line.startswith(("E:", "W:")) and not line.endswith("url-homepage-missing")


def _renders(process: psutil.Process) -> bool:
    """Not one that has just ended."""
    try:
        return "--type=renderer" in process.cmdline()
    except psutil.Error:
        return False
