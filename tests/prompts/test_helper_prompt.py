"""What a helper is asked, and what is made of its answer, whatever shape that has."""

from __future__ import annotations

from typing import Any

import pytest

from server.common.errors import UpstreamError
from server.paintings.models.helpers import (
    DEFAULTS,
    GEMMA,
    GLM,
    GRANITE,
    HELPERS,
    LLAVA,
    M2M100,
    MOONDREAM,
    Task,
    helper_for,
    helpers_for,
    tokens,
)
from server.prompts.helper_prompt import LONGEST_ANSWER, HelperPrompt, question, text_of
from server.prompts.languages import is_foreign, language_of


def chat(content: object, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"choices": [{"message": {"role": "assistant", "content": content, **changes}, "finish_reason": "stop"}]}


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        ({"translated_text": "a fox"}, "a fox"),
        ({"response": " a fox\n"}, "a fox"),
        ({"description": " a fox"}, "a fox"),
        ({"caption": "a fox"}, "a fox"),
        (chat("a fox"), "a fox"),
        (chat([{"type": "text", "text": "a "}, {"type": "text", "text": "fox"}]), "a fox"),
        (chat("a fox", reasoning_content="Let me think"), "a fox"),
        (chat("<think>a badger?</think>\n\na fox"), "a fox"),
        ({"choices": [{"text": "a fox"}]}, "a fox"),
        (chat('"a fox"'), "a fox"),
        (chat("“a fox”"), "a fox"),
        (chat('a sign says "fox"'), 'a sign says "fox"'),
        (chat('"fox" and "badger"'), '"fox" and "badger"'),
        (chat("```\na fox\n```"), "a fox"),
        (chat("Prompt: a fox"), "a fox"),
        (chat("**Prompt:** a fox"), "a fox"),
        (chat("English translation: a fox"), "a fox"),
        (chat(None) | {"response": "a fox"}, "a fox"),
        (chat("x" * (LONGEST_ANSWER + 5)), "x" * LONGEST_ANSWER),
    ],
)
def test_every_shape_of_answer_is_read(answer: dict[str, Any], text: str) -> None:
    assert text_of(answer) == text


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({}, "helper_silent"),
        ({"choices": []}, "helper_silent"),
        ({"choices": "none"}, "helper_silent"),
        ({"choices": [None]}, "helper_silent"),
        ({"response": {"a": 1}}, "helper_silent"),
        (chat(""), "helper_silent"),
        (chat(" \n"), "helper_silent"),
        (chat(None, reasoning_content="Let me think"), "helper_only_thought"),
        (chat("<think>and so on"), "helper_silent"),
        ({"choices": [{"message": {"content": ""}, "finish_reason": "length"}]}, "helper_only_thought"),
    ],
)
def test_an_answer_without_words_is_named(answer: dict[str, Any], code: str) -> None:
    with pytest.raises(UpstreamError) as caught:
        text_of(answer)

    assert caught.value.code == code


def test_each_shape_is_asked_as_it_wants_to_be() -> None:
    path, fields = question(M2M100, HelperPrompt(Task.TRANSLATE, "一只狐狸"))
    assert (path, fields) == (f"/run/{M2M100.id}", {"text": "一只狐狸", "source_lang": "zh", "target_lang": "en"})
    path, fields = question(LLAVA, HelperPrompt(Task.DESCRIBE, picture=b"\xff\xd8"))
    assert (path, fields["image"]) == (f"/run/{LLAVA.id}", [255, 216])
    path, fields = question(MOONDREAM, HelperPrompt(Task.DESCRIBE, picture=b"\xff\xd8"))
    assert (path, fields["image"]) == (f"/run/{MOONDREAM.id}", "data:image/jpeg;base64,/9g=")
    assert (fields["task"], fields["stream"], fields["reasoning"]) == ("query", False, False)
    assert "at most 80 words" in fields["question"]
    path, fields = question(GEMMA, HelperPrompt(Task.DESCRIBE, picture=b"\xff\xd8"))
    assert path == "/v1/chat/completions"
    assert fields["messages"][0]["content"][1]["image_url"]["url"] == "data:image/jpeg;base64,/9g="
    assert fields["chat_template_kwargs"] == {"enable_thinking": False}
    for english, said in ((True, "Write in English"), (False, "language of the user")):
        _, fields = question(GRANITE, HelperPrompt(Task.ENRICH, "a {language} fox", english=english))
        assert said in fields["messages"][0]["content"]
        assert fields["messages"][1] == {"role": "user", "content": "a {language} fox"}


def test_a_wish_does_not_show_what_is_in_it() -> None:
    assert "fox" not in repr(HelperPrompt(Task.ENRICH, "a fox", b"fox"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("", "en"),
        ("a quiet lake", "en"),
        ("the fox and the badger in a forest", "en"),
        ("宁静的湖面", "zh"),
        ("狐 fox 一只 小 小狐狸", "zh"),
        ("静かな湖の上の小舟", "ja"),
        ("조용한 호수", "ko"),
        ("тихое озеро на рассвете", "ru"),
        ("тихе озеро під місяцем, світанок її", "uk"),
        ("بحيرة هادئة", "ar"),
        ("ein Fuchs und ein Dachs im Wald, mit der Sonne", "de"),
        ("un renard dans la forêt avec des feuilles", "fr"),
        ("una zorra en el bosque con las hojas", "es"),
        ("a shop sign that says 你好, neon, rain, night street", "en"),
        ("12345 !?", "en"),
    ],
)
def test_the_language_is_known_by_its_letters_and_small_words(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("一只狐狸", True),
        ("тихое озеро", True),
        ("a quiet lake", False),
        ("ein Fuchs und ein Dachs im Wald", False),
        ("a shop sign that says 你好, neon, rain, night street", False),
        ("🦊🦊🦊", False),
        ("", False),
    ],
)
def test_only_other_letters_count_as_foreign(text: str, foreign: bool) -> None:
    assert is_foreign(text) is foreign


def test_what_it_will_take_follows_length_and_helper() -> None:
    assert tokens("一只小狐狸") == 5
    assert tokens("a quiet lake") == 3
    prompt = "水" * 30 + "a" * 120
    assert M2M100.estimate(Task.TRANSLATE, prompt) == pytest.approx(60 * 2 * 31_050 / 1e6)
    assert GRANITE.estimate(Task.TRANSLATE, prompt) < 1
    assert GLM.estimate(Task.ENRICH, prompt) > GRANITE.estimate(Task.ENRICH, prompt) > 0
    assert LLAVA.estimate(Task.DESCRIBE, "") == 0


def test_a_helper_that_cannot_or_is_gone_gives_way_to_the_usual_one() -> None:
    for task in Task:
        assert helpers_for(task)[0] is DEFAULTS[task]
        assert all(task in each.tasks for each in helpers_for(task))
        assert helper_for(task, "") is helper_for(task, "@cf/gone") is DEFAULTS[task]
    assert helper_for(Task.DESCRIBE, M2M100.id) is LLAVA
    assert helper_for(Task.TRANSLATE, GLM.id) is GLM
    assert len(HELPERS) == 7
