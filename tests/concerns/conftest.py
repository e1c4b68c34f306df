"""A mentee whose mentor is also head of department, coordinator and safeguarding lead."""

from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import (
    AffiliationFactory,
    AppointmentFactory,
    CohortFactory,
    InstitutionFactory,
    PostFactory,
)
from tests.factories.mentoring import MentorshipFactory
from tests.factories.sealing import WordsFactory
from tests.sealing import making


@pytest.fixture
def house():
    return InstitutionFactory(
        name="Hearth", slug="hearth", help_name="Sister Joyce", help_phone="+353 1 555 0100"
    )


@pytest.fixture
def somebody(house):
    """A member of the institution, with a lock unless they have none; and the roles they hold."""

    def make(name, *roles, has_lock=True, department=""):
        belonging = AffiliationFactory(institution=house, person__name=name, department=department)
        for role in roles:
            AppointmentFactory(institution=house, person=belonging.person, role=role)
        if has_lock:
            making.lock_of(belonging.person)
        return belonging.person

    return make


@pytest.fixture
def head(somebody, house):
    """H: everything at once."""
    made = somebody("Hadi", "coordinator", "safeguarding", "admin", department="Surgery")
    PostFactory(institution=house, person=made, department="Surgery")
    return made


@pytest.fixture
def deputy(somebody):
    return somebody("Dua", "safeguarding")


@pytest.fixture
def pair(somebody, house, head):
    """A mentee of the head's, by name, with words from both in their room."""
    cohort = CohortFactory(programme__institution=house)

    def make(name):
        mentee = somebody(name)
        mentorship = MentorshipFactory(cohort=cohort, mentor=head, mentee=mentee, has_room=True)
        for n, by in enumerate((mentee, head, head), start=1):
            WordsFactory(room=mentorship.room, n=n, by=by, kind="message", file=making.sealed())
        return SimpleNamespace(mentee=mentee, mentorship=mentorship)

    return make


@pytest.fixture
def scared(pair):
    return pair("Ayesha")


@pytest.fixture
def browser():
    """A browser in which somebody has signed in."""

    def come(person):
        client = Client()
        client.force_login(person)
        return client

    return come
