"""When a letter may reach somebody: pure reckoning in their own time zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT_DIGEST, NIGHT_QUIET_FROM, NIGHT_QUIET_UNTIL = time(18), time(8), time(17)
LOOK_AHEAD = 15


@dataclass(frozen=True)
class Hours:
    """The mail hours of one person. `days` counts from Monday, 0; none means every day is quiet."""

    zone: str
    days: Sequence[int]
    digest_at: time
    quiet_from: time
    quiet_until: time
    nights_until: date | None = None
    away_until: date | None = None

    def on(self, day: date) -> tuple[time, time, time]:
        """The hour of the digest, and from when until when it is quiet, on one day."""
        if self.nights_until is not None and day <= self.nights_until:
            return NIGHT_DIGEST, NIGHT_QUIET_FROM, NIGHT_QUIET_UNTIL
        return self.digest_at, self.quiet_from, self.quiet_until


def is_quiet(hours: Hours, at: datetime) -> bool:
    """Whether nothing may be mailed at this moment."""
    here = at.astimezone(ZoneInfo(hours.zone))
    if here.weekday() not in hours.days:
        return True
    if hours.away_until is not None and here.date() <= hours.away_until:
        return True
    _digest, begins, ends = hours.on(here.date())
    return in_quiet_hours(here.time(), begins, ends)


def in_quiet_hours(hour: time, begins: time, ends: time) -> bool:
    """Whether an hour lies in quiet hours, which may reach over midnight."""
    if begins <= ends:
        return begins <= hour < ends
    return hour >= begins or hour < ends


def next_digest(hours: Hours, after: datetime) -> datetime | None:
    """The first moment later than `after` at which the letter of the day may come.

    An hour that the clock skips in spring counts as the one after it; an hour that it repeats in
    autumn as the first of the two. None where no day of the week allows one.
    """
    zone = ZoneInfo(hours.zone)
    first = _first_day(hours, after)
    for ahead in range(LOOK_AHEAD):
        day = first + timedelta(days=ahead)
        if day.weekday() in hours.days:
            moment = datetime.combine(day, hours.on(day)[0], zone).astimezone(UTC)
            if moment > after:
                return moment
    return None


def next_open(hours: Hours, at: datetime) -> datetime | None:
    """The first moment from `at` on that is not quiet, to the quarter of an hour; None as above."""
    begins = datetime.combine(_first_day(hours, at), time.min, ZoneInfo(hours.zone))
    moment = max(at, begins.astimezone(UTC))
    for _quarter in range(LOOK_AHEAD * 24 * 4):
        if not is_quiet(hours, moment):
            return moment
        moment = _next_quarter(moment)
    return None


def _first_day(hours: Hours, moment: datetime) -> date:
    """The day that it is for them, or the day after their leave."""
    today = moment.astimezone(ZoneInfo(hours.zone)).date()
    if hours.away_until is None or hours.away_until < today:
        return today
    return hours.away_until + timedelta(days=1)


def _next_quarter(moment: datetime) -> datetime:
    begun = moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
    return begun + timedelta(minutes=15)
