"""Telling somebody something, and taking it back."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from amanah.notifications import kinds, queries, rhythms
from amanah.notifications.models import Notice, Preference, Rhythm
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
    known = Notice.objects.filter(event=event).first()
    if known is not None:
        return known
    notice = _notice(person, kind, event, at=at, about=about, days=days)
    notice.due_at = when_due(notice, at=at)
    Notice.objects.bulk_create([notice], ignore_conflicts=True)
    return Notice.objects.get(event=event)


def _notice(
    person: Person,
    kind: kinds.Kind,
    event: str,
    *,
    at: datetime,
    about: uuid.UUID | None,
    days: Days,
) -> Notice:
    return Notice(
        person=person,
        kind=kinds.declared(kind.name).name,
        event=event,
        about=about,
        made_at=at,
        day=days.named,
        over_at=days.over_at,
        remind_at=days.remind_at,
    )


@transaction.atomic
def tell_instead(
    person: Person,
    kind: kinds.Kind,
    *,
    event: str,
    at: datetime,
    about: uuid.UUID,
    days: Days = Days(),
) -> None:
    """Tell a person something in place of what they were told of the same thing before."""
    notice = tell(person, kind, event=event, at=at, about=about, days=days)
    before = Notice.objects.filter(person=person, kind=kind.name, about=about)
    _put_away(before.filter(made_at__lt=notice.made_at, is_put_away=False))


@transaction.atomic
def tell_each(
    people: Mapping[uuid.UUID, Person],
    kind: kinds.Kind,
    *,
    event: str,
    at: datetime,
    about: uuid.UUID | Mapping[uuid.UUID, uuid.UUID] | None = None,
    days: Days = Days(),
) -> None:
    """Tell many people one thing, about one thing or each about their own.

    Each stands under an id of their own, which ends the event.
    """
    rhythms_of = {
        rhythm.person_id: rhythm for rhythm in Rhythm.objects.filter(person__in=people.values())
    }
    chosen = dict(
        Preference.objects.filter(person__in=people.values(), kind=kind.name).values_list(
            "person", "mail"
        )
    )
    notices = []
    for key, person in people.items():
        of_theirs = about[key] if isinstance(about, Mapping) else about
        notice = _notice(person, kind, f"{event}:{key}", at=at, about=of_theirs, days=days)
        rhythm = rhythms_of.get(person.pk) or Rhythm(person=person)
        notice.due_at = _reckon(notice, rhythm, chosen.get(person.pk, kind.mail), at=at)
        notices.append(notice)
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


def take_back(kind: kinds.Kind, *, about: uuid.UUID, person: Any = None) -> None:
    """Tell nobody of this any more, or one person: it was done, withdrawn or is over."""
    notices = Notice.objects.filter(kind=kind.name, about=about)
    forget(notices if person is None else notices.filter(person=person))


def take_each_back(kind: kinds.Kind, *, about: Collection[uuid.UUID]) -> None:
    """The same of many things at once."""
    forget(Notice.objects.filter(kind=kind.name, about__in=about))


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
    outbox.stop_each(queries.on_the_way(notices))


def when_due_again(notice: Notice, *, at: datetime) -> datetime | None:
    """When the next letter shall carry what a stopped one did not: today still, if it can."""
    due = when_due(notice, at=at)
    hours = queries.hours_for(notice, queries.rhythm_of(notice.person))
    return at if due is not None and rhythms.has_come_today(hours, at) else due


def when_due(notice: Notice, *, at: datetime) -> datetime | None:
    """When a letter shall carry a notice, from this moment on; None where no mail is wanted.

    Somebody who is only on a list is written to by staff who press *send*, and by nobody else.
    What is told while they are on leave waits for the letter of the first day back.
    """
    person = notice.person
    way = queries.ways_of(person).get(notice.kind, Preference.Mail.OFF)
    return _reckon(notice, queries.rhythm_of(person), way, at=at)


def _reckon(notice: Notice, rhythm: Rhythm, way: str, *, at: datetime) -> datetime | None:
    if notice.person.joined_at is None or rhythm.is_stopped or way == Preference.Mail.OFF:
        return None
    hours = queries.hours_for(notice, rhythm)
    if way == Preference.Mail.AT_ONCE and not rhythms.is_away(hours, at):
        return rhythms.next_open(hours, at)
    return rhythms.next_digest(hours, at)
