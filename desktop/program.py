"""One run of the program: server, what shows its page, and an end that is reached once."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from desktop.arguments import Mode, Options
from desktop.browser import BrowserPage
from desktop.instance import Instance
from desktop.server_thread import ServerThread
from desktop.shell import DesktopShell, Surface
from desktop.signals import Interrupts
from server.i18n import N_, best_language, translate
from server.paths import Paths

if TYPE_CHECKING:
    from server.site import Parts
    from server.control import Control

SETTLE_SECONDS = 1.2
END_SECONDS = 1.8
"""From a signal to the end of the process, whatever hangs."""

log = logging.getLogger(__name__)


class Program:
    """Made after the data folder is ours."""

    def __init__(self, options: Options, paths: Paths, instance: Instance, language: str) -> None:
        self._options = options
        self._paths = paths
        self._instance = instance
        self._language = language
        self._shell = DesktopShell()
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
        control = server.wait_until_ready()
        self._interrupts.claim()
        self._control = control
        self._instance.publish(server.port, control.knock_token)
        self._show(BrowserPage(control), control)
        self._finish()
        return 0

    def _show(self, surface: BrowserPage, control: Control) -> None:
        self._surface = surface
        self._shell.attach(surface, control)
        if self._options.mode is Mode.SERVE:
            sys.stdout.write(f"{control.entry_url()}\n")
            sys.stdout.flush()
        else:
            surface.come_to_front()
            self._say(N_("The page is in your browser. Ctrl+C ends the program."))
        surface.run()

    def _say(self, message: str, **values: object) -> None:
        sys.stderr.write(f"{translate(best_language(self._language), message, **values)}\n")

    def _make_parts(self, port: int) -> Parts:
        from server.site import Parts

        return Parts(
            paths=self._paths,
            shell=self._shell,
            port=port,
            environ=os.environ,
            system_language=self._language,
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
            self._instance.withdraw()

    def _end_soon(self) -> None:
        """After a signal, on its thread: the main thread is asked to end, and not waited for for long."""
        deadline = time.monotonic() + END_SECONDS
        log.info("asked to end by a signal")
        self._finish()
        if self._surface:
            self._surface.leave()
            time.sleep(max(0.0, deadline - time.monotonic()))
        logging.shutdown()
        os._exit(0)
