"""What the built-in painter says where a model for words would be asked: text that calls itself a sample."""

from __future__ import annotations

TRANSLATE = "Translate"
DESCRIBE = "Describe"


def sample_words(instructions: object, text: object) -> str:
    """`instructions` are those of server.prompts.helper_prompt, by whose beginning they are told apart."""
    wish = instructions if isinstance(instructions, str) else DESCRIBE  # the parts of a message with a picture
    if wish.startswith(TRANSLATE):
        return f"sample text in place of a translation: {text}"
    if wish.startswith(DESCRIBE):
        return "sample text in place of a description: a small boat on a calm lake at dawn"
    return f"{text}, soft morning light, fine detail (sample text)"
