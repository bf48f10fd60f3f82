"""Where the program starts and ends."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from collections.abc import Sequence

from desktop.arguments import read_arguments
from desktop.console import provide_streams
from desktop.frozen import clean_environment
from server.pictures.enlarging.wish import WORD


def run() -> None:
    """The console script, and where the packaged program begins."""
    clean_environment(os.environ)
    provide_streams(sys.argv[1:])
    # Until the program listens to it, Ctrl+C ends it as it ends any other, and not with a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A start makes thousands of objects that stay; looking through them for garbage takes a tenth of it.
    gc.disable()
    code = main(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # whoever read them may have left
            stream.flush()
    # Not sys.exit: the HTTP engine has no stop call, and its threads must not meet an interpreter that is being ended.
    os._exit(code)


def main(argv: Sequence[str]) -> int:
    """The exit code. Raises SystemExit for --help, --version and mistakes on the command line."""
    if argv and argv[0] == WORD:
        from server.pictures.enlarging.worker import run_worker

        return run_worker()
    options = read_arguments(argv, os.environ)
    # After the arguments, so that those three need none of it.
    if options.command is not None:
        from desktop.cli.run import run_command

        return run_command(options, options.command)
    from desktop.launch import launch

    return launch(options)


if __name__ == "__main__":
    run()
