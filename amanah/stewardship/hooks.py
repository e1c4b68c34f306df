"""What each app owes a person who leaves or asks: filled in the apps' `apps.py`.

Stewardship stands below every app that knows people, so it cannot ask them; they say here
what they hold. The lists are documented in docs/reference/hooks.md, and a test asks of every
model that leads to a person whether somebody has answered for it.
"""

from collections.abc import Callable, Iterable
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


exports: dict[str, Export] = {}
erasures: dict[str, Erasure] = {}
hindrances: dict[str, Hindrance] = {}
not_exported: dict[str, str] = {}
not_erased: dict[str, str] = {}


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


def _once(where: dict[str, Any], name: str, what: Any) -> None:
    if name in where:
        raise ValueError(f"{name} is declared twice")
    where[name] = what
