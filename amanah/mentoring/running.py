"""The pairs that run, as the wall asks for them: see docs/explanation/the-wall.md.

An informal mentorship is not among them: nobody but its two members knows of it.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from amanah.conflicts.services import hooks
from amanah.institutions.models import Institution
from amanah.mentoring.models import Membership, Mentorship

Role = Membership.Role


def pairs(
    institution: Institution, people: set[UUID] | None, at: datetime
) -> Iterable[hooks.Running]:
    """Every mentor and mentee of an active mentorship in a programme; of these people, if any."""
    mentors = Membership.objects.filter(
        role=Role.MENTOR,
        left_at=None,
        mentorship__institution=institution,
        mentorship__state=Mentorship.State.ACTIVE,
        mentorship__cohort__isnull=False,
        mentorship__memberships__role=Role.MENTEE,
        mentorship__memberships__left_at=None,
    ).annotate(mentee=F("mentorship__memberships__person"))
    if people is not None:
        mentors = mentors.filter(Q(person__in=people) | Q(mentee__in=people))
    found = mentors.values_list(
        "mentorship",
        "person",
        "mentee",
        "mentorship__cohort__programme",
        "mentorship__cohort__programme__co_authors_may_pair",
    )
    return [hooks.Running(*row) for row in found.order_by("pk", "mentee")]
