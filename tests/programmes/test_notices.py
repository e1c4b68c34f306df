"""What the people of a programme are told, and what they are not."""

from datetime import UTC, datetime, timedelta

import pytest

from amanah.notifications import services as notifications
from amanah.notifications.models import Notice
from amanah.programmes import services
from tests.factories import ApplicationFactory, ParticipantFactory, PersonFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
AT_EIGHT = MONDAY.replace(hour=8)
DAY = timedelta(days=1)


@pytest.fixture
def pass_time(run_jobs, mailoutbox):
    """Run what is due at a moment; the letters that went then."""

    def run(at):
        before = len(mailoutbox)
        notifications.mail_those_due(at=at)
        run_jobs(at=at)
        return mailoutbox[before:]

    return run


@pytest.fixture
def draft(cohort):
    """A mentor's, whose last day is on Thursday."""
    cohort.applications_until = (MONDAY + 3 * DAY).date()
    cohort.save()
    participant = ParticipantFactory(
        cohort=cohort, as_mentor=True, places=1, person=PersonFactory(time_zone="UTC")
    )
    return ApplicationFactory(
        participant=participant, role="mentor", state="draft", submitted_at=None
    )


def save(draft, away_until):
    services.save_application(
        draft, {"away_until": away_until}, by=draft.participant.person, at=MONDAY
    )


def test_a_mentor_who_is_away_from_a_programme_is_not_written_to_about_it(draft, pass_time):
    save(draft, (MONDAY + DAY).date())
    services.tell_of_last_days(at=MONDAY)

    assert [len(pass_time(AT_EIGHT + day * DAY)) for day in range(4)] == [0, 0, 1, 0]


def test_a_mentor_who_is_back_sooner_hears_sooner(draft, pass_time):
    save(draft, (MONDAY + 2 * DAY).date())
    services.tell_of_last_days(at=MONDAY)
    assert Notice.objects.get().due_at == AT_EIGHT + 3 * DAY

    save(draft, None)

    assert [len(pass_time(AT_EIGHT + day * DAY)) for day in range(4)] == [1, 0, 0, 0]


def test_what_was_put_away_is_not_told_again_the_next_day(draft, pass_time):
    services.tell_of_last_days(at=MONDAY)
    notifications.put_away(Notice.objects.get())

    services.tell_of_last_days(at=MONDAY + DAY)

    assert [len(pass_time(AT_EIGHT + day * DAY)) for day in range(1, 4)] == [0, 0, 0]
