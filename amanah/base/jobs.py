"""The worker: takes jobs one after another and runs them.

It runs in a thread beside the web server, as a process (`amanah worker`), or on many hosts;
the database says who has which job.
"""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread

from django.db import (
    Error,
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
)
from django.db.models import Max, Min

from amanah.base import clock, later, leases
from amanah.base.findings import Finding
from amanah.base.models import Job, Worker
from amanah.base.whereabouts import kind_and_place

log = logging.getLogger("amanah.jobs")

POLL_SECONDS = 1.0
PAUSE_WHEN_UNREACHABLE = 5.0
BEAT_EVERY = timedelta(seconds=20)
# How long until the operator should know.
SILENT_AFTER, OVERDUE_AFTER, LONG_AFTER = (timedelta(minutes=n) for n in (5, 10, 60))


@dataclass
class Hand:
    """One worker at work: what it remembers between jobs."""

    row: Worker
    lease: timedelta = leases.LEASE
    asked: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How one job went."""

    job: Job
    error: Exception | None


@dataclass(frozen=True)
class InThread:
    """A worker in a thread of this process."""

    thread: Thread
    stopping: Event

    def stop(self, timeout: float | None = None) -> bool:
        """Let the running job finish, then end; whether it did in time."""
        self.stopping.set()
        self.thread.join(timeout)
        return not self.thread.is_alive()


def start_in_thread(*, poll: float = POLL_SECONDS) -> InThread:
    """Start a worker beside whatever this process does."""
    stopping = Event()
    thread = Thread(
        target=run_until, args=(stopping,), kwargs={"poll": poll}, name="worker", daemon=True
    )
    thread.start()
    return InThread(thread, stopping)


def run_until(
    stopping: Event, *, poll: float = POLL_SECONDS, lease: timedelta = leases.LEASE
) -> None:
    """Run jobs as they fall due, until told to stop; the running job is finished first.

    A database that cannot be reached for a while is waited for.
    """
    hand = None
    while not stopping.is_set():
        try:
            close_old_connections()
            hand = hand or enlist(at=clock.now(), lease=lease)
            if not run_next(hand):
                stopping.wait(poll)
        except Error as error:
            # Whatever it has against us, it may be mended; a worker that ended would not be.
            log.error("the worker cannot use the database: %s", kind_and_place(error))
            connections.close_all()
            stopping.wait(PAUSE_WHEN_UNREACHABLE)
    if hand:
        Worker.objects.filter(pk=hand.row.pk).delete()
    connections.close_all()


def drain(*, at_most: int | None = None, lease: timedelta = leases.LEASE) -> list[Outcome]:
    """Run what is due until nothing is, or a number of jobs."""
    hand = enlist(at=clock.now(), lease=lease)
    outcomes: list[Outcome] = []
    while at_most is None or len(outcomes) < at_most:
        outcome = run_next(hand)
        if outcome is None:
            break
        outcomes.append(outcome)
    return outcomes


def enlist(*, at: datetime, lease: timedelta = leases.LEASE) -> Hand:
    """Begin to be a worker."""
    later.discover()
    place = socket.gethostname()[:100]
    return Hand(Worker.objects.create(place=place, began_at=at, beat_at=at), lease)


def run_next(hand: Hand) -> Outcome | None:
    """Run the job that has been due for longest; None if nothing is due."""
    at = clock.now()
    _beat(hand, at=at)
    later.ask_periodic(at=at, asked=hand.asked)
    if not leases.is_anything_due(at=at):
        return None
    job = leases.claim(by=hand.row.pk, at=at, lease=hand.lease)
    return run_job(job, lease=hand.lease) if job else None


def run_job(job: Job, *, lease: timedelta = leases.LEASE) -> Outcome:
    """Run one job that was claimed, and say how it went."""
    began, error = time.monotonic(), None
    with _kept(job, lease):
        try:
            later.perform(job.work, job.values, at=clock.now())
        except Exception as caught:
            # Whatever a job raises is noted on it, and the next job gets its turn.
            error = caught
    ours = leases.fail(job, error, at=clock.now()) if error else _completed(job)
    _log(job, error, ours=ours, seconds=time.monotonic() - began)
    return Outcome(job, error)


def trouble(at: datetime) -> list[Finding]:
    """What is wrong with the jobs, for the operator."""
    return [*_no_worker(at), *_overdue(at), *_held_for_long(at), *_parked()]


def _completed(job: Job) -> bool:
    return leases.complete(job, at=clock.now())


def _beat(hand: Hand, *, at: datetime) -> None:
    if abs(at - hand.row.beat_at) >= BEAT_EVERY:
        hand.row.beat_at = at
        # Saved whole: a restore, or the sweeper, may have taken the row away.
        hand.row.save()


@contextmanager
def _kept(job: Job, lease: timedelta) -> Iterator[None]:
    """Renew the lease, and the worker's beat, for as long as the work takes."""
    done = Event()
    thread = Thread(target=_keep, args=(job, lease, done), name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _keep(job: Job, lease: timedelta, done: Event) -> None:
    while not done.wait(lease.total_seconds() / 3):
        try:
            at = clock.now()
            if not leases.renew(job, at=at, lease=lease):
                log.warning("job %s of %s was lost to another worker", job.pk, job.work)
                break
            Worker.objects.filter(pk__in=[job.held_by]).update(beat_at=at)
        except (OperationalError, InterfaceError) as error:
            log.warning("a lease could not be renewed: %s", kind_and_place(error))
            connection.close()
    connection.close()


def _log(job: Job, error: Exception | None, *, ours: bool, seconds: float) -> None:
    about = (job.pk, job.work, job.attempt, seconds)
    if not ours:
        log.warning("job %s %s attempt %s: lost its lease after %.1f s", *about)
    elif error:
        log.error("job %s %s attempt %s: failed after %.1f s: %s", *about, kind_and_place(error))
    else:
        log.info("job %s %s attempt %s: done in %.1f s", *about)


def _no_worker(at: datetime) -> Iterator[Finding]:
    seen = Worker.objects.aggregate(last=Max("beat_at"))["last"]
    if seen is None or seen < at - SILENT_AFTER:
        yield Finding(
            "jobs.no_worker",
            "No worker is running, so no mail goes out and no work is done.",
            "Start `amanah worker`, or serve with --with-worker.",
        )


def _overdue(at: datetime) -> Iterator[Finding]:
    late = Job.objects.filter(state=Job.State.READY, due_at__lt=at - OVERDUE_AFTER)
    first = late.aggregate(first=Min("due_at"))["first"]
    if first:
        yield Finding(
            "jobs.overdue",
            f"Overdue jobs: {late.count()}, the oldest since {first:%Y-%m-%d %H:%M} UTC.",
            "Look at the worker's log; run more workers if they are busy all the time.",
        )


def _held_for_long(at: datetime) -> Iterator[Finding]:
    held = Job.objects.filter(
        state=Job.State.READY, held_by__isnull=False, begun_at__lt=at - LONG_AFTER, due_at__gt=at
    )
    for job in held.order_by("begun_at", "id")[:3]:
        yield Finding(
            "jobs.long",
            f"The job {job.pk} ({job.work}) has been running since "
            f"{job.begun_at:%Y-%m-%d %H:%M} UTC.",
            "If it hangs, restart its worker: the job is run again.",
        )


def _parked() -> Iterator[Finding]:
    count = leases.parked().count()
    if count:
        yield Finding(
            "jobs.parked",
            f"Jobs put aside after failing again and again: {count}.",
            "List them with `amanah worker --parked`; then --retry or --drop them.",
        )
