import pytest
from django.core import mail

from amanah.notifications import kinds, services
from tests.factories import PersonFactory


class Holding(set):
    """The things of which the kinds below are no longer so."""

    def __call__(self, notice, at):
        return notice.about not in self


@pytest.fixture
def over():
    return Holding()


@pytest.fixture
def kind(over):
    """Make a kind of notice for one test."""
    made = []

    def make(name="test.waiting", **about):
        about = {
            "says": "Something waits until %(day)s.",
            "listed_as": "Something that waits",
            "where": lambda about: "/today/",
            "holds": over,
            **about,
        }
        made.append(kinds.declare(kinds.Kind(name, **about)))
        return made[-1]

    yield make
    for each in made:
        del kinds._kinds[each.name]


@pytest.fixture
def person():
    return PersonFactory(email="noor@example.org", time_zone="UTC")


@pytest.fixture
def pass_time(run_jobs):
    """Run the five-minute job and what it asks for at a moment; the letters that went then."""

    def run(at):
        before = len(mail.outbox)
        services.mail_those_due(at=at)
        run_jobs(at=at)
        return mail.outbox[before:]

    return run
