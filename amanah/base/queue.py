"""The queue behind `later`: rows of the caller's transaction, leased to one worker at a time."""

from datetime import datetime
from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError

from amanah.base import clock
from amanah.base.models import Job

RUN = "amanah.base.later.run"


class LeaseQueue(BaseTaskBackend):
    """Django's task interface over the `Job` table."""

    supports_defer = True

    def validate_task(self, task: Task[Any, Any]) -> None:
        super().validate_task(task)
        if task.module_path != RUN:
            raise InvalidTaskError("Mark the service with @background and ask for it by later(…).")

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        at = clock.now()
        job = add(args[0], kwargs, asked_at=at, due_at=task.run_after)
        return TaskResult(
            task=task,
            id=str(job.pk),
            status=TaskResultStatus.READY,
            enqueued_at=at,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


def add(
    work: str,
    values: dict[str, Any],
    *,
    asked_at: datetime,
    due_at: datetime | None = None,
    key: str | None = None,
) -> Job:
    """Write a job in the caller's transaction. Of several with one key only the first is kept."""
    job = {"work": work, "values": values, "asked_at": asked_at, "due_at": due_at or asked_at}
    if key is None:
        return Job.objects.create(**job)
    return Job.objects.get_or_create(key=key, defaults=job)[0]
