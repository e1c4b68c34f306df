"""Setting up programmes and their cohorts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import later_once
from amanah.base.refusal import Refused
from amanah.base.seen import Values, take_over
from amanah.institutions import services as institutions
from amanah.institutions.models import Appointment, Institution
from amanah.people.models import Person
from amanah.programmes import notices, queries
from amanah.programmes.models import Cohort, Participant, Programme
from amanah.programmes.services.closing import tell_of_other_days
from amanah.programmes.starts import Start
from amanah.stewardship import ledger

SETTINGS = (
    "name",
    "about",
    "aims",
    "form",
    "mentor_roles",
    "mode",
    "weeks_between_meetings",
    "months",
    "mentor_word",
    "mentee_word",
    "weeks_between_checkins",
    "co_authors_may_pair",
    "mentees_may_ask",
    "evaluation_plan",
)
DAYS = ("name", "applications_from", "applications_until", "begins_on", "ends_on")
ASKED = ("place", "kind", "asked", "text", "help", "options")
ENOUGH_TO_RUN = 2


class CannotSetUp(Refused):
    code = "programmes.cannot_set_up"


class CannotOpen(Refused):
    code = "programmes.cannot_open"


class AlreadyLeft(Refused):
    code = "programmes.already_left"


@transaction.atomic
def begin_programme(
    institution: Institution,
    start: Start,
    wanted: Values,
    *,
    deputy: Person | None,
    by: Person,
    at: datetime,
) -> Programme:
    """Set a programme up from one of the starts, and name who stands in for whoever runs it.

    It is a draft: nobody hears of it, but for the deputy, until it is opened.
    """
    programme = Programme(
        institution=institution,
        template=start.key,
        **{name: wanted[name] for name in SETTINGS if name in wanted},
    )
    programme.full_clean()
    programme.save(force_insert=True)
    for place, asked in enumerate(start.questions):
        programme.questions.create(place=place, text=str(asked.text), asked=asked.asked)
    _note("programme_begun", programme, by=by, at=at)
    if deputy:
        name_deputy(programme, deputy, by=by, at=at)
    return programme


@transaction.atomic
def duplicate_programme(programme: Programme, *, by: Person, at: datetime) -> Programme:
    """Begin a programme with the settings and questions of another. Nobody is taken along."""
    # Read within the transaction, so that it is the settings and questions of one moment.
    programme = locked(programme)
    copy = Programme(
        institution=programme.institution,
        copied_from=programme,
        **{name: getattr(programme, name) for name in SETTINGS},
    )
    copy.full_clean()
    copy.save(force_insert=True)
    for asked in programme.questions.filter(put_away=False).order_by("place", "pk"):
        copy.questions.create(**{name: getattr(asked, name) for name in ASKED})
    _note("programme_begun", copy, by=by, at=at)
    return copy


@transaction.atomic
def name_deputy(programme: Programme, person: Person, *, by: Person, at: datetime) -> Appointment:
    """Appoint a deputy for this programme alone. They are told by letter."""
    refuse_archived(programme)
    return institutions.appoint(
        programme.institution,
        person,
        role=Appointment.Role.DEPUTY,
        term=institutions.Term(scope=programme.pk),
        by=by,
        at=at,
    )


@transaction.atomic
def change_programme(
    programme: Programme, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> Programme:
    """Change the settings of a programme: what differs from what was `seen`, and no more."""
    programme = locked(programme)
    refuse_archived(programme)
    settings = {name: value for name, value in wanted.items() if name in SETTINGS}
    changed = take_over(programme, settings, seen=seen)
    programme.full_clean()
    if changed:
        programme.save(update_fields=changed)
        _note("programme_changed", programme, by=by, at=at, settings=changed)
    return programme


@transaction.atomic
def open_programme(programme: Programme, *, by: Person, at: datetime) -> Programme:
    """Open a programme: from now on people can apply and letters can be sent.

    Raises `CannotOpen` unless two people run it, so that one may fall ill or leave.
    """
    programme = locked(programme)
    if programme.state != Programme.State.DRAFT:
        raise CannotOpen(_("Only a programme that is being set up can be opened."))
    if len(queries.who_runs(programme, at=at)) < ENOUGH_TO_RUN:
        raise CannotOpen(
            _("Name a deputy first, so that the programme has somebody when you are away.")
        )
    programme.state = Programme.State.OPEN
    programme.save(update_fields=["state"])
    _note("programme_opened", programme, by=by, at=at)
    return programme


@transaction.atomic
def add_cohort(programme: Programme, wanted: Values, *, by: Person, at: datetime) -> Cohort:
    """Add a cohort to a programme."""
    programme = locked(programme)
    refuse_archived(programme)
    cohort = Cohort(programme=programme, **{name: wanted[name] for name in DAYS if name in wanted})
    cohort.full_clean()
    cohort.save(force_insert=True)
    _note_cohort("cohort_added", cohort, by=by, at=at)
    return cohort


@transaction.atomic
def change_cohort(
    cohort: Cohort, wanted: Values, *, seen: Values, by: Person, at: datetime
) -> Cohort:
    """Change the name and days of a cohort: what differs from what was `seen`, and no more."""
    refuse_archived(locked(cohort.programme))
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    days = {name: value for name, value in wanted.items() if name in DAYS}
    changed = take_over(cohort, days, seen=seen)
    cohort.full_clean()
    if changed:
        cohort.save(update_fields=changed)
        if set(changed) - {"name"} and cohort.programme.is_open:
            later_once(
                tell_of_other_days,
                key=f"days:{cohort.pk}:{at.isoformat()}",
                at=at,
                cohort_id=str(cohort.pk),
            )
        _note_cohort("cohort_changed", cohort, by=by, at=at, settings=changed)
    return cohort


@transaction.atomic
def remove_from_cohort(participant: Participant, *, by: Person, at: datetime) -> Participant:
    """Take somebody out of a cohort. What they said stays theirs; they can be listed again."""
    refuse_archived(locked(participant.cohort.programme))
    participant = Participant.objects.select_for_update().get(pk=participant.pk)
    if participant.left_at is not None:
        raise AlreadyLeft(_("This person is no longer in the cohort."))
    is_known_there = queries.has_come_in(participant)
    participant.left_at = at
    participant.save(update_fields=["left_at"])
    if is_known_there:
        notices.taken_out(participant, at=at)
    ledger.record(
        "programmes.person_removed",
        about=participant,
        by=by,
        at=at,
        institution=participant.cohort.programme.institution,
        subject=participant.person,
    )
    return participant


def locked(programme: Programme) -> Programme:
    """The programme as it is now, while nobody else changes it."""
    # The institution first: appointments in it are changed one after another.
    Institution.objects.select_for_update().get(pk=programme.institution_id)
    found = Programme.objects.select_for_update(of=("self",)).select_related("institution")
    return found.get(pk=programme.pk)


def refuse_archived(programme: Programme) -> None:
    if programme.is_archived:
        raise CannotSetUp(_("This programme is archived; it can only be read."))


def _note(what: str, programme: Programme, *, by: Person, at: datetime, **more: Any) -> None:
    ledger.record(
        f"programmes.{what}",
        about=programme,
        by=by,
        at=at,
        institution=programme.institution,
        **more,
    )


def _note_cohort(what: str, cohort: Cohort, *, by: Person, at: datetime, **more: Any) -> None:
    ledger.record(
        f"programmes.{what}",
        about=cohort,
        by=by,
        at=at,
        institution=cohort.programme.institution,
        **more,
    )
