"""What letters to a cohort say, and how one is sent."""

from datetime import UTC, datetime, timedelta

from amanah.programmes import queries, services

# A Thursday, in working hours.
NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TEXT = "We meet in room 4.\n\nhttps://example.org/map?from=gate&utm=1"


def send(letter, at=NOON, by=None, people=None):
    if people is None:
        people = queries.people_for(letter.cohort, letter.to).count()
    return services.send_cohort_letter(letter, people=people, by=by or letter.by, at=at)


def addresses(*participants):
    return sorted(one.person.email for one in participants)
