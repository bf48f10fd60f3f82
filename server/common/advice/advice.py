"""What a piece of advice consists of."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct


class Action(Enum):
    """What helps; `controls.CONTROLS` has the button for each. NONE: nothing that can be pressed would help."""

    RETRY = "retry"
    ONCE_MORE = "once_more"
    WAIT = "wait"
    PAINT_AGAIN = "paint_again"
    REWORD = "reword"
    SHORTEN = "shorten"
    PARAMETERS = "parameters"
    PICTURES = "pictures"
    MODEL = "model"
    CONNECT = "connect"
    KEYRING = "keyring"
    SETTINGS = "settings"
    HELPERS = "helpers"
    PLACES = "places"
    PLAN = "plan"
    GATEWAY = "gateway"
    WITHOUT_GATEWAY = "without_gateway"
    TOKENS = "tokens"
    LICENCE = "licence"
    SUPPORT = "support"
    STATUS = "status"
    SAVE_AS = "save_as"
    SAVE_AGAIN = "save_again"
    REVEAL = "reveal"
    ANSWER = "answer"
    FOLDER = "folder"
    LOGS = "logs"
    CHOOSE = "choose"
    RELOAD = "reload"
    NONE = "none"


class Cost(Enum):
    """What a failed painting took from the user's allocation, as honestly as it can be known from here."""

    NOTHING = "nothing"
    MAYBE = "maybe"
    CHARGED = "charged"


class Advice(Struct, frozen=True):
    """`next_step` may be empty where the sentence says it all. `also` is offered beside `action`."""

    sentence: str
    next_step: str
    action: Action
    cost: Cost
    also: tuple[Action, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """All to be offered, the one that helps most first."""
        return tuple(action for action in (self.action, *self.also) if action is not Action.NONE)


def hint(sentence: str) -> Advice:
    """For a field of a form: the sentence says what to do, and the field is there to do it in."""
    return Advice(sentence, "", Action.NONE, Cost.NOTHING)


def local(sentence: str, next_step: str, action: Action = Action.RETRY, *also: Action) -> Advice:
    return Advice(sentence, next_step, action, Cost.NOTHING, also)
