"""Telling somebody something, and taking it back."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from amanah.notifications import kinds, queries, rhythms
from amanah.notifications.models import Notice, Preference
from amanah.outbox import services as outbox
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
    forget(Notice.objects.filter(kind=kind.name, about=about))


@transaction.atomic
def forget(notices: QuerySet[Notice]) -> None:
    """Let notices go, and every letter that would still tell of them."""
    _call_off(notices)
    notices.delete()


def put_away(notice: Notice) -> None:
    """A person does not want to see this any longer."""
    _put_away(Notice.objects.filter(pk=notice.pk))


def put_all_away(person: Any, *, shown: list[str]) -> None:
    """Put away what stood on the page; what came meanwhile stays."""
    known = {str(pk) for pk in queries.own_notices(person).values_list("pk", flat=True)}
    _put_away(Notice.objects.filter(person=person, pk__in=known.intersection(shown)))


@transaction.atomic
def _put_away(notices: QuerySet[Notice]) -> None:
    _call_off(notices)
    notices.update(is_put_away=True, due_at=None)


def _call_off(notices: QuerySet[Notice]) -> None:
    """Stop what is on its way: the next letter then tells the rest of what it told."""
    for letter in queries.on_the_way(notices):
        outbox.stop(letter)


def when_due(notice: Notice, *, at: datetime) -> datetime | None:
    """When a letter shall carry a notice, from this moment on; None where no mail is wanted.

    Somebody who is only on a list is written to by staff who press *send*, and by nobody else.
    What is told while they are on leave waits for the letter of the first day back.
    """
    person = notice.person
    if person.joined_at is None:
        return None
    rhythm = queries.rhythm_of(person)
    way = queries.ways_of(person).get(notice.kind, Preference.Mail.OFF)
    if rhythm.is_stopped or way == Preference.Mail.OFF:
        return None
    hours = queries.hours_for(notice, rhythm)
    if way == Preference.Mail.AT_ONCE and not rhythms.is_away(hours, at):
        return rhythms.next_open(hours, at)
    return rhythms.next_digest(hours, at)
