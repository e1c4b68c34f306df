"""What the apps above say of words: which kinds there are, and in which rooms they stand."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

# Takes words back that have the same author; every room knows it.
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Kind:
    """One kind of words: `is_shared` if it stands in rooms of several, else in one's own."""

    name: str
    is_shared: bool


kinds: dict[str, Kind] = {}


def kind(name: str, *, is_shared: bool) -> None:
    """Declare a kind of words, once, when the apps are ready."""
    if name in kinds or name == WITHDRAWN:
        raise ValueError(f"words of kind {name} are declared twice")
    kinds[name] = Kind(name, is_shared)


# Asked before words are changed or taken back, with the room and their name: one that answers yes
# keeps them as they are.
fixed: list[Callable[[Any, UUID], bool]] = []
