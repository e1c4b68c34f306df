"""What the ledger's events are called in words, and whose kind of act each is.

Each app declares its own beside what it owes (`owed.py`). An event that nobody declared is
shown to nobody; a test holds every `ledger.record` against this list and docs/reference/events.md.
"""

from dataclasses import dataclass

from amanah.base.access import Text


@dataclass(frozen=True)
class Event:
    """`to_subject` is read by the person it concerns, `to_staff` on the staff's page.

    An event is staff's when only staff or the operator, acting as such, can bring it about.
    Nobody is shown the others: who among the members did something is theirs alone. One that
    `is_told` is an act of somebody whom its subject chose: they are shown it, and no staff page.
    """

    name: str
    to_subject: Text
    to_staff: Text
    is_staffs: bool
    is_told: bool = False


events: dict[str, Event] = {}


def by_staff(name: str, to_subject: Text, to_staff: Text) -> None:
    """Declare an act of staff or the operator."""
    _declare(Event(name, to_subject, to_staff, is_staffs=True))


def by_member(name: str, to_self: Text) -> None:
    """Declare what people do with what is their own. Only they are shown it."""
    _declare(Event(name, to_self, "", is_staffs=False))


def by_chosen(name: str, to_subject: Text) -> None:
    """Declare an act of somebody whom its subject chose, with what that person sent them."""
    _declare(Event(name, to_subject, "", is_staffs=False, is_told=True))


def names_told() -> list[str]:
    """What its subject is shown, whoever did it."""
    return [event.name for event in events.values() if event.is_staffs or event.is_told]


def names_of_staffs() -> list[str]:
    return [event.name for event in events.values() if event.is_staffs]


def _declare(event: Event) -> None:
    if event.name in events:
        raise ValueError(f"{event.name} is declared twice")
    events[event.name] = event
