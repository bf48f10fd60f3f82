"""What a request says its body is, kept from Robyn, which would take forms apart and answer bad ones with 500.

See docs/facts.md#robyn-answers-malformed-multipart-with-a-bare-500.
"""

from __future__ import annotations

from robyn import Request

UNTOUCHED = "application/octet-stream"
"""What Robyn is told that every body is, so that it hands it on as it came."""


def own_content_type(request: Request) -> None:
    """Give a request the type its sender named back; `UNTOUCHED` stands behind it."""
    *named, _ours = [value for name, value in request.headers.multi_items() if name == "content-type"]
    request.headers.set("content-type", named[0] if named else "")
