"""The letters that carry notices: one for everything that is due to a person."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from amanah.base.later import background, every, later_once
from amanah.notifications import kinds, queries, rhythms
from amanah.notifications.models import Notice, Preference, Rhythm
from amanah.notifications.services.telling import forget, when_due, when_due_again
from amanah.outbox import services as outbox
from amanah.outbox.models import Letter
from amanah.people.models import Person

STOP_SALT = "amanah.notifications.stop"
STALE_AFTER = timedelta(hours=20)
KEEP = timedelta(days=90)
DAY = timedelta(days=1)
# How many are asked for in each transaction.
SOME = 200
EVERYTHING = ""


@every(timedelta(minutes=5))
def mail_those_due(*, at: datetime) -> None:
    """Ask for a letter to everybody to whom something is due."""
    for notice in queries.stopped_on_the_way().select_related("person"):
        notice.letter, notice.due_at = None, when_due_again(notice, at=at)
        notice.save(update_fields=["letter", "due_at"])
    people = list(queries.due(at).order_by("person").values_list("person", flat=True).distinct())
    for begin in range(0, len(people), SOME):
        with transaction.atomic():
            for person_id in people[begin : begin + SOME]:
                later_once(
                    write_letter,
                    key=f"notices:{person_id}:{at:%Y-%m-%dT%H:%M}",
                    at=at,
                    person_id=str(person_id),
                )


@background
def write_letter(*, person_id: str, at: datetime) -> None:
    """Write one letter with everything that is due to a person and still holds.

    What has a letter of its own, and goes at once, has that.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(pk=person_id, is_active=True).first()
        if person is None:
            Notice.objects.filter(person_id=UUID(person_id)).update(due_at=None)
            return
        notices = _ready(person, at=at)
        wanted = [notice for notice in notices if _is_wanted(notice, at=at)]
        alone = [notice for notice in wanted if _goes_alone(notice)]
        together = [notice for notice in wanted if notice not in alone]
        letters = {notice.pk: _write_own(notice, at=at) for notice in alone}
        if together:
            letter = _write(person, together, at=at)
            letters |= {notice.pk: letter for notice in together}
        for notice in notices:
            _note(notice, letters.get(notice.pk), at=at)


def _ready(person: Person, *, at: datetime) -> list[Notice]:
    """What is due to a person; where it has become quiet meanwhile, it waits for another hour."""
    rhythm, ready = queries.rhythm_of(person), []
    for notice in queries.due(at).filter(person=person).order_by("made_at", "pk"):
        notice.person = person
        if rhythms.is_quiet(queries.hours_for(notice, rhythm), at):
            notice.due_at = when_due(notice, at=at)
            notice.save(update_fields=["due_at"])
        else:
            ready.append(notice)
    return ready


def _is_wanted(notice: Notice, *, at: datetime) -> bool:
    """Whether a letter should carry it now: it still holds, and its reader has not changed."""
    return queries.may_be_mailed(notice, at=at) and when_due(notice, at=notice.made_at) is not None


def _goes_alone(notice: Notice) -> bool:
    """Whether it goes by its kind's own letter: at once, and not kept for the end of a leave."""
    if not kinds.declared(notice.kind).letter:
        return False
    hours = queries.hours_for(notice, queries.rhythm_of(notice.person))
    way = queries.ways_of(notice.person)[notice.kind]
    return way == Preference.Mail.AT_ONCE and not rhythms.is_away(hours, notice.made_at)


def _note(notice: Notice, letter: Letter | None, *, at: datetime) -> None:
    """Note on a notice that a letter carries it, and when it shall be carried once more."""
    notice.due_at = None
    if letter is not None:
        notice.is_reminded = notice.is_reminded or notice.letter is not None
        notice.letter = letter.pk
        if not notice.is_reminded and notice.remind_at is not None and notice.remind_at > at:
            notice.due_at = when_due(notice, at=notice.remind_at)
    notice.save(update_fields=["is_reminded", "letter", "due_at"])


