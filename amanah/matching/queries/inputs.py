"""What a run is made from: whoever may be matched in a cohort now, and with whom not."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from amanah.matching.models import Run, RunPair
from amanah.matching.queries.proposals import (
    pairs_apart,
    pairs_proposed,
    places_held,
    roles_provided,
)
from amanah.matching.queries.runs import ruled_out
from amanah.matching.runs.inputs import Inputs, Pair, Somebody
from amanah.matching.runs.said import said_in
from amanah.people.models import Person
from amanah.programmes import queries as programmes
from amanah.programmes.models import Application, Cohort, Programme

Role, State = Application.Role, Application.State
Side = list[tuple[Somebody, Application]]


def inputs_for(run: Run, *, at: datetime) -> Inputs:
    """The saved copy of a cohort as it is now.

    In it is whoever sent an application that stands: mentees who have not all the mentors that
    the programme gives them and who are asked about none, and mentors with the places that nobody
    has or is asked about. What runs already is not touched, and nobody in it is moved.
    """
    cohort = run.cohort
    roles = cohort.programme.roles_to_fill
    said = list(
        programmes.readable_applications()
        .filter(participant__cohort=cohort, state=State.SUBMITTED)
        .select_related("participant__person")
        .order_by("participant", "role")
    )
    mentees, mentors = _mentees(cohort, said, roles), _mentors(cohort, said, roles, at=at)
    row = [
        {one.participant.pk: at for at, (_who, one) in enumerate(side)}
        for side in (mentees, mentors)
    ]
    before = _before(run, row)
    return Inputs(
        preset=run.preset,
        options=run.options,
        mentees=[who for who, _application in mentees],
        mentors=[who for who, _application in mentors],
        apart=sorted(_apart(cohort, mentees, mentors, at=at)),
        wishes=_wishes(mentees, mentors),
        mentor_wishes=sorted(
            (mentee, mentor, rank) for mentor, mentee, rank in _wishes(mentors, mentees)
        ),
        kept=[(*pair, one.role) for pair, one in before if one.is_kept],
        before=sorted({pair for pair, _one in before}),
        roles=roles,
    )


def _mentees(cohort: Cohort, said: Sequence[Application], roles: list[str]) -> Side:
    """Mentees who look for somebody, by name of the engine."""
    applications = [one for one in said if one.role == Role.MENTEE and one.participant.as_mentee]
    taken = roles_provided(cohort)
    waited = programmes.times_waited(cohort, [one.participant.person_id for one in applications])
    found = []
    for one in applications:
        part = one.participant
        filled = taken.get(part.person_id, set())
        wanted = [role for role in one.roles or roles if role in roles and role not in filled]
        if (not roles and filled) or (roles and not wanted):
            continue
        comes_first = bool(waited[part.person_id]) or part.waits_since is not None
        found.append((_somebody(one, places=1, roles=wanted, waited=comes_first), one))
    return sorted(found, key=lambda each: each[0].name)


def _mentors(
    cohort: Cohort, said: Sequence[Application], roles: list[str], *, at: datetime
) -> Side:
    """Mentors with a place, who are here when mentorships begin."""
    today = cohort.programme.institution.day_of(at)
    begins = max(today, cohort.begins_on or today)
    held = places_held(cohort)
    is_group = cohort.programme.form == Programme.Form.GROUP
    found = []
    for one in said:
        part = one.participant
        if one.role != Role.MENTOR or not part.as_mentor:
            continue
        if part.away_until is not None and part.away_until >= begins:
            continue
        taken = held.get(part.person_id, 0)
        # A group begins together: whoever has one, or is asked about one, has no place left.
        places = 0 if is_group and taken else max(part.places - taken, 0)
        offered = [role for role in one.roles or roles if role in roles]
        if places and (offered or not roles):
            found.append((_somebody(one, places=places, roles=offered), one))
    return sorted(found, key=lambda each: each[0].name)


def _somebody(
    application: Application, *, places: int, roles: Iterable[str], waited: bool = False
) -> Somebody:
    part = application.participant
    return Somebody(
        # The same in every run of the cohort, so that ties fall the same way; and nobody can tell
        # from it who it is.
        name=salted_hmac("amanah.matching.name", f"{part.cohort_id}:{part.pk}").hexdigest()[:20],
        participant=str(part.pk),
        said=said_in(application),
        places=places,
        roles=tuple(roles),
        waited=waited,
    )


def _before(run: Run, row: list[dict[UUID, int]]) -> list[tuple[Pair, RunPair]]:
    """The pairs on the board of the run that this one follows, as far as both are in it."""
    if run.follows_id is None:
        return []
    pairs = RunPair.objects.filter(run=run.follows_id, is_off=False, is_sent=False).order_by("pk")
    return [
        ((row[0][one.mentee_id], row[1][one.mentor_id]), one)
        for one in pairs
        if one.mentee_id in row[0] and one.mentor_id in row[1]
    ]


def _apart(cohort: Cohort, mentees: Side, mentors: Side, *, at: datetime) -> set[Pair]:
    """The pairs that must not be: by a wish of either, a conflict, an earlier end, or staff."""
    programme = cohort.programme
    mentee_at = {one.participant.person_id: row for row, (_who, one) in enumerate(mentees)}
    mentor_at = {one.participant.person_id: row for row, (_who, one) in enumerate(mentors)}
    sides = [
        (one.participant.person, str(one.role)) for side in (mentees, mentors) for _who, one in side
    ]
    pairs = pairs_apart(sides, programme, at=at) | pairs_proposed(cohort)
    found = {
        (mentee_at[mentee], mentor_at[mentor])
        for mentee, mentor in pairs
        if mentee in mentee_at and mentor in mentor_at
    }
    parts = [
        {one.participant.pk: row for row, (_who, one) in enumerate(side)}
        for side in (mentees, mentors)
    ]
    return found | {
        (parts[0][mentee], parts[1][mentor])
        for mentee, mentor in ruled_out(cohort)
        if mentee in parts[0] and mentor in parts[1]
    }


def _people(*sides: Side) -> list[Person]:
    found = {
        one.participant.person_id: one.participant.person for side in sides for _w, one in side
    }
    return list(found.values())


def _wishes(those: Side, others: Side) -> list[tuple[int, int, int]]:
    """(row, row of whom they named, rank), as far as it is clear who is meant."""
    index = programmes.Named(_people(others))
    row_of = {one.participant.person_id: row for row, (_who, one) in enumerate(others)}
    found = []
    for row, (_who, application) in enumerate(those):
        ranked: dict[int, int] = {}
        for rank, named in enumerate(json.loads(application.wishes or "[]"), 1):
            meant = index.meant(named) - {application.participant.person_id}
            if len(meant) == 1:
                ranked.setdefault(row_of[meant.pop()], rank)
        found += [(row, other, rank) for other, rank in ranked.items()]
    return sorted(found)
