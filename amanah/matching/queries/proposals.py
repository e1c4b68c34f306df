"""Questions about proposals: which still stand, whose they are, and whom they take up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.lookups import Exact

from amanah.matching.models import Asked, Proposal
from amanah.mentoring import queries as mentoring
from amanah.mentoring.models import Membership, Mentorship
from amanah.mentoring.services import LEAST_PEERS, is_whole
from amanah.people.models import Affiliation, Person
from amanah.programmes import queries as programmes
from amanah.programmes.models import Application, Cohort, Participant, Programme

Role, Form, State = Membership.Role, Mentorship.Form, Proposal.State
# How long a member still finds a proposal in their list once its day is over.
SHOWN_FOR = timedelta(days=90)


def waiting_proposals() -> QuerySet[Proposal]:
    """Proposals that nobody has closed, whether or not they still stand."""
    return Proposal.objects.filter(state=State.WAITING)


def standing_proposals(*, at: datetime) -> QuerySet[Proposal]:
    """Proposals that can be answered now. Asked at every use, so that nothing outlives its cause.

    Its day has not passed, the programme is open, and enough of those who are asked still take
    part as what they are asked.
    """
    return (
        waiting_proposals()
        .annotate(mentors=_how_many(role=Role.MENTOR), others=_how_many(~Q(role=Role.MENTOR)))
        .filter(
            Q(form=Form.CIRCLE, others__gte=LEAST_PEERS)
            | (~Q(form=Form.CIRCLE) & Q(mentors__gte=1, others__gte=1)),
            expires_at__gt=at,
            cohort__programme__state=Programme.State.OPEN,
        )
    )


def _how_many(*which: Q, **more: Any) -> Subquery:
    there = still_there().filter(*which, proposal=OuterRef("pk"), **more)
    return Subquery(there.order_by().values("proposal").annotate(n=Count("pk")).values("n"))


def stands(proposal: Proposal, still: Sequence[Asked], *, at: datetime) -> bool:
    """The same of one proposal, by those of it who are still there."""
    return (
        proposal.state == State.WAITING
        and proposal.expires_at > at
        and proposal.cohort.programme.is_open
        and is_whole(proposal.form, still)
    )


def still_there() -> QuerySet[Asked]:
    """Whoever is asked, is not out of it, and still takes part as what they are asked.

    Who they are is not looked into again: whoever proposed it knew them to take part.
    """
    is_mentor, is_mentee = (Q(Exact(OuterRef("role"), Value(role))) for role in _TWO)
    part = Participant.objects.filter(
        ~is_mentor | Q(as_mentor=True),
        ~is_mentee | Q(as_mentee=True),
        cohort=OuterRef("proposal__cohort"),
        person=OuterRef("person"),
        left_at=None,
    )
    belongs = Affiliation.objects.filter(
        institution=OuterRef("proposal__cohort__programme__institution"),
        person=OuterRef("person"),
        until=None,
    )
    taken_back = Application.objects.filter(
        Q(role=OuterRef("role")) | Q(Exact(OuterRef("role"), Value(Role.PEER))),
        participant__cohort=OuterRef("proposal__cohort"),
        participant__person=OuterRef("person"),
        state=Application.State.WITHDRAWN,
    )
    return Asked.objects.filter(
        Exists(part),
        Exists(belongs),
        ~Exists(taken_back),
        is_out=False,
        person__is_active=True,
    )


_TWO = (Role.MENTOR, Role.MENTEE)


def _with_asked(proposals: QuerySet[Any]) -> QuerySet[Any]:
    """Mentors first, and otherwise by name: the order tells of nobody what they answered."""
    asked = Asked.objects.select_related("person__profile").order_by(
        "-role", F("person__name").asc(nulls_last=True), "pk"
    )
    return proposals.select_related("cohort__programme__institution").prefetch_related(
        Prefetch("asked", asked)
    )


def proposals_for(person: Any, *, at: datetime) -> QuerySet[Any]:
    """What somebody was asked, whether it `stands`, and what they said themselves.

    Every member's page finds one through here.
    """
    mine = Asked.objects.filter(proposal=OuterRef("pk"), person=person)
    found: QuerySet[Any] = Proposal.objects.filter(Exists(mine)).annotate(
        is_there=Exists(still_there().filter(proposal=OuterRef("pk"), person=person)),
        is_standing=Exists(standing_proposals(at=at).filter(pk=OuterRef("pk"))),
        own_role=Subquery(mine.values("role")[:1]),
        own_named_role=Subquery(mine.values("named_role")[:1]),
        said_yes_at=Subquery(mine.values("said_yes_at")[:1]),
    )
    return _with_asked(found).order_by("-sent_at", "pk")


def proposals_listed_for(person: Any, *, at: datetime) -> QuerySet[Any]:
    """What stands in somebody's list: of what is over, what was not long ago."""
    return proposals_for(person, at=at).filter(expires_at__gt=at - SHOWN_FOR)


