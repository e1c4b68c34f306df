"""Lists that are looked through, and what is known of the people in them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Lower

from amanah.people.models import Affiliation, Person, Stop
from amanah.programmes.intake.applications import values_of
from amanah.programmes.intake.fields import Asked
from amanah.programmes.intake.review import Facts, Known, Part
from amanah.programmes.intake.rows import Values
from amanah.programmes.models import (
    Answer,
    Application,
    Cohort,
    Intake,
    IntakeRow,
    KnownColumn,
    Listed,
    Participant,
    Programme,
    Question,
)
from amanah.programmes.queries.parts import known_to_staff
from amanah.programmes.queries.programmes import cohorts_run_by

AT_ONCE = 500


def intakes_of(person: Any, *, at: datetime) -> QuerySet[Intake]:
    """The lists that a person uploaded, for what they still coordinate. Nobody else sees them."""
    cohorts = cohorts_run_by(person, at=at).order_by().values("pk")
    return (
        Intake.objects.filter(by=person, cohort__in=cohorts)
        .select_related("cohort__programme__institution", "by")
        .order_by("-read_at", "pk")
    )


def open_intakes(cohort: Cohort, *, by: Any, at: datetime) -> QuerySet[Intake]:
    """Somebody's lists for a cohort, the newest first."""
    return intakes_of(by, at=at).filter(cohort=cohort)


def intake_rows(intake: Intake) -> QuerySet[IntakeRow]:
    return IntakeRow.objects.filter(intake=intake).order_by("line")


def known_columns(cohort: Cohort) -> dict[str, str]:
    """Which field each column was in the programme's earlier lists; empty: it was left out."""
    found = KnownColumn.objects.filter(programme=cohort.programme_id)
    return dict(found.values_list("name", "field"))


def asked_in(cohort: Cohort, *, role: str) -> dict[str, Asked]:
    """The programme's own questions that a list can answer, by id. A file cannot be listed."""
    questions = Question.objects.filter(programme=cohort.programme_id, put_away=False)
    if role:
        questions = questions.exclude(
            asked=Question.Asked.MENTORS if role == "mentee" else Question.Asked.MENTEES
        )
    return {
        str(one.pk): Asked(str(one.pk), one.text, one.kind, tuple(map(str, one.options)))
        for one in questions.exclude(kind=Question.Kind.FILE).order_by("place", "pk")
    }


def asks_for_files(programme: Programme) -> bool:
    """Whether there is a question that no list can answer, since it wants a file."""
    return programme.questions.filter(put_away=False, kind=Question.Kind.FILE).exists()


def facts_for(cohort: Cohort, addresses: Iterable[str]) -> Facts:
    """Who is here under these addresses, and their parts in the cohort."""
    known = _known(cohort, sorted(set(addresses)))
    people = {one.person for one in known.values()}
    return Facts(known=known, parts=_parts(cohort, people))


def _known(cohort: Cohort, addresses: Sequence[str]) -> dict[str, Known]:
    here = dict(
        Affiliation.objects.filter(institution=cohort.programme.institution_id)
        .order_by("since")
        .values_list("person_id", "until")
    )
    current = set(
        Affiliation.objects.filter(
            institution=cohort.programme.institution_id, until=None
        ).values_list("person_id", flat=True)
    )
    ended = Stop.objects.filter(institution=cohort.programme.institution_id, lifted_at=None)
    stopped = set(ended.values_list("person_id", flat=True))
    found = {}
    for begin in range(0, len(addresses), AT_ONCE):
        people = Person.objects.annotate(address=Lower("email")).filter(
            address__in=addresses[begin : begin + AT_ONCE]
        )
        for pk, address, name, joined_at, is_active in people.values_list(
            "pk", "address", "name", "joined_at", "is_active"
        ):
            found[address] = Known(
                person=pk,
                name=name,
                has_joined=joined_at is not None,
                is_here=pk in current,
                has_left=pk in here and pk not in current,
                is_closed=not is_active,
                is_stopped=pk in stopped,
            )
    return found


def _parts(cohort: Cohort, people: set[UUID]) -> dict[tuple[UUID, str], Part]:
    participants = {
        one.pk: one
        for one in known_to_staff(Participant.objects.filter(cohort=cohort))
        if one.person_id in people
    }
    listed = {
        (one.participant_id, one.role): json.loads(one.said or "{}")
        for one in Listed.objects.filter(participant__cohort=cohort).iterator()
        if one.participant_id in participants
    }
    now = _now(cohort, {pk for pk, _role in listed})
    return {
        (one.person_id, role): Part(
            participant=one.pk,
            has_left=one.left_at is not None,
            said=listed.get((one.pk, role)),
            now=now.get((one.pk, role)),
        )
        for one in participants.values()
        for role, takes_part in (("mentor", one.is_mentor), ("mentee", one.is_mentee))
        if takes_part
    }


def _now(cohort: Cohort, participants: set[UUID]) -> dict[tuple[UUID, str], Values]:
    """What stands in the applications that were sent, in the words of a list."""
    if not participants:
        return {}
    sent = Application.objects.filter(
        participant__cohort=cohort, state=Application.State.SUBMITTED
    ).select_related("participant")
    answers: dict[UUID, Values] = {}
    for answer in Answer.objects.filter(application__in=sent.values("pk")):
        found = answers.setdefault(answer.application_id, {})
        found[f"question:{answer.question_id}"] = json.loads(answer.value or '""')
    return {
        (one.participant_id, one.role): {
            **values_of(one, one.participant),
            **answers.get(one.pk, {}),
        }
        for one in sent.iterator()
        if one.participant_id in participants
    }
