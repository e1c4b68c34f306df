"""How a person wants to hear of things."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from amanah.notifications import kinds, queries
from amanah.notifications.models import Notice, Preference, Rhythm
from amanah.notifications.services.mailing import rhythm_for_change
from amanah.notifications.services.telling import when_due
from amanah.people.models import Person
from amanah.stewardship import ledger

RHYTHM = (
    "days",
    "digest_at",
    "quiet_from",
    "quiet_until",
    "nights_until",
    "away_from",
    "away_until",
    "is_stopped",
)


@transaction.atomic
def choose(person: Person, ways: dict[str, str], *, by: Any, at: datetime) -> None:
    """Take over how a person wants to hear of each kind; kinds that are not named stay."""
    for name, way in ways.items():
        kinds.declared(name)
        preference = Preference(person=person, kind=name, mail=way)
        preference.full_clean(validate_unique=False, validate_constraints=False)
        Preference.objects.update_or_create(person=person, kind=name, defaults={"mail": way})
    reckon_again(person, at=at)


@transaction.atomic
def settle_rhythm(person: Person, *, by: Any, at: datetime, **wanted: Any) -> Rhythm:
    """Change when mail may reach a person; `wanted` names fields of `Rhythm`."""
    rhythm = rhythm_for_change(person)
    for name in RHYTHM:
        if name in wanted:
            setattr(rhythm, name, wanted[name])
    rhythm.full_clean()
    rhythm.save()
    reckon_again(person, at=at)
    return rhythm


@transaction.atomic
def stop_mail(person: Person, kind: str, *, at: datetime) -> None:
    """Stop mail of one kind, or all of it where no kind is named, for good. Twice is once."""
    is_one = bool(kind and kinds.find(kind))
    if _is_stopped(person, kind if is_one else ""):
        return
    if is_one:
        Preference.objects.update_or_create(
            person=person, kind=kind, defaults={"mail": Preference.Mail.OFF}
        )
    else:
        rhythm = rhythm_for_change(person)
        rhythm.is_stopped = True
        rhythm.save(update_fields=["is_stopped"])
    ledger.record("notifications.mail_stopped", about=person, by=person, at=at, subject=person)
    reckon_again(person, at=at)


def _is_stopped(person: Person, kind: str) -> bool:
    if kind:
        return queries.ways_of(person)[kind] == Preference.Mail.OFF
    return queries.rhythm_of(person).is_stopped


def reckon_again(person: Person, *, at: datetime) -> None:
    """What waits to be mailed, for the first time or again, waits as the person now likes."""
    waiting = Notice.objects.filter(Q(letter=None) | Q(due_at__isnull=False), person=person)
    for notice in waiting.filter(is_put_away=False):
        from_when = notice.remind_at if notice.letter is not None and notice.remind_at else at
        notice.due_at = when_due(notice, at=max(at, from_when))
        notice.save(update_fields=["due_at"])
