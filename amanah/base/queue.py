"""The queue behind `later`: rows of the caller's transaction, leased to one worker at a time."""

from typing import Any

from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from amanah.base import clock
from amanah.base.models import Job


class LeaseQueue(BaseTaskBackend):
    """Django's task interface over the `Job` table."""

    supports_defer = True

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        at = clock.now()
        job = Job.objects.create(
            work=args[0], values=kwargs, asked_at=at, due_at=task.run_after or at
        )
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
