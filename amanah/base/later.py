"""Work that can wait until the person has had their answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar, overload

from django.utils.module_loading import autodiscover_modules, import_string
from django_tasks import task

from amanah.base import clock, queue
from amanah.base.access import call_at

Work = TypeVar("Work", bound=Callable[..., None])

ATTEMPTS = 8
# A slot is remembered by its job's key, and done jobs are swept after eight days.
LONGEST_PERIOD = timedelta(days=7)


class NoUseRetrying(Exception):
    """Raised by a background service when trying again would change nothing: park the job now."""


@dataclass(frozen=True)
class Background:
    """What the worker knows of a background service."""

    path: str
    attempts: int = ATTEMPTS
    # Zero: it only runs when somebody says `later`.
    period: timedelta = timedelta()
    offset: timedelta = timedelta()

    def slot(self, at: datetime) -> datetime:
        """The beginning of the slot of a periodic service in which a moment lies."""
        start = datetime(1970, 1, 1, tzinfo=UTC) + self.offset
        return start + (at - start) // self.period * self.period


background_work: dict[str, Background] = {}


@overload
def background(work: Work) -> Work: ...
@overload
def background(*, attempts: int = ATTEMPTS) -> Callable[[Work], Work]: ...
def background(work: Any = None, *, attempts: int = ATTEMPTS) -> Any:
    """Mark a service as one that may run later.

    It takes ids and plain values (and `at`, if it asks for it), loads what it needs, and may be
    run twice. After so many failed attempts its job is parked until an operator looks at it.
    """

    def mark(work: Work) -> Work:
        _declare(Background(path_of(work), attempts))
        return work

    return mark(work) if work else mark


def every(period: timedelta, *, offset: timedelta = timedelta()) -> Callable[[Work], Work]:
    """Mark a background service that runs by itself, once in every period.

    It asks a query what is due and says `later` for each; it takes nothing but `at`. Periods are
    counted in UTC from midnight, moved by `offset`. Slots that passed while no worker ran are
    not made up for: the query finds what was missed.
    """
    if not timedelta() < period <= LONGEST_PERIOD:
        raise ValueError(f"a period is at most {LONGEST_PERIOD.days} days: ask a query more often")

    def mark(work: Work) -> Work:
        _declare(Background(path_of(work), period=period, offset=offset))
        return work

    return mark


def later(work: Callable[..., None], **values: Any) -> None:
    """Run a background service in the worker. The job row belongs to the caller's transaction."""
    _declared(path_of(work))
    run.enqueue(path_of(work), **values)


def later_once(work: Callable[..., None], *, key: str, at: datetime, **values: Any) -> None:
    """Like `later`, but asked twice under one key it happens once."""
    queue.add(_declared(path_of(work)).path, values, asked_at=at, key=key)


def ask_periodic(*, at: datetime, asked: dict[str, datetime]) -> None:
    """Ask for every periodic service whose slot has begun. `asked` remembers, to spare queries."""
    for work in periodic_work():
        slot = work.slot(at)
        if asked.get(work.path) != slot:
            key = f"{work.path}@{slot:%Y-%m-%dT%H:%M}"
            queue.add(work.path, {}, asked_at=at, key=key)
            asked[work.path] = slot


def periodic_work() -> list[Background]:
    """Every service that runs by itself, by name."""
    discover()
    return sorted(
        (work for work in background_work.values() if work.period), key=lambda work: work.path
    )


def discover() -> None:
    """Load the services of every app, so that all background work is known."""
    autodiscover_modules("services")


def perform(path: str, values: dict[str, Any], *, at: datetime) -> None:
    """Do one piece of background work, now."""
    work = import_string(path)
    _declared(path)
    call_at(partial(work, **values), at=at)


def path_of(work: Callable[..., None]) -> str:
    return f"{work.__module__}.{work.__name__}"


@task()
def run(path: str, **values: Any) -> None:
    """What `later` hands to Django's task interface, whichever backend stands behind it."""
    perform(path, values, at=clock.now())


def _declare(work: Background) -> None:
    background_work[work.path] = work


def _declared(path: str) -> Background:
    if path not in background_work:
        raise ValueError(f"{path} is not a background service")
    return background_work[path]
