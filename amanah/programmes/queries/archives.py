"""Questions about archived programmes, and until when they keep what people said."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from amanah.people.models import Person
from amanah.programmes.models import Participant, Programme
from amanah.stewardship.models import Entry


def who_said_something(programme: Programme) -> QuerySet[Person]:
    """Whoever has a part in a programme and an account: what they said there is still kept."""
    parts = Participant.objects.filter(cohort__programme=programme)
    return Person.objects.filter(
        pk__in=parts.values("person"), joined_at__isnull=False, is_active=True
    ).order_by("pk")


def is_kept_for(person: Any, programme_id: UUID, day: date | None) -> bool:
    """Whether an archive still holds something of a person, and is kept until that very day."""
    kept = Programme.objects.filter(pk=programme_id, keep_until=day, emptied_at=None)
    return Participant.objects.filter(person=person, cohort__programme__in=kept).exists()


def archives_to_empty(*, at: datetime) -> list[Programme]:
    """Archives whose day has passed where the institution is, and that still hold people."""
    # No place on earth is further ahead than a day.
    near = Programme.objects.filter(
        keep_until__lte=(at + timedelta(days=1)).date(), emptied_at=None
    ).select_related("institution")
    return [
        programme
        for programme in near.order_by("keep_until", "pk")
        if programme.keep_until and programme.keep_until < programme.institution.day_of(at)
    ]


def who_archived(programme: Programme) -> Person | None:
    """Whoever archived a programme, as the ledger tells."""
    told = Entry.objects.filter(
        chain=programme.institution_id, event="programmes.programme_archived", about=programme.pk
    )
    entry = told.select_related("by").order_by("-number").first()
    return entry.by if entry else None
