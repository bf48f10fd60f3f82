"""The words of the command line and their options, with a help that says all there is to know."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from desktop.cli.command import Command, Word
from desktop.cli.exit_codes import MEANINGS
from desktop.cli.parser import Parser
from server.common.i18n import LANGUAGES, N_, best_language
from server.pictures.enlarging.wish import SCALES, EnlargingKind

WORDS = {
    Word.PAINT: N_("paint a prompt"),
    Word.ENLARGE: N_("enlarge pictures, here and at no cost"),
    Word.MODELS: N_("list the picture models"),
    Word.ALLOWANCE: N_("show what today has cost and what is left"),
}
ORDER = {
    "--model": ("MODEL", N_("the model's id or its last part; `atelier models` lists them")),
    "--steps": ("N", N_("how many steps the model takes")),
    "--size": (N_("WxH"), N_("width and height in pixels, such as 1024x768")),
    "--count": ("N", N_("how many pictures of the same prompt")),
    "--seed": ("N", N_("where chance begins")),
    "--guidance": ("X", N_("how closely the model follows the prompt")),
    "--negative": (N_("TEXT"), N_("what should not be in the picture")),
}
SHARED = {
    "--json": N_("write one JSON document to stdout"),
    "--quiet": N_("say nothing on stderr but errors"),
    "--lang": N_("speak this language: zh-CN or en (the system's otherwise)"),
    "--data-dir": N_("keep everything that is written under DIR (also: ATELIER_DATA_DIR)"),
    "--help": N_("show this help and exit"),
}
EXAMPLES = N_(
    """examples:
  atelier paint "a lighthouse in the fog"
  atelier paint "a {red|blue} boat at {dawn|noon|dusk}" --all
  atelier paint "a boat" --steps 8 --count 4 --out boats/
  atelier paint "a boat" --out - | display
  echo "a long prompt" | atelier paint - --json
  atelier paint "a boat" --sample --quiet --out boat.png"""
)
ENLARGE_EXAMPLES = N_(
    """examples:
  atelier enlarge boat.jpg
  atelier enlarge photos/*.jpg --kind photo --scale 4 --out larger/
  atelier enlarge 12 13"""
)
ENLARGE = N_(
    """Make pictures two or four times as wide and high, on this computer: no account, no network.

A file's larger one comes beside it, or to PLACE; its path goes to stdout. Numbers are those of
the library's pictures, as `atelier paint --json` tells them: theirs go into the library."""
)
MODELS_EXAMPLES = N_(
    """examples:
  atelier models
  atelier models --json"""
)
PAINT = N_(
    """Paint on your Cloudflare account, with the keyring, the queue and the library of the window.

Each picture goes into the library, and its path to stdout; progress goes to stderr. Beside an
open window the window paints; otherwise the command does, and what waits from an earlier run
goes on waiting.

A prompt is unfolded as in the window: {red|blue} is one of the two, {2$$a|b|c} two of the three,
__name__ a line of a list in the folder wildcards. Each picture draws anew, with --all there is one
of each combination, and --literal sends what is written. A backslash before a sign does that for it
alone."""
)
LIST = N_(
    """List the picture models: what they take, and what a picture costs with their usual settings.

Those that your account lists are among them, as the window has last heard of them."""
)
ALLOWANCE_EXAMPLES = N_(
    """examples:
  atelier allowance
  atelier allowance --json"""
)
ALLOWANCE = N_("Show what today's paintings have cost, what is left of the free allowance, and when it returns.")
OUT = N_(
    "a copy besides: into a folder, into a file (as JPEG, PNG or WebP by its ending), or `-` for stdout; never over "
    "another file"
)


def language_of(argv: Sequence[str], system_language: str) -> str:
    """The one asked for with --lang, wherever it stands, the last one if more than one; the system's otherwise."""
    language = best_language(system_language)
    for position, word in enumerate(argv):
        if word == "--":
            break
        wanted = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and position + 1 < len(argv):
            wanted = argv[position + 1]
        if wanted in LANGUAGES:
            language = wanted
    return language


def add_words(parser: Parser) -> None:
    """The commands, each with a parser of its own."""
    words = parser.add_subparsers(
        title=parser.text(N_("commands")),
        metavar=parser.text(N_("COMMAND")),
        dest="word",
    )
    added = {
        Word.PAINT: _add_paint,
        Word.ENLARGE: _add_enlarge,
        Word.MODELS: _add_models,
        Word.ALLOWANCE: _add_allowance,
    }
    for word, add in added.items():
        add(words.add_parser(word.value, help=parser.text(WORDS[word]), language=parser.language))


def read_command(given: argparse.Namespace, language: str) -> Command | None:
    """None where no command was given."""
    if given.word is None:
        return None
    return Command(
        word=Word(given.word),
        language=language,
        as_json=given.json,
        quiet=getattr(given, "quiet", False),
        literal=getattr(given, "literal", False),
        wait=getattr(given, "wait", False),
        out=getattr(given, "out", None),
        fields=_fields(given) if given.word == Word.PAINT.value else _how(given),
        pictures=tuple(getattr(given, "pictures", ())),
    )


def _add_paint(parser: Parser) -> None:
    parser.description = parser.text(PAINT)
    codes = "\n".join(f"  {code.value:>3}  {parser.text(meaning)}" for code, meaning in MEANINGS.items())
    heading = parser.text(N_("exit codes:"))
    parser.epilog = f"{parser.text(EXAMPLES)}\n\n{heading}\n{codes}"
    order = parser.add_argument_group(parser.text(N_("what to paint")))
    order.add_argument("prompt", metavar="PROMPT", help=parser.text(N_("in any language; `-` reads it from stdin")))
    how_many = order.add_mutually_exclusive_group()
    for option, (value, explained) in ORDER.items():
        into = how_many if option == "--count" else order
        into.add_argument(option, metavar=parser.text(value), help=parser.text(explained))
    every = parser.text(N_("paint each combination that the prompt leaves open once, up to 64"))
    how_many.add_argument("--all", action="store_true", help=every)
    literal = parser.text(N_("send the prompt as it is: nothing in it is unfolded or left out"))
    order.add_argument("--literal", action="store_true", help=literal)
    sample = parser.text(N_("paint a sample: no account, no network, no cost"))
    order.add_argument("--sample", action="store_true", help=sample)
    wait = parser.text(N_("wait for the network, for capacity and for the allowance's return instead of failing"))
    order.add_argument("--wait", action="store_true", help=wait)
    output = parser.add_argument_group(parser.text(N_("output")))
    output.add_argument("--out", metavar=parser.text(N_("PLACE")), help=parser.text(OUT))
    _add_shared(parser, output, "--json", "--quiet")


def _add_enlarge(parser: Parser) -> None:
    parser.description, parser.epilog = parser.text(ENLARGE), parser.text(ENLARGE_EXAMPLES)
    what = parser.add_argument_group(parser.text(N_("what to enlarge")))
    named = parser.text(N_("a file, or the number of a picture in the library"))
    what.add_argument("pictures", nargs="+", metavar="PICTURE", help=named)
    scales = [str(scale) for scale in SCALES]
    scale = parser.text(N_("how many times as wide and high: 2 or 4"))
    what.add_argument("--scale", choices=scales, default="2", metavar="N", help=scale)
    kind = parser.text(N_("`drawn` for clear lines, `photo` to keep the texture of a photograph"))
    what.add_argument(
        "--kind", choices=list(EnlargingKind), default="drawn", metavar=parser.text(N_("KIND")), help=kind
    )
    output = parser.add_argument_group(parser.text(N_("output")))
    output.add_argument("--out", metavar=parser.text(N_("PLACE")), help=parser.text(OUT))
    _add_shared(parser, output, "--json", "--quiet")


def _add_models(parser: Parser) -> None:
    _describe(parser, LIST, MODELS_EXAMPLES)


def _add_allowance(parser: Parser) -> None:
    _describe(parser, ALLOWANCE, ALLOWANCE_EXAMPLES)


def _describe(parser: Parser, description: str, examples: str) -> None:
    parser.description, parser.epilog = parser.text(description), parser.text(examples)
    _add_shared(parser, parser.add_argument_group(parser.text(N_("output"))), "--json")


def _add_shared(parser: Parser, output: argparse._ArgumentGroup, *switches: str) -> None:
    for switch in switches:
        output.add_argument(switch, action="store_true", help=parser.text(SHARED[switch]))
    other = parser.add_argument_group(parser.text(N_("other options")))
    folder = parser.text(SHARED["--data-dir"])
    # Without defaults, which would undo what stands before the command.
    lang = parser.text(SHARED["--lang"])
    other.add_argument("--lang", choices=LANGUAGES, metavar="LANG", default=argparse.SUPPRESS, help=lang)
    other.add_argument("--data-dir", metavar="DIR", default=argparse.SUPPRESS, help=folder)
    other.add_argument("--help", "-h", action="help", help=parser.text(SHARED["--help"]))


def _how(given: argparse.Namespace) -> dict[str, str]:
    """Of what is to be enlarged."""
    return {name: getattr(given, name) for name in ("scale", "kind") if hasattr(given, name)}


def _fields(given: argparse.Namespace) -> dict[str, str]:
    """As the form sends them; what was not given is left out."""
    names = {"prompt": "prompt", "model": "model", "steps": "steps", "count": "count", "seed": "seed"}
    names |= {"guidance": "guidance", "negative": "negative_prompt"}
    fields = {ours: getattr(given, name) for name, ours in names.items() if getattr(given, name) is not None}
    if given.size is not None:
        size = re.fullmatch(r"(\d{1,5})\s*[x×*]\s*(\d{1,5})", given.size.strip(), re.IGNORECASE | re.ASCII)
        fields |= dict(zip(("width", "height"), size.groups() if size else (given.size, given.size), strict=True))
    if given.sample:
        fields["sample"] = "1"
    if given.all:
        fields["unfold"] = "every"
    return fields
