"""One run of the program: server, what shows its page, and an end that is reached once."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.arguments import Mode, Options
from desktop.browser import BrowserPage
from desktop.environment import BorrowedEnvironment
from desktop.instance import Instance
from desktop.server_thread import ServerThread, StartupFailed
from desktop.shell import DesktopShell, Surface
from desktop.signals import Interrupts
from desktop.speaker import Speaker
from desktop.toolkit import NoWindow, Toolkit, load_toolkit
from server.i18n import N_
from server.paths import Paths

if TYPE_CHECKING:
    from server.control import Control
    from server.site import Parts

START_SECONDS = 5.0
SETTLE_SECONDS = 1.2
END_SECONDS = 1.8
"""From a signal to the end of the process, whatever hangs."""

log = logging.getLogger(__name__)


class Program:
    """Made when the data folder is ours. `goodbye` is called before the process ends itself."""

    def __init__(
        self, options: Options, paths: Paths, *, instance: Instance, speaker: Speaker, goodbye: Callable[[], None]
    ) -> None:
        self._options = options
        self._paths = paths
        self._instance = instance
        self._speaker = speaker
        self._goodbye = goodbye
        self._environment = BorrowedEnvironment()
        self._shell = DesktopShell(has_window=options.mode is Mode.WINDOW)
        self._control: Control | None = None
        self._surface: Surface | None = None
        self._finish_lock = threading.Lock()
        self._finished = False
        self._interrupts = Interrupts(self._end_soon)

    def run(self) -> int:
        """Until the user is done. Raises StartupFailed."""
        self._interrupts.listen()
        server = ServerThread(self._make_parts)
        server.start()
        toolkit = self._load_toolkit()
        try:
            control = server.wait_until_ready(toolkit.rest if toolkit else time.sleep)
        except StartupFailed as failure:
            log.error("the server could not start", exc_info=failure)
            if toolkit:
                toolkit.complain(*self._speaker.failure(failure))
            raise
        self._interrupts.claim()
        self._control = control
        self._instance.publish(server.port, control.knock_token)
        self._show_page(control, toolkit)
        self._finish()
        return 0

    def _load_toolkit(self) -> Toolkit | None:
        """Beside the server's start, for both take a while."""
        if self._options.mode is not Mode.WINDOW:
            return None
        self._environment.prepare()
        try:
            return load_toolkit(self._speaker.language)
        except NoWindow as trouble:
            self._environment.give_back()
            self._speaker.explain(trouble)
            return None

    def _show_page(self, control: Control, toolkit: Toolkit | None) -> None:
        """In the window, and in the browser where there is none or it cannot go on."""
        if toolkit:
            from desktop.window import NativeWindow

            try:
                self._run(NativeWindow(control, self._paths, toolkit, self._environment), control)
            except NoWindow as trouble:
                self._speaker.explain(trouble)
            else:
                return
        page = BrowserPage(control)
        if self._options.mode is Mode.SERVE:
            sys.stdout.write(f"{control.entry_url()}\n")
            sys.stdout.flush()
        else:
            page.come_to_front()
            self._speaker.say(N_("The page is in your browser. Ctrl+C ends the program."))
        self._run(page, control)

    def _run(self, surface: Surface, control: Control) -> None:
        self._surface = surface
        self._shell.attach(surface, control)
        threading.Thread(target=_collect_garbage_again, args=(control,), name="start-end", daemon=True).start()
        surface.run()

    def _make_parts(self, port: int) -> Parts:
        from server.site import Parts

        return Parts(
            paths=self._paths,
            shell=self._shell,
            port=port,
            environ=os.environ,
            system_language=self._speaker.system_language,
            demo=self._options.demo,
        )

    def _finish(self) -> None:
        """Settle what is under way, once; the second caller waits for the first."""
        with self._finish_lock:
            if self._finished:
                return
            self._finished = True
            if self._control:
                self._control.settle(SETTLE_SECONDS)
            self._instance.release()

    def _end_soon(self) -> None:
        """After a signal, on its thread: the main thread is asked to end, and not waited for for long."""
        deadline = time.monotonic() + END_SECONDS
        log.info("asked to end by a signal")
        if self._surface:
            self._surface.leave()
        self._finish()
        if self._surface:
            time.sleep(max(0.0, deadline - time.monotonic()))
        self._goodbye()
        os._exit(0)


def _collect_garbage_again(control: Control) -> None:
    """When the start is over: what is there now stays, and need not be looked at again."""
    control.wait_for_page(START_SECONDS)
    gc.collect()
    gc.freeze()
    gc.enable()
