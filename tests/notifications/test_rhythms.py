from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from amanah.notifications.rhythms import (
    Hours,
    Leave,
    in_quiet_hours,
    is_quiet,
    next_digest,
    next_open,
)

LAHORE = Hours("Asia/Karachi", (0, 1, 2, 3, 4), time(8), time(19), time(7))
DUBLIN = replace(LAHORE, zone="Europe/Dublin")


def utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("2026-11-26 02:00", False),  # Thursday, seven in Lahore
        ("2026-11-26 01:59", True),
        ("2026-11-26 13:59", False),
        ("2026-11-26 14:00", True),  # seven in the evening
        ("2026-11-28 06:00", True),  # Saturday
        ("2026-11-29 19:30", True),  # already Monday in Lahore, and night
    ],
)
def test_quiet_is_reckoned_where_the_person_is(at, quiet):
    assert is_quiet(LAHORE, utc(at)) is quiet


@pytest.mark.parametrize(
    ("hour", "begins", "ends", "inside"),
    [
        (time(23), time(19), time(7), True),
        (time(6, 59), time(19), time(7), True),
        (time(7), time(19), time(7), False),
        (time(12), time(8), time(17), True),
        (time(17), time(8), time(17), False),
        (time(12), time(9), time(9), False),
    ],
)
def test_quiet_hours_may_reach_over_midnight(hour, begins, ends, inside):
    assert in_quiet_hours(hour, begins, ends) is inside


@pytest.mark.parametrize(
    ("after", "comes"),
    [
        ("2026-11-26 01:00", "2026-11-26 03:00"),
        ("2026-11-26 03:00", "2026-11-27 03:00"),
        ("2026-11-27 03:00", "2026-11-30 03:00"),  # Friday: the next working day is Monday
    ],
)
def test_the_letter_of_the_day_comes_at_its_hour(after, comes):
    assert next_digest(LAHORE, utc(after)) == utc(comes)


def test_the_hour_is_the_same_on_the_wall_when_the_clocks_change():
    friday, monday = utc("2026-10-23 07:00"), utc("2026-10-26 08:00")

    assert next_digest(DUBLIN, friday) == monday


@pytest.mark.parametrize(
    ("hour", "comes"), [(time(1, 30), "2026-03-29 01:30"), (time(3), "2026-03-29 02:00")]
)
def test_an_hour_that_the_clock_skips_is_the_one_after_it(hour, comes):
    every_day = replace(DUBLIN, days=tuple(range(7)), digest_at=hour)

    assert next_digest(every_day, utc("2026-03-28 12:00")) == utc(comes)


def test_on_nights_the_day_is_quiet_and_the_letter_comes_in_the_evening():
    nights = replace(LAHORE, nights_until=date(2026, 11, 26))

    assert is_quiet(nights, utc("2026-11-26 05:00"))
    assert not is_quiet(nights, utc("2026-11-26 13:00"))
    assert next_digest(nights, utc("2026-11-26 01:00")) == utc("2026-11-26 13:00")
    assert next_digest(nights, utc("2026-11-26 13:00")) == utc("2026-11-27 03:00")


def test_on_leave_nothing_comes_however_long_it_is():
    away = replace(LAHORE, leaves=(Leave(date(2026, 11, 26), date(2027, 3, 1)),))

    assert is_quiet(away, utc("2027-03-01 05:00"))
    assert next_digest(away, utc("2026-11-26 01:00")) == utc("2027-03-02 03:00")
    assert next_open(away, utc("2026-11-26 01:00")) == utc("2027-03-02 02:00")
    assert not is_quiet(away, utc("2027-03-02 05:00"))


def test_without_a_day_nothing_ever_comes():
    never = replace(LAHORE, days=())

    assert next_digest(never, utc("2026-11-26 01:00")) is None
    assert next_open(never, utc("2026-11-26 01:00")) is None


def test_what_goes_at_once_waits_for_the_end_of_quiet_hours():
    assert next_open(LAHORE, utc("2026-11-26 05:03")) == utc("2026-11-26 05:03")
    assert next_open(LAHORE, utc("2026-11-26 15:03")) == utc("2026-11-27 02:00")
    assert next_open(LAHORE, utc("2026-11-27 15:03")) == utc("2026-11-30 02:00")


def test_a_digest_never_falls_into_quiet_hours_of_the_usual_rhythm():
    moment = utc("2026-01-01 00:00")
    for _week in range(60):
        moment = next_digest(DUBLIN, moment)
        assert not is_quiet(DUBLIN, moment)
        moment += timedelta(hours=1)
