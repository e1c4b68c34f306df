"""What becomes of a proposal: it begins, it waits, or it is closed. Whatever the cause of that.

And what else is over once a mentorship has begun, of requests and of proposals alike.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from amanah.institutions.models import Institution
from amanah.matching import notices, queries
from amanah.matching.models import Asked, Proposal
from amanah.matching.services.ending import close_requests
from amanah.mentoring import queries as mentorships
from amanah.mentoring import services as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.mentoring.services import Side, is_whole
from amanah.notifications import services as notifications
from amanah.programmes import queries as programmes
from amanah.programmes import services as parts
from amanah.programmes.models import Cohort, Participant, Programme

Role, Form, State = Membership.Role, Mentorship.Form, Proposal.State


def locked_proposal(pk: Any) -> Proposal:
    """A proposal, while nobody else changes one of its institution."""
    institution = Proposal.objects.values_list("cohort__programme__institution", flat=True)
    Institution.objects.select_for_update().get(pk=institution.get(pk=pk))
    return Proposal.objects.select_related("cohort__programme__institution").get(pk=pk)


def settle(proposal: Proposal, *, by: Any = None, at: datetime) -> Proposal:
    """Begin what everybody who is still asked has said yes to; close what cannot begin any more.

    On its last day a group, and a circle, begin with those who did. `by` is whoever has just said
    the last yes. In the caller's transaction, with the institution locked.
    """
    if proposal.state != State.WAITING:
        return proposal
    still = _still_asked(proposal, at=at)
    said_yes = [one for one in still if one.said_yes_at is not None]
    is_over = proposal.expires_at <= at
    if is_over and proposal.form != Form.PAIR:
        still = said_yes
    if (
        not is_whole(proposal.form, still)
        or not proposal.cohort.programme.is_open
        or not _has_place(proposal, still)
    ):
        return close_proposal(proposal, at=at)
    if len(still) == len(said_yes):
        return _begin(proposal, said_yes, by=by, at=at)
    return close_proposal(proposal, at=at) if is_over else proposal


def _still_asked(proposal: Proposal, *, at: datetime) -> list[Asked]:
    """Who is still asked; of those who have come to be kept apart, not both."""
    still = list(queries.still_there().filter(proposal=proposal).select_related("person"))
    sides = [(one.person, one.role) for one in still]
    apart = queries.pairs_apart(sides, proposal.cohort.programme, at=at)
    mentors = {one.person_id for one in still if one.role == Role.MENTOR}
    still = [
        one
        for one in still
        if one.role == Role.MENTOR or not any((one.person_id, pk) in apart for pk in mentors)
    ]
    ids = {one.person_id for one in still}
    return [] if any({one, other} <= ids for one, other in apart) else still


def _has_place(proposal: Proposal, still: Iterable[Asked]) -> bool:
    """Whether the mentor has any place left; how many are needed is counted as it begins."""
    return not any(is_full(proposal.cohort, one.person) for one in still if one.role == Role.MENTOR)


def is_full(cohort: Cohort, mentor: Any) -> bool:
    part = programmes.part_in(cohort, mentor)
    return part is None or mentorships.places_taken(cohort).get(mentor.pk, 0) >= part.places


def _begin(proposal: Proposal, members: Sequence[Asked], *, by: Any, at: datetime) -> Proposal:
    sides = [Side(one.person, one.role, one.named_role) for one in members if one.person]
    try:
        with transaction.atomic():
            mentorship = mentoring.begin(
                proposal.cohort.programme.institution,
                sides,
                form=proposal.form,
                cohort=proposal.cohort,
                by=by,
                at=at,
            )
    except (mentoring.AlreadyPaired, mentoring.CannotBegin, mentoring.NoPlace):
        return close_proposal(proposal, at=at)
    proposal.state, proposal.mentorship = State.ACCEPTED, mentorship
    proposal.save(update_fields=["state", "mentorship"])
    notifications.take_back(notices.PROPOSED, about=proposal.pk)
    in_it = [one.pk for one in members]
    _tell_closed(Asked.objects.filter(proposal=proposal).exclude(pk__in=in_it), at=at)
    proposal.asked.exclude(pk__in=in_it).update(said_yes_at=None, is_out=False)
    for side in sides:
        if by is None or side.person.pk != by.pk:
            mentoring.tell_of_beginning(mentorship, side.person, at=at)
    close_what_is_over(proposal.cohort, sides, at=at)
    return proposal


def close_proposal(proposal: Proposal, *, at: datetime, but: Any = None) -> Proposal:
    """Close one in the caller's transaction; `but` has just said no themselves."""
    close_proposals([proposal], at=at, but=but)
    return proposal


