"""Pictures a model is given: made to fit, and kept in the data folder until nobody needs them."""

from __future__ import annotations

from server.library.inputs.masking import keep_masked
from server.library.inputs.shelf import InputGone, Inputs

__all__ = ["InputGone", "Inputs", "keep_masked"]