def next_proposal_for(person: Any, *, at: datetime) -> Any:
    """The one whose day comes first, of those that wait for somebody's answer."""
    asks = Asked.objects.filter(person=person, is_out=False, said_yes_at=None).filter(
        proposal__state=State.WAITING, proposal__expires_at__gt=at
    )
    ids = list(asks.values_list("proposal", flat=True))
    if not ids:
        return None
    found = proposals_for(person, at=at).filter(pk__in=ids).order_by("expires_at", "pk")
    return next((one for one in found if one.is_there and one.is_standing), None)


def proposals_run_by(person: Any, *, at: datetime) -> QuerySet[Proposal]:
    """The proposals of what somebody coordinates; never one that asks themselves."""
    run = programmes.cohorts_run_by(person, at=at).order_by().values("pk")
    return _not_of(Proposal.objects.filter(cohort__in=run), person)


def proposals_in(cohort: Cohort, *, but: Any) -> QuerySet[Proposal]:
    """The proposals of a cohort, as those who run it know: never one that asks themselves."""
    return _not_of(Proposal.objects.filter(cohort=cohort), but)


def _not_of(proposals: QuerySet[Proposal], person: Any) -> QuerySet[Proposal]:
    own = Asked.objects.filter(proposal=OuterRef("pk"), person=person)
    found: QuerySet[Proposal] = _with_asked(proposals.filter(~Exists(own)))
    return found.order_by("-sent_at", "pk")


def people_to_propose(cohort: Cohort, *, but: Any) -> list[Person]:
    """Whoever can be asked in a cohort, by name; never whoever looks."""
    parts = programmes.taking_part().filter(cohort=cohort).exclude(person=but)
    found = parts.select_related("person").order_by("person__name", "pk")
    return [part.person for part in found]


def pairs_proposed(cohort: Cohort) -> set[tuple[UUID, UUID]]:
    """Every (mentee, mentor) that was ever proposed here, or that has or had a mentorship."""
    return _pairs_asked(Proposal.objects.filter(cohort=cohort)) | mentoring.pairs_ever(cohort)


def pairs_asked_now(cohort: Cohort) -> set[tuple[UUID, UUID]]:
    """Every (mentee, mentor) who are asked and have not all answered, or who walk together."""
    here = waiting_proposals().filter(cohort=cohort)
    return _pairs_asked(here) | mentoring.pairs_now(cohort)


def _pairs_asked(proposals: QuerySet[Proposal]) -> set[tuple[UUID, UUID]]:
    mentors = Asked.objects.filter(
        proposal__in=proposals.order_by().values("pk"),
        role=Role.MENTOR,
        person__isnull=False,
        proposal__asked__role=Role.MENTEE,
        proposal__asked__person__isnull=False,
    )
    return set(mentors.values_list("proposal__asked__person", "person"))


