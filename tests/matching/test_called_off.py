"""A run that is called off is over at once, whatever its worker does."""

import pytest

from amanah.matching import queries, services
from amanah.matching.models import Run, SavedCopy
from amanah.matching.runs import packing
from amanah.matching.runs.working_out import work_out
from amanah.matching.services.runs import keep_result
from amanah.stewardship.models import Entry
from tests.factories import SPRING
from tests.matching.proposing import coordinator_of
from tests.matching.running import ask, crowd

pytestmark = pytest.mark.django_db


def test_called_off_it_leaves_nothing(cohort, run_jobs):
    crowd(cohort)
    run = ask(cohort)

    services.call_off_run(run, by=coordinator_of(cohort), at=SPRING)
    run_jobs()

    run.refresh_from_db()
    assert run.state == "off"
    assert not run.pairs.exists()
    assert not SavedCopy.objects.exists()


def test_called_off_it_is_over_at_once_also_where_no_worker_is_left(cohort):
    crowd(cohort)
    run = ask(cohort)
    copied(run)

    services.call_off_run(run, by=coordinator_of(cohort), at=SPRING)

    run.refresh_from_db()
    assert run.state == "off"
    assert not SavedCopy.objects.exists()
    assert ask(cohort).number == run.number + 1


@pytest.mark.parametrize("is_called_off", [True, False])
def test_a_result_that_comes_after_it_was_called_off_is_not_kept(cohort, is_called_off):
    crowd(cohort)
    run = ask(cohort)
    inputs = copied(run)
    if is_called_off:
        services.call_off_run(run, by=coordinator_of(cohort), at=SPRING)

    keep_result(run, inputs, work_out(inputs), at=SPRING)

    run.refresh_from_db()
    assert run.state == ("off" if is_called_off else "ready")
    assert run.pairs.exists() is not is_called_off
    assert bool(run.check_of_result) is not is_called_off


def test_what_was_called_off_is_said_once(cohort):
    crowd(cohort)
    run = ask(cohort)

    for _time in range(2):
        services.call_off_run(run, by=coordinator_of(cohort), at=SPRING)

    assert Entry.objects.filter(event="matching.run_called_off").count() == 1


def copied(run):
    """A run as it stands while the worker is at it; what it is worked out from."""
    inputs = queries.inputs_for(run, at=SPRING)
    SavedCopy.objects.create(run=run, inputs=packing.pack_inputs(inputs), market="")
    Run.objects.filter(pk=run.pk).update(state="solving")
    return inputs
