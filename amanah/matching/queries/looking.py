"""Who of a run waits: on its board there is nobody for them, and nobody was found since."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from amanah.matching.models import Run, RunPair, SavedCopy
from amanah.matching.queries.proposals import roles_provided
from amanah.matching.queries.runs import cohort_parts, roles_placed
from amanah.matching.queries.saved import Saved
from amanah.programmes.models import Participant


def roles_lacking(run: Run, saved: Saved) -> dict[UUID, set[str]]:
    """For each mentee (participant) who waits, the named roles, or one without a name, they lack.

    Whoever has a mentor meanwhile, or is asked about one by hand or from another run, waits for
    none. Those of whoever has left since stand here; `participants_in` knows who is still there.
    """
    lacking = _unfilled(run, saved) if saved.has_roles else _with_nobody(run, saved)
    since = roles_provided(run.cohort)
    if not since:
        return lacking
    provided = cohort_parts(run.cohort).filter(person__in=since).values_list("pk", "person")
    for part, person in provided:
        if part in lacking:
            lacking[part] -= since[person]
    return {part: left for part, left in lacking.items() if left}


def _unfilled(run: Run, saved: Saved) -> dict[UUID, set[str]]:
    """What mentees who look for several lack on a board."""
    placed = roles_placed(run)
    return {
        part: left
        for part, roles in saved.looked_for().items()
        if (left := set(roles) - placed.get(part, set()))
    }


def _with_nobody(run: Run, saved: Saved) -> dict[UUID, set[str]]:
    """The same where each looks for one: of thousands who have somebody not one is fetched."""
    placed = RunPair.objects.filter(run=run, is_off=False).order_by().values("mentee")
    found = Participant.objects.filter(cohort=run.cohort).exclude(pk__in=placed)
    return {part: {""} for part in found.values_list("pk", flat=True) if saved.is_mentee(part)}


def count_waiting(run: Run, *, but: Any) -> int | None:
    """How many wait, where it can be told without opening the copy; as `but`, who looks, sees it.

    None as soon as somebody may have found a mentor elsewhere, lack only some of several, or have
    left or been erased since, and for whoever would count themselves: the list itself knows.
    """
    parts = Participant.objects.filter(cohort=run.cohort, as_mentee=True)
    if (
        run.cohort.programme.roles_to_fill
        or not SavedCopy.objects.filter(run=run).exists()
        or roles_provided(run.cohort)
        or parts.filter(Q(left_at__gte=run.asked_at) | Q(person=but, left_at=None)).exists()
    ):
        return None
    placed = RunPair.objects.filter(run=run, is_off=False).order_by().values("mentee")
    return int(run.check_of_result.get("mentees", 0)) - placed.distinct().count()
