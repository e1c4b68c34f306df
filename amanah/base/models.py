"""What every stored thing has in common."""

import uuid
from typing import Any

from django.db import models


class Model(models.Model):
    """A record known to the outside by a random id.

    The id is random rather than sequential or time-ordered: a person who holds
    one link learns neither how many others exist nor when this one was made.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        # Names and words of people would travel from here into logs and error pages.
        return f"{self._meta.label} {self.pk}"


class Job(Model):
    """Work that waits for the worker, as a row of the transaction that asked for it."""

    class State(models.TextChoices):
        READY = "ready", "ready"
        DONE = "done", "done"
        PARKED = "parked", "parked"

    work = models.CharField(max_length=200)
    values: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=6, choices=State, default=State.READY)
    asked_at = models.DateTimeField()
    # Also the end of a lease: a job whose worker was killed falls due again by itself.
    # Of a job that is done or parked: when that was.
    due_at = models.DateTimeField()
    attempt = models.PositiveSmallIntegerField(default=0)
    # The worker that has it now; completion is fenced by this and the attempt.
    held_by = models.UUIDField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    # One job for each key, ever: a periodic job's key is its slot in time.
    key = models.CharField(max_length=120, null=True, unique=True)  # noqa: DJ001
    # The kind of the last failure and where in our code it was, never its message.
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                name="base_job_ready",
                fields=["due_at", "id"],
                condition=models.Q(state="ready"),
            ),
        ]


class Worker(Model):
    """A process or thread that runs jobs. It says now and then that it is still there."""

    place = models.CharField(max_length=100)
    began_at = models.DateTimeField()
    beat_at = models.DateTimeField()
