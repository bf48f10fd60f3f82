"""The program's window on a stand-in for a system: pywebview's loop runs in the main thread, a test beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import webview

from desktop.environment import BorrowedEnvironment
from desktop.toolkit import Toolkit
from desktop.window import NativeWindow, WindowHost
from server.common.paths import Paths

SECONDS = 20.0
PAUSE = 0.02
ADDRESS = "http://127.0.0.1:1/enter"


class Stage:
    """`busy`: whether the page would ask before it lets the window go."""

    def __init__(self, toolkit: Toolkit, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paths = Paths(data=folder / "data", library=folder / "Pictures" / "Atelier")
        self.paths.data.mkdir(exist_ok=True)
        self.paths.library.mkdir(parents=True, exist_ok=True)
        self.busy = False
        self.settled = 0
        self._over = threading.Event()
        self.wanted_back = 0
        monkeypatch.setattr(webview, "windows", [])
        host = WindowHost(speak=str, ending=self._settle, wanted_back=self._come_back)
        self.window = NativeWindow("http://127.0.0.1:1", self.paths, toolkit, BorrowedEnvironment(), host)
        self.toolkit = toolkit
        self.native_window: Any = webview.windows[0]

    def play(self, scene: Callable[[], object]) -> None:
        """Until the window is gone: `scene` closes it, or `window.leave` does afterwards. Raises what either raises."""
        failures: list[BaseException] = []

        def act() -> None:
            try:
                assert self.native_window.events.shown.wait(SECONDS)
                self.window.open_page(self._control())
                scene()
            except BaseException as error:  # noqa: BLE001 - raised again in the main thread
                failures.append(error)
            finally:
                self.window.leave()

        actor = threading.Thread(target=act, name="scene", daemon=True)
        actor.start()
        try:
            self.window.run()
        finally:
            self._over.set()
            actor.join(SECONDS)
            self.window._chores.shutdown()
        for failure in failures:
            raise failure

    def wait(self) -> None:
        """Until all that was asked of the window's thread by now is done, or its loop is over."""
        done = threading.Event()
        self.toolkit.post(done.set)
        while not done.wait(PAUSE) and not self._over.is_set():
            pass

    def chores_done(self) -> None:
        """Until all that the window was told by now has been handed on to its thread, and is done there."""
        self.window._chores.submit(lambda: None).result(SECONDS)
        self.wait()

    def _control(self) -> Any:  # noqa: ANN401 - only what a window asks of it
        return SimpleNamespace(
            entry_url=lambda: ADDRESS,
            wait_for_page=lambda _timeout: True,
            note_reopened=lambda: None,
            may_close=lambda: not self.busy,
            theme=lambda: "dark",
            text=lambda message, **values: message.format(**values),
            library=lambda: self.paths.library,
        )

    def _settle(self) -> None:
        self.settled += 1

    def _come_back(self) -> None:
        self.wanted_back += 1
        self.window.come_to_front()


@contextmanager
def restored_words() -> Iterator[None]:
    """pywebview keeps the words it was started with for the whole process."""
    from webview.localization import original_localization

    before = dict(original_localization)
    try:
        yield
    finally:
        original_localization.clear()
        original_localization.update(before)
