"""The command line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from desktop.language import system_language
from server import __version__
from server.i18n import N_, best_language, translate


class Mode(Enum):
    WINDOW = auto()
    BROWSER = auto()
    SERVE = auto()


@dataclass(frozen=True, slots=True)
class Options:
    mode: Mode
    demo: bool
    data_dir: str | None


def read_arguments(argv: Sequence[str], environ: Mapping[str, str]) -> Options:
    """Raises SystemExit after --help, --version and mistakes, with the exit code a shell expects."""
    given = _parser(best_language(system_language(environ))).parse_args(argv)
    return Options(
        mode=Mode.SERVE if given.serve else Mode.BROWSER if given.browser else Mode.WINDOW,
        demo=given.demo,
        data_dir=given.data_dir or environ.get("ATELIER_DATA_DIR") or None,
    )


HELP = {
    "--browser": N_("show the page in the default browser instead of a window; Ctrl+C ends it"),
    "--serve": N_("only serve the page; the first line on stdout is the address to open"),
    "--demo": N_("paint samples: no account, no network"),
    "--data-dir": N_("keep everything that is written under DIR (also: ATELIER_DATA_DIR)"),
    "--version": N_("show the version and exit"),
    "--help": N_("show this help and exit"),
}


def _parser(language: str) -> argparse.ArgumentParser:
    def explain(option: str) -> str:
        return translate(language, HELP[option])

    description = translate(language, N_("Paint with AI on your own Cloudflare account."))
    parser = argparse.ArgumentParser("atelier", description=description, add_help=False, allow_abbrev=False)
    place = parser.add_mutually_exclusive_group()
    place.add_argument("--browser", action="store_true", help=explain("--browser"))
    place.add_argument("--serve", action="store_true", help=explain("--serve"))
    parser.add_argument("--demo", action="store_true", help=explain("--demo"))
    parser.add_argument("--data-dir", metavar="DIR", help=explain("--data-dir"))
    parser.add_argument("--version", action="version", version=f"atelier {__version__}", help=explain("--version"))
    parser.add_argument("--help", "-h", action="help", help=explain("--help"))
    return parser
