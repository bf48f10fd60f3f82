"""For every error code: a plain sentence, a next step, the button that helps, and what it cost. Texts are msgids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.common.advice.advice import Action, Advice, Cost
from server.common.advice.cloudflare_advice import CLOUDFLARE
from server.common.advice.computer_advice import HERE
from server.common.advice.controls import CONTROLS, DASHBOARD, PARTS, TOKEN_PAGE, ActionButton, Means
from server.common.advice.helper_advice import WORDS
from server.common.advice.network_advice import NETWORK
from server.common.advice.prompt_advice import PROMPTS
from server.common.i18n import N_

__all__ = [
    "ADVICE",
    "CONTROLS",
    "COSTS",
    "DASHBOARD",
    "GENERAL",
    "PARTS",
    "TOKEN_PAGE",
    "Action",
    "ActionButton",
    "Advice",
    "Cost",
    "Means",
    "advise",
]

ADVICE: Mapping[str, Advice] = MappingProxyType({**CLOUDFLARE, **NETWORK, **HERE, **PROMPTS, **WORDS})

GENERAL = Advice(
    sentence=N_("Something went wrong that this program did not expect."),
    next_step=N_("Try again. If it comes back, the log file in the data folder says more."),
    action=Action.RETRY,
    cost=Cost.MAYBE,
)

COSTS: Mapping[Cost, str] = MappingProxyType(
    {
        Cost.NOTHING: N_("Nothing was charged."),
        Cost.MAYBE: N_("It may have been charged."),
        Cost.CHARGED: N_("It was charged all the same."),
    }
)


def advise(code: str) -> Advice:
    """The advice for an error's code, or a general one."""
    return ADVICE.get(code, GENERAL)
