"""Where the program starts and ends."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from desktop.arguments import Mode, Options, read_arguments
from desktop.instance import AlreadyRunning, Instance, knock
from desktop.language import system_language
from desktop.logs import start_log
from desktop.program import Program
from desktop.server_thread import StartupFailed, isolate_server
from server.i18n import N_, best_language, translate
from server.paths import Paths

OK = 0
FAILED = 1
ALREADY_RUNNING = 3


def run() -> None:
    """The console script."""
    code = main(sys.argv[1:])
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    # Not sys.exit: the HTTP engine has no stop call, and its threads must not run into an interpreter that ends.
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Raises SystemExit for --help, --version and mistakes on the command line."""
    return start(read_arguments(argv, os.environ))


def start(options: Options) -> int:
    isolate_server()
    paths = Paths.choose(options.data_dir)
    language = system_language(os.environ)
    try:
        paths.prepare()
        instance = Instance.claim(paths)
        start_log(paths.logs)
        return Program(options, paths, instance, language).run()
    except AlreadyRunning:
        return _point_to_the_first(options, paths, language)
    except (OSError, StartupFailed) as error:
        return _explain(language, error)


def _point_to_the_first(options: Options, paths: Paths, language: str) -> int:
    """The data folder is taken: bring the program that has it to the front, where that is what was asked for."""
    if options.mode is Mode.SERVE:
        _say(language, N_("Another start already has this data folder: {folder}"), folder=paths.data)
        return ALREADY_RUNNING
    if not knock(paths.run_file):
        _say(language, N_("Another start has this data folder but does not answer: {folder}"), folder=paths.data)
        return ALREADY_RUNNING
    _say(language, N_("The program is already running; it has been brought to the front."))
    return OK


def _explain(language: str, error: Exception) -> int:
    logging.getLogger(__name__).error("the program could not start", exc_info=error)
    cause = error.__cause__ or error
    _say(language, N_("The program could not start: {reason}"), reason=f"{type(cause).__name__}: {cause}")
    return FAILED


def _say(language: str, message: str, **values: object) -> None:
    sys.stderr.write(f"{translate(best_language(language), message, **values)}\n")


if __name__ == "__main__":
    run()
