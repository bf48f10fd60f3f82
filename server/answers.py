"""Reading what Cloudflare answers."""

from __future__ import annotations

from dataclasses import dataclass

from server.pictures import Picture


@dataclass(frozen=True, slots=True)
class Answer:
    """A picture that was paid for; `neurons` is what Cloudflare says it cost, where it says so."""

    picture: Picture
    neurons: float | None
