"""Figures out of samples."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles


def p95(samples: Sequence[float]) -> float:
    return quantiles(samples, n=20)[-1]


def spread(samples: Sequence[float], *, digits: int = 0) -> str:
    """`median (least to most)`, so that a noisy machine shows."""
    return f"{median(samples):.{digits}f} ({min(samples):.{digits}f} to {max(samples):.{digits}f})"
