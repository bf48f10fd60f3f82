"""The command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from msgspec import Struct

from desktop.cli.arguments import add_words, language_of, read_command
from desktop.cli.command import Command
from desktop.cli.parser import Parser
from desktop.language import system_language
from server import __version__
from server.common.i18n import LANGUAGES, N_


class Mode(Enum):
    WINDOW = auto()
    BROWSER = auto()
    SERVE = auto()


class Options(Struct, frozen=True):
    """`command`: what to do instead of showing a page."""

    mode: Mode
    demo: bool
    data_dir: str | None
    command: Command | None = None


def read_arguments(argv: Sequence[str], environ: Mapping[str, str]) -> Options:
    """Raises SystemExit after --help, --version and mistakes, with the exit code a shell expects."""
    language = language_of(argv, system_language(environ))
    parser = _parser(language)
    given = parser.parse_args(argv)
    if given.word and (given.serve or given.browser):
        parser.error(parser.text(N_("a command needs no page: leave out --serve and --browser")))
    if given.lang and not given.word:
        parser.error(parser.text(N_("--lang goes with a command; the page's language is chosen in its settings")))
    return Options(
        mode=Mode.SERVE if given.serve else Mode.BROWSER if given.browser else Mode.WINDOW,
        demo=given.demo,
        data_dir=given.data_dir or environ.get("ATELIER_DATA_DIR") or None,
        command=read_command(given, language),
    )


HELP = {
    "--browser": N_("show the page in the default browser instead of a window; Ctrl+C ends it"),
    "--serve": N_("only serve the page; the first line on stdout is the address to open"),
    "--demo": N_("paint samples: no account, no network"),
    "--data-dir": N_("keep everything that is written under DIR (also: ATELIER_DATA_DIR)"),
    "--lang": N_("with a command or --help: speak this language, zh-CN or en (the system's otherwise)"),
    "--version": N_("show the version and exit"),
    "--help": N_("show this help and exit"),
}


def _parser(language: str) -> Parser:
    parser = Parser("atelier", language=language)
    parser.description = parser.text(N_("Paint with AI on your own Cloudflare account."))
    parser.epilog = parser.text(N_("`atelier COMMAND --help` says more about a command."))
    options = parser.add_argument_group(parser.text(N_("options")))
    place = options.add_mutually_exclusive_group()
    for option in ("--browser", "--serve"):
        place.add_argument(option, action="store_true", help=parser.text(HELP[option]))
    options.add_argument("--demo", action="store_true", help=parser.text(HELP["--demo"]))
    options.add_argument("--data-dir", metavar="DIR", help=parser.text(HELP["--data-dir"]))
    options.add_argument("--lang", choices=LANGUAGES, metavar="LANG", help=parser.text(HELP["--lang"]))
    version = f"atelier {__version__}"
    options.add_argument("--version", action="version", version=version, help=parser.text(HELP["--version"]))
    options.add_argument("--help", "-h", action="help", help=parser.text(HELP["--help"]))
    add_words(parser)
    return parser
