"""What the house does for itself, by itself."""

from datetime import datetime, timedelta

from amanah.base import leases
from amanah.base.later import every
from amanah.base.models import Worker

FORGET_WORKERS_AFTER = timedelta(days=1)


@every(timedelta(days=1), offset=timedelta(hours=2))
def sweep_jobs(*, at: datetime) -> None:
    """Remove jobs that were done days ago, and workers that ended without saying so."""
    leases.sweep(at=at)
    Worker.objects.filter(beat_at__lt=at - FORGET_WORKERS_AFTER).delete()
