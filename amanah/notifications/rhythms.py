"""When a letter may reach somebody: pure reckoning in their own time zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NIGHT_DIGEST, NIGHT_QUIET_FROM, NIGHT_QUIET_UNTIL = time(18), time(8), time(17)
LOOK_AHEAD = 15


@dataclass(frozen=True)
class Leave:
    """Days on which nothing is mailed, the first and the last among them."""

    first: date
    last: date


@dataclass(frozen=True)
class Hours:
    """The mail hours of one person. `days` counts from Monday, 0; none means every day is quiet."""

    zone: str
    days: Sequence[int]
    digest_at: time
    quiet_from: time
    quiet_until: time
    nights_until: date | None = None
    leaves: Sequence[Leave] = ()

    def on(self, day: date) -> tuple[time, time, time]:
        """The hour of the digest, and from when until when it is quiet, on one day."""
        if self.nights_until is not None and day <= self.nights_until:
            return NIGHT_DIGEST, NIGHT_QUIET_FROM, NIGHT_QUIET_UNTIL
        return self.digest_at, self.quiet_from, self.quiet_until

    def leave_on(self, day: date) -> Leave | None:
        """The leave in which a day lies."""
        return next((one for one in self.leaves if one.first <= day <= one.last), None)

    def day_of(self, moment: datetime) -> date:
        """The day that it is for them."""
        return moment.astimezone(ZoneInfo(self.zone)).date()


def is_away(hours: Hours, at: datetime) -> bool:
    """Whether it is a day of leave."""
    return hours.leave_on(hours.day_of(at)) is not None


def is_quiet(hours: Hours, at: datetime) -> bool:
    """Whether nothing may be mailed at this moment."""
    here = at.astimezone(ZoneInfo(hours.zone))
    if here.weekday() not in hours.days or hours.leave_on(here.date()):
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
    for day in _mail_days(hours, after):
        moment = datetime.combine(day, hours.on(day)[0], zone).astimezone(UTC)
        if moment > after:
            return moment
    return None


def has_come_today(hours: Hours, at: datetime) -> bool:
    """Whether the hour of the letter of the day is past, and it is not quiet yet."""
    day = hours.day_of(at)
    came = datetime.combine(day, hours.on(day)[0], ZoneInfo(hours.zone))
    return not is_quiet(hours, at) and came <= at


def next_open(hours: Hours, at: datetime) -> datetime | None:
    """The first moment from `at` on that is not quiet, to the quarter of an hour; None as above."""
    zone = ZoneInfo(hours.zone)
    for day in _mail_days(hours, at):
        moment = max(at, datetime.combine(day, time.min, zone).astimezone(UTC))
        while hours.day_of(moment) == day:
            if not is_quiet(hours, moment):
                return moment
            moment = _next_quarter(moment)
    return None


def _mail_days(hours: Hours, moment: datetime) -> Iterator[date]:
    """The days from a moment on, some weeks of them, on which letters may come at all."""
    day = hours.day_of(moment)
    for _ahead in range(LOOK_AHEAD):
        while leave := hours.leave_on(day):
            day = leave.last + timedelta(days=1)
        if day.weekday() in hours.days:
            yield day
        day += timedelta(days=1)


def _next_quarter(moment: datetime) -> datetime:
    begun = moment.replace(minute=moment.minute - moment.minute % 15, second=0, microsecond=0)
    return begun + timedelta(minutes=15)