def close_proposals(proposals: Sequence[Proposal], *, at: datetime, but: Any = None) -> None:
    """Close proposals, at once however many. Whatever the cause, the same is said.

    Everybody who is still in one is told, but for whoever has just said no.
    """
    ids = [proposal.pk for proposal in proposals]
    if not ids:
        return
    for proposal in proposals:
        proposal.state = State.CLOSED
    Proposal.objects.filter(pk__in=ids).update(state=State.CLOSED)
    notifications.take_each_back(notices.PROPOSED, about=ids)
    asked = Asked.objects.filter(proposal__in=ids)
    _tell_closed(asked if but is None else asked.exclude(person=but), at=at)
    asked.update(said_yes_at=None, is_out=False)


def _tell_closed(asked: QuerySet[Asked], *, at: datetime) -> None:
    """Whoever is out of it, or has left the cohort, needs no word about it."""
    there = queries.still_there().filter(pk__in=asked.values("pk"))
    told = [one for one in there.select_related("person") if one.person is not None]
    notifications.tell_each(
        {one.pk: one.person for one in told if one.person is not None},
        notices.PROPOSAL_CLOSED,
        event="matching.proposal_closed",
        about={one.pk: one.proposal_id for one in told},
        at=at,
    )


def let_out(asked: Asked, *, at: datetime) -> Proposal:
    """Somebody is asked no longer: they said no, they left, or they have begun with another.

    A pair is closed with it, and a group whose mentor it is. The rest of a group goes on, and
    begins if all of them have said yes.
    """
    proposal = asked.proposal
    if proposal.state != State.WAITING:
        return proposal
    if proposal.form == Form.PAIR or asked.role == Role.MENTOR:
        return close_proposal(proposal, at=at, but=asked.person)
    asked.said_yes_at, asked.is_out = None, True
    asked.save(update_fields=["said_yes_at", "is_out"])
    if asked.person is not None:
        notifications.take_back(notices.PROPOSED, about=proposal.pk, person=asked.person)
    return settle(proposal, at=at)


def close_what_is_over(cohort: Cohort, sides: Sequence[Side], *, at: datetime) -> None:
    """What else is over once these have begun: a mentee looks no longer, a mentor may be full.

    Where a programme gives several mentors, whoever has one may have another.
    """
    looking = [side.person for side in sides if side.role != Role.MENTOR]
    if cohort.programme.form != Programme.Form.SEVERAL:
        for person in looking:
            asked = queries.waiting().filter(cohort=cohort, mentee=person)
            close_requests(asked.select_related(*_TWO).order_by("pk"), at=at, tells=False)
            _let_out_of_all(cohort, person.pk, (Role.MENTEE, Role.PEER), at=at)
    for side in sides:
        if side.role == Role.MENTOR and is_full(cohort, side.person):
            asked = queries.waiting().filter(cohort=cohort, mentor=side.person)
            close_requests(asked.select_related(*_TWO).order_by("pk"), at=at)
            _close_all_of(cohort, side.person.pk, at=at)


_TWO = ("mentee", "mentor")


def _let_out_of_all(cohort: Cohort, person: UUID, roles: Iterable[str], *, at: datetime) -> None:
    """Take somebody out of whatever else asks them here."""
    rows = Asked.objects.filter(
        proposal__in=queries.waiting_proposals().filter(cohort=cohort),
        person=person,
        role__in=list(roles),
        is_out=False,
    )
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        # Of one that is closed meanwhile, nothing is left to do.
        let_out(_asked(pk), at=at)


def _close_all_of(cohort: Cohort, mentor: UUID, *, at: datetime, until: date | None = None) -> None:
    """Close what asks somebody to be a mentor; `until` a day, only what ends by then."""
    waiting = queries.waiting_proposals().filter(
        cohort=cohort, asked__person=mentor, asked__role=Role.MENTOR
    )
    if until is not None:
        waiting = waiting.filter(waits_until__lte=until)
    close_proposals(list(waiting.order_by("pk")), at=at)


def _asked(pk: Any) -> Asked:
    return Asked.objects.select_related("person", "proposal__cohort__programme__institution").get(
        pk=pk
    )


def stay_away(part: Participant, *, until: date, at: datetime) -> None:
    """A mentor is away until a day: what waits for them, and would run out before, is closed."""
    parts.go_away(part, until=until, at=at)
    missed = queries.waiting().filter(
        cohort=part.cohort_id, mentor=part.person_id, waits_until__lte=until
    )
    close_requests(missed.select_related(*_TWO).order_by("pk"), at=at)
    _close_all_of(part.cohort, part.person_id, at=at, until=until)
