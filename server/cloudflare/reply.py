"""What came back over the wire, before anybody has read it."""

from __future__ import annotations

from collections.abc import Mapping

from server.common.hidden import Hidden


class Reply(Hidden, frozen=True):
    """An HTTP answer, whole. `headers` has lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_json(self) -> bool:
        return "json" in self.headers.get("content-type", "") or self.body[:1] == b"{"

    @property
    def is_web_page(self) -> bool:
        start = self.body[:512].lstrip().lower()
        return "text/html" in self.headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html"))
