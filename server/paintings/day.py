"""Cloudflare's day, which begins at 00:00 UTC wherever somebody is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

FREE_NEURONS = 10_000
"""What an account may use in a day without paying, whatever its plan."""


def day_of(moment: float) -> str:
    """`2026-11-24`, of a moment in seconds since 1970."""
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"


def reset_after(moment: float) -> float:
    """When the next day begins, in seconds since 1970."""
    today = datetime.fromtimestamp(moment, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return (today + timedelta(days=1)).timestamp()
