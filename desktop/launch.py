"""From the command line to a running program: data folder, one instance, log, and the way out when that fails."""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desktop.arguments import Mode, Options
from desktop.crash import COULD_NOT_START, CrashWatch, show_box
from desktop.environment import check_display, own_environment
from desktop.instance import AlreadyRunning, Instance, claim_after_commands, knock
from desktop.language import system_language
from desktop.logs import start_log
from desktop.noise import before_the_crash, divert, wants_noise, words
from desktop.program import Company, Program
from desktop.server_thread import StartupFailed, allow_many_files, isolate_server
from desktop.speaker import Speaker
from desktop.supervisor import Child, Crashed, Ended, split
from desktop.unused import leave_out_unused
from desktop.waiting import CommandWait, GaveUp
from desktop.wishes import NoWindow
from server.common.i18n import N_
from server.common.paths import Paths

OK = 0
FAILED = 1
ALREADY_RUNNING = 3
LAST_WORDS = 3
OUT_OF_MEMORY = N_("The system ran out of memory and ended the window. It is opened again.")

log = logging.getLogger(__name__)


def launch(options: Options) -> int:
    """The exit code, when the program has ended."""
    isolate_server()
    allow_many_files()
    own_environment()
    leave_out_unused()
    # Before there is a log, Python's would be stderr.
    logging.getLogger().addHandler(logging.NullHandler())
    speaker = Speaker(system_language(os.environ))
    if options.mode is not Mode.WINDOW:
        return Start(options, speaker).run()
    try:
        check_display()
        return _start_in_window(options, speaker)
    except NoWindow as trouble:
        return Start(replace(options, mode=Mode.BROWSER), speaker, trouble=trouble).run()


def _start_in_window(options: Options, speaker: Speaker) -> int:
    """Raises NoWindow where the window's process has died."""
    if sys.platform in ("win32", "darwin"):
        return Start(options, speaker).run()
    outcome = split()
    before = outcome
    if isinstance(outcome, Crashed) and outcome.deserves_another_try:
        outcome = split()
    if isinstance(outcome, Child):
        code = Start(options, speaker, parent=outcome, reopened=_lacked_memory(before, speaker)).run()
        outcome.say_goodbye()
        return code
    if isinstance(outcome, Ended):
        if outcome.word:
            show_box(speaker, *json.loads(outcome.word))
        return outcome.code
    raise _report(outcome, Paths.choose(options.data_dir), speaker)


def _lacked_memory(before: Child | Crashed | Ended, speaker: Speaker) -> bool:
    """Whether the one before was ended for that, which is said."""
    lacked = isinstance(before, Crashed) and before.out_of_memory
    if lacked:
        speaker.say(OUT_OF_MEMORY)
    return lacked


def _report(crash: Crashed, paths: Paths, speaker: Speaker) -> NoWindow:
    """A window that has been there is missed: its user is told at once, where a message can be shown."""
    headline = N_("The window ended unexpectedly.")
    last_words = before_the_crash(words(paths.noise))[-LAST_WORDS:]
    report = CrashWatch(paths, speaker, _say_no_more).report_native_crash(crash.detail)
    if report is None:
        return NoWindow(headline, crash.detail)
    if crash.shown:
        show_box(speaker, speaker.text(headline), str(report))
    where = speaker.text(N_("A report has been written: {file}"), file=report)
    return NoWindow(headline, "\n".join([*last_words, crash.detail, where]))


def _say_no_more(_headline: str, _report: Path) -> None:
    """Where all has been said on stderr."""


class Start(Struct, frozen=True):
    """`parent` waits for this process, where one does; `trouble` is why there is a browser and no window; `reopened`:
    after the window was ended for want of memory.
    """

    options: Options
    speaker: Speaker
    parent: Child | None = None
    trouble: NoWindow | None = None
    reopened: bool = False

    def run(self) -> int:
        try:
            paths = Paths.choose(self.options.data_dir)
        except OSError as error:
            self.speaker.say_failure(error)
            return FAILED
        watch = CrashWatch(paths, self.speaker, self._present)
        try:
            paths.prepare()
            waiting = CommandWait(self.speaker, has_window=self.options.mode is Mode.WINDOW)
            with claim_after_commands(paths, waiting) as instance:
                return self._run_alone(paths, watch, instance)
        except AlreadyRunning:
            return _point_to_the_first(self.options, paths, self.speaker)
        except GaveUp:
            return ALREADY_RUNNING
        except (OSError, StartupFailed) as error:
            log.error("the program could not start", exc_info=error)
            self.speaker.say_failure(error)
            report = watch.report(error, COULD_NOT_START)
            if report:
                watch.say_where(report)
            return FAILED

    def _run_alone(self, paths: Paths, watch: CrashWatch, instance: Instance) -> int:
        start_log(paths.logs)
        if self.options.mode is Mode.WINDOW:
            if self.parent is None:
                watch.look_back()
            if not wants_noise(os.environ):
                divert(paths.noise)
        watch.begin()
        company = Company(self.speaker, watch, self.parent, self.trouble, reopened=self.reopened)
        return Program(self.options, paths, instance=instance, company=company).run()

    def _present(self, headline: str, report: Path) -> None:
        if self.parent is not None:
            self.parent.leave_word(json.dumps([headline, str(report)]))
        elif self.options.mode is Mode.WINDOW:
            show_box(self.speaker, headline, str(report))


def _point_to_the_first(options: Options, paths: Paths, speaker: Speaker) -> int:
    """The data folder is taken: bring the program that has it to the front, where that is what was asked for."""
    if options.mode is Mode.SERVE:
        speaker.say(N_("The program is already running with this data folder: {folder}"), folder=paths.data)
        return ALREADY_RUNNING
    if not knock(paths.run_file):
        speaker.say(N_("The program is already running but does not answer: {folder}"), folder=paths.data)
        return ALREADY_RUNNING
    speaker.say(N_("The program is already running and has been brought to the front."))
    return OK
