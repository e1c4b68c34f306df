"""`amanah worker`: runs jobs, and shows those that were put aside."""

import signal
import uuid
from argparse import RawDescriptionHelpFormatter
from datetime import timedelta
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error
from django.db.models import QuerySet

from amanah.base import clock, jobs, later, leases
from amanah.base.models import Job
from amanah.operations import numbers, preflight
from amanah.operations.stop import Stop
from amanah.outbox import services as outbox

HELP = """\
Run what waits to be done: mail on its way, and everything Amanah does by the clock.

  amanah worker            run until told to stop (SIGTERM or Ctrl-C; the running job is finished)
  amanah worker --drain    run what is due now, then end: for a cron line every minute
  amanah worker --once     run one job, then end

Any number of workers may run, on any number of hosts that reach the same database; each job is
run by one of them. A job of a worker that was killed is run again once its lease has run out.
A job that fails is tried again, after 15 seconds, then 30, up to an hour; one that keeps
failing is put aside (parked) and waits for you:

  amanah worker --parked        list them: id, service, attempts, when, and what kind of error
  amanah worker --retry ID      try one again (or: --retry all)
  amanah worker --drop ID       give one up for good (or: --drop all)
  amanah worker --periodic      list what runs by itself, and how often

Exit code: 0 when all went well; 1 when a job failed under --once or --drain; 3 when it refused, as
the message says: no parked job has this ID, or code and database do not fit.
"""


class Command(BaseCommand):
    help = HELP

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(
            prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--once", action="store_true", help="run one job, then end")
        what.add_argument("--drain", action="store_true", help="run what is due, then end")
        what.add_argument("--parked", action="store_true", help="list jobs that were put aside")
        what.add_argument("--retry", metavar="ID", help="try a parked job again; or all")
        what.add_argument("--drop", metavar="ID", help="give a parked job up; or all")
        what.add_argument("--periodic", action="store_true", help="list what runs by itself")
        parser.add_argument(
            "--poll", type=numbers.between(0.01, kind=float), metavar="SECONDS",
            default=jobs.POLL_SECONDS,
            help="how often to look for work when idle (%(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--lease", type=numbers.between(1, kind=float), metavar="SECONDS",
            default=leases.LEASE.total_seconds(),
            help="how long after a worker was killed its job is run again (%(default)s)",
        )  # fmt: skip

    def handle(self, **options: Any) -> None:
        lease = timedelta(seconds=options["lease"])
        if options["parked"]:
            self._list_parked()
        elif options["periodic"]:
            self._list_periodic()
        elif options["retry"]:
            count = leases.retry(self._parked(options["retry"]), at=clock.now())
            self.stdout.write(f"{_jobs(count)} will be tried again.")
        elif options["drop"]:
            count = leases.drop(self._parked(options["drop"]))
            outbox.stop_orphans(at=clock.now())
            self.stdout.write(f"Given up: {_jobs(count)}.")
        else:
            _refuse_what_does_not_fit()
            if options["once"] or options["drain"]:
                self._drain(1 if options["once"] else None, lease)
            else:
                self._run(options["poll"], lease)

    def _run(self, poll: float, lease: timedelta) -> None:
        stopping = Event()

        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write("The worker runs. Stop it with Ctrl-C; the running job is finished.")
        self.stdout.flush()
        jobs.run_until(stopping, poll=poll, lease=lease)
        self.stdout.write("The worker has stopped.")

    def _drain(self, at_most: int | None, lease: timedelta) -> None:
        outcomes = jobs.drain(at_most=at_most, lease=lease)
        failed = sum(outcome.error is not None for outcome in outcomes)
        self.stdout.write(f"Run: {_jobs(len(outcomes))}; failed: {failed}.")
        if failed:
            raise CommandError("A failed job is tried again later; the log says what went wrong.")

    def _list_parked(self) -> None:
        for job in leases.parked():
            self.stdout.write(
                f"{job.pk}  {job.work}  {job.attempt} attempts, put aside "
                f"{job.due_at:%Y-%m-%d %H:%M} UTC: {job.trouble}"
            )
        self.stdout.write(f"Parked: {_jobs(leases.parked().count())}.")

    def _list_periodic(self) -> None:
        for work in later.periodic_work():
            self.stdout.write(f"{work.path}  every {work.period}")

    def _parked(self, which: str) -> QuerySet[Job]:
        if which == "all":
            return leases.parked()
        try:
            found = leases.parked().filter(pk=uuid.UUID(which))
        except ValueError:
            found = Job.objects.none()
        if not found:
            raise Stop(f"no parked job has the ID {which}. `amanah worker --parked` lists them.")
        return found


def _refuse_what_does_not_fit() -> None:
    """An old schema, or the keys of another installation, would only make jobs fail."""
    try:
        found = [*preflight.database()]
    except Error as cause:
        raise Stop(preflight.unreachable(cause)) from cause
    if found:
        raise Stop("the worker will not run like this:\n  - " + "\n  - ".join(found))


def _jobs(count: int) -> str:
    return f"{count} job" if count == 1 else f"{count} jobs"