def _write(person: Person, notices: list[Notice], *, at: datetime) -> Letter:
    with translation.override(person.language):
        lines = [_line(notice) for notice in notices]
    first = min(str(notice.pk) for notice in notices)
    return outbox.write(
        queries.DIGEST,
        to=person,
        event=f"notifications.digest:{person.pk}:{first}:{at:%Y-%m-%dT%H:%M}",
        at=at,
        about=person.pk,
        stop_url=stop_link(person, only_kind(notices)),
        lines=lines,
        link=settings.BASE_URL + reverse("notifications:notices"),
        choose=settings.BASE_URL + reverse("notifications:choose"),
        stop=stop_link(person, only_kind(notices)),
    )


def _write_own(notice: Notice, *, at: datetime) -> Letter:
    """The letter of a kind that has one."""
    kind, person = kinds.declared(notice.kind), notice.person
    stop = stop_link(person, kind.name)
    return outbox.write(
        kind.letter,
        to=person,
        event=f"notifications.letter:{notice.pk}:{at:%Y-%m-%dT%H:%M}",
        at=at,
        about=notice.about,
        stop_url=stop,
        link=settings.BASE_URL + kind.where(notice.about),
        choose=settings.BASE_URL + reverse("notifications:choose"),
        stop=stop,
        **kind.fills(notice),
    )


def only_kind(notices: list[Notice]) -> str:
    """The kind of all of them, if it is one: what the link in the mail then stops."""
    found = {notice.kind for notice in notices}
    return found.pop() if len(found) == 1 else EVERYTHING


def _line(notice: Notice) -> dict[str, str]:
    kind = kinds.declared(notice.kind)
    return {"says": queries.sentence(notice), "where": settings.BASE_URL + kind.where(notice.about)}


def stop_link(person: Person, kind: str) -> str:
    """The address at which mail of a kind, or all of it, is stopped without signing in."""
    token = signing.dumps([person.pk.hex, kind], salt=STOP_SALT, compress=True)
    return settings.BASE_URL + reverse("notifications:stop", kwargs={"token": token})


def read_stop(token: str) -> tuple[Person, str] | None:
    """Whose mail a stop link stops, and of which kind; None if nobody's."""
    try:
        person_id, kind = signing.loads(token, salt=STOP_SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    return (person, str(kind)) if person else None


def may_go(letter: Letter, at: datetime) -> bool:
    """Asked before a letter goes: whether all that it tells is still so, and the hour is right.

    One that waited too long, or would come in quiet hours, is stopped here; `mail_those_due`
    then gives what still holds to the next letter.
    """
    if letter.template not in queries.templates():
        return True
    notices = list(queries.carried_by(letter).select_related("person"))
    if not notices or at - letter.written_at > STALE_AFTER:
        return False
    person = notices[0].person
    rhythm, ways = queries.rhythm_of(person), queries.ways_of(person)
    if any(ways.get(notice.kind) == Preference.Mail.OFF for notice in notices):
        return False
    if rhythm.is_stopped:
        return False
    return all(
        queries.may_be_mailed(notice, at=at)
        and not rhythms.is_quiet(queries.hours_for(notice, rhythm), at)
        for notice in notices
    )


@every(timedelta(days=1), offset=timedelta(hours=2))
def sweep_notices(*, at: datetime) -> None:
    """Forget what is over or no longer holds, what has stood for three months, and past leaves.

    What still waits for the end of a leave stays, however long that is.
    """
    Rhythm.objects.filter(away_until__lt=at.date() - DAY).update(away_from=None, away_until=None)
    forget(Notice.objects.filter(over_at__lte=at))
    forget(Notice.objects.filter(made_at__lt=at - KEEP, due_at=None))
    gone = [
        notice.pk
        for notice in Notice.objects.filter(is_put_away=False).iterator()
        if not queries.still_holds(notice, at=at)
    ]
    forget(Notice.objects.filter(pk__in=gone))


def rhythm_for_change(person: Person) -> Rhythm:
    """The row of a person's rhythm, made if there is none, and locked."""
    Rhythm.objects.get_or_create(person=person)
    return Rhythm.objects.select_for_update().get(person=person)
