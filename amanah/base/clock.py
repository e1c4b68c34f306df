"""The one clock, which the demo and the tests can move.

Only doors (views, commands, the worker) read it; everything below takes `at`.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

FILE = "clock"


def now() -> datetime:
    """The present moment, in UTC; in a demo, as far from it as somebody moved the clock."""
    moment = datetime.now(UTC)
    return moment + _moved_by() if settings.CLOCK_MAY_MOVE else moment


def move(by: timedelta) -> None:
    """Move the demo's clock by this much from where it stands. Every process of it follows."""
    if not settings.CLOCK_MAY_MOVE:
        raise RuntimeError("Only the clock of a demo can be moved.")
    half = _file().with_suffix(".half")
    half.write_text(str((_moved_by() + by).total_seconds()))
    half.replace(_file())


def reset() -> None:
    """Set the demo's clock right again."""
    _file().unlink(missing_ok=True)


def is_moved() -> bool:
    """Whether it shows another time than the machine's."""
    return bool(_moved_by())


def _moved_by() -> timedelta:
    try:
        return timedelta(seconds=float(_file().read_text()))
    except FileNotFoundError:
        return timedelta()


def _file() -> Path:
    return Path(settings.HOME, FILE)
