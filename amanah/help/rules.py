"""Who may say what on the pages about help."""

from typing import Any

from amanah.base.access import ONLY_YOU, Rule
from amanah.mentoring.models import Membership, Mentorship

Role = Membership.Role


def mentors_of(mentorship: Mentorship) -> list[Membership]:
    """Those who mentor in it now."""
    return [
        one
        for one in mentorship.memberships.all()
        if one.role == Role.MENTOR and one.left_at is None
    ]


def _is_mentored(person: Any, mentorship: Mentorship) -> bool:
    own = mentorship.memberships.filter(person=person, role=Role.MENTEE, left_at=None)
    return own.exists()


# Whether their mentor decides over them: the mentee alone says it, and alone reads it.
can_say_who_decides = Rule((ONLY_YOU,), _is_mentored)
