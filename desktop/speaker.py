"""What the program says while there is no page: on stderr, in the system's language."""

from __future__ import annotations

import logging
import sys

from desktop.wishes import NoWindow
from server.common.i18n import N_, best_language, translate

log = logging.getLogger(__name__)


class Speaker:
    def __init__(self, system_language: str) -> None:
        self.system_language = system_language
        self.language = best_language(system_language)

    def say(self, message: str, **values: object) -> None:
        sys.stderr.write(f"{self.text(message, **values)}\n")

    def text(self, message: str, **values: object) -> str:
        return translate(self.language, message, **values)

    def explain(self, trouble: NoWindow) -> None:
        """Why there is no window, and how the program goes on."""
        log.warning("no window: %s", trouble)
        self.say(N_("No window can be opened."))
        self.say(trouble.message)
        if trouble.detail:
            sys.stderr.write(f"{trouble.detail}\n")
        self.say(N_("Going on in the browser."))

    def explanation(self, trouble: NoWindow) -> str:
        """The same for a message, which says how to end the program, too."""
        why = "\n".join(filter(None, (self.text(trouble.message), trouble.detail, trouble.cure)))
        how = self.text(N_("The page opens in your browser. “Quit the program”, at its top right, ends the program."))
        return f"{why}\n\n{how}"

    def failure(self, error: Exception) -> tuple[str, str]:
        """Headline and reason. The reason is the system's or a library's own words: there is no better one."""
        cause = error.__cause__ or error
        return self.text(N_("The program could not start")), f"{type(cause).__name__}: {cause}"

    def say_failure(self, error: Exception) -> None:
        sys.stderr.write(": ".join(self.failure(error)) + "\n")
