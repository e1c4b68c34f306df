"""What the apps above say of words: which kinds there are, and in which rooms they stand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from amanah.base.access import Text

# Takes words back that have the same author; every room knows it.
WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Kind:
    """One kind of words: `is_shared` if it stands in rooms of several, else in one's own.

    `called` names it for people, where words of several kinds are read one after another.
    """

    name: str
    is_shared: bool
    called: Text = ""


kinds: dict[str, Kind] = {}


def kind(name: str, *, is_shared: bool, called: Text = "") -> None:
    """Declare a kind of words, once, when the apps are ready."""
    if name in kinds or name == WITHDRAWN:
        raise ValueError(f"words of kind {name} are declared twice")
    kinds[name] = Kind(name, is_shared, called)


# Asked as somebody takes a copy of a room along: what the apps above know of it that may be read
# beside the sealed files, such as days and who was in it. It holds no words.
facts: list[Callable[[Any, Any], dict[str, Any]]] = []

# Asked before bytes go, with the room: the names of words that must stay as they are for now.
held: list[Callable[[UUID], Iterable[UUID]]] = []

# Asked before words are changed or taken back, with the room and their name: one that answers yes
# keeps them as they are.
fixed: list[Callable[[Any, UUID], bool]] = []

# Whose keys are pinned as somebody makes a lock, before they need them.
known: list[Callable[..., Any]] = []

# Rooms that somebody is in by a role, and may not enter now; asked at every use.
withheld: list[Callable[[Any, datetime], set[UUID]]] = []

# Rooms that somebody is in by a role, so that what is there is not theirs to take along.
not_taken: list[Callable[[Any], set[UUID]]] = []

# Told of words as they are kept, with the moment.
written: list[Callable[[Any, datetime], None]] = []

# Told in the same transaction once somebody has made their first lock, with them and that moment.
lock_made: list[Callable[[Any, Any], None]] = []
