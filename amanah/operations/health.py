"""Whether the installation can do its work, in codes that a monitor reads."""

from datetime import datetime

from django.db import Error

from amanah.base import jobs
from amanah.operations import installation
from amanah.outbox import queries as outbox

STOPPED = {"jobs.no_worker", "jobs.overdue"}


def reasons(*, at: datetime) -> list[str]:
    """What keeps it from working; an empty list if nothing does."""
    try:
        if installation.pending_migrations() or installation.unknown_migrations():
            return ["migrations"]
        stopped = any(finding.code in STOPPED for finding in jobs.trouble(at))
    except Error:
        return ["database"]
    return ["jobs"] if stopped else []


def late(*, at: datetime) -> list[str]:
    """What does not get on, though pages do: no reason to send people to another server."""
    try:
        return ["mail"] if outbox.trouble(at) else []
    except Error:
        return []
