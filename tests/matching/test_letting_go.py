"""A programme that lets go of its people: what still runs outlives it."""

from datetime import timedelta

import pytest

from amanah.base import clock
from amanah.matching.models import Request
from amanah.mentoring.models import Mentorship
from amanah.programmes import services
from tests.factories import AppointmentFactory, CohortFactory, ParticipantFactory
from tests.factories.matching import RequestFactory
from tests.factories.mentoring import MentorshipFactory

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def old():
    return CohortFactory()


@pytest.fixture
def empty(old):
    def archive_and_empty():
        by = AppointmentFactory(institution=old.programme.institution).person
        until = (NOW + timedelta(days=40)).date()
        services.archive_programme(old.programme, keep_until=until, by=by, at=NOW)
        services.empty_archive(programme_id=str(old.programme_id), at=NOW + timedelta(days=50))

    return archive_and_empty


def paired(cohort, **more):
    mentor, mentee = (
        ParticipantFactory(cohort=cohort, as_mentor=is_mentor).person for is_mentor in (True, False)
    )
    return MentorshipFactory(cohort=cohort, mentor=mentor, mentee=mentee, **more)


def test_what_runs_is_informal_from_then_on_and_what_is_closed_is_gone(old, empty):
    running = paired(old)
    paired(old, state="closed", closed_at=NOW)
    elsewhere = paired(CohortFactory(), state="closed", closed_at=NOW)

    empty()

    assert set(Mentorship.objects.values_list("pk", "cohort")) == {
        (running.pk, None),
        (elsewhere.pk, elsewhere.cohort_id),
    }
    running.refresh_from_db()
    assert running.is_active
    assert running.memberships.count() == 2


def test_nothing_is_let_go_before_the_day(old, coordinator_of):
    running = paired(old)
    services.archive_programme(
        old.programme,
        keep_until=(NOW + timedelta(days=40)).date(),
        by=coordinator_of(old),
        at=NOW,
    )

    services.empty_archive(programme_id=str(old.programme_id), at=NOW + timedelta(days=30))

    running.refresh_from_db()
    assert running.cohort == old


def test_what_was_asked_there_is_gone_and_elsewhere_stays(old, empty):
    mentor, mentee = (
        ParticipantFactory(cohort=old, as_mentor=is_mentor).person for is_mentor in (True, False)
    )
    RequestFactory(cohort=old, mentor=mentor, mentee=mentee)
    stays = RequestFactory(cohort=CohortFactory(), mentor=mentor, mentee=mentee)

    empty()

    assert list(Request.objects.all()) == [stays]


@pytest.fixture
def coordinator_of():
    return lambda cohort: AppointmentFactory(institution=cohort.programme.institution).person
