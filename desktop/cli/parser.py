"""argparse in the user's language: it speaks English only, from texts of its own."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NoReturn

from server.common.i18n import N_, translate

MISTAKES: Mapping[str, str] = {
    r"unrecognized arguments: (?P<what>.+)": N_("this is not known here: {what}"),
    r"the following arguments are required: (?P<what>.+)": N_("this is missing: {what}"),
    r"argument (?P<option>.+?): expected one argument": N_("{option} needs a value"),
    r"argument (?P<option>.+?): ignored explicit argument .*": N_("{option} takes no value"),
    r"argument (?P<option>.+?): not allowed with argument (?P<other>.+)": N_("{option} does not go with {other}"),
    r"argument (?P<option>.+?): invalid choice: '?(?P<what>.*?)'? \(choose from (?P<known>.+)\)": N_(
        "{option} does not know “{what}”; it knows {known}"
    ),
}
"""What argparse says, as a pattern, to what we say."""


class Parser(argparse.ArgumentParser):
    """`language` is one of ours. There is neither a `--help` nor a heading that is not added."""

    def __init__(self, *args: Any, language: str = "en", **settings: Any) -> None:  # noqa: ANN401 - argparse's own
        self.language = language
        plain = {"add_help": False, "allow_abbrev": False, "formatter_class": _formatter(language)}
        super().__init__(*args, **{**plain, **settings})

    def text(self, message: str, **values: object) -> str:
        return translate(self.language, message, **values)

    def error(self, message: str) -> NoReturn:
        super().error(self._in_our_words(message))

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        if message:
            message = message.replace(": error: ", self.text(N_(": error: ")), 1)
        super().exit(status, message)

    def _in_our_words(self, message: str) -> str:
        for pattern, ours in MISTAKES.items():
            if found := re.fullmatch(pattern, message, re.DOTALL):
                return self.text(ours, **found.groupdict())
        return message


def _formatter(language: str) -> Callable[..., argparse.HelpFormatter]:
    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(
            self,
            usage: str | None,
            actions: Iterable[argparse.Action],
            groups: Iterable[argparse._MutuallyExclusiveGroup],
            prefix: str | None = None,
        ) -> None:
            ours = translate(language, N_("usage: ")) if prefix is None else prefix
            super().add_usage(usage, actions, groups, ours)

    return Formatter
