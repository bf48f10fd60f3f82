"""The style that the form has on: one of those that come with the program, or one of the user's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from server.prompts.built_in_styles import BUILT_IN, BuiltInStyle
from server.prompts.languages import language_of
from server.prompts.styles import Style, Styles

BUILT_IN_KEY = "built-in/"
OWN_KEY = "own/"
"""What a key begins with, as the form's field and the settings have it; the id or name follows."""


class AppliedStyle(Struct, frozen=True):
    """`name` is a message where the style is `built_in`. A prompt in Chinese gets the Chinese template."""

    key: str
    name: str
    english: str
    chinese: str
    avoided: str = ""
    built_in: str = ""

    def applied_to(self, prompt: str) -> str:
        template = self.chinese if language_of(prompt) == "zh" else self.english
        return Style(self.name, template).applied_to(prompt)


def built_in_styles() -> Iterator[AppliedStyle]:
    yield from map(_of_built_in, BUILT_IN.values())


def own_styles(styles: Styles) -> Iterator[AppliedStyle]:
    """By name."""
    yield from map(_of_own, styles)


def find_style(styles: Styles, key: str) -> AppliedStyle | None:
    """None where there is none of that key, or no more."""
    if key.startswith(OWN_KEY):
        own = styles.get(key.removeprefix(OWN_KEY))
        return None if own is None else _of_own(own)
    built_in = BUILT_IN.get(key.removeprefix(BUILT_IN_KEY)) if key.startswith(BUILT_IN_KEY) else None
    return None if built_in is None else _of_built_in(built_in)


def style_behind(styles: Styles, prompt: str, sent: str) -> AppliedStyle | None:
    """The style that makes of a prompt what was sent, or None."""
    if not prompt.strip() or len(sent) <= len(prompt):
        return None
    every = (*built_in_styles(), *own_styles(styles))
    return next((style for style in every if style.applied_to(prompt) == sent), None)


def in_style(fields: Mapping[str, str], styles: Styles) -> dict[str, str]:
    """A form's fields as they are ordered: the prompt in its style, and what it was made from as typed."""
    left = {name: value for name, value in fields.items() if name != "style"}
    style = find_style(styles, fields.get("style", ""))
    prompt = left.get("prompt", "")
    if style is None or not prompt.strip():
        return left
    left |= {"prompt": style.applied_to(prompt), "typed": left.get("typed", "").strip() or prompt}
    if style.avoided and "negative_prompt" in left:
        left["negative_prompt"] = with_avoided(left["negative_prompt"], style)
    return left


def with_avoided(negative_prompt: str, style: AppliedStyle) -> str:
    return ", ".join(part for part in (negative_prompt.strip(), style.avoided) if part)


def without_avoided(negative_prompt: str, style: AppliedStyle) -> str:
    """What was in the form before the style added its own."""
    if not style.avoided or not negative_prompt.endswith(style.avoided):
        return negative_prompt
    return negative_prompt.removesuffix(style.avoided).rstrip(", ")


def _of_built_in(style: BuiltInStyle) -> AppliedStyle:
    return AppliedStyle(
        f"{BUILT_IN_KEY}{style.id}", style.name, style.english, style.chinese, style.avoided, built_in=style.id
    )


def _of_own(style: Style) -> AppliedStyle:
    return AppliedStyle(f"{OWN_KEY}{style.name}", style.name, style.prompt, style.prompt, style.negative_prompt)
