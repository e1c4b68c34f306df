"""Archiving: a programme is only read until a named day; then what it holds of people goes."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import background, every, later, later_once
from amanah.base.refusal import Refused
from amanah.notifications import services as notifications
from amanah.people import services as people
from amanah.people.models import Person
from amanah.programmes import hooks, notices, queries
from amanah.programmes.models import Answer, CohortLetter, Intake, Participant, Programme
from amanah.programmes.services import files
from amanah.programmes.services.programme import ENOUGH_TO_RUN, locked
from amanah.stewardship import ledger
from amanah.stewardship import services as stewardship

State = Programme.State
# So that everybody has time to take a copy, and nothing is kept for ever because nobody looked.
SHORTEST, LONGEST = timedelta(days=30), timedelta(days=10 * 365)
USUALLY_KEPT = timedelta(days=365)
# The one reminder comes so long before the last day.
AHEAD = timedelta(days=30)
AT_ONCE = 200


class CannotArchive(Refused):
    code = "programmes.cannot_archive"


class CannotReopen(Refused):
    code = "programmes.cannot_reopen"


@transaction.atomic
def archive_programme(
    programme: Programme, *, keep_until: date, by: Person, at: datetime
) -> Programme:
    """Archive a programme: from now on it is only read, and what it holds is kept until a day.

    Everybody who said something in it is told that day. Raises `CannotArchive` while a list is
    being taken over, or for a day that is too near or too far.
    """
    programme = locked(programme)
    if programme.is_archived:
        raise CannotArchive(_("This programme is archived already."))
    busy = (Intake.State.APPLYING, Intake.State.UNDOING)
    if Intake.objects.filter(cohort__programme=programme, state__in=busy).exists():
        raise CannotArchive(_("A list of people is being taken over. Wait until it is done."))
    refuse_day(programme, keep_until, at=at)
    programme.state, programme.archived_at, programme.keep_until = State.ARCHIVED, at, keep_until
    programme.save(update_fields=["state", "archived_at", "keep_until"])
    _note("programme_archived", programme, by=by, at=at)
    later(tell_of_archive, programme_id=str(programme.pk))
    return programme


@transaction.atomic
def keep_archive_until(
    programme: Programme, *, keep_until: date, by: Person, at: datetime
) -> Programme:
    """Keep an archive for longer, or not so long. Everybody in it is told the new day."""
    programme = locked(programme)
    _refuse_emptied(programme, at=at)
    refuse_day(programme, keep_until, at=at)
    if keep_until != programme.keep_until:
        programme.keep_until = keep_until
        programme.save(update_fields=["keep_until"])
        _note("archive_day_changed", programme, by=by, at=at)
        later(tell_of_archive, programme_id=str(programme.pk))
    return programme


@transaction.atomic
def reopen_programme(programme: Programme, *, by: Person, at: datetime) -> Programme:
    """Open an archived programme again, while it still holds its people.

    Raises `CannotReopen` once its day has passed, or unless two people run it.
    """
    programme = locked(programme)
    _refuse_emptied(programme, at=at)
    if len(queries.who_runs(programme, at=at)) < ENOUGH_TO_RUN:
        raise CannotReopen(
            _("Two people have to run it. Ask an admin of the institution to appoint another.")
        )
    programme.state, programme.archived_at, programme.keep_until = State.OPEN, None, None
    programme.save(update_fields=["state", "archived_at", "keep_until"])
    notifications.take_back(notices.ARCHIVED, about=programme.pk)
    _note("programme_reopened", programme, by=by, at=at)
    return programme


def refuse_day(programme: Programme, keep_until: date, *, at: datetime) -> None:
    """Raise `CannotArchive` for a day that leaves nobody time, or that is far off."""
    day_of = programme.institution.day_of
    if keep_until < day_of(at + SHORTEST):
        raise CannotArchive(
            _("Keep it for a month at least, so that people have time to take a copy.")
        )
    if keep_until > day_of(at + LONGEST):
        raise CannotArchive(_("Keep it for ten years at most."))


def _refuse_emptied(programme: Programme, *, at: datetime) -> None:
    if not programme.is_archived or programme.keep_until is None:
        raise CannotReopen(_("This programme is not archived."))
    if programme.emptied_at or programme.keep_until < programme.institution.day_of(at):
        raise CannotReopen(
            _("Its day has passed, and what it held of people is deleted. Begin another like it.")
        )


@background
def tell_of_archive(*, programme_id: str, at: datetime) -> None:
    """Tell everybody who said something in an archived programme until when it is kept."""
    programme = Programme.objects.select_related("institution").get(pk=programme_id)
    if not programme.is_archived or programme.keep_until is None:
        return
    days = notifications.Days(
        named=programme.keep_until,
        over_at=programme.institution.end_of(programme.keep_until),
        remind_at=_reminder(programme, at=at),
    )
    for person in queries.who_said_something(programme).iterator():
        notifications.tell(
            person,
            notices.ARCHIVED,
            event=f"programmes.archived:{programme.pk}:{programme.keep_until}:{person.pk}",
            about=programme.pk,
            at=at,
            days=days,
        )


def _reminder(programme: Programme, *, at: datetime) -> datetime | None:
    """Some time before the last day; none where the first letter is that near to it already."""
    assert programme.keep_until is not None  # noqa: S101 (the caller has looked)
    moment = programme.institution.start_of(programme.keep_until - AHEAD)
    return moment if moment > at + AHEAD else None


@every(timedelta(days=1), offset=timedelta(hours=4))
def empty_archives(*, at: datetime) -> None:
    """Ask for every archive whose day has passed to let go of its people."""
    for programme in queries.archives_to_empty(at=at):
        key = f"programmes.empty:{programme.pk}:{programme.keep_until}"
        later_once(empty_archive, key=key, at=at, programme_id=str(programme.pk))


@background
def empty_archive(*, programme_id: str, at: datetime) -> None:
    """Delete what an archive holds of people, some at a time, and then from the files.

    Its name, cohorts, questions and evaluation plan stay: there is nobody in them.
    """
    while _empty_some(programme_id, at=at):
        pass
    with transaction.atomic():
        programme = _to_empty(programme_id, at=at)
        if programme is None:
            return
        Intake.objects.filter(cohort__programme=programme).delete()
        CohortLetter.objects.filter(cohort__programme=programme).delete()
        programme.known_columns.all().delete()
        notifications.take_back(notices.ARCHIVED, about=programme.pk)
        programme.emptied_at = at
        programme.save(update_fields=["emptied_at"])
        _note("archive_emptied", programme, by=queries.who_archived(programme), at=at)
        later(stewardship.wipe_traces)


@transaction.atomic
def _empty_some(programme_id: str, *, at: datetime) -> bool:
    """Let go of some of the people; whether there were any."""
    programme = _to_empty(programme_id, at=at)
    if programme is None:
        return False
    some = list(Participant.objects.filter(cohort__programme=programme).order_by("pk")[:AT_ONCE])
    if not some:
        return False
    parts = [one.pk for one in some]
    for empty in hooks.emptying:
        empty(programme, parts, at)
    files.drop_answers(Answer.objects.filter(application__participant__in=parts))
    Participant.objects.filter(pk__in=parts).delete()
    _forget_listed(programme, [one.person_id for one in some], at=at)
    return True


def _to_empty(programme_id: str, *, at: datetime) -> Programme | None:
    """The archive as it is now, if its day has passed and it has not let go yet."""
    programme = locked(Programme.objects.get(pk=programme_id))
    is_due = programme.keep_until and programme.keep_until < programme.institution.day_of(at)
    return programme if is_due and programme.emptied_at is None else None


def _forget_listed(programme: Programme, pks: list[Any], *, at: datetime) -> None:
    """Whoever was only ever on a list here, and nowhere else, is nobody's business any more."""
    nowhere = Person.objects.filter(pk__in=pks, joined_at=None, participations=None)
    people.unlist(programme.institution, list(nowhere), by=queries.who_archived(programme), at=at)


def _note(what: str, programme: Programme, *, by: Person | None, at: datetime) -> None:
    ledger.record(
        f"programmes.{what}", about=programme, by=by, at=at, institution=programme.institution
    )
