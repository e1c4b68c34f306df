"""Asking for a matching run, calling it off, and working it out in the worker."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from amanah.base.later import background, later
from amanah.base.refusal import Refused
from amanah.engines.pairing import Cancelled, InvalidMarket, PairingError, Step, TooLarge
from amanah.engines.pairing.process import apart
from amanah.matching import queries
from amanah.matching.models import Run, RunPair, SavedCopy
from amanah.matching.runs import packing
from amanah.matching.runs.inputs import Inputs, policy_of
from amanah.matching.runs.working_out import Worked, work_out
from amanah.programmes.models import Cohort, Programme
from amanah.stewardship import ledger

State = Run.State
BUSY = (State.WAITING, State.SOLVING)
SECONDS = 900
MEMORY = 4 << 30
# How many times the worker is asked, of the twenty a second in which it could look.
LOOK_ONCE_IN = 10
BATCH = 500


class CannotRun(Refused):
    code = "matching.cannot_run"


@transaction.atomic
def ask_for_run(
    cohort: Cohort,
    *,
    preset: str,
    options: dict[str, Any],
    by: Any,
    at: datetime,
    follows: Run | None = None,
) -> Run:
    """Ask the worker to match a cohort; what is kept on the board of `follows` stays kept.

    Raises `CannotRun` while another one is worked out, for a programme that is archived or of
    circles, or for options that are out of range.
    """
    cohort = _locked(cohort)
    programme = cohort.programme
    if programme.is_archived:
        raise CannotRun(_("This programme is archived."))
    if programme.form == Programme.Form.CIRCLE:
        raise CannotRun(_("Circles are put together by hand: a run needs mentors and mentees."))
    if programme.roles_to_fill and preset == Run.Preset.STABLE:
        raise CannotRun(
            _("With several named mentors, choose one of the other two: this one knows no roles.")
        )
    if queries.runs_of(cohort).filter(state__in=BUSY).exists():
        raise CannotRun(_("A run of this cohort is being worked out. Wait for it, or call it off."))
    try:
        policy_of(preset, options)
    except InvalidMarket as reason:
        raise CannotRun(_("One of the choices under Advanced is out of range.")) from reason
    newest = queries.runs_of(cohort).values_list("number", flat=True).first() or 0
    run = Run(
        cohort=cohort,
        number=newest + 1,
        by=by,
        follows=follows,
        preset=preset,
        options=options,
        asked_at=at,
    )
    run.full_clean()
    run.save(force_insert=True)
    _note("run_asked_for", run, by=by, at=at)
    later(work_out_run, run_id=str(run.pk))
    return run


@transaction.atomic
def call_off_run(run: Run, *, by: Any, at: datetime) -> None:
    """Call a run off at once, whether or not a worker is at it; its copy goes.

    A worker that is at it sees that it is over, and stops.
    """
    if _ended(run, State.CALLED_OFF):
        _note("run_called_off", run, by=by, at=at)


@background(attempts=3)
def work_out_run(*, run_id: str, at: datetime) -> None:
    """Save a copy of the cohort, work the run out apart, and put the result on its board."""
    run = (
        Run.objects.select_related("cohort__programme__institution", "follows")
        .filter(pk=run_id, state__in=BUSY)
        .first()
    )
    if run is None:
        return
    inputs = queries.inputs_for(run, at=at)
    failure = _lacking(inputs)
    if failure:
        _ended(run, State.FAILED, failure)
        return
    if not _begun(run, inputs):
        return
    try:
        worked = apart(
            partial(work_out, inputs),
            seconds=SECONDS,
            memory=MEMORY,
            progress=partial(_tell, run.pk),
            is_called_off=_Asked(run.pk),
        )
    except Cancelled:
        # It was over already.
        return
    except TooLarge:
        _ended(run, State.FAILED, "too_large")
    except PairingError:
        _ended(run, State.FAILED, "cannot")
    else:
        keep_result(run, inputs, worked, at=at)


def _lacking(inputs: Inputs) -> str:
    """Why there is nothing to work out, or nothing."""
    if not inputs.mentees:
        return "no_mentees"
    return "" if inputs.mentors else "no_mentors"


@transaction.atomic
def _begun(run: Run, inputs: Inputs) -> bool:
    """Save the copy that it is worked out from, unless it was called off meanwhile."""
    if not _busy(run.pk).update(state=State.SOLVING):
        return False
    SavedCopy.objects.update_or_create(
        run=run, defaults={"inputs": packing.pack_inputs(inputs), "market": ""}
    )
    return True


def _busy(run_id: UUID) -> QuerySet[Run]:
    """The run, as long as it waits or is worked out."""
    return Run.objects.filter(pk=run_id, state__in=BUSY)


def _tell(run_id: UUID, step: Step) -> None:
    _busy(run_id).update(stage=step.name, steps_done=step.done, steps=step.of)


class _Asked:
    """Whether a run was called off, asked now and then."""

    def __init__(self, run_id: UUID) -> None:
        self.run_id, self.times = run_id, 0

    def __call__(self) -> bool:
        self.times += 1
        return self.times % LOOK_ONCE_IN == 0 and not _busy(self.run_id).exists()


@transaction.atomic
def _ended(run: Run, state: str, failure: str = "") -> bool:
    """End a run without a result, unless it has ended; its copy goes."""
    if not _busy(run.pk).update(state=state, failure=failure, stage=""):
        return False
    SavedCopy.objects.filter(run=run).delete()
    return True


@transaction.atomic
def keep_result(run: Run, inputs: Inputs, worked: Worked, *, at: datetime) -> None:
    """Put a result on the board, unless the run was called off.

    Whoever was taken out meanwhile is not on it.
    """
    result = {"solved_at": at, "stage": "", "check_of_result": _checked(worked)}
    if not _busy(run.pk).update(state=State.READY, **result):
        return
    here = {
        str(one) for one in queries.cohort_parts(run.cohort).values_list("pk", flat=True).iterator()
    }
    pairs = [
        RunPair(
            run=run,
            mentee_id=UUID(inputs.mentees[one.mentee].participant),
            mentor_id=UUID(inputs.mentors[one.mentor].participant),
            role=one.role,
            fit=one.fit,
            carried=one.carried,
            is_kept=one.is_kept,
        )
        for one in worked.pairs
        if {inputs.mentees[one.mentee].participant, inputs.mentors[one.mentor].participant} <= here
    ]
    RunPair.objects.filter(run=run).delete()
    RunPair.objects.bulk_create(pairs, batch_size=BATCH)
    SavedCopy.objects.filter(run=run).update(market=packing.pack_market(worked))


def _checked(worked: Worked) -> dict[str, Any]:
    """The certificate as plain numbers."""
    found = worked.certificate
    return {
        "objective": found.objective,
        "placed": len({one.mentee for one in worked.pairs}),
        "mentees": found.mentees,
        "mentors": found.mentors,
        "places": found.places,
        "lacking": found.lacking,
        "below": {str(band): count for band, count in found.below.items()},
        "proved": list(found.proved),
        "first": found.first,
        "first_placed": found.first_placed,
        "searched": found.searched,
        "kept": len(worked.kept),
        "lost": len(worked.lost),
        "considered": worked.considered,
        "input_hash": found.input_hash,
        "result_hash": found.result_hash,
        "versions": worked.outcome.versions,
    }


def _locked(cohort: Cohort) -> Cohort:
    return (
        Cohort.objects.select_for_update(of=("self",))
        .select_related("programme__institution")
        .get(pk=cohort.pk)
    )


def _note(what: str, run: Run, *, by: Any, at: datetime) -> None:
    ledger.record(
        f"matching.{what}", about=run, by=by, at=at, institution=run.cohort.programme.institution
    )
