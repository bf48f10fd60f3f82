"""What a painting is: one row from the moment it is asked for, work and result in one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath
from typing import Any, NamedTuple, Protocol

from msgspec import Struct

from server.common.file_names import shown_name
from server.common.hidden import Hidden
from server.paintings.variables import is_open
from server.pictures.enlarging.wish import LOCAL, Enlargement, enlargement_of
from server.pictures.kinds import MOST_PIXELS

OWN = ".atelier"
"""The folder of ours among the user's pictures."""

TRASH = f"{OWN}/trash"
"""Where deleted pictures lie for a while; below it they keep the path they had."""


class State(StrEnum):
    """Where a painting stands. `INTERRUPTED`: the program ended while it was under way."""

    QUEUED = "queued"
    PAINTING = "painting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


class Reason(StrEnum):
    """What stands in the way of a painting that waits."""

    NETWORK = "network"
    CAPACITY = "capacity"
    PACE = "pace"
    ALLOWANCE = "allowance"


class PaintingRow(Protocol):
    """As SQLite gives them."""

    def keys(self) -> list[str]: ...

    def __getitem__(self, name: str, /) -> Any: ...  # noqa: ANN401 - whatever a column holds


ACTIVE = frozenset({State.QUEUED, State.PAINTING})
REPEATABLE = frozenset({State.FAILED, State.CANCELLED, State.INTERRUPTED})


class Wording(Hidden, frozen=True):
    """What a model is sent as the prompt, and the neurons it took to find that; None where none, or not said."""

    text: str
    neurons: float | None = None


class OfOrder(NamedTuple):
    """A painting and its order by their names alone, for what is asked with everything that is drawn."""

    id: int
    order_name: str


class Painting(Struct, frozen=True):
    """A row of the store. Times are seconds since 1970 (UTC), sizes pixels, `seconds` the time painting took.

    `uid` is the painting's name for all time, in its file too: it stays the same when rows are numbered anew.
    `file` is relative to the library's folder, or absolute where a picture had to be kept elsewhere. On a
    painting that is done, `error` names what its user should know about where it was kept. `place` is where it stands
    among all paintings: the microsecond it was ordered in, unless others had to make room. `model` is empty where a
    picture does not say how it was made. `missing` is when its file was found to have left the library's folder.
    `asked_width` and `asked_height` are the size ordered, None where the model has but one; `parent` is the uid of the
    painting this one was made from, `inputs` names the pictures it was made with (server.library.inputs). `turn` is
    where it stands in the queue, None for the place its id gives it.
    `prompt` is as it was typed, `prompt_sent` what the model got where that differs.
    `neurons` is what the picture cost, `translation` what having the prompt translated took, which of several paintings
    with one prompt the first one bears; both in neurons, None where that was not said.
    `not_before` is when it may begin, None for at once. `order_uid` is the order it belongs to, by a name for all time,
    None where that is not known, as of a copy.
    """

    id: int
    uid: str
    state: State
    prompt: str
    model: str
    steps: int
    sample: bool
    created: float
    started: float | None = None
    seconds: float | None = None
    file: str | None = None
    width: int | None = None
    height: int | None = None
    bytes: int | None = None
    neurons: float | None = None
    error: str | None = None
    error_detail: str | None = None
    deleted: float | None = None
    place: int = 0
    missing: float | None = None
    favourite: bool = False
    asked_width: int | None = None
    asked_height: int | None = None
    seed: int | None = None
    guidance: float | None = None
    negative_prompt: str = ""
    parent: str | None = None
    inputs: str = ""
    prompt_sent: str | None = None
    not_before: float | None = None
    turn: int | None = None
    translation: float | None = None
    order_uid: str | None = None

    @property
    def order_name(self) -> str:
        """What the paintings of its order, and no others, are named by: of one alone its own name."""
        return self.order_uid or self.uid

    @property
    def spent(self) -> float | None:
        """Neurons it cost in all, None where that is not known of its picture."""
        return None if self.neurons is None else round(self.neurons + (self.translation or 0.0), 4)

    @property
    def sent(self) -> str:
        """The prompt the model gets."""
        return self.prompt_sent or self.prompt

    @property
    def is_local(self) -> bool:
        """Whether this computer makes it, of another one: no account, no network, no cost."""
        return self.model.startswith(LOCAL)

    @property
    def is_free(self) -> bool:
        """Whether nobody is asked for it who counts, or who could have no time for it."""
        return self.sample or self.is_local

    @property
    def enlargement(self) -> Enlargement | None:
        """How its parent was enlarged; None where it was painted."""
        return enlargement_of(self.model)

    @property
    def hidden(self) -> bool:
        return self.deleted is not None or self.missing is not None

    @property
    def title(self) -> str:
        """What it is called where there is room for one line: its prompt, or its file's name."""
        return self.caption or PurePath(self.file_name).stem

    @property
    def is_beyond_limits(self) -> bool:
        """Whether its picture has more pixels than can be shown or changed."""
        return (self.width or 0) * (self.height or 0) > MOST_PIXELS

    @property
    def file_name(self) -> str:
        """As it is shown; empty where there is no file."""
        return shown_name(PurePath(self.file or "").name)

    @property
    def caption(self) -> str:
        """The prompt that tells it from others: as typed, but of one with variables what came out."""
        is_template = self.prompt_sent is not None and is_open(self.prompt)
        return self.sent if is_template else self.prompt

    @property
    def told(self) -> str:
        """The prompt, with what was sent of it below where that differs."""
        return self.prompt if self.prompt_sent is None else f"{self.prompt}\n→ {self.prompt_sent}"

    @property
    def ratio(self) -> float:
        """Width through height, of what was ordered while there is no picture yet."""
        width, height = self.width or self.asked_width, self.height or self.asked_height
        return round(width / height, 4) if width and height else 1.0

    @property
    def active(self) -> bool:
        return self.state in ACTIVE

    @property
    def repeatable(self) -> bool:
        return self.state in REPEATABLE


