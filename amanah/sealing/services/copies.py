"""That somebody took a copy of a room along. What is in it never comes by here in the open."""

from datetime import datetime

from amanah.people.models import Person
from amanah.sealing.models import Room
from amanah.stewardship import ledger


def note_copy(room: Room, *, by: Person, at: datetime) -> None:
    """Note it for whoever took it, and for nobody else: a copy that they did not take tells them
    that somebody was at their open lock.
    """
    ledger.record("sealing.copy_taken", about=room, by=by, at=at, subject=by)
