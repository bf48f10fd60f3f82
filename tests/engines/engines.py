"""The three engines people have the page in, each started as its driver wants it and spoken to by WebDriver."""

from __future__ import annotations

import contextlib
import os
import subprocess
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service as ChromeService
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.webdriver import WebDriver
from selenium.webdriver.webkitgtk.service import Service as WebKitService

from tests.engines.marionette import Marionette
from tests.eventually import eventually

HERE = "127.0.0.1"
LARGEST = "1500x1100"
"""Of the screen for engines that draw to one, in pixels."""


@dataclass(frozen=True)
class Browser:
    """One that runs. `downloads` is where it saves what it downloads."""

    engine: Engine
    driver: WebDriver
    downloads: Path


@dataclass(frozen=True)
class Engine:
    """What to start, and what its driver cannot do though people can: each with the reason, for pytest to show."""

    name: str
    start: Callable[[Path], contextlib.AbstractContextManager[WebDriver]]
    cannot: Mapping[str, str]

    @contextlib.contextmanager
    def browser(self, folder: Path) -> Iterator[Browser]:
        """With all that it writes below `folder`."""
        downloads = folder / "Downloads"
        downloads.mkdir()
        with self.start(folder) as driver:
            driver.set_script_timeout(30)
            yield Browser(self, driver, downloads)


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[WebDriver]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for argument in (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--lang=en-US",
        f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HERE}, EXCLUDE *.localhost",
        f"--user-data-dir={folder / 'profile'}",
    ):
        options.add_argument(argument)
    options.add_experimental_option("prefs", {"download.default_directory": str(folder / "Downloads")})
    service = ChromeService("/usr/bin/chromedriver", env=_environment(folder))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield driver
    finally:
        driver.quit()


FIREFOX_PREFERENCES: Mapping[str, object] = {
    "marionette.port": 0,  # any that is free
    "intl.accept_languages": "en-US",
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[WebDriver]:
    profile = folder / "profile"
    profile.mkdir()
    preferences = {**FIREFOX_PREFERENCES, "browser.download.dir": str(folder / "Downloads")}
    lines = (f"user_pref({_quoted(name)}, {_quoted(value)});" for name, value in preferences.items())
    (profile / "user.js").write_text("\n".join(lines))
    command = ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    with _running(command, _environment(folder), folder / "firefox.log"):
        port = profile / "MarionetteActivePort"
        eventually(lambda: port.exists() and port.read_text().strip(), what="Firefox's port", seconds=60)
        connection = Marionette(int(port.read_text()))
        driver = webdriver.Remote(connection, options=webdriver.FirefoxOptions())
        driver.file_detector = UselessFileDetector()  # it is on this computer
        try:
            yield driver
        finally:
            driver.quit()
            connection.close()


@contextlib.contextmanager
def webkit(folder: Path) -> Iterator[WebDriver]:
    """WebKitGTK's own test browser, which wants a screen and a system's folder for downloads."""
    [browser, *_] = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
    (folder / ".config").mkdir()
    (folder / ".config" / "user-dirs.dirs").write_text(f'XDG_DOWNLOAD_DIR="{folder / "Downloads"}"\n')
    options = webdriver.WebKitGTKOptions()
    options.binary_location = str(browser)
    options.add_argument("--automation")
    with _screen(folder) as display:
        environment = {
            **_environment(folder),
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "NO_AT_BRIDGE": "1",
            # Its sandbox makes namespaces, which root in a container may not.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        service = WebKitService("/usr/bin/WebKitWebDriver", env=environment)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # Selenium warns of a way that it goes itself
            driver = webdriver.WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()


ENGINES = {
    each.name: each
    for each in (
        Engine("chromium", chromium, {}),
        Engine("firefox", firefox, {}),
        Engine("webkit", webkit, {"right click": "its driver never lets the right button go again"}),
    )
}


def _environment(folder: Path) -> dict[str, str]:
    """Of a browser: an English system, a home of its own, no proxy and no session bus."""
    ours = {"HOME": str(folder), "LANG": "en_US.UTF-8", "LANGUAGE": "en_US", "LC_ALL": "C.UTF-8"}
    ours |= {f"XDG_{name}_HOME": str(folder / place) for name, place in (("CONFIG", ".config"), ("CACHE", ".cache"))}
    return {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(folder), "TMPDIR": str(folder), **ours}


def _quoted(value: object) -> str:
    """As a profile's user.js has it."""
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value).lower()


@contextlib.contextmanager
def _running(command: list[str], environment: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextlib.contextmanager
def _screen(folder: Path) -> Iterator[str]:
    """A display of its own, under a number that the X server finds."""
    number = folder / "display"
    with number.open("wb") as told:
        descriptor = str(told.fileno())
        command = ["Xvfb", "-displayfd", descriptor, "-screen", "0", f"{LARGEST}x24", "-nolisten", "tcp", "-noreset"]
        process = subprocess.Popen(
            command, pass_fds=[told.fileno()], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    try:
        eventually(lambda: number.read_text().endswith("\n"), what="a display")
        yield f":{number.read_text().strip()}"
    finally:
        process.terminate()
        process.wait(timeout=20)
