"""Help with prompts: what becomes of a prompt between the field it is typed into and the model."""

from __future__ import annotations

from server.paintings.variables import escape


def draft_of(prompt: str, sent: str | None) -> dict[str, str]:
    """What a painting's prompt, as typed and as sent, puts into the form, so that the same would be sent again."""
    if sent is None:
        return {"draft": escape(prompt), "typed": ""}
    return {"draft": escape(sent), "typed": prompt}
