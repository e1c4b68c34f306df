"""Who may come to sealed words: members, and nobody by role."""

from amanah.base.access import ONLY_YOU, YOU_AND_THE_OTHER, Rule
from amanah.people.models import Person
from amanah.sealing.models import Attachment, Room


def _is_or_was_in(person: Person, room: Room) -> bool:
    return room.members.filter(person=person).exists()


def _is_in(person: Person, room: Room) -> bool:
    return room.members.filter(person=person, left_at=None).exists()


def _is_or_was_with(person: Person, attachment: Attachment) -> bool:
    return _is_or_was_in(person, attachment.room)


is_owner = Rule((ONLY_YOU,), lambda person, *about: bool(person.is_authenticated))
can_read = Rule((YOU_AND_THE_OTHER,), _is_or_was_in)
can_fetch = Rule((YOU_AND_THE_OTHER,), _is_or_was_with)
can_write = Rule((YOU_AND_THE_OTHER,), _is_in)
