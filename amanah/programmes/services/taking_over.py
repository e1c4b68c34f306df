"""Taking a list over into its cohort: all of it, or nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from amanah.base.later import background, later
from amanah.base.refusal import Refused
from amanah.people import services as people_services
from amanah.people.models import Person
from amanah.programmes import queries, rules
from amanah.programmes.intake import applications
from amanah.programmes.intake.review import ASKED, NEW, PRIVATE, UPDATED, WRONG, Judged, differ
from amanah.programmes.intake.rows import Values
from amanah.programmes.models import (
    Answer,
    Application,
    Cohort,
    Intake,
    Listed,
    Participant,
)
from amanah.programmes.services.intake import (
    Looked,
    judge,
    refuse_closed,
    review_intake,
    store_rows,
)
from amanah.stewardship import ledger

# Up to here it is done while the coordinator waits; beyond, in the worker.
AT_ONCE = 200
BATCH = 500
MENTOR = Application.Role.MENTOR


class CannotTakeOver(Refused):
    code = "programmes.cannot_take_over"


@dataclass
class Hand:
    """What is held while a list is written: what is there, and what is new."""

    cohort: Cohort
    by: Person
    at: datetime
    people: dict[str, Person] = field(default_factory=dict)
    # Addresses of those who became people by this.
    made: set[str] = field(default_factory=set)
    participants: dict[UUID, Participant] = field(default_factory=dict)
    applications: dict[tuple[UUID, str], Application] = field(default_factory=dict)
    listings: dict[tuple[UUID, str], Listed] = field(default_factory=dict)
    new: dict[UUID, Any] = field(default_factory=dict)
    changed: dict[UUID, Any] = field(default_factory=dict)
    answers: list[tuple[Application, str, Any]] = field(default_factory=list)

    def keep(self, thing: Any, *, is_new: bool) -> Any:
        if is_new:
            self.new[thing.pk] = thing
        elif thing.pk not in self.new:
            self.changed[thing.pk] = thing
        return thing


@transaction.atomic
def ask_to_take_over(
    intake: Intake, *, leaves_out_bad_rows: bool, by: Person, at: datetime
) -> Intake:
    """Take a list over: at once if it is short, else in the worker.

    Raises `CannotTakeOver` while a row cannot be used or a question is open, unless those rows
    are to be left out.
    """
    intake = _locked(intake)
    if intake.state != Intake.State.CHECKED:
        raise CannotTakeOver(_("This list has been taken over or put away meanwhile."))
    refuse_closed(intake.cohort)
    intake.leaves_out_bad_rows = leaves_out_bad_rows
    intake.state = Intake.State.APPLYING
    intake.is_stopping, intake.rows_done = False, 0
    intake.save(update_fields=["leaves_out_bad_rows", "state", "is_stopping", "rows_done"])
    if sum(intake.counts.values()) > AT_ONCE:
        _refuse_unready(intake.counts, leaves_out=leaves_out_bad_rows)
        later(take_over, intake_id=str(intake.pk))
        return intake
    return _write_all(intake, at=at)


@transaction.atomic
def stop_taking_over(intake: Intake, *, by: Person, at: datetime) -> None:
    """Ask the worker to stop; nothing was written yet, or everything is."""
    Intake.objects.filter(pk=intake.pk, state=Intake.State.APPLYING).update(is_stopping=True)


@background
def take_over(*, intake_id: str, at: datetime) -> None:
    """Take a long list over. If something came in between, it is there to be looked through."""
    intake = _find(intake_id)
    if intake is None or intake.state != Intake.State.APPLYING:
        return
    # What takes longest is done before anything is locked.
    looked = judge(intake, queries.intake_rows(intake))
    Intake.objects.filter(pk=intake_id).update(rows_done=len(looked.judged) // 2)
    try:
        with transaction.atomic():
            _write_all(intake, at=at, looked=looked)
    except CannotTakeOver:
        with transaction.atomic():
            Intake.objects.filter(pk=intake_id).update(state=Intake.State.CHECKED)
            review_intake(intake)


def _write_all(intake: Intake, *, at: datetime, looked: Looked | None = None) -> Intake:
    Cohort.objects.select_for_update().get(pk=intake.cohort_id)
    cohort = intake.cohort
    _refuse_stopped(intake)
    if not rules.can_list(intake.by, cohort, at=at):
        raise CannotTakeOver(_("You no longer coordinate this. Nothing was taken over."))
    kept = list(queries.intake_rows(intake))
    judged = judge(intake, kept, looked).judged
    counts = dict.fromkeys((NEW, UPDATED), 0)
    for one in judged:
        counts[one.verdict] = counts.get(one.verdict, 0) + 1
    _refuse_unready(counts, leaves_out=intake.leaves_out_bad_rows)
    used = [(row, one) for row, one in zip(kept, judged, strict=True) if _is_written(one)]
    hand = _hand(cohort, [one for _row, one in used], by=intake.by, at=at)
    for row, one in used:
        row.before, row.is_written = json.dumps(_write_one(hand, one)), True
    _store(hand)
    store_rows([row for row, _one in used], ["before", "is_written"])
    _refuse_stopped(intake)
    intake.state, intake.applied_at, intake.counts = Intake.State.DONE, at, counts
    intake.rows_done = len(kept)
    intake.save(update_fields=["state", "applied_at", "counts", "rows_done"])
    ledger.record(
        "programmes.list_taken_over",
        about=cohort,
        by=intake.by,
        at=at,
        institution=cohort.programme.institution,
        new=counts[NEW],
        updated=counts[UPDATED],
    )
    return intake


def _is_written(one: Judged) -> bool:
    return one.verdict in {NEW, UPDATED}


def _refuse_unready(counts: dict[str, int], *, leaves_out: bool) -> None:
    if not leaves_out and (counts.get(WRONG) or counts.get(ASKED)):
        raise CannotTakeOver(
            _("Some rows cannot be used yet. Mend them, or leave them out of the list.")
        )
    if not counts.get(NEW) and not counts.get(UPDATED):
        raise CannotTakeOver(_("There is nothing in this list to take over."))


def _refuse_stopped(intake: Intake) -> None:
    if Intake.objects.filter(pk=intake.pk, is_stopping=True).exists():
        raise CannotTakeOver(_("It was stopped. Nothing was taken over."))


def _hand(cohort: Cohort, used: Iterable[Judged], *, by: Person, at: datetime) -> Hand:
    """Everybody in the list as a person, and what is there of them already."""
    invitees = {
        one.said.email: people_services.Invitee(one.said.email, one.said.name) for one in used
    }
    hand = Hand(cohort, by, at)
    hand.made = set(invitees) - set(people_services.people_at(list(invitees)))
    hand.people = people_services.list_people(
        cohort.programme.institution, list(invitees.values()), by=by, at=at
    )
    pks = {person.pk for person in hand.people.values()}
    here = [one for one in Participant.objects.filter(cohort=cohort) if one.person_id in pks]
    hand.participants = {one.person_id: one for one in here}
    known = {one.pk for one in here}
    for application in Application.objects.filter(participant__cohort=cohort).iterator():
        if application.participant_id in known:
            hand.applications[application.participant_id, application.role] = application
    for listing in Listed.objects.filter(participant__cohort=cohort).iterator():
        if listing.participant_id in known:
            hand.listings[listing.participant_id, listing.role] = listing
    return hand


def _write_one(hand: Hand, one: Judged) -> dict[str, Any]:
    """Write one row, and say what was there before."""
    person = hand.people[one.said.email]
    before: dict[str, Any] = {"made": one.said.email in hand.made, "parts": {}}
    before["person"] = str(person.pk)
    if person.joined_at is None and person.name != one.said.name:
        before["name"], person.name = person.name, one.said.name
        hand.keep(person, is_new=False)
    participant = hand.participants.get(person.pk)
    is_new = participant is None
    if participant is None:
        participant = Participant(cohort=hand.cohort, person=person, listed_at=hand.at)
        hand.participants[person.pk] = participant
    before["participant"] = str(participant.pk)
    before["left_at"] = participant.left_at.isoformat() if participant.left_at else None
    hand.keep(participant, is_new=is_new)
    for role in one.said.roles:
        has_part = participant.as_mentor if role == MENTOR else participant.as_mentee
        key = participant.pk, role
        # A part that is only its author's draft is begun by the list like one that is not there.
        is_known = queries.is_known_as(hand.applications.get(key), hand.listings.get(key))
        if not (has_part and is_known) or participant.left_at:
            before["parts"][role] = _begin(hand, participant, role, one)
        elif one.changes.get(role):
            before["parts"][role] = _change(hand, participant, role, one)
    participant.left_at = None
    return before


def _begin(hand: Hand, participant: Participant, role: str, one: Judged) -> dict[str, Any]:
    """Somebody begins in a part. What they have said in it before stays theirs."""
    values = one.said.of(role)
    application = hand.applications.get((participant.pk, role))
    listing = hand.listings.get((participant.pk, role))
    stood = _stood(participant, role, application, listing)
    if role == MENTOR:
        participant.as_mentor = True
        applications.write_participant(participant, values, applications.OF_PARTICIPANT)
    else:
        participant.as_mentee = True
    makes_it = application is None and applications.says_anything(values)
    if makes_it:
        _new_application(hand, participant, role, values)
    _say(hand, participant, role, listing, {**values, "name": one.said.name})
    return {"made": True, "application": makes_it, "wrote": values, "stood": stood}


def _stood(
    participant: Participant, role: str, application: Application | None, listing: Listed | None
) -> dict[str, Any]:
    """What stood there of a part before a list began it; a draft, say, or one that had left."""
    away = participant.away_until
    return {
        "part": participant.as_mentor if role == MENTOR else participant.as_mentee,
        "places": participant.places,
        "away_until": away.isoformat() if away else "",
        "state": application.state if application else "",
        "said": json.loads(listing.said or "{}") if listing else None,
    }


def _new_application(hand: Hand, participant: Participant, role: str, values: Values) -> None:
    application = Application(
        participant=participant,
        role=role,
        state=Application.State.SUBMITTED,
        begun_at=hand.at,
        submitted_at=hand.at,
    )
    applications.write(application, values, values)
    hand.applications[participant.pk, role] = application
    hand.keep(application, is_new=True)
    _answer(hand, application, values, values)


def _change(hand: Hand, participant: Participant, role: str, one: Judged) -> dict[str, Any]:
    """Write what the list says otherwise than last time, and nothing that is the person's own."""
    listing = hand.listings[participant.pk, role]
    said: Values = json.loads(listing.said or "{}")
    values, names = one.said.of(role), one.changes[role]
    application = hand.applications.get((participant.pk, role))
    before: dict[str, Any] = {"made": False, "said": said, "wrote": values, "were": {}}
    if application is None:
        if applications.says_anything(values):
            _new_application(hand, participant, role, values)
            before["application"] = True
    elif application.state == Application.State.SUBMITTED:
        now = applications.values_of(application, participant)
        names = [
            name
            for name in names
            if name not in PRIVATE or not differ(now.get(name), said.get(name))
        ]
        before["were"] = {name: now.get(name) for name in names}
        applications.write(application, values, names)
        hand.keep(application, is_new=False)
        _answer(hand, application, values, names)
    if role == MENTOR:
        before["were"] |= {
            name: said.get(name) for name in applications.OF_PARTICIPANT if name in names
        }
        applications.write_participant(participant, values, names)
    _say(hand, participant, role, listing, {**said, **values, "name": one.said.name})
    return before


