"""A program's page in any of the engines, by the handles that stay the same across redesigns.

One implementation for all three, over WebDriver: Playwright 1.65 drives no WebKit but its own builds, and opens no page
in a Firefox that does not know `emulation.setMediaFeaturesOverride`, as 153 does not. What drivers leave open is closed
here once: acts wait for a page that can be used and for what they act on, as people do; what is read is read in one
step, so that nothing can go stale; and `watched.py` tells of what went wrong.

A place on the page is a test handle (`"generate"`) or any CSS selector; `within` puts the two together:

    screen.open()
    screen.fill("prompt", "a boat")
    screen.click("generate")
    screen.wait_for_count(handle("painting", state="done"), 1)
    screen.click(within(handle("painting", state="done"), "delete"))

Whatever waits says what it waited for, and what the page says of errors meanwhile.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    JavascriptException,
    MoveTargetOutOfBoundsException,
    NoSuchElementException,
    StaleElementReferenceException,
)
from selenium.webdriver import ActionChains
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.begun import HEARS
from tests.engines.engines import Browser
from tests.engines.watched import REFUSALS
from tests.eventually import eventually
from tests.program import Program

PATIENCE = 20.0
"""Seconds; only a broken page takes them."""

NOT_YET = (
    ElementClickInterceptedException,
    ElementNotInteractableException,
    InvalidElementStateException,
    MoveTargetOutOfBoundsException,  # Firefox and WebKit bring nothing into sight for the mouse; Chromium does
    NoSuchElementException,
    StaleElementReferenceException,
)
KEYS = {
    "ArrowDown": Keys.ARROW_DOWN,
    "ArrowLeft": Keys.ARROW_LEFT,
    "ArrowRight": Keys.ARROW_RIGHT,
    "ArrowUp": Keys.ARROW_UP,
    "Alt": Keys.ALT,
    "Backspace": Keys.BACKSPACE,
    "Control": Keys.CONTROL,
    "Delete": Keys.DELETE,
    "End": Keys.END,
    "Enter": Keys.ENTER,
    "Escape": Keys.ESCAPE,
    "Home": Keys.HOME,
    "Shift": Keys.SHIFT,
    "Space": " ",
    "Tab": Keys.TAB,
}
VISIBLE = "(element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })"
TAGS = ("a", "body", "h1", "html", "img", "li", "main", "output")
"""Words that are elements; no handle is called that."""

ERRORS = '[data-testid="alert"], [data-testid="painting-error"], [aria-invalid=true]'
SAID = f"""() => [...document.querySelectorAll('{ERRORS}')]
  .map((element) => element.innerText || element.outerHTML).join(" | ")"""
BOX = """(element) => {
  element.scrollIntoView({ block: "nearest", behavior: "instant" });
  const { x, y, width, height } = element.getBoundingClientRect();
  return [x, y, width, height];
}"""
STEADY = """async (element) => {
  const place = () => JSON.stringify(element.getBoundingClientRect());
  const before = place();
  await new Promise((done) => {
    requestAnimationFrame(() => requestAnimationFrame(done));
    setTimeout(done, 200);  // a page may draw no frames
  });
  return element.isConnected && place() === before;
}"""
IN_THE_MIDDLE = "(element) => element.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' })"
BEGUN = (".part", ".crdownload", ".wkdownload")
"""Of files that are still on their way."""

NOTED = "() => JSON.parse(sessionStorage.getItem('witnessed') ?? '[]')"
LOST = "console error: htmx"
"""How htmx says that nobody answered."""

BLANK = "/readyz"
ICON = " GET /favicon.ico"
"""Browsers ask for it beside an answer that is no page of ours, as `BLANK` is."""


def handle(name: str, **data: str) -> str:
    """The selector for a test handle; `state="done"` is of its `data-state`."""
    return f'[data-testid="{name}"]' + "".join(f'[data-{key}="{value}"]' for key, value in data.items())


def within(outer: str, inner: str) -> str:
    return f"{selector(outer)} {selector(inner)}"


def selector(place: str) -> str:
    return handle(place) if re.fullmatch(r"[a-z][\w-]*", place) and place not in TAGS else place


class Screen:
    """One page of a browser. Each test has a fresh one: no cookies, nothing stored, 1280 × 800."""

    def __init__(self, browser: Browser, program: Program) -> None:
        self.browser = browser
        self.program = program
        self._driver = browser.driver
        self._statuses: set[int] = set()
        self._lost = False
        self._opened = False

    def needs(self, deed: str) -> None:
        """Skips the flow, with the reason, where the engine's driver cannot do it."""
        if deed in self.browser.engine.cannot:
            pytest.skip(f"{self.browser.engine.name}: {self.browser.engine.cannot[deed]}")

    # --- the page as a whole ---

    def open(self, path: str = "/", *, width: int = 1280, height: int = 800) -> None:
        """With the run's secret already exchanged; also after a restart."""
        name, value = self.program.cookie
        self._driver.get(f"{self.program.base_url}{BLANK}")  # a cookie wants a page to belong to
        # As the program sets it: without the first of these, WebKitGTK 2.52's driver takes none and does not say so.
        self._driver.add_cookie(
            {"name": name, "value": value, "path": "/", "sameSite": "Strict", "httpOnly": True, "secure": False}
        )
        self.resize(width, height)
        self.go(path)
        self._opened = True

    def go(self, path: str) -> None:
        self._driver.get(self.program.base_url + path)
        self._wait_until_usable()

    def follow(self, address: str) -> None:
        """To a page of ours by any address, as one that the program has had opened."""
        self._driver.get(address)
        self._wait_until_usable()
        self._opened = True

    def visit(self, address: str) -> None:
        """To somebody else's page."""
        self._driver.get(address)

    def reload(self) -> None:
        self._driver.refresh()
        self._wait_until_usable()

    @property
    def path(self) -> str:
        """With what is asked after it."""
        found: str = self.run("() => location.pathname + location.search")
        return found

    def resize(self, width: int, height: int) -> None:
        """What the page has for itself, in CSS pixels."""

        def fits() -> bool:
            inner = self.run("() => [innerWidth, innerHeight]")
            if inner == [width, height]:
                return True
            window = self._driver.get_window_size()
            self._driver.set_window_size(window["width"] + width - inner[0], window["height"] + height - inner[1])
            return False

        eventually(fits, what=lambda: f"{width} x {height}, but {self.run('() => [innerWidth, innerHeight]')}")

    def run(self, function: str, *arguments: object) -> Any:  # noqa: ANN401 - any JSON
        """What a JavaScript function makes of the arguments, also one that takes its time."""
        script = f"""const [done, ...given] = [...arguments].reverse();
            Promise.resolve().then(() => ({function})(...given.reverse()))
              .then((value) => done({{ value: value ?? null }}), (error) => done({{ error: `${{error}}` }}));"""
        answer = None
        while answer is None:  # the page was left meanwhile, which drivers tell or not
            with contextlib.suppress(JavascriptException, StaleElementReferenceException):
                answer = self._driver.execute_async_script(script, *arguments)
        assert "error" not in answer, f"{answer['error']} in {function}"
        return answer["value"]

    def wait(self, probe: Callable[[], object], what: str | Callable[[], str]) -> None:
        """Until it is true. `what` is for the reader of a failure."""

        def told() -> str:
            named = what() if callable(what) else what
            said = self.run(SAID) or "nothing"
            return f"{named}; the page at {self.path} says: {said}; behind it: {self.problems()}"

        eventually(probe, what=told)

    # --- acting ---

    def click(self, place: str, number: int = 0, *, holding: str = "") -> None:
        """`holding`: keys, as in `press`."""

        def click(element: WebElement) -> None:
            if holding:
                self._chain_holding(holding, lambda chain: chain.click(element))
            else:
                element.click()

        self._act(place, number, click)

    def double_click(self, place: str, number: int = 0) -> None:
        self._act(place, number, lambda element: ActionChains(self._driver).double_click(element).perform())

    def right_click(self, place: str, number: int = 0) -> None:
        self._act(place, number, lambda element: ActionChains(self._driver).context_click(element).perform())

    def hover(self, place: str, number: int = 0) -> None:
        self._act(place, number, lambda element: ActionChains(self._driver).move_to_element(element).perform())

    def fill(self, place: str, text: str, number: int = 0) -> None:
        """In the stead of what is there; by keys where it is a text, at once where it is a slider or a date."""

        def fill(element: WebElement) -> None:
            if element.get_attribute("type") in ("range", "date", "number"):
                self._set(element, text)
            else:
                self._driver.execute_script("arguments[0].focus(); arguments[0].select()", element)
                element.send_keys(text or Keys.BACKSPACE)

        self._act(place, number, fill)

    def focus(self, place: str, number: int = 0) -> None:
        self._act(place, number, lambda element: self._driver.execute_script("arguments[0].focus()", element))

    def type(self, text: str) -> None:
        """By keys, into what has the focus."""
        ActionChains(self._driver).send_keys(text).perform()

    def press(self, keys: str) -> None:
        """`Enter`, `Control+Shift+z`, to what has the focus."""
        *held, key = keys.split("+") if len(keys) > 1 else [keys]
        self._chain_holding("+".join(held), lambda chain: chain.send_keys(KEYS.get(key, key)))

    def choose(self, place: str, value: str) -> None:
        """One of a list's options."""
        self._act(within(place, f'option[value="{value}"]'), 0, lambda option: option.click())

    def give_files(self, place: str, *files: Path) -> None:
        """To a field for files, as its dialog would: in the stead of those before, to which drivers would add."""

        def give(field: WebElement) -> None:
            self._driver.execute_script("arguments[0].value = ''", field)
            field.send_keys("\n".join(map(str, files)))

        self._act(place, 0, give)

    def stroke(self, place: str, start: tuple[float, float], end: tuple[float, float]) -> None:
        """With the mouse's button held; start and end are shares of the place's width and height."""

        def draw(_: WebElement) -> None:
            left, top, width, height = self._read(place, 0, BOX)
            if not width * height:
                raise ElementNotInteractableException("it has no size")
            points = [
                (
                    round(left + (start[0] + (end[0] - start[0]) * step / 4) * width),
                    round(top + (start[1] + (end[1] - start[1]) * step / 4) * height),
                )
                for step in range(5)
            ]
            actions = ActionBuilder(self._driver, duration=50)
            pointer: Any = actions.pointer_action  # whose methods have no types
            pointer.move_to_location(*points[0]).pointer_down()
            for point in points[1:]:
                pointer.move_to_location(*point)
            pointer.pointer_up()
            actions.perform()

        self._act(place, 0, draw)

    # --- reading ---

    def count(self, place: str) -> int:
        found: int = self.run("(place) => document.querySelectorAll(place).length", selector(place))
        return found

    def text(self, place: str, number: int = 0) -> str:
        """As it is seen, without what is around it; empty where there is nothing."""
        return str(self._read(place, number, "(element) => element.innerText.trim()") or "")

    def texts(self, place: str) -> list[str]:
        """Of all there are, also of those out of sight."""
        script = "(place) => [...document.querySelectorAll(place)].map((element) => element.textContent.trim())"
        found: list[str] = self.run(script, selector(place))
        return found

    def value(self, place: str, number: int = 0) -> str:
        return str(self._read(place, number, "(element) => element.value"))

    def attribute(self, place: str, name: str, number: int = 0) -> str | None:
        found: str | None = self._read(place, number, f"(element) => element.getAttribute({name!r})")
        return found

    def visible(self, place: str, number: int = 0) -> bool:
        return bool(self._read(place, number, VISIBLE))

    def focused(self, place: str, number: int = 0) -> bool:
        return bool(self._read(place, number, "(element) => element === document.activeElement"))

    # --- waiting ---

    def wait_for_count(self, place: str, count: int) -> None:
        self.wait(lambda: self.count(place) == count, lambda: f"{count} x {place}, but there are {self.count(place)}")

    def wait_for_text(self, place: str, text: str, number: int = 0) -> None:
        """As a part of what is there."""
        self.wait(
            lambda: text in self.text(place, number),
            lambda: f"{text!r} in {place}, which says {self.text(place, number)!r}",
        )

    def wait_for_value(self, place: str, value: str) -> None:
        self.wait(lambda: self.value(place) == value, lambda: f"{value!r} in {place}, which has {self.value(place)!r}")

    def wait_for_attribute(self, place: str, name: str, value: str, number: int = 0) -> None:
        self.wait(lambda: self.attribute(place, name, number) == value, f"{name}={value!r} at {place}")

    def wait_for_path(self, path: str) -> None:
        self.wait(lambda: self.path == path, f"the page at {path}")
        self._wait_until_usable()

    def wait_until_visible(self, place: str) -> None:
        self.wait(lambda: self.visible(place), f"{place} in sight")

    def wait_until_hidden(self, place: str) -> None:
        """Or gone."""
        self.wait(lambda: not self.visible(place), f"{place} out of sight")

    def wait_for_focus(self, place: str) -> None:
        self.wait(lambda: self.focused(place), f"the focus at {place}")

    def downloaded(self, act: Callable[[], None]) -> Path:
        """The file that something makes the browser download."""
        folder = self.browser.downloads
        before = set(folder.iterdir())
        act()

        def arrived() -> list[Path]:
            files = [path for path in folder.iterdir() if path not in before]
            unfinished = any(path.name.startswith(".") or path.suffix in BEGUN for path in files)
            return [] if unfinished or not all(path.stat().st_size for path in files) else files

        [file] = eventually(arrived, what=f"a download in {folder}")
        return file

    # --- what must not happen ---

    def expect_statuses(self, *statuses: int) -> None:
        """These answers are what the flow is about."""
        self._statuses.update(statuses)

    def expect_lost_server(self) -> None:
        """From now on nobody may answer."""
        self._lost = True

    def forgive(self) -> None:
        """Whatever has gone wrong until now."""
        if self._opened:
            self.run("() => sessionStorage.clear()")
        (self.program.data_dir / REFUSALS).unlink(missing_ok=True)

    def problems(self) -> list[str]:
        """All that went wrong behind the page, and was not expected."""
        noted = self.run(NOTED) if self._opened else []
        noted = [each for each in noted if not (self._lost and LOST in each)]
        return noted + [each for each in self._refusals() if int(each.split()[0]) not in self._statuses]

    def _refusals(self) -> list[str]:
        file = self.program.data_dir / REFUSALS
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [line for line in lines if not line.endswith(ICON)]

    def leave(self) -> None:
        """Nothing of this page is left for the next."""
        self.forgive()
        self._driver.delete_all_cookies()
        self._driver.get("about:blank")

    def photograph(self, file: Path) -> None:
        self._driver.save_screenshot(str(file))

    # --- how ---

    def _wait_until_usable(self) -> None:
        script = f"return document.readyState === 'complete' && {HEARS}"
        eventually(lambda: self._driver.execute_script(script), what=lambda: f"a page that can be used at {self.path}")

    def _act(self, place: str, number: int, act: Callable[[WebElement], object]) -> None:
        """When it is there, stands still and takes it: once, for the drivers refuse before they do anything."""
        deadline = time.monotonic() + PATIENCE
        self._wait_until_it_hears()
        while True:
            try:
                if not self._read(place, number, STEADY):
                    raise NoSuchElementException("it is not there, or moves")
                act(self._driver.find_elements("css selector", selector(place))[number])
            except (*NOT_YET, IndexError) as error:
                if time.monotonic() > deadline:
                    why = str(error).partition("Stacktrace:")[0]
                    raise AssertionError(f"cannot act on {place}: {why}; the page says: {self.run(SAID)}") from error
                self._read(place, number, IN_THE_MIDDLE)  # what lies over it lies at an edge
                time.sleep(0.02)
            else:
                return

    def _wait_until_it_hears(self) -> None:
        script = f"return document.readyState !== 'loading' && {HEARS}"
        eventually(lambda: self._driver.execute_script(script), what="a page that hears")

    def _read(self, place: str, number: int, function: str) -> Any:  # noqa: ANN401 - any JSON
        """None where there is nothing."""
        script = f"""(place, number) => {{
          const element = document.querySelectorAll(place)[number];
          return element ? ({function})(element) : null;
        }}"""
        return self.run(script, selector(place), number)

    def _set(self, element: WebElement, value: str) -> None:
        script = """const [field, value] = arguments;
        field.focus();
        field.value = value;
        for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));"""
        self._driver.execute_script(script, element, value)

    def _chain_holding(self, keys: str, act: Callable[[ActionChains], ActionChains]) -> None:
        held = [KEYS.get(key, key) for key in keys.split("+")] if keys else []
        chain = ActionChains(self._driver)
        for key in held:
            chain.key_down(key)
        act(chain)
        for key in reversed(held):
            chain.key_up(key)
        chain.perform()
