"""What staff hold of ties and posts: as they see it, and as the people named in it do."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from amanah.base.folding import Folded, fold
from amanah.conflicts.models import DatedQuerySet, OwnTies, Post, Tie, TieList, folded_department
from amanah.institutions import queries as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people.models import Affiliation, Person

KEEPERS = (*institutions.COORDINATING, Appointment.Role.ADMIN)


def _kept_by(person: Any, *, slug: str, at: datetime) -> Any:
    here = institutions.institutions_with(person, *KEEPERS, at=at).filter(slug=slug)
    return here.order_by().values("pk")


def ties_kept_by(person: Any, *, slug: str, at: datetime) -> DatedQuerySet:
    """The ties of an institution that its staff may see and change: never one's own."""
    return (
        Tie.objects.filter(institution__in=_kept_by(person, slug=slug, at=at))
        .exclude(Q(one=person) | Q(other=person))
        .select_related("institution", "one", "other")
    )


def posts_kept_by(person: Any, *, slug: str, at: datetime) -> DatedQuerySet:
    """The posts of an institution that its staff may see and change: never one's own."""
    return (
        Post.objects.filter(institution__in=_kept_by(person, slug=slug, at=at))
        .exclude(person=person)
        .select_related("institution", "person")
    )


def _belongs(part: str) -> Exists:
    """Whoever has left keeps their ties, in case they come back; staff no longer see them."""
    here = Affiliation.objects.filter(institution=OuterRef("institution"), until=None)
    return Exists(here.filter(person=OuterRef(part)))


def ties_found(
    institution: Institution, *, by: Any, at: datetime, search: str = ""
) -> DatedQuerySet:
    """The ties that are not over, by name, as one of the staff looks through them."""
    found = (
        ties_kept_by(by, slug=institution.slug, at=at)
        .filter(_belongs("one"), _belongs("other"))
        .not_over(institution.day_of(at))
        .annotate(folded_one=Folded("one__name"), folded_other=Folded("other__name"))
        .order_by("folded_one", "folded_other", "since", "pk")
    )
    for word in (fold(search) or "").split():
        found = found.filter(Q(folded_one__contains=word) | Q(folded_other__contains=word))
    return found


def posts_found(
    institution: Institution, *, by: Any, at: datetime, search: str = ""
) -> DatedQuerySet:
    """The posts that are not over, by department, as one of the staff looks through them."""
    found = (
        posts_kept_by(by, slug=institution.slug, at=at)
        .filter(_belongs("person"))
        .not_over(institution.day_of(at))
        .annotate(folded_name=Folded("person__name"), folded_place=Folded("department"))
        .order_by("folded_place", "folded_name", "since", "pk")
    )
    for word in (fold(search) or "").split():
        found = found.filter(Q(folded_name__contains=word) | Q(folded_place__contains=word))
    return found


def lists_of(person: Any, *, slug: str, at: datetime) -> QuerySet[TieList]:
    """The lists that somebody uploaded and looks through, while they are staff there."""
    return (
        TieList.objects.filter(by=person, institution__in=_kept_by(person, slug=slug, at=at))
        .select_related("institution", "by")
        .order_by("-read_at", "pk")
    )


def person_here(institution: Institution, address: str) -> Person | None:
    """Whoever belongs to an institution under this address, joined or still only listed."""
    return Person.objects.filter(
        email__iexact=address,
        is_active=True,
        affiliations__institution=institution,
        affiliations__until=None,
    ).first()


def people_here(institution: Institution) -> dict[str, UUID]:
    """Everybody who belongs to an institution: by address in small letters."""
    here = Affiliation.objects.filter(
        institution=institution, until=None, person__is_active=True
    ).annotate(address=Lower("person__email"))
    return dict(here.values_list("address", "person_id"))


def ties_about(person: Any, *, at: datetime) -> list[Tie]:
    """The ties that staff hold about a person, in every institution, that are not over there."""
    found = Tie.objects.filter(Q(one=person) | Q(other=person))
    found = found.select_related("institution", "one", "other").order_by("since", "pk")
    return [tie for tie in found if not tie.is_over(tie.institution.day_of(at))]


def posts_about(person: Any, *, at: datetime) -> list[Post]:
    """The posts that staff hold of a person and that are not over."""
    found = Post.objects.filter(person=person).select_related("institution")
    return [
        post
        for post in found.order_by("since", "pk")
        if not post.is_over(post.institution.day_of(at))
    ]


def posts_over(person: Any, *, at: datetime) -> list[Post]:
    """The posts that stand over the departments that a person says are theirs."""
    own = {
        one.institution_id: folded_department(one.department)
        for one in Affiliation.objects.filter(person=person, until=None).exclude(department="")
    }
    found = Post.objects.filter(institution__in=own).exclude(person=person)
    return [
        post
        for post in found.select_related("institution", "person").order_by("since", "pk")
        if folded_department(post.department) == own[post.institution_id]
        and not post.is_over(post.institution.day_of(at))
    ]


def is_said_to_decide(person: Any, other: Any) -> bool:
    """Whether somebody said in one step that another one decides over them. For them alone."""
    key = str(other.pk)
    return any(line.get("alone") and key in line["people"] for line in own_lines(person))


def decides_over(person: Any, *, at: datetime) -> set[UUID]:
    """Who supervises, assesses or examines somebody or heads their department, as staff put in."""
    above = {
        tie.one_id
        for tie in ties_about(person, at=at)
        if tie.other_id == person.pk and not tie.is_of_equals
    }
    return above | {post.person_id for post in posts_over(person, at=at)}


def own_names(person: Any) -> list[str]:
    """With whom a person says that they should not be paired: the lines as they wrote them."""
    return [line.get("email") or line.get("name") or "" for line in own_lines(person)]


def own_lines(person: Any) -> list[dict[str, Any]]:
    """With whom a person says that they should not be paired, and whom each line meant."""
    said = OwnTies.objects.filter(person=person).first()
    return list(json.loads(said.named or "[]")) if said else []


def who_keeps(institution: Institution, *, at: datetime) -> list[Person]:
    """Whom to ask about what staff hold: the coordinators and admins of the whole institution."""
    held = Appointment.objects.in_force(at).filter(
        institution=institution, scope=None, role__in=KEEPERS, person__is_active=True
    )
    keeping = Person.objects.filter(pk__in=held.values("person"))
    return list(keeping.order_by("name", "pk"))


def beginning_on(kind: Any, institution: Institution, day: date) -> QuerySet[Any]:
    """Ties or posts that begin on a day, and were put in before it."""
    return kind.objects.filter(institution=institution, since=day, put_in_on__lt=day)
