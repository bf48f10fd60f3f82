"""What pages send to have a prompt helped with."""

from __future__ import annotations

from robyn import Request

from server.errors import BadInput
from server.forms import MAX_DRAFT, read_fields
from server.preferences import UNFOLDING


def parse_preview(request: Request) -> tuple[str, bool]:
    """A prompt, and whether every combination is wanted. Raises BadInput."""
    fields = read_fields(request, required={"prompt", "unfold"})
    if fields["unfold"] not in UNFOLDING:
        raise BadInput({"unfold": "unknown_value"})
    return fields["prompt"].replace("\r\n", "\n").strip()[:MAX_DRAFT], fields["unfold"] == "every"
