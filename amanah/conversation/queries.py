"""Questions about conversations, answered without opening anything."""

from typing import Any

from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Mentorship
from amanah.sealing import queries as sealing

MESSAGE = "message"


def mentorship_in(room: Any) -> Mentorship | None:
    """The mentorship whose members write in a room."""
    found = Mentorship.objects.filter(room=room).select_related("institution")
    return found.prefetch_related("memberships__person").first()


def can_send_letter(mentorship: Mentorship, person: Any) -> bool:
    """Whether something that somebody began to write can be sealed for everybody now."""
    room = mentorship.room
    if room is None or not sealing.has_draft(person, room.pk, slot=MESSAGE):
        return False
    return not sealing.members_who_wait(room).exists()


def letter_that_can_go(person: Any) -> Mentorship | None:
    """The newest mentorship in which a first letter waits only for its author to send it."""
    begun = sealing.rooms_with_draft(person, slot=MESSAGE)
    if not begun:
        return None
    found = mentoring.active_mentorships_for(person).filter(room__in=begun).select_related("room")
    for mentorship in found:
        room = mentorship.room
        is_first = room is not None and not sealing.has_written(person, room.pk, kind=MESSAGE)
        if is_first and can_send_letter(mentorship, person):
            return mentorship
    return None
