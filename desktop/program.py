"""One run of the program: server, what shows its page, and an end that is reached once."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from desktop.arguments import Mode, Options
from desktop.browser import BrowserPage
from desktop.crash import COULD_NOT_START, CrashWatch, message_about, show_report
from desktop.dialog import tell
from desktop.environment import BorrowedEnvironment, own_environment
from desktop.instance import Instance
from desktop.memory import settle_memory
from desktop.server_thread import ServerThread, StartupFailed
from desktop.shell import DesktopShell, Surface
from desktop.signals import Interrupts
from desktop.speaker import Speaker
from desktop.supervisor import Child
from desktop.toolkit import Toolkit, load_toolkit, prepare_toolkit
from desktop.wishes import NoWindow
from server.common.i18n import N_
from server.common.paths import Paths
from server.common.shell import WindowTrouble
from server.common.threads import in_thread

if TYPE_CHECKING:
    from desktop.window import NativeWindow
    from server.site.site import Parts
    from server.web.control import Control

SETTLE_SECONDS = 1.2
END_SECONDS = 1.8
PAID_SECONDS = 10.0
"""As long as systems wait for a program when their user logs out; most pictures take three."""
PAID_PAUSE = 0.1
"""From a signal to the end of the process, whatever hangs."""

log = logging.getLogger(__name__)


class Company(Struct, frozen=True):
    """Who hears of the program's troubles. `parent`: the process that waits for this one's end, where there is one;
    `trouble`: why there is no window, where that is known already; `reopened`: one was ended for want of memory, and
    that is to be said.
    """

    speaker: Speaker
    watch: CrashWatch
    parent: Child | None = None
    trouble: NoWindow | None = None
    reopened: bool = False


class Program:
    """Made when the data folder is ours."""

    def __init__(
        self,
        options: Options,
        paths: Paths,
        *,
        instance: Instance,
        company: Company,
    ) -> None:
        self._options = options
        self._paths = paths
        self._instance = instance
        self._speaker, self._watch, self._parent = company.speaker, company.watch, company.parent
        self._trouble, self._reopened = company.trouble, company.reopened
        self._environment = BorrowedEnvironment()
        self._shell = DesktopShell(has_window=options.mode is Mode.WINDOW, report_bug=self._watch.report_bug)
        self._control: Control | None = None
        self._surface: Surface | None = None
        self._waiting = threading.Lock()
        self._finish_lock = threading.Lock()
        self._finished = False
        self._failure: StartupFailed | None = None
        self._server = ServerThread(self._make_parts, self._server_ended)
        self._hurry = threading.Event()
        self._interrupts = Interrupts(self._end_soon, self._hurry.set)
        self._watch.end = self._finish

    def run(self) -> int:
        """Until the user is done. Raises StartupFailed."""
        self._interrupts.listen()
        if self._trouble:
            self._explain(self._trouble)
        if self._options.mode is Mode.WINDOW:
            prepare_toolkit()
        self._server.start()
        toolkit = self._load_toolkit()
        if toolkit is None or not self._run_window(toolkit):
            self._run_browser()
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
            self._explain(trouble)
            return None

    def _run_window(self, toolkit: Toolkit) -> bool:
        """False when the window could not go on and the browser has to. Raises StartupFailed."""
        from desktop.window import NativeWindow, WindowHost

        window = NativeWindow(
            self._server.origin,
            self._paths,
            toolkit,
            self._environment,
            WindowHost(speak=self._speaker.text, ending=self._finish, wanted_back=self._shell.come_to_front),
        )
        self._surface = window
        in_thread(self._open_page, "opening", window, toolkit)
        try:
            window.run()
        except NoWindow as trouble:
            self._surface = None
            self._explain(trouble)
            return False
        if self._failure:
            self._complain(toolkit, self._failure)
            raise self._failure
        return True

    def _explain(self, trouble: NoWindow) -> None:
        """On stderr, on the page, and by a message where a program has no stderr that anybody reads."""
        self._speaker.explain(trouble)
        self._shell.no_window(WindowTrouble(trouble.message, trouble.cure))
        in_thread(
            tell, "message", self._speaker.text(N_("No window can be opened.")), self._speaker.explanation(trouble)
        )

    def _complain(self, toolkit: Toolkit, failure: StartupFailed) -> None:
        title, reason = self._speaker.failure(failure)
        report = self._watch.report(failure, COULD_NOT_START)
        message = message_about(self._speaker, title, str(report or self._paths.logs))
        if toolkit.complain(replace(message, text=f"{reason}\n\n{message.text}")):
            show_report(report or self._paths.logs)

    def _open_page(self, window: NativeWindow, toolkit: Toolkit) -> None:
        """On a thread of its own: the main one is the window's by now."""
        try:
            control = self._wait_for_server()
        except StartupFailed as failure:
            log.error("the server could not start", exc_info=failure)
            self._failure = failure
            window.leave()
            return
        if self._surface is not window:
            return
        self._shell.attach(window, control)
        toolkit.post(self._interrupts.claim)
        window.open_page(control)
        if self._parent and control.wait_for_page(0):
            self._parent.say_shown()
        settle_memory()

    def _run_browser(self) -> None:
        control = self._wait_for_server()
        self._interrupts.claim()
        page = BrowserPage(control, self._paths.data)
        self._surface = page
        self._shell.attach(page, control)
        if self._options.mode is Mode.SERVE:
            sys.stdout.write(f"{control.entry_url()}\n")
            sys.stdout.flush()
        else:
            page.come_to_front()
            self._speaker.say(N_("The page is in your browser. Ctrl+C ends the program."))
        settle_memory()
        page.run()
        if self._failure:
            raise self._failure

    def _wait_for_server(self) -> Control:
        """From then on later starts can knock. Raises StartupFailed.

        Two threads may wait: a window can be given up before the server is there.
        """
        with self._waiting:
            if self._control is None:
                control = self._server.wait_until_ready()
                self._instance.publish(self._server.port, control.knock_token)
                self._watch.tell_page = control.tell_of_trouble
                self._control = control
                if self._reopened:
                    control.note_reopened()
            return self._control

    def _make_parts(self, port: int) -> Parts:
        from server.site.site import Parts

        return Parts(
            paths=self._paths,
            shell=self._shell,
            port=port,
            environ=own_environment(),
            system_language=self._speaker.system_language,
            demo=self._options.demo,
        )

    def _server_ended(self, failure: StartupFailed) -> None:
        """On its thread, some time after the start: nothing works any more, so the program ends and says why."""
        if self._finished:
            return
        log.critical("the server ended", exc_info=failure)
        self._failure = failure
        if self._surface:
            self._surface.leave()

    def _finish(self) -> None:
        """Settle what is under way, once; the second caller waits for the first."""
        with self._finish_lock:
            if self._finished:
                return
            self._finished = True
            if self._control:
                self._control.settle(SETTLE_SECONDS)
            self._instance.release()
            if self._options.mode is Mode.WINDOW and self._parent is None:  # who would make a report of it
                self._watch.ended_well()

    def _wait_for_paid(self) -> None:
        """What Cloudflare is painting now is paid for. A second signal ends that, too."""
        if self._control is None or not (number := self._control.wind_down()):
            return
        told = N_(
            "Being painted and paid for: {n}. The program waits up to {seconds} s for that; Ctrl+C ends it at once."
        )
        self._speaker.say(told, n=number, seconds=int(PAID_SECONDS))
        deadline = time.monotonic() + PAID_SECONDS
        while self._control.paid_count() and time.monotonic() < deadline and not self._hurry.wait(PAID_PAUSE):
            pass

    def _end_soon(self) -> None:
        """After a signal, on its thread: the main thread is asked to end, and not waited for for long."""
        log.info("asked to end by a signal")
        self._wait_for_paid()
        deadline = time.monotonic() + END_SECONDS
        if self._surface:
            self._surface.leave()
        self._finish()
        if self._surface:
            time.sleep(max(0.0, deadline - time.monotonic()))
        if self._parent:
            self._parent.say_goodbye()
        os._exit(0)
