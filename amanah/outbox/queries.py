"""Questions about mail on its way."""

from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from amanah.base.findings import Finding
from amanah.base.models import Job
from amanah.outbox.models import Letter

LATE_AFTER = timedelta(minutes=15)


def waiting() -> QuerySet[Letter]:
    """Letters that have not gone yet, longest first."""
    return Letter.objects.filter(state=Letter.State.WAITING).order_by("written_at", "id")


def orphans() -> list[Letter]:
    """Waiting letters that no job will ever send: theirs was given up."""
    open_jobs = set(
        Job.objects.filter(key__startswith="letter:")
        .exclude(state=Job.State.DONE)
        .values_list("key", flat=True)
    )
    return [letter for letter in waiting() if job_key(letter) not in open_jobs]


def job_key(letter: Letter) -> str:
    """The key of the job that sends a letter."""
    return f"letter:{letter.pk}"


def trouble(at: datetime) -> list[Finding]:
    """What is wrong with the mail, for the operator."""
    late = waiting().filter(written_at__lt=at - LATE_AFTER)
    first = late.aggregate(first=Min("written_at"))["first"]
    if first is None:
        return []
    return [
        Finding(
            "outbox.late",
            f"Letters that have not gone out: {late.count()}, the oldest since "
            f"{first:%Y-%m-%d %H:%M} UTC.",
            "Check AMANAH_MAIL_HOST and its settings with `amanah check`, that a worker runs, "
            "and `amanah worker --parked`.",
        )
    ]
