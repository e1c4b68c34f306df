"""A letter to a cohort whose institution keeps the time of Greenwich."""

import pytest
from django.core import mail

from amanah.notifications import services as notifications
from amanah.programmes import services
from tests.factories import (
    AffiliationFactory,
    ParticipantFactory,
    PersonFactory,
)
from tests.programmes.cohort_letters.sending import NOON, TEXT


@pytest.fixture(autouse=True)
def in_utc(cohort, coordinator):
    cohort.programme.institution.time_zone = "UTC"
    cohort.programme.institution.save()


@pytest.fixture
def join(cohort):
    """Somebody who has joined and takes part."""

    def join(**part):
        person = AffiliationFactory(
            institution=cohort.programme.institution,
            person=part.pop("person", None) or PersonFactory(time_zone="UTC"),
        ).person
        return ParticipantFactory(cohort=cohort, person=person, **part)

    return join


@pytest.fixture
def draft(cohort, coordinator):
    """A letter that waits to be sent."""

    def draft(to="everybody", at=NOON, **said):
        wanted = {"to": to, "subject": "Welcome evening", "text": TEXT, **said}
        return services.begin_cohort_letter(cohort, wanted, by=coordinator, at=at)

    return draft


@pytest.fixture
def pass_time(run_jobs):
    """Run what is due at a moment; to whom letters went then."""

    def run(at=NOON):
        before = len(mail.outbox)
        run_jobs(at=at)
        notifications.mail_those_due(at=at)
        run_jobs(at=at)
        return sorted(one.to[0] for one in mail.outbox[before:])

    return run
