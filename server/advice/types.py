"""What a piece of advice consists of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Action(Enum):
    """The control to offer beside the sentence."""

    RETRY = "retry"
    WAIT = "wait"
    REWORD = "reword"
    SHORTEN = "shorten"
    CONNECT = "connect"
    SETTINGS = "settings"
    SAVE_AS = "save_as"
    NONE = "none"


class Cost(Enum):
    """What a failed painting took from the user's allocation, as honestly as it can be known from here."""

    NOTHING = "nothing"
    MAYBE = "maybe"
    CHARGED = "charged"


@dataclass(frozen=True, slots=True)
class Advice:
    """`next_step` may be empty where the sentence says it all."""

    sentence: str
    next_step: str
    action: Action
    cost: Cost
