"""In which phase a mentorship is: said by its members, suggested by days, never inferred."""

import importlib
from datetime import date, timedelta

import pytest
from django.apps import apps

from amanah.mentoring import services
from amanah.mentoring.agreement import asked
from amanah.mentoring.models import Mentorship
from amanah.stewardship import queries as stewardship
from tests.factories import SPRING
from tests.factories.mentoring import AgreementFactory, MentorshipFactory

pytestmark = pytest.mark.django_db
LATER = SPRING + timedelta(days=3)
DAY = date(2026, 3, 23)


@pytest.fixture
def pair(institution, amina, bilal):
    return MentorshipFactory(institution=institution, mentor=amina, mentee=bilal)


def test_it_begins_by_starting_and_either_says_that_they_work(institution, amina, bilal):
    begun = services.begin_mentorship(institution, mentor=amina, mentee=bilal, by=bilal, at=SPRING)
    assert (begun.phase, begun.phase_since) == ("starting", date(2026, 3, 20))

    working = services.declare_phase(begun, "working", by=bilal, at=LATER)

    assert (working.phase, working.phase_since) == ("working", DAY)
    assert next(one.event for one in stewardship.entries_shown_to(bilal)) == (
        "mentoring.phase_declared"
    )
    assert not stewardship.entries_shown_to(amina)
    back = services.declare_phase(begun, "starting", by=amina, at=LATER)
    assert back.phase == "starting"


def test_saying_it_again_keeps_the_day(pair, bilal):
    services.declare_phase(pair, "working", by=bilal, at=LATER)

    again = services.declare_phase(pair, "working", by=bilal, at=LATER + timedelta(days=9))

    assert again.phase_since == DAY


@pytest.mark.parametrize("phase", ["starting", "working"])
def test_it_can_be_closed_from_any_phase_in_one_step(pair, bilal, phase):
    services.declare_phase(pair, phase, by=bilal, at=SPRING)

    closed = services.close_mentorship(pair, by=bilal, at=LATER)

    assert (closed.state, closed.phase, closed.phase_since) == ("closed", "after", DAY)
    with pytest.raises(services.CannotDeclare):
        services.declare_phase(pair, "working", by=bilal, at=LATER)


@pytest.mark.parametrize("phase", ["closing", "after", "", "finding"])
def test_only_two_phases_are_said(pair, bilal, phase):
    with pytest.raises(services.CannotDeclare):
        services.declare_phase(pair, phase, by=bilal, at=LATER)


@pytest.mark.parametrize(
    ("days", "signed", "phase", "suggested"),
    [
        (55, False, "starting", False),
        (56, False, "starting", True),
        (1, True, "starting", True),
        (90, True, "working", False),
    ],
)
def test_working_is_suggested_once_all_have_signed_or_after_eight_weeks(
    pair, days, signed, phase, suggested
):
    pair.phase = phase
    pair.save()
    if signed:
        AgreementFactory(mentorship=pair, hash="a" * 64, signed_at=SPRING)

    assert asked.suggests_working(pair, at=SPRING + timedelta(days=days)) is suggested
    pair.refresh_from_db()
    assert pair.phase == phase


def test_members_say_it_on_their_page_and_nothing_else_does(client, pair, bilal):
    client.force_login(bilal)
    client.get(pair.get_absolute_url())
    assert Mentorship.objects.get().phase == "starting"

    client.post(f"{pair.get_absolute_url()}phase/", {"phase": "working"})

    assert Mentorship.objects.get().phase == "working"


def test_mentorships_of_before_have_a_day_for_their_phase(pair, bilal):
    closed = MentorshipFactory(
        institution=pair.institution, state="closed", closed_at=LATER, mentee=bilal
    )
    Mentorship.objects.update(phase_since=None, phase="starting")
    migration = importlib.import_module("amanah.mentoring.migrations.0006_since_when_in_its_phase")

    migration.date_phases(apps, None)

    pair.refresh_from_db()
    closed.refresh_from_db()
    assert (pair.phase, pair.phase_since) == ("starting", date(2026, 3, 20))
    assert (closed.phase, closed.phase_since) == ("after", DAY)
