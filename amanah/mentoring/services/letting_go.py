"""A programme lets go of its people: what still runs outlives it, what is closed goes with it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from amanah.mentoring.models import Mentorship
from amanah.sealing import services as sealing


def let_go(programme: Any, parts: list[UUID], at: datetime) -> None:
    """Called as an archive is emptied of some people, by the ids of their participations.

    Two people who still walk together are an informal mentorship from now on: nothing of theirs
    ends because a programme did. What was closed is kept for its members until the day that they
    were told, and no longer in the programme; of what is past that day no trace is left.
    """
    theirs = Mentorship.objects.filter(
        cohort__programme=programme, memberships__person__participations__in=parts
    )
    ids = list(theirs.values_list("pk", flat=True).distinct())
    held = Mentorship.objects.filter(pk__in=ids)
    held.filter(state=Mentorship.State.ACTIVE).update(cohort=None)
    today = programme.institution.day_of(at)
    held.filter(keep_until__gte=today, emptied_at=None).update(cohort=None)
    closed = held.filter(cohort__isnull=False)
    rooms = list(closed.exclude(room=None).values_list("room", flat=True))
    closed.delete()
    sealing.delete_rooms(rooms)
