"""Which parts of people staff know of. One that is only a draft is its author's alone.

Whoever begins an application has a part from that moment, so that there is something to hang it
on. Until it is sent, nothing that staff see may tell of it: not a list, a count, or a refusal.
"""

from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from amanah.people.models import Affiliation
from amanah.programmes.models import Application, Listed, Participant

Role = Application.Role


def known_to_staff(participants: QuerySet[Participant]) -> QuerySet[Any]:
    """Those whom staff know to take part, and as what: `is_mentor`, `is_mentee`.

    By a list, by hand, or by an application that was sent; not by a draft, nor by one taken back.
    """
    found: QuerySet[Any] = participants.annotate(
        is_mentor=_known_as(Role.MENTOR), is_mentee=_known_as(Role.MENTEE)
    )
    return found.filter(Q(is_mentor=True) | Q(is_mentee=True))


def _known_as(role: str) -> ExpressionWrapper:
    said = Application.objects.filter(participant=OuterRef("pk"), role=role)
    listed = Listed.objects.filter(participant=OuterRef("pk"), role=role)
    sent = said.filter(state=Application.State.SUBMITTED)
    return ExpressionWrapper(
        Q(**{f"as_{role}": True}) & (Exists(listed) | Exists(sent) | ~Exists(said)),
        output_field=BooleanField(),
    )


def taking_part() -> QuerySet[Any]:
    """Those who take part now, as staff know, and as what: `is_mentor`, `is_mentee`.

    They belong to the institution, whether or not they have come in, and took back nothing that
    they had sent.
    """
    belongs = Affiliation.objects.filter(
        person=OuterRef("person"),
        institution=OuterRef("cohort__programme__institution"),
        until=None,
    )
    found: QuerySet[Any] = Participant.objects.filter(
        Exists(belongs),
        left_at=None,
        person__is_active=True,
    ).annotate(is_mentor=_goes_on_as(Role.MENTOR), is_mentee=_goes_on_as(Role.MENTEE))
    return found.filter(Q(is_mentor=True) | Q(is_mentee=True))


def _goes_on_as(role: str) -> ExpressionWrapper:
    taken_back = Application.objects.filter(
        participant=OuterRef("pk"), role=role, state=Application.State.WITHDRAWN
    )
    return ExpressionWrapper(Q(_known_as(role)) & ~Exists(taken_back), output_field=BooleanField())


def is_known_as(application: Application | None, listing: Listed | None) -> bool:
    """The same of one part whose application and listing are at hand."""
    if application is None or listing is not None:
        return True
    return application.state == Application.State.SUBMITTED
