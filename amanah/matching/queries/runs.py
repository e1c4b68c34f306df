"""Questions about matching runs: whose they are to see, and what is on their boards."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from amanah.matching.models import Decision, Run, RunPair
from amanah.matching.queries.apart import kept_apart
from amanah.matching.queries.proposals import places_held, roles_provided
from amanah.programmes import queries as programmes
from amanah.programmes.models import Application, Cohort, Participant

Kind = Decision.Kind
# So many ids are asked for by name; of more, the whole cohort is read.
FEW = 5000


def runs_run_by(person: Any, *, at: datetime) -> QuerySet[Run]:
    """The runs of the cohorts that somebody runs. Every page of one finds it through here."""
    return (
        Run.objects.filter(
            cohort__in=programmes.cohorts_run_by(person, at=at).order_by().values("pk")
        )
        .select_related("cohort__programme__institution", "by", "follows")
        .order_by("-number", "pk")
    )


def run_pairs_run_by(person: Any, *, at: datetime) -> QuerySet[RunPair]:
    """Pairs on boards that somebody may look at; never one of their own."""
    return (
        board(runs_run_by(person, at=at).order_by(), but=person)
        .select_related("run__cohort__programme__institution")
        .order_by("pk")
    )


def board(runs: Any, *, but: Any) -> QuerySet[RunPair]:
    """The pairs on the board of a run (or of several), without those of the reader."""
    return board_of(runs).exclude(mentee__person=but).exclude(mentor__person=but)


def board_of(runs: Any) -> QuerySet[RunPair]:
    """Every pair of a run (or of several), also what was taken off its board."""
    of = {"run": runs} if isinstance(runs, Run) else {"run__in": runs.values("pk")}
    return RunPair.objects.filter(**of).select_related("mentee__person", "mentor__person")


def runs_of(cohort: Cohort) -> QuerySet[Run]:
    """The runs of a cohort, the newest first."""
    return Run.objects.filter(cohort=cohort).select_related("by").order_by("-number", "pk")


def mentors_on_board(run: Run, mentee: Participant) -> set[UUID]:
    """The mentors (participants) whom a mentee has on a board, as whatever."""
    here = RunPair.objects.filter(run=run, mentee=mentee, is_off=False)
    return set(here.values_list("mentor", flat=True))


def last_decision(run: Run) -> Decision | None:
    """What would be undone next."""
    return run.decisions.filter(undone_at=None).order_by("-number").first()


def ruled_out(cohort: Cohort) -> set[tuple[UUID, UUID]]:
    """The (mentee, mentor), as participants, that staff ruled out in a cohort and still do.

    A later decision about the same two, in whichever run, counts instead of an earlier one.
    """
    found: dict[tuple[UUID, UUID], bool] = {}
    decided = (
        Decision.objects.filter(
            run__cohort=cohort, undone_at=None, kind__in=[Kind.FORBID, Kind.ALLOW]
        )
        .order_by("at", "run__number", "number", "pk")
        .values_list("kind", "changed")
    )
    for kind, changed in decided:
        mentee, mentor = changed["pair"]
        found[UUID(mentee), UUID(mentor)] = kind == Kind.FORBID
    return {pair for pair, is_out in found.items() if is_out}


def load_on(run: Run) -> dict[UUID, int]:
    """How many mentees each mentor (a participant) has on a board, beyond those who are asked."""
    counted = (
        RunPair.objects.filter(run=run, is_off=False, is_sent=False)
        .order_by()
        .values("mentor")
        .annotate(number=Count("pk"))
    )
    return {each["mentor"]: each["number"] for each in counted}


def roles_placed(run: Run) -> dict[UUID, set[str]]:
    """For each mentee who has a mentor on the board of a run, the named roles that are filled."""
    found: dict[UUID, set[str]] = defaultdict(set)
    here = RunPair.objects.filter(run=run, is_off=False)
    for mentee, role in here.values_list("mentee", "role"):
        found[mentee].add(role)
    return found


def to_send(run: Run, *, but: Any) -> QuerySet[RunPair]:
    """The pairs that nobody has been asked about yet, without those of whoever asks."""
    return board(run, but=but).filter(is_off=False, is_sent=False)


def is_anybody_asked(run: Run, *, at: datetime) -> bool:
    """Whether asking the people of a run, at that moment, came to somebody or is on its way."""
    is_on_its_way = run.state == Run.State.SENDING
    return is_on_its_way or RunPair.objects.filter(run=run, proposal__sent_at=at).exists()


def has_own_pair(run: Run, person: Any) -> bool:
    """Whether the reader is in a pair of this run, which is then not theirs to decide."""
    mine = Q(mentee__person=person) | Q(mentor__person=person)
    return RunPair.objects.filter(mine, run=run, is_off=False).exists()


def participants_in(run: Run, ids: Iterable[UUID]) -> dict[UUID, Participant]:
    """Whoever of these still takes part in a run's cohort, as `programmes.name_of` takes them."""
    here, wanted = programmes.parts_in(run.cohort), set(ids)
    if len(wanted) <= FEW:
        here = here.filter(pk__in=wanted)
    return {one.pk: one for one in here if one.pk in wanted}


def not_available(
    run: Run, mentee: Participant, mentors: Collection[Participant], *, but: Any, at: datetime
) -> set[UUID]:
    """Mentors (participants) whom a mentee does not get, whatever the cause; and the reader."""
    people = [one.person for one in mentors]
    apart = kept_apart(mentee.person, people, run.cohort.programme, at=at) | {but.pk}
    out = {mentor for one, mentor in ruled_out(run.cohort) if one == mentee.pk}
    return {one.pk for one in mentors if one.person_id in apart or one.pk in out}


def cohort_parts(cohort: Cohort) -> QuerySet[Participant]:
    """Everybody who takes part in a cohort now."""
    return Participant.objects.filter(cohort=cohort, left_at=None)


def changed_by_hand(run: Run) -> int:
    """How many decisions changed who is paired, so that the check is of what was before."""
    kinds = [Kind.KEEP, Kind.LET_GO, Kind.ALLOW]
    return run.decisions.filter(undone_at=None).exclude(kind__in=kinds).count()


def room_in(cohort: Cohort) -> dict[str, int]:
    """How many mentees look for somebody in a cohort, and how many places there are, by parts.

    `asked`: mentees who sent an application and have nobody, or lack a named role; `places`: those
    that nobody has or is asked about; `wait`: how many will wait at least.
    """
    sent = programmes.readable_applications().filter(
        participant__cohort=cohort, state=Application.State.SUBMITTED
    )
    mentees = sent.filter(role=Application.Role.MENTEE, participant__as_mentee=True)
    provided, named = roles_provided(cohort), cohort.programme.roles_to_fill
    asked = sum(
        _looks(roles, named, provided.get(person, set()))
        for person, roles in mentees.values_list("participant__person", "roles")
    )
    held = places_held(cohort)
    mentors = sent.filter(role=Application.Role.MENTOR, participant__as_mentor=True)
    places = sum(
        max(places - held.get(person, 0), 0)
        for person, places in mentors.values_list("participant__person", "participant__places")
    )
    return {"asked": asked, "places": places, "wait": max(asked - places, 0)}


def _looks(roles: list[str], named: list[str], provided: set[str]) -> bool:
    """Whether a mentee who said `roles` still looks for somebody."""
    if not named:
        return not provided
    return any(role in named and role not in provided for role in roles or named)
