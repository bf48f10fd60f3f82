"""Advice for prompts with something left open, and for styles: what is written in fields and files."""

from __future__ import annotations

from collections.abc import Mapping

from server.common.advice.advice import Action, Advice, hint, local
from server.common.i18n import N_

PROMPTS: Mapping[str, Advice] = {
    "prompt_empty": hint(N_("Write what you would like to see.")),
    "choice_unclosed": hint(N_("A choice in curly brackets is not closed.")),
    "syntax_foreign": local(
        N_("Part of the prompt is written as another program has it, and means nothing here."),
        N_("Write it in other words, or put a backslash before it to send it as it is."),
        Action.NONE,
    ),
    "remark_unclear": local(
        N_("Part of the prompt looks like a remark, or like words for the model."),
        N_("Leave it out, or put a backslash before the # to send it."),
        Action.NONE,
    ),
    "chosen_too_many": hint(N_("Too many are to be chosen at once: 20 is the limit.")),
    "list_unknown": local(
        N_("A list that the prompt names is not there."),
        N_("Put a text file of that name, one entry a line, into the folder wildcards beside your pictures."),
        Action.NONE,
    ),
    "list_empty": hint(N_("A list that the prompt names has no entries.")),
    "list_unreadable": hint(N_("A list cannot be read. It should be a text file in UTF-8.")),
    "list_too_large": hint(N_("A list is too large: up to 20,000 lines and 2 MB can be used.")),
    "lists_in_circles": hint(N_("A list names itself, directly or by way of another.")),
    "variables_too_deep": hint(N_("Too many brackets or lists are inside each other.")),
    "combinations_too_many": hint(N_("There are too many combinations to paint at once: 64 is the limit.")),
    "expansion_too_long": hint(N_("What comes out of this prompt is too long.")),
    "style_empty": local(N_("A style needs a name and a text."), "", Action.NONE),
    "style_too_long": local(
        N_("This style is too long."), N_("A name has up to 80 characters, a text 4,000."), Action.NONE
    ),
    "style_name_taken": local(N_("Another style has this name."), N_("Choose another one."), Action.NONE),
    "style_columns": local(
        N_("It has more columns than the heading: a text with commas in it has to stand in quotes."),
        "",
        Action.NONE,
    ),
    "style_quote": local(N_("A quote is not closed."), "", Action.NONE),
    "style_unreadable": local(N_("It is no style."), "", Action.NONE),
    "styles_too_many": local(N_("There are 1,000 styles already."), N_("Delete some of them first."), Action.NONE),
    "styles_too_large": local(
        N_("This file of styles is too large to be read here."), N_("Up to 4 MB can be taken."), Action.NONE
    ),
    "no_styles": local(
        N_("No styles were found in this file."), N_("It should be JSON, or a CSV table with names."), Action.NONE
    ),
}
