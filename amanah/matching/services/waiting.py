"""Letting those of a run wait for whom it found nobody: each is told so, kindly and once."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from amanah.base.later import background, later
from amanah.matching import queries
from amanah.matching.models import Run
from amanah.matching.queries.saved import Saved
from amanah.matching.services.board import open_board
from amanah.people.models import Person
from amanah.programmes import services as programmes
from amanah.programmes.models import Participant

# Up to so many while the coordinator waits; beyond, in the worker.
AT_ONCE = 30


@transaction.atomic
def let_them_wait(run: Run, *, by: Any, at: datetime) -> int:
    """Put every mentee of the run who has nobody on the wait-list. Returns how many are put there.

    Each is told in one kind sentence, once; they come first the next time. Whoever has a mentor,
    or is asked about one, since the run was made waits for none. Raises `CannotDecide` where the
    board is not open to decide on.
    """
    run, _pairs = open_board(run, [], by=by)
    waiting = _who_will_wait(run, by)
    if len(waiting) > AT_ONCE:
        later(put_all_on_wait_list, run_id=str(run.pk), by_id=str(by.pk))
    else:
        _put(waiting, by=by, at=at)
    return len(waiting)


@background
def put_all_on_wait_list(*, run_id: str, by_id: str, at: datetime) -> None:
    """Put those who wait there, some at a time; nobody is told twice."""
    by = Person.objects.filter(pk=by_id, is_active=True).first()
    if by is None:
        return
    run = queries.runs_run_by(by, at=at).filter(pk=run_id).first()
    if run is None or run.cohort.programme.is_archived:
        return
    waiting = _who_will_wait(run, by)
    for first in range(0, len(waiting), AT_ONCE):
        _put(waiting[first : first + AT_ONCE], by=by, at=at)


def _who_will_wait(run: Run, by: Any) -> list[Participant]:
    """Those who have nobody at all; never whoever decides, who waits by another's hand."""
    here = queries.roles_provided(run.cohort)
    placed = queries.roles_placed(run)
    lacking = queries.roles_lacking(run, Saved(run)).keys() - placed.keys()
    return [
        part
        for part in queries.participants_in(run, lacking).values()
        if part.waits_since is None and part.person_id != by.pk and part.person_id not in here
    ]


@transaction.atomic
def _put(waiting: list[Participant], *, by: Any, at: datetime) -> None:
    for part in waiting:
        with suppress(programmes.CannotWait):
            programmes.put_on_wait_list(part, by=by, at=at)