def looking_asked(cohort: Cohort) -> set[UUID]:
    """The mentees and peers of a cohort whom something waiting asks.

    Also whoever is out of it by now: as long as the others are asked, nothing that staff read or
    try may tell that somebody said no.
    """
    return set(
        Asked.objects.filter(
            proposal__in=waiting_proposals().filter(cohort=cohort),
            role__in=(Role.MENTEE, Role.PEER),
            person__isnull=False,
        ).values_list("person", flat=True)
    )


def roles_asked(cohort: Cohort) -> set[tuple[UUID, str]]:
    """The (mentee, named role) for which a mentor is asked, or is there."""
    mentors = Asked.objects.filter(
        proposal__in=waiting_proposals().filter(cohort=cohort),
        role=Role.MENTOR,
        proposal__asked__role=Role.MENTEE,
    ).exclude(named_role="")
    asked = set(mentors.values_list("proposal__asked__person", "named_role"))
    return asked | mentoring.roles_filled(cohort)


def roles_provided(cohort: Cohort) -> dict[UUID, set[str]]:
    """For each person, as what a mentor is there or asked: named roles, or one without a name."""
    if cohort.programme.roles_to_fill:
        pairs = roles_asked(cohort)
    else:
        pairs = {(one, "") for one in mentoring.provided_for(cohort) | looking_asked(cohort)}
    found: dict[UUID, set[str]] = defaultdict(set)
    for person, role in pairs:
        found[person].add(role)
    return found


def places_held(cohort: Cohort) -> dict[UUID, int]:
    """Each mentor's places that are taken, with those that waiting proposals ask for.

    A place that somebody of a group said no to is held until the group has begun or is closed.
    """
    held = dict(mentoring.places_taken(cohort))
    asked = (
        Asked.objects.filter(
            proposal__in=waiting_proposals().filter(cohort=cohort),
            role=Role.MENTOR,
            person__isnull=False,
            proposal__asked__role=Role.MENTEE,
        )
        .order_by()
        .values("person")
        .annotate(number=Count("proposal__asked"))
    )
    for each in asked:
        held[each["person"]] = held.get(each["person"], 0) + each["number"]
    return held


def pairs_apart(
    sides: Iterable[tuple[Person | None, str]], programme: Programme, *, at: datetime
) -> set[tuple[UUID, UUID]]:
    """Those among people, each with a role, who are not brought together; never why.

    In both orders. Peers are to each other what a mentor and a mentee are.
    """
    here = [(person, role) for person, role in sides if person is not None]
    people = {person.pk: person for person, _role in here}
    wished = programmes.pairs_kept_apart(list(people.values()), programme.institution)
    between = programmes.pairs_in_conflict(
        programme,
        {person.pk for person, role in here if role != Role.MENTEE},
        {person.pk for person, role in here if role != Role.MENTOR},
        at=at,
    )
    return wished | between | {(mentee, mentor) for mentor, mentee in between}


def proposals_overtaken(cohort: Cohort, *, at: datetime) -> set[UUID]:
    """What waits in a cohort though two in it are to be kept apart, or its mentor is full."""
    waiting = waiting_proposals().filter(cohort=cohort)
    asked = list(still_there().filter(proposal__in=waiting).select_related("person"))
    apart = pairs_apart([(one.person, one.role) for one in asked], cohort.programme, at=at)
    full = _full_mentors(cohort)
    inside: dict[UUID, set[Any]] = {}
    for one in asked:
        inside.setdefault(one.proposal_id, set()).add(one.person_id)
    found = {one.proposal_id for one in asked if one.role == Role.MENTOR and one.person_id in full}
    return found | {
        pk
        for pk, people in inside.items()
        if any((one, other) in apart for one in people for other in people)
    }


def _full_mentors(cohort: Cohort) -> set[UUID]:
    taken = mentoring.places_taken(cohort)
    parts = Participant.objects.filter(cohort=cohort, as_mentor=True)
    return {
        pk for pk, places in parts.values_list("person", "places") if taken.get(pk, 0) >= places
    }
