"""The models that help with words, as data: what each is asked by, what it takes and what it costs.

Prices are in neurons for a million tokens, from Cloudflare's price page; what a call really took is in its answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field


class Task(StrEnum):
    """What somebody wants to have done."""

    TRANSLATE = "translate"
    ENRICH = "enrich"
    DESCRIBE = "describe"


class HelperKind(StrEnum):
    """How a model is asked: as a translator, in a conversation, by the bytes of a picture, or about one."""

    TRANSLATION = "translation"
    CHAT = "chat"
    CAPTION = "caption"
    QUERY = "query"


class Helper(Struct, frozen=True):
    """`overhead` are the tokens of our own words around the prompt; `answer` those of a usual answer, None for as many
    as were asked with. `seconds` is the longest we wait. `extras` is sent along as it is.
    """

    id: str
    name: str
    shape: HelperKind
    tasks: frozenset[Task]
    per_million_in: float
    per_million_out: float
    seconds: float = 60
    max_tokens: int = 700
    extras: Mapping[str, Any] = field(default_factory=dict)

    def rates(self, task: Task) -> tuple[float, float]:
        """Neurons of a call as far as known beforehand: those of any, and those of each token of the prompt."""
        if task is Task.DESCRIBE:
            return (PICTURE_TOKENS * self.per_million_in + ANSWER_TOKENS * self.per_million_out) / 1e6, 0.0
        overhead = 0 if self.shape is HelperKind.TRANSLATION else OVERHEAD_TOKENS
        answer = ANSWER_TOKENS if task is Task.ENRICH else 0
        each = self.per_million_in + (self.per_million_out if task is Task.TRANSLATE else 0)
        return (overhead * self.per_million_in + answer * self.per_million_out) / 1e6, each / 1e6

    def estimate(self, task: Task, text: str) -> float:
        """Neurons."""
        base, each = self.rates(task)
        return base + each * tokens(text)


OVERHEAD_TOKENS = 90
"""Of the instructions that go before a prompt."""

ANSWER_TOKENS = 130
"""Of a prompt that was enriched, or of a description."""

PICTURE_TOKENS = 700
"""Of a picture as these models look at it, with the question."""

# Made ready when first used, for it takes 3 ms.
_WIDE = r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"


def tokens(text: str) -> int:
    """About how many: Chinese characters count one each, four other characters together one."""
    wide = len(re.findall(_WIDE, text))
    return wide + math.ceil((len(text) - wide) / 4)


_WORDS = frozenset({Task.TRANSLATE, Task.ENRICH})
_ALL = frozenset(Task)

M2M100 = Helper(
    id="@cf/meta/m2m100-1.2b",
    name="M2M100",
    shape=HelperKind.TRANSLATION,
    tasks=frozenset({Task.TRANSLATE}),
    per_million_in=31_050,
    per_million_out=31_050,
)
GRANITE = Helper(
    id="@cf/ibm-granite/granite-4.0-h-micro",
    name="Granite 4.0 H Micro",
    shape=HelperKind.CHAT,
    tasks=_WORDS,
    per_million_in=1_542,
    per_million_out=10_158,
)
LLAMA = Helper(
    id="@cf/meta/llama-3.2-3b-instruct",
    name="Llama 3.2 3B",
    shape=HelperKind.CHAT,
    tasks=_WORDS,
    per_million_in=4_625,
    per_million_out=30_475,
)
GLM = Helper(
    id="@cf/zai-org/glm-4.7-flash",
    name="GLM-4.7 Flash",
    shape=HelperKind.CHAT,
    tasks=_WORDS,
    per_million_in=5_500,
    per_million_out=36_400,
    max_tokens=2_500,  # it thinks before it answers, and what it thinks counts
    seconds=90,
)
GEMMA = Helper(
    id="@cf/google/gemma-4-26b-a4b-it",
    name="Gemma 4 26B",
    shape=HelperKind.CHAT,
    tasks=_ALL,
    per_million_in=9_091,
    per_million_out=27_273,
    seconds=90,
    extras=MappingProxyType({"chat_template_kwargs": {"enable_thinking": False}}),
)
LLAVA = Helper(
    id="@cf/llava-hf/llava-1.5-7b-hf",
    name="LLaVA 1.5 7B",
    shape=HelperKind.CAPTION,
    tasks=frozenset({Task.DESCRIBE}),
    per_million_in=0,
    per_million_out=0,
    max_tokens=512,
    seconds=120,
)

MOONDREAM = Helper(
    id="@cf/moondream/moondream3.1-9B-A2B",
    name="Moondream 3.1",
    shape=HelperKind.QUERY,
    tasks=frozenset({Task.DESCRIBE}),
    per_million_in=27_273,
    per_million_out=90_909,
    seconds=90,
    extras=MappingProxyType({"task": "query", "reasoning": False, "stream": False}),  # streams where nothing is said
)

_ALL_OF_THEM = (M2M100, GRANITE, LLAMA, GLM, GEMMA, LLAVA, MOONDREAM)
HELPERS: Mapping[str, Helper] = MappingProxyType({each.id: each for each in _ALL_OF_THEM})
DEFAULTS: Mapping[Task, Helper] = MappingProxyType({Task.TRANSLATE: M2M100, Task.ENRICH: GRANITE, Task.DESCRIBE: LLAVA})


def helpers_for(task: Task) -> list[Helper]:
    """Those that can do it, the usual one first."""
    usual = DEFAULTS[task]
    return [usual, *(each for each in HELPERS.values() if task in each.tasks and each is not usual)]


def helper_for(task: Task, chosen: str) -> Helper:
    """The chosen one, where it is there and can do it."""
    found = HELPERS.get(chosen)
    return found if found is not None and task in found.tasks else DEFAULTS[task]
