"""Everything that reaches a page over the network, counted by the browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Page


class Wire:
    """Counts from now on, headers and event streams too. Sizes are those on the wire, compressed where they are."""

    def __init__(self, page: Page) -> None:
        self.requests = 0
        self.unpacked = 0
        self._received: Counter[str] = Counter()
        self._events = page.context.new_cdp_session(page)
        for event, handler in (
            ("Network.requestWillBeSent", self._asked),
            ("Network.responseReceived", self._began),
            ("Network.dataReceived", self._went_on),
            ("Network.loadingFinished", self._ended),
        ):
            self._events.on(event, handler)
        self._events.send("Network.enable")

    @property
    def received(self) -> int:
        return self._received.total()

    def reset(self) -> None:
        self.requests = self.unpacked = 0
        self._received.clear()

    def _asked(self, event: Mapping[str, Any]) -> None:
        self.requests += not event["request"]["url"].startswith("data:")
        redirect = event.get("redirectResponse")
        if redirect:
            self._received[f"redirect to {event['requestId']}"] += int(redirect["encodedDataLength"])

    def _began(self, event: Mapping[str, Any]) -> None:
        self._received[event["requestId"]] += int(event["response"]["encodedDataLength"])

    def _went_on(self, event: Mapping[str, Any]) -> None:
        self.unpacked += int(event["dataLength"])
        # Of an event stream, which never ends, this is all there is; of others the sum follows.
        self._received[event["requestId"]] += int(event["encodedDataLength"] or 0)

    def _ended(self, event: Mapping[str, Any]) -> None:
        self._received[event["requestId"]] = max(self._received[event["requestId"]], int(event["encodedDataLength"]))
