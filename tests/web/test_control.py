"""What the program around the server asks of it, from another thread than the server's."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

import pytest

from server.common.errors import StorageError
from server.common.events import Change, ChangeKind, waiting
from server.common.paths import Paths
from server.paintings.models import DEFAULT_MODEL
from server.paintings.painting import Order
from server.site.site import Parts, Site
from server.web.control import Control
from server.web.guard import Guard

PORT = 49152


class QuietShell:
    """A desktop where nothing can be done and nothing is noticed."""

    has_window = False
    window_trouble = None

    async def ask_save_path(self, suggested_name: str) -> Path | None:
        return None

    async def ask_file(self) -> Path | None:
        return None

    async def ask_folder(self) -> Path | None:
        return None

    async def copy_image(self, png: bytes) -> None: ...

    async def copy_text(self, text: str) -> None: ...

    async def copy_file(self, file: Path) -> None: ...

    async def reveal(self, file: Path) -> None: ...

    async def open_external(self, url: str) -> None: ...

    async def notify(self, title: str, text: str) -> None: ...

    def report_bug(self, error: Exception) -> None: ...

    def show_active(self, count: int) -> None: ...

    def come_to_front(self) -> None: ...

    def close(self, *, finish_first: bool) -> None: ...


class Running:
    """A site on a loop of its own, in a thread of its own, whose queue does not move."""

    def __init__(self, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.control = Control(Guard(PORT))
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()
        paths = Paths.choose(str(folder))
        paths.prepare()
        parts = Parts(paths=paths, shell=QuietShell(), port=PORT, environ={}, system_language="en")
        self.site = self.on_loop(lambda: Site(parts))
        self.on_loop(lambda: self.control.attach(self.site))

    def on_loop(self, work: Callable[[], object]) -> Site:  # the only result ever used is a site
        async def run() -> object:
            return work()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(20)  # type: ignore[return-value]

    def order(self) -> None:
        order = Order("a boat", 4, 1, DEFAULT_MODEL.id, sample=False)
        self.on_loop(lambda: self.site.store.add(order, created=1.0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.control.settle(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with Running(tmp_path) as running:
        yield running


def test_before_the_site_is_there_answers_are_harmless() -> None:
    control = Control(Guard(PORT))

    assert control.active_count() == 0
    assert control.may_close()
    assert not control.page_is_open()
    assert not control.wait_for_page(0.001)
    assert control.theme() == "system"
    assert control.text("Saved as {name}", name="a.jpg") == "Saved as a.jpg"
    control.settle(1.0)


def test_every_run_has_names_and_tokens_of_its_own() -> None:
    one, other = Control(Guard(PORT)), Control(Guard(PORT))

    assert one.run_id != other.run_id
    assert one.knock_token != other.knock_token
    assert len(one.knock_token) >= 43
    assert len({one.entry_url(), one.entry_url(), other.entry_url()}) == 3


def test_paintings_are_counted(running: Running) -> None:
    assert running.control.active_count() == 0
    running.order()
    assert running.control.active_count() == 1


def test_without_a_page_nobody_is_asked_before_closing(running: Running) -> None:
    running.order()

    assert running.control.may_close()


def test_an_open_page_is_asked_when_something_would_be_lost(running: Running) -> None:
    with running.site.hub.listen(0) as changes:
        assert running.control.page_is_open()
        assert running.control.may_close()
        running.order()
        assert not running.control.may_close()
        assert waiting(changes)[-1] == Change(ChangeKind.CLOSING)
    assert not running.control.page_is_open()


def test_a_page_that_opens_is_waited_for(running: Running) -> None:
    threading.Timer(0.01, running.control.page_opened).start()

    assert running.control.wait_for_page(20)


def test_texts_and_theme_are_what_was_chosen(running: Running) -> None:
    running.on_loop(lambda: running.site.prefer(theme="dark", language="zh-CN"))

    assert running.control.theme() == "dark"
    assert running.control.text("Cancelled") == "已取消"


def test_settling_closes_the_database_and_may_be_asked_twice(running: Running) -> None:
    running.control.settle(20)
    running.control.settle(20)

    with pytest.raises(StorageError):
        running.site.store.settings()


def test_a_server_that_hangs_keeps_nobody_waiting_for_long(running: Running) -> None:
    released = threading.Event()
    running.loop.call_soon_threadsafe(released.wait, 20)

    running.control.settle(0.05)

    released.set()
