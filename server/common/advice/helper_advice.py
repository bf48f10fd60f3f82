"""Advice for what can go wrong when prompts are translated, enriched and read off pictures."""

from __future__ import annotations

from collections.abc import Mapping

from server.common.advice.advice import Action, Advice, Cost
from server.common.i18n import N_

WORDS: Mapping[str, Advice] = {
    "helper_silent": Advice(
        N_("The language model's answer was empty."),
        N_("Try again, or choose another helper in the settings."),
        Action.RETRY,
        Cost.CHARGED,
        also=(Action.HELPERS,),
    ),
    "helper_only_thought": Advice(
        N_("The language model thought for so long that no room was left for an answer."),
        N_("Try again, shorten the prompt, or choose another helper in the settings."),
        Action.RETRY,
        Cost.CHARGED,
        also=(Action.HELPERS,),
    ),
    "translation_too_long": Advice(
        N_("The translation is longer than the model takes, so nothing was painted with it."),
        N_("Shorten the prompt, or translate it yourself. The translation was charged, the painting was not."),
        Action.SHORTEN,
        Cost.CHARGED,
    ),
    "variables_not_helped": Advice(
        N_("A prompt with variables cannot be translated or enriched as a whole."),
        N_("Do that first, then add the variables. In the settings, each painting's own prompt can be translated."),
        Action.HELPERS,
        Cost.NOTHING,
    ),
}
