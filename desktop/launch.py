"""From the command line to a running program: data folder, one instance, log, and the way out when that fails."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from desktop.arguments import Mode, Options
from desktop.environment import check_display
from desktop.instance import AlreadyRunning, Instance, knock
from desktop.language import system_language
from desktop.logs import start_log
from desktop.program import Program
from desktop.server_thread import StartupFailed, isolate_server
from desktop.speaker import Speaker
from desktop.supervisor import Child, Ended, split
from desktop.toolkit import NoWindow
from server.i18n import N_
from server.paths import Paths

OK = 0
FAILED = 1
ALREADY_RUNNING = 3

log = logging.getLogger(__name__)


def launch(options: Options) -> int:
    """The exit code, when the program has ended."""
    isolate_server()
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
    if isinstance(outcome, Child):
        code = Start(options, speaker, goodbye=outcome.say_goodbye).run()
        outcome.say_goodbye()
        return code
    if isinstance(outcome, Ended):
        return outcome.code
    raise NoWindow(N_("The window ended unexpectedly."), outcome.detail)


@dataclass(frozen=True, slots=True)
class Start:
    """`goodbye` is called before the process ends itself; `trouble` is why there is a browser and no window."""

    options: Options
    speaker: Speaker
    goodbye: Callable[[], None] = lambda: None
    trouble: NoWindow | None = None

    def run(self) -> int:
        try:
            paths = Paths.choose(self.options.data_dir)
            paths.prepare()
            with Instance.claim(paths) as instance:
                start_log(paths.logs)
                if self.trouble:
                    self.speaker.explain(self.trouble)
                return Program(self.options, paths, instance=instance, speaker=self.speaker, goodbye=self.goodbye).run()
        except AlreadyRunning:
            return _point_to_the_first(self.options, paths, self.speaker)
        except (OSError, StartupFailed) as error:
            log.error("the program could not start", exc_info=error)
            self.speaker.say_failure(error)
            return FAILED


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
