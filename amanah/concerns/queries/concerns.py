"""Concerns, as their authors and those whom they chose find them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from amanah.concerns.models import Concern, Disclosed, Recipient
from amanah.concerns.queries.leads import LEAD
from amanah.institutions import queries as institutions
from amanah.mentoring.models import Membership, Mentorship

State = Concern.State
# What was begun and never sent goes after so long; what was closed, after so long.
KEEPS_BEGUN = timedelta(days=30)
KEEPS_CLOSED = timedelta(days=2 * 365)


def concerns_of(person: Any) -> QuerySet[Concern]:
    """What somebody sent, or began to. Every page of an author finds one through here."""
    return (
        Concern.objects.filter(by=person)
        .select_related("institution", "mentorship")
        .prefetch_related("recipients__person")
        .order_by(F("closed_at").desc(nulls_first=True), "-begun_at", "pk")
    )


def open_concerns_of(person: Any) -> QuerySet[Concern]:
    """What somebody began and has not sent yet."""
    return concerns_of(person).filter(state=State.BEGUN)


def mentorships_to_show_from(person: Any) -> QuerySet[Mentorship]:
    """Where somebody is a member, or was: whoever left may still show what they could read."""
    parts = Membership.objects.filter(person=person).values("mentorship")
    return (
        Mentorship.objects.filter(pk__in=parts)
        .select_related("institution", "cohort__programme")
        .order_by("-began_at", "pk")
    )


def concerns_sent_to(person: Any, *, at: datetime) -> QuerySet[Concern]:
    """What was sent to a safeguarding lead. Every page of a lead finds one through here.

    While they hold the role, and only what they were chosen for; never what comes out of a
    mentorship in which they are or were: of that they do not learn that it exists.
    """
    own = Membership.objects.filter(person=person).values("mentorship")
    return (
        Concern.objects.filter(
            recipients__person=person,
            sent_at__isnull=False,
            institution__in=institutions.institutions_with(person, LEAD, at=at).values("pk"),
        )
        .exclude(by=person)
        .filter(Q(mentorship=None) | ~Q(mentorship__in=own))
        .select_related("institution", "by", "mentorship")
        .prefetch_related("recipients__person")
        .order_by(F("closed_at").desc(nulls_first=True), "-sent_at", "pk")
    )


def recipients_of(concern: Concern, *, at: datetime) -> list[tuple[Recipient, bool]]:
    """To whom it was sent, and whether each of them can still come to it."""
    return [
        (one, concerns_sent_to(one.person, at=at).filter(pk=concern.pk).exists())
        for one in concern.recipients.select_related("person").order_by("person__name", "pk")
    ]


def disclosed_in(concern: Concern) -> QuerySet[Disclosed]:
    return concern.disclosed.select_related("by").order_by("n")


def is_of_concern(room: Any, mid: UUID) -> bool:
    """Whether words stand in the room of a concern: what was sent there stays as it is."""
    return Concern.objects.filter(Q(room=room) | Q(file_room=room)).exists()


def rooms_by_role(person: Any) -> set[UUID]:
    """The rooms that somebody is in as a lead: what is there is not theirs to take along."""
    found = Recipient.objects.filter(person=person)
    pairs = found.values_list("concern__room", "concern__file_room")
    return {room for pair in pairs for room in pair if room}


def rooms_withheld(person: Any, at: datetime) -> set[UUID]:
    """Of those, the ones that they may not enter: their role is over, or it was not sent yet."""
    theirs = concerns_sent_to(person, at=at).order_by().values_list("room", "file_room")
    return rooms_by_role(person) - {room for pair in theirs for room in pair if room}


def concerns_due(*, at: datetime) -> QuerySet[Concern]:
    """What is kept no longer."""
    begun = Q(state=State.BEGUN, begun_at__lte=at - KEEPS_BEGUN)
    return Concern.objects.filter(begun | Q(closed_at__lte=at - KEEPS_CLOSED)).order_by("pk")
