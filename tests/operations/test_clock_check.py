"""`amanah check` looks at clocks, and does not take a slow machine for a wrong one."""

import pytest

from amanah.operations.checks import Level, beyond, surroundings
from tests.factories import SPRING


@pytest.mark.parametrize(
    ("moment", "apart"), [(10.0, 0), (13.0, 0), (40.0, 0), (7.5, 2.5), (44.0, 4.0)]
)
def test_only_what_lies_outside_the_time_it_took_is_apart(moment, apart):
    assert beyond(moment, before=10.0, after=40.0) == apart


def test_the_clock_of_the_disk_is_held_against_now_and_not_against_when_it_began():
    # SPRING is long ago, as the beginning is where the checks before this one took long.
    [line] = surroundings.clock(at=SPRING)

    assert (line.level, line.subject) == (Level.OK, "clock")
