"""The styles that come with the program: complete in both languages, each with a preview."""

from __future__ import annotations

import pytest
from previews import PREVIEWS

from server.common.i18n import translate
from server.common.paths import STATIC
from server.paintings.models import MODELS
from server.paintings.variables import has_variables
from server.prompts.applied_style import find_style, in_style, style_behind
from server.prompts.built_in_styles import BUILT_IN, BuiltInStyle
from server.prompts.languages import language_of
from server.prompts.styles import Style, Styles, to_json

NONE = Styles("", lambda _: None)
PROMPTS = {"en": "a red kite above the sea", "zh": "海上的红风筝"}


@pytest.mark.parametrize("style", BUILT_IN.values(), ids=str)
def test_a_style_is_whole_in_both_languages(style: BuiltInStyle) -> None:
    assert translate("zh-CN", style.name) != style.name
    for template, language in ((style.english, "en"), (style.chinese, "zh")):
        assert template.count("{prompt}") == 1
        assert not has_variables(template.replace("{prompt}", "x"))
        assert language_of(template.replace("{prompt}", "")) == language
        assert "  " not in template
    assert len(style.english) < min(model.prompt_limit for model in MODELS.values()) / 2
    assert (STATIC / "styles" / f"{style.id}.webp").is_file()


def test_there_is_a_preview_for_each_and_no_other() -> None:
    assert set(PREVIEWS) == set(BUILT_IN)
    assert {file.stem for file in (STATIC / "styles").glob("*.webp")} == set(BUILT_IN)


@pytest.mark.parametrize("language", PROMPTS)
def test_every_style_is_recognised_in_what_was_sent(language: str) -> None:
    prompt = PROMPTS[language]
    for name in BUILT_IN:
        style = find_style(NONE, f"built-in/{name}")
        assert style is not None
        sent = style.applied_to(prompt)
        assert prompt in sent
        assert style_behind(NONE, prompt, sent) == style
    assert style_behind(NONE, prompt, f"{prompt}, as nobody knows it") is None
    assert style_behind(NONE, "", "oil") is None


def test_ones_own_styles_have_one_template_for_all_languages() -> None:
    styles = Styles(to_json([Style("ink", "{prompt}, ink", "colour")]), lambda _: None)
    fields = {"prompt": "一只猫", "style": "own/ink", "negative_prompt": "fog"}

    assert in_style(fields, styles) == {"prompt": "一只猫, ink", "typed": "一只猫", "negative_prompt": "fog, colour"}
    assert in_style(fields | {"prompt": " "}, styles) == {"prompt": " ", "negative_prompt": "fog"}
    assert in_style(fields | {"typed": "ein Kater"}, styles)["typed"] == "ein Kater"
