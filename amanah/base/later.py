"""Work that can wait until the person has had their answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.utils.module_loading import import_string
from django_tasks import task

Work = TypeVar("Work", bound=Callable[..., None])

background_work: set[str] = set()


def background(work: Work) -> Work:
    """Mark a service as one that may run later.

    It takes ids and plain values, loads what it needs, and may be run twice.
    """
    background_work.add(path_of(work))
    work.in_background = True  # type: ignore[attr-defined]
    return work


def later(work: Callable[..., None], **values: Any) -> None:
    """Run a background service in the worker. The job row belongs to the caller's transaction."""
    run.enqueue(path_of(work), **values)


def path_of(work: Callable[..., None]) -> str:
    return f"{work.__module__}.{work.__name__}"


@task()
def run(path: str, **values: Any) -> None:
    work = import_string(path)
    if not getattr(work, "in_background", False):
        raise ValueError(f"{path} is not a background service")
    work(**values)
