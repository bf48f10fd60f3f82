"""From the command line to a running program: data folder, one instance, log, and the way out when that fails."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace

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
    speaker = Speaker(system_language(os.environ))
    if options.mode is not Mode.WINDOW:
        return _start(options, speaker, _nothing)
    try:
        check_display()
        return _start_in_window(options, speaker)
    except NoWindow as trouble:
        speaker.explain(trouble)
        return _start(replace(options, mode=Mode.BROWSER), speaker, _nothing)


def _start_in_window(options: Options, speaker: Speaker) -> int:
    """Raises NoWindow where the window's process has died."""
    if sys.platform in ("win32", "darwin"):
        return _start(options, speaker, _nothing)
    outcome = split()
    if isinstance(outcome, Child):
        code = _start(options, speaker, outcome.say_goodbye)
        outcome.say_goodbye()
        return code
    if isinstance(outcome, Ended):
        return outcome.code
    raise NoWindow(N_("The window ended unexpectedly."), outcome.detail)


def _start(options: Options, speaker: Speaker, goodbye: Callable[[], None]) -> int:
    paths = Paths.choose(options.data_dir)
    try:
        paths.prepare()
        instance = Instance.claim(paths)
        start_log(paths.logs)
        return Program(options, paths, instance=instance, speaker=speaker, goodbye=goodbye).run()
    except AlreadyRunning:
        return _point_to_the_first(options, paths, speaker)
    except (OSError, StartupFailed) as error:
        log.error("the program could not start", exc_info=error)
        sys.stderr.write(": ".join(speaker.failure(error)) + "\n")
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


def _nothing() -> None:
    """Nobody waits for a goodbye."""
