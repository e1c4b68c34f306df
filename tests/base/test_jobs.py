"""The queue, within one process: leases, retries, parking, slots. See test_workers.py for many."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from amanah.base import jobs, later, leases
from amanah.base.models import Job, Worker
from amanah.base.queue import add
from tests.base import chores
from tests.factories import SPRING

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def ask(work=chores.note, at=SPRING, **values):
    return add(later.path_of(work), values or {"into": "/dev/null", "word": "x"}, asked_at=at)


def claimed(job, *, at=SPRING, times=1):
    for _ in range(times):
        Job.objects.filter(pk=job.pk).update(due_at=at)
        taken = leases.claim(by=uuid4(), at=at)
    return taken


def test_a_job_is_done_with_the_values_it_was_asked_for_with(tmp_path, run_jobs):
    later.later(chores.note, into=str(tmp_path / "notes"), word="salam")

    assert run_jobs() == ["tests.base.chores.note"]
    assert (tmp_path / "notes").read_text().startswith("salam")
    assert run_jobs() == []


def test_work_that_asks_for_the_moment_is_told_it(tmp_path, run_jobs):
    ask(chores.tell_when, into=str(tmp_path / "notes"))

    run_jobs(at=SPRING)

    assert (tmp_path / "notes").read_text() == SPRING.isoformat() + "\n"


@pytest.mark.parametrize(("goes_wrong", "left"), [(True, 0), (False, 1)])
def test_a_job_shares_the_fate_of_its_transaction(goes_wrong, left):
    try:
        with transaction.atomic():
            later.later(chores.note, into="/dev/null", word="x")
            if goes_wrong:
                raise LookupError
    except LookupError:
        pass

    assert Job.objects.count() == left


def test_only_background_services_can_be_asked_for():
    with pytest.raises(ValueError, match="not a background service"):
        later.later(ask)

    assert not Job.objects.exists()


def test_a_job_held_by_one_worker_is_not_given_to_another():
    job = ask()

    assert leases.claim(by=uuid4(), at=SPRING) == job
    assert leases.claim(by=uuid4(), at=SPRING) is None


def test_the_longest_due_comes_first():
    second, first = ask(at=SPRING), ask(at=SPRING - MINUTE)

    assert [leases.claim(by=uuid4(), at=SPRING) for _ in range(3)] == [first, second, None]


def test_what_is_not_due_yet_waits():
    ask(at=SPRING + MINUTE)

    assert leases.claim(by=uuid4(), at=SPRING) is None
    assert leases.claim(by=uuid4(), at=SPRING + MINUTE) is not None


def test_a_lease_that_ran_out_is_given_to_another_who_alone_can_complete_it():
    ask()
    lost = leases.claim(by=uuid4(), at=SPRING)
    after = SPRING + leases.LEASE
    mine = leases.claim(by=uuid4(), at=after)

    assert mine == lost
    assert leases.complete(lost, at=after) is False
    assert leases.fail(lost, ValueError(), at=after) is False
    assert leases.renew(lost, at=after) is False
    assert Job.objects.get().state == Job.State.READY
    assert leases.complete(mine, at=after) is True
    assert Job.objects.get().state == Job.State.DONE


def test_a_renewed_lease_is_kept():
    ask()
    mine = leases.claim(by=uuid4(), at=SPRING)

    assert leases.renew(mine, at=SPRING + MINUTE) is True
    assert leases.claim(by=uuid4(), at=SPRING + MINUTE + leases.LEASE / 2) is None
    assert leases.complete(mine, at=SPRING + 2 * MINUTE) is True


def test_an_attempt_from_before_an_operator_retried_cannot_complete():
    job = ask()
    lost = claimed(job)
    Job.objects.update(state=Job.State.PARKED)
    leases.retry(leases.parked(), at=SPRING)
    mine = claimed(job)

    assert lost.attempt == mine.attempt == 1
    assert leases.complete(lost, at=SPRING) is False
    assert leases.complete(mine, at=SPRING) is True


def test_a_failed_job_waits_longer_each_time_and_is_then_parked():
    job = ask(chores.fail, about="Amina")
    pauses = []
    for _ in range(2):
        outcome = jobs.run_job(claimed(job))
        job.refresh_from_db()
        pauses.append(job.due_at)
        assert (type(outcome.error), job.state) == (ValueError, Job.State.READY)
    jobs.run_job(claimed(job))
    job.refresh_from_db()

    assert pauses[0] < pauses[1]
    assert (job.state, job.attempt) == (Job.State.PARKED, 3)


@pytest.mark.parametrize(("attempt", "seconds"), [(1, 15), (2, 30), (5, 240), (90, 3600)])
def test_pauses_double_up_to_an_hour_give_or_take_a_quarter(attempt, seconds):
    pauses = [leases.pause_after(attempt).total_seconds() for _ in range(50)]

    assert 0.75 * seconds <= min(pauses) < max(pauses) <= 1.25 * seconds


def test_nothing_of_an_error_but_its_kind_and_place_is_kept(caplog):
    job = ask(chores.fail, about="Amina")

    jobs.run_job(claimed(job))

    job.refresh_from_db()
    assert job.trouble.startswith("ValueError at base/access.py:")
    for secret in ("Amina", "Canal"):
        assert secret not in job.trouble + caplog.text
    assert "failed after" in caplog.text


def test_what_cannot_ever_work_is_parked_at_once():
    job = ask(chores.never, about="Amina")

    jobs.run_job(claimed(job))

    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.State.PARKED, 1)


def test_a_job_that_kills_its_worker_every_time_is_parked():
    job = ask(chores.fail, about="Amina")
    claimed(job, times=3)
    Job.objects.update(due_at=SPRING)

    assert leases.claim(by=uuid4(), at=SPRING) is None
    job.refresh_from_db()
    assert (job.state, job.trouble) == (Job.State.PARKED, leases.WORKER_DIED)


def test_an_unknown_service_is_tried_again_and_does_not_stop_the_worker():
    job = add("amanah.gone.services.vanished", {}, asked_at=SPRING)

    outcome = jobs.run_job(claimed(job))

    job.refresh_from_db()
    assert isinstance(outcome.error, ImportError)
    assert job.state == Job.State.READY


def test_a_key_asks_once():
    for _ in range(2):
        later.later_once(chores.note, key="one", at=SPRING, into="/dev/null", word="x")

    assert Job.objects.count() == 1


def test_periodic_work_is_asked_for_once_a_slot_by_however_many_workers():
    count = len(later.periodic_work())
    assert count > 0

    for moment in (SPRING, SPRING + MINUTE):
        later.ask_periodic(at=moment, asked={})
    assert Job.objects.count() == count

    asked = {}
    later.ask_periodic(at=SPRING + timedelta(days=8), asked=asked)
    assert Job.objects.count() == 2 * count


def test_within_a_slot_a_worker_does_not_ask_the_database_again(django_assert_num_queries):
    asked = {}
    later.ask_periodic(at=SPRING, asked=asked)

    with django_assert_num_queries(0):
        later.ask_periodic(at=SPRING + timedelta(seconds=1), asked=asked)


def test_an_idle_worker_asks_one_question_and_writes_nothing(django_assert_num_queries):
    hand = jobs.enlist(at=SPRING)
    jobs.run_next(hand)
    while jobs.run_next(hand):
        pass

    with django_assert_num_queries(1):
        assert jobs.run_next(hand) is None


def test_done_jobs_are_swept_after_some_days_and_others_are_not():
    for state in Job.State:
        Job.objects.create(work="x", state=state, asked_at=SPRING, due_at=SPRING)

    assert leases.sweep(at=SPRING + leases.KEEP_DONE) == 0
    assert leases.sweep(at=SPRING + leases.KEEP_DONE + MINUTE) == 1
    assert set(Job.objects.values_list("state", flat=True)) == {"ready", "parked"}


def test_a_slot_is_remembered_for_longer_than_any_period():
    assert leases.KEEP_DONE > later.LONGEST_PERIOD
    with pytest.raises(ValueError, match="at most 7 days"):
        later.every(timedelta(days=8))


def test_when_a_demo_goes_back_in_time_its_queue_goes_with_it():
    later.ask_periodic(at=SPRING + timedelta(days=8), asked={})
    waiting = ask(at=SPRING + timedelta(days=8))

    leases.forget_the_future(at=SPRING)

    assert [job.pk for job in Job.objects.filter(due_at__lte=SPRING)] == [waiting.pk]
    assert Job.objects.count() == 1


def worker(at=SPRING):
    return Worker.objects.create(place="here", began_at=at, beat_at=at)


def codes(at):
    return [finding.code for finding in jobs.trouble(at)]


def test_a_queue_in_order_has_no_trouble():
    worker()
    ask()

    assert codes(SPRING + 2 * MINUTE) == []


def test_without_a_worker_the_operator_is_told():
    assert codes(SPRING) == ["jobs.no_worker"]
    worker()
    assert codes(SPRING) == []
    assert codes(SPRING + 6 * MINUTE) == ["jobs.no_worker"]


def test_overdue_long_and_parked_jobs_are_troubles():
    worker(at=SPRING + 70 * MINUTE)
    ask()
    held, parked = ask(), ask()
    Job.objects.filter(pk=held.pk).update(
        held_by=uuid4(), begun_at=SPRING, due_at=SPRING + 71 * MINUTE, attempt=1
    )
    Job.objects.filter(pk=parked.pk).update(state=Job.State.PARKED)

    assert codes(SPRING + 70 * MINUTE) == ["jobs.overdue", "jobs.long", "jobs.parked"]