def _say(
    hand: Hand, participant: Participant, role: str, listing: Listed | None, values: Values
) -> None:
    is_new = listing is None
    listing = listing or Listed(participant=participant, role=role)
    listing.said, listing.listed_at = json.dumps(values), hand.at
    hand.listings[participant.pk, role] = listing
    hand.keep(listing, is_new=is_new)


def _answer(hand: Hand, application: Application, values: Values, names: Iterable[str]) -> None:
    for name in names:
        if name.startswith("question:") and values.get(name) not in ("", [], None):
            hand.answers.append((application, name.removeprefix("question:"), values[name]))


def _store(hand: Hand) -> None:
    """Write everything at once; parents before children."""
    models: tuple[Any, ...] = (Participant, Application, Listed)
    for model in models:
        made = [thing for thing in hand.new.values() if isinstance(thing, model)]
        model._default_manager.bulk_create(made, batch_size=BATCH)
    for thing in hand.changed.values():
        thing.save()
    for application, question, value in hand.answers:
        Answer.objects.update_or_create(
            application=application, question_id=question, defaults={"value": json.dumps(value)}
        )


def _find(pk: Any) -> Intake | None:
    found = Intake.objects.select_related("cohort__programme__institution", "by")
    return found.filter(pk=pk).first()


def _locked(intake: Intake) -> Intake:
    found = _find(Intake.objects.select_for_update().get(pk=intake.pk).pk)
    assert found is not None  # noqa: S101 (it is locked)
    return found
