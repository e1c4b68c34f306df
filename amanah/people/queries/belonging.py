"""Who belongs to which institution, and whom staff may know of."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from amanah.base.folding import Folded, fold
from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people.models import Affiliation, Person

Role = Appointment.Role
SEE_ROSTER = (*institutions.COORDINATING, Role.ADMIN)
SORTS = {
    "name": ("folded_name", "pk"),
    "-name": ("-folded_name", "pk"),
    "department": ("folded_department", "folded_name", "pk"),
    "-department": ("-folded_department", "folded_name", "pk"),
    "since": ("since", "folded_name", "pk"),
    "-since": ("-since", "folded_name", "pk"),
}


def affiliations_of(person: Person) -> QuerySet[Affiliation]:
    """The institutions that a person belongs to. Every member's page finds through here."""
    return (
        Affiliation.objects.filter(person=person, until=None)
        .select_related("institution")
        .order_by("institution__name", "pk")
    )


def roster_for(person: Person, *, slug: str, at: datetime) -> QuerySet[Affiliation]:
    """Everybody in an institution whom this person, as staff of it, may know of: never themselves.

    Coordinators, deputies and admins know who belongs; nobody else does.
    """
    seen_from = institutions.institutions_with(person, *SEE_ROSTER, at=at).filter(slug=slug)
    return (
        Affiliation.objects.filter(
            institution__in=seen_from.values("pk"), until=None, person__is_active=True
        )
        .exclude(person=person)
        .select_related("institution", "person", "person__profile")
    )


def roster(
    institution: Institution, *, by: Person, at: datetime, search: str = "", sort: str = "name"
) -> QuerySet[Any, Any]:
    """The roster of an institution as one of its staff looks through it: values, not models.

    The list is long and looked at often, and models would be most of what it costs.
    """
    found = (
        roster_for(by, slug=institution.slug, at=at)
        .annotate(folded_name=Folded("person__name"), folded_department=Folded("department"))
        .order_by(*SORTS.get(sort, SORTS["name"]))
    )
    for word in (fold(search) or "").split():
        found = found.filter(Q(folded_name__contains=word) | Q(folded_department__contains=word))
    return found.values(
        "pk", "person_id", "person__name", "person__joined_at", "department", "since"
    )
