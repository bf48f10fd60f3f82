"""Prompts with something left open: `{red|blue}` for one of several, `__name__` for a line of a list, both nested.

What has no bar inside its brackets is no choice: `{prompt}` and JSON stay as they are. `3::red` weighs three times as
much when drawn by chance. As in Dynamic Prompts (https://github.com/adieyal/dynamicprompts/blob/main/docs/SYNTAX.md):

- `{2$$a|b|c}` two of them, `{1-2$$ and $$a|b}` one or both with “ and ” between; in every order, and none twice
- `{~a|b}` by chance and `{@a|b}` one after the other, also where every combination is painted; `{!a|b}` each in turn
- `__col*__` the lines of all lists of such names, `{2$$__colour__}` two lines, `__~name__`, `__@name__`, `__!name__`
- `# …` a remark to the end of its line, in a prompt that has any of this

What else of that program's syntax is met is refused by name (`foreign`), for it would be paid for and sent as it is. A
backslash before a sign takes its meaning away, and goes itself.
"""

from __future__ import annotations

from server.paintings.variables.parser import DEEPEST, Lookup, parse, read
from server.paintings.variables.signs import escape, foreign_in, has_variables, is_open, remarks_in
from server.paintings.variables.template import Choice, How, Misspelt, Template
from server.paintings.variables.writer import LONGEST, MOST_STEPS, Writer

__all__ = [
    "DEEPEST",
    "LONGEST",
    "MOST_STEPS",
    "Choice",
    "How",
    "Lookup",
    "Misspelt",
    "Template",
    "Writer",
    "escape",
    "foreign_in",
    "has_variables",
    "is_open",
    "parse",
    "read",
    "remarks_in",
]
