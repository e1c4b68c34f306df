"""Who has which job: taken, kept, given back.

A job is leased: whoever takes it has it until a moment that is moved on while the work runs.
A worker that was killed lets its lease run out, and the job falls due again by itself. A worker
that lost its lease (it was stopped for minutes, say) can no longer complete the job: by then
another has it, under another attempt.
"""

import random
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from amanah.base.later import ATTEMPTS, NoUseRetrying, background_work
from amanah.base.models import Job
from amanah.base.whereabouts import kind_and_place

LEASE = timedelta(seconds=60)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(hours=1)
KEEP_DONE = timedelta(days=8)
WORKER_DIED = "the worker died while it ran"


def is_anything_due(*, at: datetime) -> bool:
    """Ask without locking anything, so that an idle worker disturbs nobody."""
    return _due(at).exists()


def claim(*, by: UUID, at: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take the job that has been due for longest, or None. Nobody else can take it meanwhile.

    On SQLite a transaction is the only writer; on PostgreSQL rows that another worker is
    taking are passed over.
    """
    with transaction.atomic():
        due = _due(at).order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        for job in due[:1]:
            if job.attempt >= attempts_of(job):
                # It never came back to say what went wrong, time and again: it kills its worker.
                _close(job, state=Job.State.PARKED, due_at=at, trouble=job.trouble or WORKER_DIED)
                return claim(by=by, at=at, lease=lease)
            job.attempt += 1
            job.held_by, job.begun_at, job.due_at = by, at, at + lease
            job.save(update_fields=["attempt", "held_by", "begun_at", "due_at"])
            return job
    return None


def renew(job: Job, *, at: datetime, lease: timedelta = LEASE) -> bool:
    """Keep a job for longer; False if it was lost."""
    return _still_mine(job).update(due_at=at + lease) == 1


def complete(job: Job, *, at: datetime) -> bool:
    """Say that a job is done; False if it was lost, and so is another's to complete."""
    return _close(job, state=Job.State.DONE, due_at=at, trouble="")


def fail(job: Job, error: Exception, *, at: datetime) -> bool:
    """Give a failed job back, to be tried again after a pause, or park it."""
    for_good = isinstance(error, NoUseRetrying) or job.attempt >= attempts_of(job)
    return _close(
        job,
        state=Job.State.PARKED if for_good else Job.State.READY,
        due_at=at if for_good else at + pause_after(job.attempt),
        trouble=kind_and_place(error),
    )


def pause_after(attempt: int) -> timedelta:
    """Fifteen seconds, doubled with every attempt up to an hour; give or take a quarter."""
    pause: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(attempt - 1, 16))
    return pause * random.uniform(0.75, 1.25)  # noqa: S311 (it spreads load, it hides nothing)


def attempts_of(job: Job) -> int:
    known = background_work.get(job.work)
    return known.attempts if known else ATTEMPTS


def parked() -> QuerySet[Job]:
    """Jobs that were given up on, longest first."""
    return Job.objects.filter(state=Job.State.PARKED).order_by("due_at", "id")


def retry(jobs: QuerySet[Job], *, at: datetime) -> int:
    """Let parked jobs be tried again from the first attempt; how many."""
    return jobs.filter(state=Job.State.PARKED).update(
        state=Job.State.READY, attempt=0, due_at=at, held_by=None
    )


def drop(jobs: QuerySet[Job]) -> int:
    """Forget parked jobs for good; how many."""
    return jobs.filter(state=Job.State.PARKED).delete()[0]


def sweep(*, at: datetime) -> int:
    """Remove what has been done for some days; how many."""
    old = Job.objects.filter(state=Job.State.DONE, due_at__lt=at - KEEP_DONE)
    return old.delete()[0]


def forget_the_future(*, at: datetime) -> None:
    """Make the queue whole again after a demo's clock went back.

    What was asked for in a future that is no longer to come is due now, and slots in it
    are open again.
    """
    future = Job.objects.filter(asked_at__gt=at)
    future.filter(key__contains="@").delete()
    future.filter(state=Job.State.READY).update(asked_at=at, due_at=at)


def _due(at: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state=Job.State.READY, due_at__lte=at)


def _still_mine(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(
        pk=job.pk, state=Job.State.READY, attempt=job.attempt, held_by=job.held_by
    )


def _close(job: Job, **changes: object) -> bool:
    return _still_mine(job).update(held_by=None, **changes) == 1
