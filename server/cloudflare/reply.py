"""What came back over the wire, before anybody has read it."""

from __future__ import annotations

from collections.abc import Mapping

from server.common.hidden import Hidden


class Reply(Hidden, frozen=True):
    """An HTTP answer, whole. `headers` has lower-case names; `through_gateway`: an AI Gateway was asked."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    through_gateway: bool = False

    @property
    def is_json(self) -> bool:
        return "json" in self.headers.get("content-type", "") or self.looks_like_json

    @property
    def looks_like_json(self) -> bool:
        """Whatever its label says."""
        return self.body[:64].lstrip()[:1] == b"{"

    @property
    def is_web_page(self) -> bool:
        start = self.body[:512].lstrip().lower()
        return "text/html" in self.headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html"))
