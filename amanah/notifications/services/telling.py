"""Telling somebody something, and taking it back."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from amanah.notifications import kinds, queries, rhythms
from amanah.notifications.models import Notice, Preference
from amanah.people.models import Person


@dataclass(frozen=True)
class Days:
    """What is dated about a notice.

    `named` is the day that its words name. After `over_at` it is of no use and goes. At
    `remind_at` it is mailed once more, if it still holds and has not been put away.
    """

    named: date | None = None
    over_at: datetime | None = None
    remind_at: datetime | None = None


@transaction.atomic
def tell(
    person: Person,
    kind: kinds.Kind,
    *,
    event: str,
    at: datetime,
    about: uuid.UUID | None = None,
    days: Days = Days(),
) -> Notice:
    """Tell a person something, in the caller's transaction: on their page, and by mail.

    `event` names what happened, to this reader: told twice, it is there once.
    """
    notice, is_new = Notice.objects.get_or_create(
        event=event,
        defaults={
            "person": person,
            "kind": kinds.declared(kind.name).name,
            "about": about,
            "made_at": at,
            "day": days.named,
            "over_at": days.over_at,
            "remind_at": days.remind_at,
        },
    )
    if is_new:
        notice.due_at = when_due(notice, at=at)
        notice.save(update_fields=["due_at"])
    return notice


def take_back(kind: kinds.Kind, *, about: uuid.UUID) -> None:
    """Tell nobody of this any more: it was done, withdrawn or is over."""
    Notice.objects.filter(kind=kind.name, about=about).delete()


def put_away(notice: Notice) -> None:
    """A person does not want to see this any longer."""
    notice.delete()


def put_all_away(person: Any, *, shown: list[str]) -> None:
    """Put away what stood on the page; what came meanwhile stays."""
    known = {str(pk) for pk in queries.own_notices(person).values_list("pk", flat=True)}
    Notice.objects.filter(person=person, pk__in=known.intersection(shown)).delete()


def when_due(notice: Notice, *, at: datetime) -> datetime | None:
    """When a letter shall carry a notice, from this moment on; None where no mail is wanted.

    Somebody who is only on a list is written to by staff who press *send*, and by nobody else.
    """
    person = notice.person
    if person.joined_at is None:
        return None
    rhythm = queries.rhythm_of(person)
    way = queries.ways_of(person).get(notice.kind, Preference.Mail.OFF)
    if rhythm.is_stopped or way == Preference.Mail.OFF:
        return None
    hours = queries.hours_of(person, rhythm, at=at)
    if way == Preference.Mail.AT_ONCE:
        return rhythms.next_open(hours, at)
    return rhythms.next_digest(hours, at)
