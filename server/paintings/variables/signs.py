"""The signs that mean something in a prompt, as patterns. templates/behaviour/atelier/texts.js knows the same ones."""

from __future__ import annotations

import re

# A list's name is a path as file systems allow it, and in front of it may stand how to choose. With a blank in it there
# has to be one, or a sign, before and behind it too: snake__case of two words names no list.
_NAMED = r"(?:(?!__)[^\n\r\t:<>\"|{}$\\]){1,200}?"
LIST = (
    r"__(?=[^\n_]{0,60}(?:[^\W_]|\*))"
    r"(?:(?=(?:(?!__)\S){1,200}__)|(?<![A-Za-z0-9]__)(?=(?:(?!__)[^\n]){1,200}__(?![A-Za-z0-9])))"
    rf"(?P<how>[~@!]?)(?P<list>(?![\s_,;]){_NAMED}(?<![\s_,;]))__"
)

ESCAPED = r"\\(?P<escaped>[{}|_~@!]|[$%](?=\{)|\$(?=\$)|#(?=#*(?:\s|$)))"

FOREIGN = (
    r"[$%]\{[^\n{}]{0,40}\}?"  # ${name}, ${name=value}, %{one$$in the other}
    r"|\{%-?\s*[a-z_]+[^\n{}]{0,40}\}?"  # Jinja's {% … %}
    r"|\{\{-?\s*[a-z_][\w.]*\s*\([^\n{}]{0,40}(?:\}\})?"  # its {{ choice(…) }}
    r"|\{#[^\n{}|]{0,40}#\}"  # and its remarks
    r"|__(?=[^\W_])[^\n_{}|()$]{1,60}\([^\n()]{1,60}=[^\n()]{0,60}\)__"  # __name(value=x)__
    r"|(?<![^\W_])__(?=[^\W_])[^\n_{}|$]{0,60}\{[^\n{}]{0,60}\}[^\n_{}|$]{0,60}__"  # __colours-{a|b}__
)

REMARK = r"(?:(?<!\S)|(?<=__))#+(?=\s|$)[^\n]*"

_ANY_ESCAPED = re.compile(ESCAPED)
_SIGNS = re.compile(r"[{|}]")
_LISTED = re.compile(LIST)
_COUNTED = re.compile(r"\{\s*[~@!]?\s*(?:\d{1,4}(?:-\d{0,4})?|-\d{1,4})\$\$")
_FOREIGN = re.compile(rf"(?<!\\)(?:{FOREIGN})")
_REMARK = re.compile(REMARK)
_TO_ESCAPE = re.compile(r"[{}|_]|(?<=\\)[~@!]|(?:(?<!\S)|(?<=\\))#(?=#*(?:\s|$))|(?<=\\)\$(?=\$)")


def has_variables(text: str) -> bool:
    """Whether anything is left open, at first sight: what is in it may turn out to be plain text after all."""
    bare = _ANY_ESCAPED.sub("", text)
    return _has_choice(bare) or _COUNTED.search(bare) is not None or _LISTED.search(bare) is not None


def is_open(text: str) -> bool:
    """Whether what is sent may differ from what is written, or something in it has to be asked about first."""
    return "\\" in text or has_variables(text) or bool(remarks_in(text)) or bool(foreign_in(text))


def foreign_in(text: str) -> list[str]:
    """What is written as other programs have it, and means nothing here."""
    return [found[0].strip() for found in _FOREIGN.finditer(text)]


def remarks_in(text: str) -> list[str]:
    return [found[0].strip() for found in _REMARK.finditer(text)]


def without_remarks(text: str) -> str:
    """A line that is nothing else goes as a whole."""
    return re.sub(rf"[^\S\n]*{REMARK}", "", re.sub(rf"(?m)^[^\S\n]*{REMARK}(?:\n|\Z)", "", text))


def escape(text: str) -> str:
    """A text that means itself."""
    means_more = has_variables(text) or remarks_in(text) or foreign_in(text) or _ANY_ESCAPED.search(text)
    return _TO_ESCAPE.sub(r"\\\g<0>", text) if means_more else text


def _has_choice(bare: str) -> bool:
    """Whether a bar stands inside brackets."""
    depth = 0
    for sign in _SIGNS.findall(bare):
        if sign == "|" and depth:
            return True
        depth = max(0, depth + {"{": 1, "}": -1, "|": 0}[sign])
    return False
