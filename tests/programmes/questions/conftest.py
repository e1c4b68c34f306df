"""The own questions of a programme, and whoever writes them."""

import pytest

from amanah.programmes.models import Answer
from tests.factories import (
    SPRING,
    ApplicationFactory,
    ParticipantFactory,
)


@pytest.fixture
def programme(cohort):
    return cohort.programme


@pytest.fixture
def staff(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def answered(cohort):
    """Answer a question in an application that was sent, or in one that was not."""

    def answer(question, value, *, state="submitted"):
        application = ApplicationFactory(
            participant=ParticipantFactory(cohort=cohort),
            state=state,
            submitted_at=SPRING if state == "submitted" else None,
        )
        return Answer.objects.create(application=application, question=question, value=value)

    return answer
