"""Undoing a list, and putting one person into a cohort by hand."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amanah.base.later import background, later
from amanah.base.refusal import Refused
from amanah.institutions.models import Institution
from amanah.people import queries as people
from amanah.people import services as people_services
from amanah.people.models import Person
from amanah.programmes import queries, rules
from amanah.programmes.intake import applications
from amanah.programmes.intake.review import differ
from amanah.programmes.intake.rows import Values
from amanah.programmes.models import (
    Answer,
    Application,
    Cohort,
    Intake,
    IntakeRow,
    Listed,
    Participant,
)
from amanah.programmes.services.intake import refuse_closed
from amanah.stewardship import ledger

MENTOR, SUBMITTED = Application.Role.MENTOR, Application.State.SUBMITTED


class CannotUndo(Refused):
    code = "programmes.cannot_undo"


class AlreadyListed(Refused):
    code = "programmes.already_listed"


class AccessEnded(Refused):
    code = "programmes.access_ended"


AT_ONCE = 200


@transaction.atomic
def undo_intake(intake: Intake, *, by: Person, at: datetime) -> Intake:
    """Take a list back, as far as it is still only a list: a long one in the worker.

    Whoever has been written to, has joined through it, or has changed what it said, stays.
    """
    intake = _locked(intake.pk)
    if intake.state != Intake.State.DONE:
        raise CannotUndo(_("Only a list that was taken over can be undone."))
    intake.state = Intake.State.UNDOING
    intake.counts = {"back": 0, "stay": 0}
    intake.save(update_fields=["state", "counts"])
    if _written(intake).count() > AT_ONCE:
        later(undo_in_parts, intake_id=str(intake.pk), by_id=str(by.pk))
        return intake
    return _undo_some(intake, by=by, at=at)


@background
def undo_in_parts(*, intake_id: str, by_id: str, at: datetime) -> None:
    """Take a long list back, some rows at a time, so that nobody else has to wait for it."""
    by = Person.objects.get(pk=by_id)
    while True:
        with transaction.atomic():
            intake = _locked(intake_id)
            if intake.state != Intake.State.UNDOING:
                return
            _undo_some(intake, by=by, at=at)


def _undo_some(intake: Intake, *, by: Person, at: datetime) -> Intake:
    Cohort.objects.select_for_update().get(pk=intake.cohort_id)
    if not rules.can_list(by, intake.cohort, at=at):
        # Whoever asked has lost the role meanwhile: what is not yet taken back stays.
        intake.state = Intake.State.DONE
        intake.save(update_fields=["state"])
        return intake
    some = list(_written(intake)[:AT_ONCE])
    gone: list[Person] = []
    for row in some:
        is_back = _undo_one(json.loads(row.before), gone)
        intake.counts["back" if is_back else "stay"] += 1
    IntakeRow.objects.filter(pk__in=[row.pk for row in some]).update(is_written=False)
    institution = intake.cohort.programme.institution
    if gone:
        people_services.unlist(institution, gone, by=by, at=at)
    if not _written(intake).exists():
        intake.state = Intake.State.UNDONE
        ledger.record(
            "programmes.list_undone",
            about=intake.cohort,
            by=by,
            at=at,
            institution=institution,
            **intake.counts,
        )
    intake.save(update_fields=["state", "counts"])
    return intake


def _written(intake: Intake) -> QuerySet[IntakeRow]:
    """The rows that changed something, and have not been taken back."""
    return queries.intake_rows(intake).filter(is_written=True)


def _locked(pk: Any) -> Intake:
    return (
        Intake.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__institution")
        .get(pk=pk)
    )


def _undo_one(before: dict[str, Any], gone: list[Person]) -> bool:
    """Take one row back; False if its person has taken it over meanwhile."""
    participant = (
        Participant.objects.filter(pk=before["participant"]).select_related("person").first()
    )
    if participant is None:
        return True
    person = participant.person
    if participant.letter_at or (before["made"] and person.joined_at):
        return False
    parts = before["parts"].items()
    if not all(_is_untouched(participant, role, part) for role, part in parts):
        return False
    for role, part in parts:
        _undo_part(participant, role, part)
    if before["left_at"]:
        participant.left_at = participant.left_at or datetime.fromisoformat(before["left_at"])
    if not participant.as_mentor and not participant.as_mentee:
        participant.delete()
    else:
        participant.save()
    if "name" in before and person.joined_at is None:
        person.name = before["name"]
        person.save(update_fields=["name"])
    if before["made"] and not person.participations.exists():
        gone.append(person)
    return True


def _is_untouched(participant: Participant, role: str, part: dict[str, Any]) -> bool:
    """Whether the application still says what the list wrote.

    A draft that the list did not begin is not looked at: how many stay would tell of it.
    """
    application = participant.applications.filter(role=role).first()
    if application is None:
        return not part.get("application")
    is_sent = application.state == SUBMITTED
    if not part.get("application") and application.state == Application.State.DRAFT:
        return True
    if part["made"] and not part["application"]:
        return not is_sent or part["stood"]["state"] == SUBMITTED
    # A list writes no files: whoever handed one in has made the application theirs.
    if not is_sent or application.answers.exclude(file=None).exists():
        return False
    now = applications.values_of(application, participant)
    names = part["wrote"] if part["made"] else part["were"]
    return not any(differ(now.get(name), part["wrote"].get(name)) for name in names if name in now)


def _undo_part(participant: Participant, role: str, part: dict[str, Any]) -> None:
    """Bring a part back to what it was. What somebody wrote in it themselves is never taken."""
    application = participant.applications.filter(role=role).first()
    if application and part.get("application"):
        Answer.objects.filter(application=application).delete()
        application.delete()
        application = None
    elif application and part.get("were") and application.state == SUBMITTED:
        applications.write(application, part["were"], part["were"])
        application.save()
    stood, said = (part["stood"], part["stood"]["said"]) if part["made"] else ({}, part["said"])
    listing = Listed.objects.filter(participant=participant, role=role)
    if said is None:
        listing.delete()
    else:
        listing.update(said=json.dumps(said))
    if not part["made"]:
        applications.write_participant(participant, part["were"], part["were"])
    elif role == MENTOR:
        participant.as_mentor = stood["part"] or application is not None
        _take_places_back(participant, stood, part["wrote"])
    else:
        participant.as_mentee = stood["part"] or application is not None
        if not participant.as_mentee:
            participant.waits_since = None


def _take_places_back(participant: Participant, stood: Values, wrote: Values) -> None:
    """Places and absence as they stood, where they are still what the list wrote."""
    away = participant.away_until
    now = {"places": participant.places or None, "away_until": away.isoformat() if away else None}
    same = [name for name in now if not differ(now[name], wrote.get(name))]
    applications.write_participant(participant, stood, same)


@transaction.atomic
def list_person(
    cohort: Cohort,
    who: people_services.Invitee,
    *,
    role: str,
    by: Person,
    at: datetime,
    places: int = 1,
) -> Participant:
    """Put one person into a cohort by hand. Nobody is written to until letters are sent.

    `role` is mentor or mentee. Raises `AlreadyListed` if they have that part already.
    """
    refuse_closed(cohort)
    cohort = Cohort.objects.select_for_update().get(pk=cohort.pk)
    institution = cohort.programme.institution
    found = people_services.list_people(institution, [who], by=by, at=at)
    person = found[who.email.lower()]
    _refuse_gone(person, institution)
    participant = _with_part(cohort, person, is_mentor=role == MENTOR, places=places, at=at)
    Listed.objects.update_or_create(
        participant=participant,
        role=role,
        defaults={"said": json.dumps({"name": who.name}), "listed_at": at},
    )
    ledger.record(
        "programmes.person_listed",
        about=participant,
        by=by,
        at=at,
        institution=institution,
        subject=person,
    )
    return participant


def _with_part(
    cohort: Cohort, person: Person, *, is_mentor: bool, places: int, at: datetime
) -> Participant:
    """Somebody in a cohort, with a part there that they did not have."""
    mine = Participant.objects.filter(cohort=cohort, person=person)
    participant, known = mine.first(), queries.known_to_staff(mine).first()
    has_part = known and (known.is_mentor if is_mentor else known.is_mentee)
    if participant and participant.left_at is None and has_part:
        raise AlreadyListed(_("This person is already in the cohort."))
    participant = participant or Participant(cohort=cohort, person=person, listed_at=at)
    participant.left_at = None
    if is_mentor:
        participant.as_mentor, participant.places = True, places
    else:
        participant.as_mentee = True
    participant.full_clean()
    participant.save()
    return participant


def _refuse_gone(person: Person, institution: Institution) -> None:
    if people.is_stopped(person, institution):
        raise AccessEnded(
            _("The access of this person was ended. Ask an admin to allow them again.")
        )
    if not person.is_active and person.affiliations.filter(institution=institution).exists():
        raise AccessEnded(_("The account at this address is closed."))


def end_parts(person: Person, institution: Institution, at: datetime) -> None:
    """Whoever leaves an institution takes part in nothing there any longer."""
    person.participations.filter(cohort__programme__institution=institution, left_at=None).update(
        left_at=at
    )


def take_list_over(listed: Person, person: Person, at: datetime) -> None:
    """Give the parts of somebody who was only on a list to the account of the same person.

    Where the account has that cohort already, what it says there stays.
    """
    mine = set(person.participations.values_list("cohort_id", flat=True))
    for participant in list(listed.participations.order_by("pk")):
        if participant.cohort_id not in mine:
            participant.person = person
            participant.save(update_fields=["person"])
