"""What each app owes a person who leaves or asks: filled in the apps' `apps.py`.

Stewardship stands below every app that knows people, so it cannot ask them; they say here
what they hold. The lists are documented in docs/reference/hooks.md, and a test asks of every
model that leads to a person whether somebody has answered for it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from amanah.base.access import Text

Row = tuple[Any, ...]


class Erase(Protocol):
    def __call__(self, person: Any, *, at: datetime) -> None: ...


class Hindrance(Protocol):
    def __call__(self, person: Any, *, at: datetime) -> str | None: ...


@dataclass(frozen=True)
class Export:
    """One kind of thing that a person takes along: a table, and perhaps files beside it."""

    kind: str
    what: Text
    columns: tuple[str, ...]
    gather: Callable[[Any], Iterable[Row]]
    models: tuple[str, ...]
    files: Callable[[Any], Iterable[tuple[str, bytes]]] | None = None


@dataclass(frozen=True)
class Erasure:
    """How one app forgets a person. It may be run twice."""

    name: str
    erase: Erase
    models: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """Something that both of a person's two accounts have, of which one can stay."""

    key: str
    about: Text
    # How each of the two stands, in a few words.
    kept: Text
    other: Text


@dataclass(frozen=True)
class Offer:
    """What would come over from one account of a person to another, for that person to read."""

    lines: tuple[Text, ...] = ()
    questions: tuple[Question, ...] = ()


class Look(Protocol):
    def __call__(self, other: Any, kept: Any, *, at: datetime) -> Offer: ...


class Join(Protocol):
    def __call__(
        self, other: Any, kept: Any, *, at: datetime, chosen: Mapping[str, str]
    ) -> None: ...


@dataclass(frozen=True)
class Joiner:
    """How one app brings what it holds of a person's other account over to the one they keep.

    `chosen` has "other" under the key of a question where the other's shall stay. What is not
    brought over is forgotten afterwards, as by an erasure.
    """

    name: str
    offer: Look
    join: Join
    models: tuple[str, ...]


exports: dict[str, Export] = {}
erasures: dict[str, Erasure] = {}
hindrances: dict[str, Hindrance] = {}
joiners: dict[str, Joiner] = {}
not_exported: dict[str, str] = {}
not_erased: dict[str, str] = {}
not_joined: dict[str, str] = {}


def export(part: Export) -> None:
    """Say that a person can take this along; `models` are those that it answers for."""
    _once(exports, part.kind, part)


def erasure(part: Erasure) -> None:
    """Say how this app forgets a person; `models` are those that it answers for."""
    _once(erasures, part.name, part)


def hindrance(name: str, ask: Hindrance) -> None:
    """Say what must be handed over first: a sentence for the person, or None."""
    _once(hindrances, name, ask)


def keep_from_export(model: str, because: str) -> None:
    """Say why a model that leads to a person is not among what they take along."""
    _once(not_exported, model, because)


def keep_from_erasure(model: str, because: str) -> None:
    """Say why rows of a model that leads to a person stay when the person is erased."""
    _once(not_erased, model, because)


def joiner(part: Joiner) -> None:
    """Say how this app joins two accounts of a person; `models` are those that it answers for."""
    _once(joiners, part.name, part)


def keep_from_joining(model: str, because: str) -> None:
    """Say why rows of a model stay behind when a person's two accounts become one."""
    _once(not_joined, model, because)


def _once(where: dict[str, Any], name: str, what: Any) -> None:
    if name in where:
        raise ValueError(f"{name} is declared twice")
    where[name] = what
