"""Asking the people on a board whether they want to walk together. A person sends, never a run."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from amanah.base.later import background, later
from amanah.matching import queries
from amanah.matching.models import Run, RunPair
from amanah.matching.services.board import CannotDecide
from amanah.matching.services.ground import Wanted
from amanah.matching.services.proposing import CannotPropose, propose_all
from amanah.mentoring.models import Mentorship
from amanah.mentoring.services import Side
from amanah.people.models import Person
from amanah.programmes.models import Programme
from amanah.stewardship import ledger

# Up to so many pairs while the coordinator waits; beyond, in the worker.
AT_ONCE = 30
BATCH = 50


@transaction.atomic
def ask_people(run: Run, *, until: date, by: Any, at: datetime) -> Run:
    """Ask everybody on the board who has not been asked, until a day.

    A pair of the sender's own stays for somebody else to send. Raises `CannotDecide` or
    `CannotPropose` with a sentence; nothing is half sent then.
    """
    run = (
        Run.objects.select_for_update(of=("self",))
        .select_related("cohort__programme__institution")
        .get(pk=run.pk)
    )
    if run.state != Run.State.READY:
        raise CannotDecide(_("This run is not open to decide on now."))
    count = queries.to_send(run, but=by).count()
    if not count:
        raise CannotDecide(_("There is nobody on the board who has not been asked."))
    # Refuses a day that cannot be, before anything is sent.
    propose_all(run.cohort, [], until=until, run=run, by=by, at=at)
    institution = run.cohort.programme.institution
    ledger.record("matching.run_sent", about=run, by=by, at=at, institution=institution)
    if count > AT_ONCE:
        Run.objects.filter(pk=run.pk).update(state=Run.State.SENDING)
        later(send_run, run_id=str(run.pk), until=until.isoformat(), by_id=str(by.pk))
    else:
        _send(run, list(queries.to_send(run, but=by)), until=until, by=by, at=at)
    return Run.objects.get(pk=run.pk)


@background
def send_run(*, run_id: str, until: str, by_id: str, at: datetime) -> None:
    """Ask the people of a board, some at a time; what was asked already is not asked again."""
    run = (
        Run.objects.select_related("cohort__programme__institution")
        .filter(pk=run_id, state=Run.State.SENDING)
        .first()
    )
    by = Person.objects.filter(pk=by_id, is_active=True).first()
    if run is None:
        return
    # Whoever runs the programme no longer asks nobody any more.
    if by is not None and queries.runs_run_by(by, at=at).filter(pk=run.pk).exists():
        for some in _in_parts(list(queries.to_send(run, but=by))):
            try:
                _send(run, some, until=date.fromisoformat(until), by=by, at=at)
            except CannotPropose:
                # The programme was closed, or the day has come, since.
                break
    Run.objects.filter(pk=run.pk).update(state=Run.State.READY)


@transaction.atomic
def _send(run: Run, pairs: Sequence[RunPair], *, until: date, by: Any, at: datetime) -> None:
    """What cannot be proposed any more is taken off the board and counted; nobody is told why.

    Nor is what staff have ruled out since, on the board of whichever run.
    """
    out = queries.ruled_out(run.cohort)
    ruled_out = [pair for pair in pairs if (pair.mentee_id, pair.mentor_id) in out]
    for pair in ruled_out:
        pair.is_off = True
    together = list(_together(run, [pair for pair in pairs if not pair.is_off]))
    sent = propose_all(
        run.cohort, [one for one, _pairs in together], until=until, run=run, by=by, at=at
    )
    refused = {id(one) for one, _sentence in sent.refused}
    made = iter(sent.made)
    for one, its_pairs in together:
        proposal = None if id(one) in refused else next(made)
        for pair in its_pairs:
            pair.proposal, pair.is_sent, pair.is_off = proposal, bool(proposal), not proposal
    RunPair.objects.bulk_update(pairs, ["proposal", "is_sent", "is_off"], batch_size=BATCH)
    off = sum(pair.is_off for pair in pairs)
    Run.objects.filter(pk=run.pk).update(not_asked=F("not_asked") + off)


def _together(run: Run, pairs: Iterable[RunPair]) -> Iterable[tuple[Wanted, list[RunPair]]]:
    """Who is asked together: two, or in a programme of groups a mentor and all their mentees."""
    if run.cohort.programme.form != Programme.Form.GROUP:
        for pair in pairs:
            sides = [_mentor(pair), Side(pair.mentee.person, "mentee")]
            yield Wanted(sides, carried=pair.carried), [pair]
        return
    groups: dict[Any, list[RunPair]] = {}
    for pair in pairs:
        groups.setdefault(pair.mentor_id, []).append(pair)
    for group in groups.values():
        sides = [_mentor(group[0]), *(Side(pair.mentee.person, "mentee") for pair in group)]
        form = Mentorship.Form.GROUP if len(group) > 1 else Mentorship.Form.PAIR
        # What one of a group has in common with the mentor is not for the others to read.
        carried = group[0].carried if len(group) == 1 else []
        yield Wanted(sides, form=form, carried=carried), group


def _mentor(pair: RunPair) -> Side:
    return Side(pair.mentor.person, "mentor", named_role=pair.role)


def _in_parts(pairs: list[RunPair]) -> Iterable[list[RunPair]]:
    """So many at a time; those of one mentor stay together."""
    some: list[RunPair] = []
    for pair in sorted(pairs, key=lambda one: (str(one.mentor_id), str(one.pk))):
        if len(some) >= BATCH and pair.mentor_id != some[-1].mentor_id:
            yield some
            some = []
        some.append(pair)
    if some:
        yield some
