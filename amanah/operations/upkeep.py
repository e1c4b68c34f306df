"""What both `serve` and `demo` do before they answer anybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from amanah.base import jobs

WORKER_SECONDS = 15


def collect_static_files() -> None:
    """Put the files that browsers fetch into the home, under names that change when they do."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


@contextmanager
def embedded_worker() -> Iterator[None]:
    """Run jobs in a thread of this process for as long as it serves."""
    worker = jobs.start_in_thread()
    try:
        yield
    finally:
        worker.stop(timeout=WORKER_SECONDS)
