"""Who takes part in a cohort of the demo, and what they have sent: many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from amanah.operations.demo.cast import Somebody
from amanah.operations.demo.said import what_they_say
from amanah.people.models import Person
from amanah.programmes.models import Application, Cohort, Listed, Participant
from amanah.stewardship import ledger

SENT, DRAFT = Application.State.SUBMITTED, Application.State.DRAFT


@dataclass(frozen=True)
class Part:
    """Somebody's part in a cohort; `state` is empty where they were listed and said nothing."""

    who: Somebody
    role: str
    state: str = SENT
    places: int = 2


def take_part(
    cohort: Cohort, parts: Sequence[Part], *, kind: str, by: Person, at: datetime, until: datetime
) -> None:
    """List people on one day, and let them apply on the days until another."""
    people = {one.email: one for one in Person.objects.filter(is_demo=True)}
    participants, applications, listed = [], [], []
    for place, part in enumerate(parts):
        is_mentor = part.role == "mentor"
        participant = Participant(
            cohort=cohort,
            person=people[part.who.email],
            as_mentor=is_mentor,
            as_mentee=not is_mentor,
            places=part.places if is_mentor else 0,
            listed_at=at,
            letter_at=at,
        )
        participants.append(participant)
        listed.append(Listed(participant=participant, role=part.role, said="{}", listed_at=at))
        if part.state:
            then = at + (until - at) * (place + 1) / (len(parts) + 1)
            applications.append(_application(participant, part, kind=kind, at=then))
    Participant.objects.bulk_create(participants)
    Listed.objects.bulk_create(listed)
    Application.objects.bulk_create(applications)
    _note(cohort, participants, applications, by=by, at=at)


def _application(participant: Participant, part: Part, *, kind: str, at: datetime) -> Application:
    said = what_they_say(part.who, part.role, kind)
    said["can_be_found"] = said.get("can_be_found", False) and cohort_asks(participant.cohort)
    return Application(
        participant=participant,
        role=part.role,
        state=part.state,
        begun_at=at - timedelta(minutes=4),
        submitted_at=at if part.state == SENT else None,
        **said,
    )


def cohort_asks(cohort: Cohort) -> bool:
    """Whether its mentees ask a mentor themselves."""
    return cohort.programme.mentees_may_ask


def _note(
    cohort: Cohort,
    participants: Sequence[Participant],
    applications: Sequence[Application],
    *,
    by: Person,
    at: datetime,
) -> None:
    institution = cohort.programme.institution
    listed: list[Any] = [(one, one.person_id, {}) for one in participants]
    ledger.record_each("programmes.person_listed", listed, by=by, at=at, institution=institution)
    for one in applications:
        if one.submitted_at:
            ledger.record(
                "programmes.application_sent",
                about=one,
                by=one.participant.person,
                at=one.submitted_at,
                institution=institution,
                subject=one.participant.person,
                role=one.role,
            )