def painting_of(row: PaintingRow) -> Painting:
    """What a row of the table says."""
    values = {name: row[name] for name in row.keys()}  # noqa: SIM118 - a row iterates over its values
    flags = {name: bool(values[name]) for name in ("sample", "favourite")}
    return Painting(**{**values, **flags, "state": State(values["state"])})


class Order(Struct, frozen=True):
    """What a user asks for: `count` paintings of one prompt. `sample`: from the built-in painter.

    None stands for what the model takes no wish for, and `seed` None for a new one with each painting.
    `typed` is what the prompt was made from (put into a style, translated), empty where it was written as it is.
    `sent` says what each painting's model gets, where that is not the prompt. `every`: one painting of each combination
    of the prompt's variables, rather than `count` by chance. `uid` is the order's name for all time, which all parts of
    one have; empty for a new one.
    """

    prompt: str
    steps: int
    count: int
    model: str
    sample: bool
    width: int | None = None
    height: int | None = None
    seed: int | None = None
    guidance: float | None = None
    negative_prompt: str = ""
    parent: str | None = None
    inputs: str = ""
    typed: str = ""
    sent: tuple[str, ...] = ()
    every: bool = False
    not_before: float | None = None
    uid: str = ""

    @property
    def prompts(self) -> list[tuple[str, str | None]]:
        """Of each painting: its prompt as typed, and as sent where that differs."""
        typed = self.typed or self.prompt
        sent = self.sent or (self.prompt,) * self.count
        return [(typed, each if each != typed else None) for each in sent]


def order_again(painting: Painting) -> Order:
    """What made a painting, once more; with another seed, because the same one may make the same picture."""
    return Order(
        prompt=painting.sent,
        typed=painting.prompt,
        steps=painting.steps,
        count=1,
        model=painting.model,
        sample=painting.sample,
        width=painting.asked_width,
        height=painting.asked_height,
        guidance=painting.guidance,
        negative_prompt=painting.negative_prompt,
        parent=painting.parent,
        inputs=painting.inputs,
    )
