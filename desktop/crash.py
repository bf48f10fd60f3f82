"""When the program fails in a way nobody foresaw: a report is written, its user is told where, and may see it."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from desktop.noise import forget, note_faults, tells_of_a_crash, words
from server.common.errors import ShellError
from server.common.i18n import N_
from server.common.paths import Paths

if TYPE_CHECKING:
    from desktop.dialog import Message
    from desktop.speaker import Speaker

FAILED = 1
COULD_NOT_START = "the program could not start"

log = logging.getLogger(__name__)


class CrashWatch:
    """Of one run, from when it has its log. `present` shows headline and report beyond saying it on stderr."""

    def __init__(self, paths: Paths, speaker: Speaker, present: Callable[[str, Path], None]) -> None:
        self._paths = paths
        self._speaker = speaker
        self._present = present
        self._reported: list[tuple[BaseException, Path | None]] = []
        self.tell_page: Callable[[], None] = lambda: None
        """Says on the page that something went wrong; set when there is one."""
        self.end: Callable[[], None] = lambda: None
        """Called before the process ends itself; set when there is something to let go of."""

    def begin(self) -> None:
        """Take over what Python does with errors that nobody caught."""
        sys.excepthook = self._main_thread_failed
        threading.excepthook = self._thread_failed
        sys.unraisablehook = _log_unraisable
        note_faults()

    def ended_well(self) -> None:
        """Windows' fault handler notes exceptions, too, that a library catches: the next start is to make nothing of
        them.
        """
        forget(self._paths.noise)

    def look_back(self) -> None:
        """Where nobody outlives the program: report how the last run ended, if it crashed."""
        if tells_of_a_crash(words(self._paths.noise)):
            headline = N_("The program ended unexpectedly the last time.")
            self._speaker.say(headline)
            self._show(self._speaker.text(headline), self.report_native_crash())

    def report(self, error: BaseException, what: str) -> Path | None:
        """Once for each error. `what` is for the report's reader, in English."""
        for known, report in self._reported:
            if known is error:
                return report
        from desktop.report import story_of, write_report  # what only a crash needs is not loaded at each start

        report = write_report(self._paths, what, story_of(error))
        self._reported.append((error, report))
        return report

    def report_bug(self, error: BaseException, what: str) -> None:
        """The program goes on; the page says it, and stderr."""
        report = self.report(error, what)
        if report:
            self.say_where(report)
        self.tell_page()

    def report_native_crash(self, detail: str = "") -> Path | None:
        """Of a process that is no more; what it wrote is read, and emptied so that it is reported once."""
        from desktop.report import native_story, write_report

        report = write_report(self._paths, f"native crash {detail}".strip(), native_story(self._paths.noise))
        with contextlib.suppress(OSError):
            os.truncate(self._paths.noise, 0)
        return report

    def say_where(self, report: Path) -> None:
        self._speaker.say(N_("A report has been written: {file}"), file=report)

    def _show(self, headline: str, report: Path | None) -> None:
        if report:
            self.say_where(report)
            self._present(headline, report)

    def _main_thread_failed(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The end of the process: the interpreter's own would meet threads that it cannot stop."""
        if not issubclass(kind, Exception):
            sys.__excepthook__(kind, error, trace)
            return
        if trace is not None and trace.tb_frame.f_back is not None:
            # The window's event loop called something of ours, and goes on.
            log.error("an error in the window", exc_info=error)
            self.report_bug(error, "unhandled error in the window")
            return
        log.critical("the program failed", exc_info=error)
        headline = self._speaker.text(N_("The program has to close because of an error."))
        self._speaker.say(headline)
        self._show(headline, self.report(error, "unhandled error in the main thread"))
        self.end()
        os._exit(FAILED)

    def _thread_failed(self, failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is None or issubclass(failure.exc_type, SystemExit):
            return
        name = failure.thread.name if failure.thread else "?"
        log.error("thread %s failed", name, exc_info=failure.exc_value)
        self.report_bug(failure.exc_value, f"unhandled error in the thread {name}")


def show_box(speaker: Speaker, headline: str, report: str) -> None:
    """Waits until it is answered."""
    from desktop.dialog import ask

    if ask(message_about(speaker, headline, report)):
        show_report(Path(report))


def message_about(speaker: Speaker, headline: str, report: str) -> Message:
    from desktop.dialog import Message

    where = speaker.text(N_("A report has been written. It holds no prompt, no credentials and no name of yours."))
    return Message(headline, f"{where}\n\n{report}", speaker.text(N_("Show in folder")), speaker.text(N_("Close")))


def show_report(report: Path) -> None:
    from desktop.reveal import reveal_file

    with contextlib.suppress(ShellError):
        reveal_file(report)


def _log_unraisable(failure: sys.UnraisableHookArgs) -> None:
    log.error("an error that nobody could be told: %s", failure.err_msg, exc_info=failure.exc_value)
