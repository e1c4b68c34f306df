"""What the house does for itself, by itself."""

from datetime import datetime, timedelta

from amanah.base import attachments, leases
from amanah.base.later import every
from amanah.base.models import Worker

FORGET_WORKERS_AFTER = timedelta(days=1)


@every(timedelta(days=1), offset=timedelta(hours=2))
def sweep_jobs(*, at: datetime) -> None:
    """Remove jobs that were done days ago, and workers that ended without saying so."""
    leases.sweep(at=at)
    Worker.objects.filter(beat_at__lt=at - FORGET_WORKERS_AFTER).delete()


@every(timedelta(hours=1), offset=timedelta(minutes=20))
def sweep_attachments(*, at: datetime) -> None:
    """Remove files that no row names: of a request that failed, or of what was deleted."""
    for path in attachments.unnamed(at=at):
        path.unlink(missing_ok=True)
